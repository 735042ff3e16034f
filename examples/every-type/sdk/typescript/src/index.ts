// Every Type: a typed client.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export * from './runtime/index.js';
export { createEveryType } from './all.js';
export type { EveryType } from './all.js';
export { createClient } from './client.js';
export type { ClientOf } from './client.js';
export type * from './functions.js';
export * from './classes/everything.js';
export * from './classes/words.js';
export * from './classes/result.js';
export * from './classes/option.js';
export * from './classes/string.js';
export * from './classes/vec.js';
export * from './classes/object.js';
export * from './classes/mod.js';
export * from './classes/runtime.js';
export * from './classes/order.js';
export * from './classes/order-status-2.js';
export * from './classes/order-patch-2.js';
export * from './classes/new-order-2.js';
export * from './classes/type.js';
export * from './classes/a-b-c.js';
export * from './classes/grosse.js';
export * from './classes/user.js';
