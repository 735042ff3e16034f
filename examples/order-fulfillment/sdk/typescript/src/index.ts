// Order Fulfillment: a typed client.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export * from './runtime/index.js';
export { createOrderFulfillment } from './all.js';
export type { OrderFulfillment } from './all.js';
export { createClient } from './client.js';
export type { ClientOf } from './client.js';
export type * from './functions.js';
export * from './classes/user.js';
export * from './classes/order.js';
export * from './classes/product.js';
export * from './classes/shipment.js';
export * from './classes/notification.js';
