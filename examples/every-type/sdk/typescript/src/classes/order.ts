// The class `Order`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass, defineEnum } from '../runtime/index.js';
import type { Patch, Storable, Stored, Open } from '../runtime/index.js';

/**
 * An object of the class `Order`.
 */
export interface Order extends Stored<'Order'> {
  status?: Open<OrderStatus>;
}

/** What it takes to create one. */
export interface NewOrder extends Storable {
  status?: OrderStatus | undefined;
}

/** Changes to one. */
export type OrderPatch = Patch<Order, NewOrder>;

/**
 * One of a few.
 */
export type OrderStatus = 'new' | 'done';

/** The values of OrderStatus. */
export const orderStatus = /* @__PURE__ */ defineEnum<OrderStatus>(['new', 'done']);

/** All of them, as a client knows them. */
export const orders = /* @__PURE__ */ defineClass<Order, NewOrder, OrderPatch>('Order');
