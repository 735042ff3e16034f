// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { ClientOf } from 'order-delivery-client';

export { encode, isBackendError } from 'order-delivery-client';
/** A client with every class. */
export type { OrderDelivery as WholeClient } from 'order-delivery-client';
export type { BackendError, Collection, Found, Query, Shape, Stored, Where } from 'order-delivery-client';

/** A client of any of the classes. */
export type AnyClient = ClientOf<{}>;
