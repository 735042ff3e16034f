// What this package asks of the client, and of its hooks, which are packages of their own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { ClientOf } from 'order-delivery-client';

export { Outbox, ReadCache, concerns, encode, isBackendError, keptOutbox, laidOver } from 'order-delivery-client';
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
} from 'order-delivery-client';
export { useUser } from 'order-delivery-react';

/** A client of any of the classes. */
export type AnyClient = ClientOf<{}>;
