// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { ClientOf } from 'order-fulfillment-client';

export { encode, isBackendError } from 'order-fulfillment-client';
/** A client with every class. */
export type { OrderFulfillment as WholeClient } from 'order-fulfillment-client';
export type { BackendError, Collection, Found, Query, Shape, Stored, Where } from 'order-fulfillment-client';

/** A client of any of the classes. */
export type AnyClient = ClientOf<{}>;
