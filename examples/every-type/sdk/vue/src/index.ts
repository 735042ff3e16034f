// Every Type in Vue: a client for the components of an app, and what it finds as refs.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export { useAction } from './action.js';
export type { Action } from './action.js';
export { createClientPlugin as createEveryTypePlugin, provideClient as provideEveryType, useClient as useEveryType } from './client.js';
export { useLiveList, useLiveObject } from './live.js';
export type { LiveList, LiveListQuery, LiveObject, LiveShape } from './live.js';
export { useUser } from './user.js';
export type { UserState } from './user.js';
