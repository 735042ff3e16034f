// Order Delivery: a typed client.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export * from './runtime/index.js';
export { createOrderDelivery } from './all.js';
export type { OrderDelivery } from './all.js';
export { createClient } from './client.js';
export type { ClientOf } from './client.js';
export type * from './functions.js';
export * from './classes/customer.js';
export * from './classes/order.js';
export * from './classes/delivery.js';
export * from './classes/user.js';
