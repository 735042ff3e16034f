// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { OrderFulfillment as Whole, ClientOf } from 'order-fulfillment-client';

export { createOrderFulfillment as createWhole, encode, isBackendError } from 'order-fulfillment-client';
export type { AnyClass, BackendError, Class, Config, ErrorCode, FetchLike, SessionStorage, Stored, Where } from 'order-fulfillment-client';

/** A client with every class. */
export type WholeClient = Whole;

/** Who signs in. */
export type Person = NonNullable<ClientOf<{}>['auth']['user']>;
