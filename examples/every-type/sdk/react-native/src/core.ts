// What this package asks of the client, and of its hooks, which are packages of their own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { ClientOf } from 'every-type-client';

export { Outbox, ReadCache, concerns, encode, isBackendError, keptOutbox, laidOver } from 'every-type-client';
export type {
  CacheOptions,
  Collection,
  Found,
  KeyValueStore,
  ListWatch,
  LiveState,
  Operation,
  OutboxEntry,
  OutboxOptions,
  Query,
  Replayed,
  SessionStorage,
  Shape,
  Stored,
  Written,
} from 'every-type-client';
export { useUser } from 'every-type-react';

/** A client of any of the classes. */
export type AnyClient = ClientOf<{}>;
