// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { EveryType as Whole, ClientOf } from 'every-type-client';

export { createEveryType as createWhole, encode, isBackendError } from 'every-type-client';
export type { AnyClass, BackendError, Class, Config, ErrorCode, FetchLike, SessionStorage, Stored, Where } from 'every-type-client';

/** A client with every class. */
export type WholeClient = Whole;

/** Who signs in. */
export type Person = NonNullable<ClientOf<{}>['auth']['user']>;
