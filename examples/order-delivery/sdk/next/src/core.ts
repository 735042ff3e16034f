// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { OrderDelivery as Whole, ClientOf } from 'order-delivery-client';

export { createOrderDelivery as createWhole, encode, isBackendError } from 'order-delivery-client';
export type { AnyClass, BackendError, Class, Config, ErrorCode, FetchLike, SessionStorage, Stored, Where } from 'order-delivery-client';

/** A client with every class. */
export type WholeClient = Whole;

/** Who signs in. */
export type Person = NonNullable<ClientOf<{}>['auth']['user']>;
