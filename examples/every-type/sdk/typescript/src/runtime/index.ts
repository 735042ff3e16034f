// What every client has, whatever its schema.

export { Auth } from './auth.js';
export type { Credentials, NewPerson, Person } from './auth.js';
export type { Batch, BatchOptions, Results, SettledResults } from './batch.js';
export { ReadCache } from './cache.js';
export type { CacheOptions } from './cache.js';
export { defineClass, defineEnum } from './classes.js';
export type { AnyClass, Class, Classes, Enum } from './classes.js';
export { connect } from './client.js';
export type { Client, Connection } from './client.js';
export { Collection } from './collection.js';
export type { Page, WriteOptions } from './collection.js';
export type { CallOptions, Config, FetchLike, RequestInfo, ResponseInfo, RetryPolicy, WebSocketLike } from './config.js';
export { isBackendError, safe } from './errors.js';
export type { BackendError, ErrorCode, Settled } from './errors.js';
export type { Files, UploadOptions } from './files.js';
export type { IncludePath, Included } from './include.js';
export { keptOutbox } from './keyvalue.js';
export type { KeptOutboxOptions, KeyValueStore } from './keyvalue.js';
export type { ListWatch } from './live/list.js';
export type { Live, LiveState } from './live/socket.js';
export type { LiveEvent, LiveQuery, Watch } from './live/watch.js';
export { op } from './ops.js';
export type { Increment, ListChange, Patch, RelationChange, Unset } from './ops.js';
export { Outbox, memoryOutbox } from './outbox.js';
export type { OutboxEntry, OutboxOptions, OutboxStore, Replayed, Resolution, Sender, Written } from './outbox.js';
export { concerns, laidOver } from './overlay.js';
export type { LaidOver } from './overlay.js';
export type { Operation, Prepare, UpdateOptions, Updated } from './prepare.js';
export type { Filter, Found, Order as OrderBy, Query, Shape } from './query.js';
export { memoryStorage, webStorage } from './session.js';
export type { SessionEvent, SessionStorage } from './session.js';
export { geoPoint, isPointer, polygon } from './types.js';
export type {
  Acl,
  Closed,
  GeoPoint,
  Json,
  JsonObject,
  Known,
  Linked,
  Open,
  Opaque,
  Pointer,
  Polygon,
  Relation,
  Storable,
  Stored,
  StoredFile,
} from './types.js';
export type { Condition, Subquery, Where } from './where.js';
export { decode, encode } from './wire.js';
