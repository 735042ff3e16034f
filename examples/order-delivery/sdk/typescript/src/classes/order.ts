// Order: Items to be delivered to a customer on a day.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass, defineEnum } from '../runtime/index.js';
import type { Patch, Storable, Stored, Json, Open, Pointer } from '../runtime/index.js';
import type { Customer } from './customer.js';

/**
 * Items to be delivered to a customer on a day.
 */
export interface Order extends Stored<'Order'> {
  /** The number that people know it by */
  orderId?: string;
  /** Who ordered */
  customer: Pointer<Customer>;
  /** How far it is */
  status: Open<OrderStatus>;
  /** What is in it */
  items: Json[];
  /** The promised day */
  deliveryDate: Date;
}

/** What it takes to create one. */
export interface NewOrder extends Storable {
  orderId?: string | undefined;
  customer: Pointer<Customer>;
  status: OrderStatus;
  items: Json[];
  deliveryDate: Date;
}

/** Changes to one. */
export type OrderPatch = Patch<Order, NewOrder>;

/**
 * How far it is
 */
export type OrderStatus = 'received' | 'packed' | 'out for delivery' | 'delivered' | 'cancelled';

/** The values of OrderStatus. */
export const orderStatus = /* @__PURE__ */ defineEnum<OrderStatus>(['received', 'packed', 'out for delivery', 'delivered', 'cancelled']);

/** All of them, as a client knows them. */
export const orders = /* @__PURE__ */ defineClass<Order, NewOrder, OrderPatch>('Order');
