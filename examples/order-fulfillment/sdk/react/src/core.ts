// What this package asks of the client, which is a package of its own.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import type { OrderFulfillment, ClientOf } from 'order-fulfillment-client';

export { encode } from 'order-fulfillment-client';
export type { Collection, Filter, Found, Page, Pointer, Query, Shape, Stored, UpdateOptions, Updated } from 'order-fulfillment-client';

/** A client of any of the classes. */
export type AnyClient = ClientOf<{}>;

/** A client with every class. */
export type WholeClient = OrderFulfillment;

/** Who signs in. */
export type Person = NonNullable<AnyClient['auth']['user']>;
