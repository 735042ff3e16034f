// A client of Order Fulfillment with every class.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { createClient } from './client.js';
import type { ClientOf } from './client.js';
import type { Config } from './runtime/index.js';
import { users } from './classes/user.js';
import { orders } from './classes/order.js';
import { products } from './classes/product.js';
import { shipments } from './classes/shipment.js';
import { notifications } from './classes/notification.js';

const classes = {
  users,
  orders,
  products,
  shipments,
  notifications,
};

/** A client with every class of the schema. */
export type OrderFulfillment = ClientOf<typeof classes>;

/** Makes a client with every class of the schema. */
export function createOrderFulfillment(config: Config): OrderFulfillment {
  return createClient(config, classes);
}
