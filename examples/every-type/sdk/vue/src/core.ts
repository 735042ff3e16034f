// What this package takes of the client, from the one place that knows its name.
import type { ClientOf } from 'every-type-client';

export { encode, isBackendError } from 'every-type-client';
export type { BackendError, Collection, Found, Query, Shape, Stored, Where } from 'every-type-client';

/** A client, whichever of the classes it has. */
export type AnyClient = ClientOf<{}>;
