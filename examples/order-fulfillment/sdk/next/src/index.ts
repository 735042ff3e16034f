// Order Fulfillment on a server of Next: a client in the session of a cookie, server actions, and a relay of what changes.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export { createServer as createOrderFulfillmentServer } from './server.js';
export type { Action, Server, ServerConfig } from './server.js';
export { liveURL } from './address.js';
export type { LiveSource } from './address.js';
export type { ActionResult } from './action.js';
export type { CookieJar, CookieOptions } from './cookie.js';
export type { RelayOptions } from './relay.js';
