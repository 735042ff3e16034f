// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { EveryType, ClientOf } from 'every-type-client';

export { encode } from 'every-type-client';
export type { Collection, Filter, Found, Page, Pointer, Query, Shape, Stored, UpdateOptions, Updated } from 'every-type-client';

/** A client of any of the classes. */
export type AnyClient = ClientOf<{}>;

/** A client with every class. */
export type WholeClient = EveryType;

/** Who signs in. */
export type Person = NonNullable<AnyClient['auth']['user']>;
