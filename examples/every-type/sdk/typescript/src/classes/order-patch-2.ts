// The class `OrderPatch`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, Pointer } from '../runtime/index.js';
import type { Order } from './order.js';

/**
 * An object of the class `OrderPatch`.
 */
export interface OrderPatch2 extends Stored<'OrderPatch'> {
  order?: Pointer<Order>;
}

/** What it takes to create one. */
export interface NewOrderPatch2 extends Storable {
  order?: Pointer<Order> | undefined;
}

/** Changes to one. */
export type OrderPatch2Patch = Patch<OrderPatch2, NewOrderPatch2>;

/** All of them, as a client knows them. */
export const orderPatch2s = /* @__PURE__ */ defineClass<OrderPatch2, NewOrderPatch2, OrderPatch2Patch>('OrderPatch');
