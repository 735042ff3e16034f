// Order: One purchase, from checkout to delivery.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass, defineEnum } from '../runtime/index.js';
import type { Patch, Storable, Stored, Open, Pointer } from '../runtime/index.js';
import type { Product } from './product.js';
import type { User } from './user.js';

/**
 * One purchase, from checkout to delivery.
 */
export interface Order extends Stored<'Order'> {
  /** The person who placed it */
  user: Pointer<User>;
  /** What was bought, line by line */
  products: OrderProduct[];
  /** What the customer pays in all */
  totalAmount: number;
  /** Where the order stands */
  status: Open<OrderStatus>;
}

/** What it takes to create one. */
export interface NewOrder extends Storable {
  user: Pointer<User>;
  products: OrderProduct[];
  totalAmount: number;
  status?: OrderStatus | undefined;
}

/** Changes to one. */
export type OrderPatch = Patch<Order, NewOrder, 'user'>;

/**
 * An Object with fields of its own.
 */
export interface OrderProduct {
  /** The product, where the line is of one that is kept in stock here */
  product?: Pointer<Product> | undefined;
  /** The article number */
  sku?: string | undefined;
  /** How many */
  quantity: number;
  /** The price of one at the time of the purchase */
  price?: number | undefined;
}

/**
 * Where the order stands
 */
export type OrderStatus = 'pending' | 'paid' | 'shipped' | 'delivered' | 'cancelled';

/** The values of OrderStatus, and which may follow which. */
export const orderStatus = /* @__PURE__ */ defineEnum<OrderStatus>(['pending', 'paid', 'shipped', 'delivered', 'cancelled'], {
  'pending': ['paid', 'cancelled'],
  'paid': ['shipped', 'cancelled'],
  'shipped': ['delivered'],
});

/** All of them, as a client knows them. */
export const orders = /* @__PURE__ */ defineClass<Order, NewOrder, OrderPatch>('Order');
