// Order Fulfillment in Angular: a client to inject, and signals that follow what the server has.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export { injectClient as injectOrderFulfillment, provideClient as provideOrderFulfillment, user } from './client';
export { liveList, liveObject } from './live';
export type { LiveList, LiveObject } from './live';
