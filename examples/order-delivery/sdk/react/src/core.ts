// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { OrderDelivery, ClientOf } from 'order-delivery-client';

export { encode } from 'order-delivery-client';
export type { Collection, Filter, Found, Page, Pointer, Query, Shape, Stored, UpdateOptions, Updated } from 'order-delivery-client';

/** A client of any of the classes. */
export type AnyClient = ClientOf<{}>;

/** A client with every class. */
export type WholeClient = OrderDelivery;

/** Who signs in. */
export type Person = NonNullable<AnyClient['auth']['user']>;
