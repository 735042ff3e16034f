// Order Delivery in React: the client, who is signed in, and what is there now.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export { ClientProvider as OrderDeliveryProvider, useClient as useOrderDelivery, useUser } from './context.js';
export type { UserState } from './context.js';
export { useLiveList, useLiveObject } from './live.js';
export type { LiveListQuery, LiveListState, LiveObjectState, LiveOptions, LiveShape } from './live.js';
