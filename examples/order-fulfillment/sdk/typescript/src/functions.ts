// The functions of Order Fulfillment.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { CallOptions, Linked, Pointer } from './runtime/index.js';
import type { Order } from './classes/order.js';
import type { Product } from './classes/product.js';

/**
 * An Object with fields of its own.
 */
export interface PlaceOrderItem {
  /** The product */
  product: Pointer<Product>;
  /** How many */
  quantity: number;
}

/** What `placeOrder` takes. */
export interface PlaceOrderParams {
  /** What to buy, line by line */
  items: PlaceOrderItem[];
}

/** The functions of the schema, each by its name. */
export interface Functions {
  /** Places an order at the prices of today, and takes the stock. */
  placeOrder(params: PlaceOrderParams, options?: CallOptions): Promise<Linked<Order>>;
}

/** Those whose name on the wire is another. */
export const renamed: Readonly<Record<string, string>> = {
};
