// The class `OrderStatus`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored } from '../runtime/index.js';

/**
 * An object of the class `OrderStatus`.
 */
export interface OrderStatus2 extends Stored<'OrderStatus'> {
  text?: string;
}

/** What it takes to create one. */
export interface NewOrderStatus2 extends Storable {
  text?: string | undefined;
}

/** Changes to one. */
export type OrderStatus2Patch = Patch<OrderStatus2, NewOrderStatus2>;

/** All of them, as a client knows them. */
export const orderStatus2s = /* @__PURE__ */ defineClass<OrderStatus2, NewOrderStatus2, OrderStatus2Patch>('OrderStatus');
