// A client of Order Delivery with every class.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { createClient } from './client.js';
import type { ClientOf } from './client.js';
import type { Config } from './runtime/index.js';
import { customers } from './classes/customer.js';
import { orders } from './classes/order.js';
import { deliveries } from './classes/delivery.js';
import { users } from './classes/user.js';

const classes = {
  customers,
  orders,
  deliveries,
  users,
};

/** A client with every class of the schema. */
export type OrderDelivery = ClientOf<typeof classes>;

/** Makes a client with every class of the schema. */
export function createOrderDelivery(config: Config): OrderDelivery {
  return createClient(config, classes);
}
