// What this package takes of the client, from the one place that knows its name.
import type { ClientOf } from 'order-delivery-client';

export { encode, isBackendError } from 'order-delivery-client';
export type { BackendError, Collection, Found, Query, Shape, Stored, Where } from 'order-delivery-client';

/** A client, whichever of the classes it has. */
export type AnyClient = ClientOf<{}>;
