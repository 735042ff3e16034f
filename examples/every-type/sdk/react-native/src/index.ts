// Every Type in React Native: all that there is for React, and what an app has without a network.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export * from 'every-type-react';
export { OfflineProvider, useCachedList, useCachedObject, useOffline, useOutbox } from './hooks.js';
export type { CachedObjectState, CachedOptions, OutboxControls } from './hooks.js';
export type { CachedListState } from './list.js';
export { Offline } from './offline.js';
export type { OfflineOptions, OutboxState } from './offline.js';
export { keyedStorage, secureStorage } from './session.js';
export type { SecureStore } from './session.js';
