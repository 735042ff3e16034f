// What this adapter takes from the client of Order Delivery.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export { encode, isBackendError } from 'order-delivery-client';
export type { OrderDelivery as Client, ClientOf } from 'order-delivery-client';
export type { BackendError, Collection, Found, Query, Shape, Stored, Where } from 'order-delivery-client';
