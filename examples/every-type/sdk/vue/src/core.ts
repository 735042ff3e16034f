// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { ClientOf } from 'every-type-client';

export { encode, isBackendError } from 'every-type-client';
/** A client with every class. */
export type { EveryType as WholeClient } from 'every-type-client';
export type { BackendError, Collection, Found, Query, Shape, Stored, Where } from 'every-type-client';

/** A client of any of the classes. */
export type AnyClient = ClientOf<{}>;
