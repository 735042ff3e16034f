// What this adapter takes from the client of Order Fulfillment.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export { encode, isBackendError } from 'order-fulfillment-client';
export type { OrderFulfillment as Client, ClientOf } from 'order-fulfillment-client';
export type { BackendError, Collection, Found, Query, Shape, Stored, Where } from 'order-fulfillment-client';
