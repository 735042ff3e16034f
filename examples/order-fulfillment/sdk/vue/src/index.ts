// Order Fulfillment in Vue: a client for the components of an app, and what it finds as refs.
export { useAction } from './action.js';
export type { Action } from './action.js';
export { createOrderFulfillmentPlugin, provideOrderFulfillment, useOrderFulfillment } from './client.js';
export { useLiveList, useLiveObject } from './live.js';
export type { LiveList, LiveListQuery, LiveObject, LiveShape } from './live.js';
export { useUser } from './user.js';
export type { UserState } from './user.js';
