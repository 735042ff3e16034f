// What this adapter takes from the client of Every Type.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
export { encode, isBackendError } from 'every-type-client';
export type { EveryType as Client, ClientOf } from 'every-type-client';
export type { BackendError, Collection, Found, Query, Shape, Stored, Where } from 'every-type-client';
