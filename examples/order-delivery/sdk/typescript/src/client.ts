// A client of Order Delivery with the classes that an app uses.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { connect } from './runtime/index.js';
import type { Classes, Client, Config } from './runtime/index.js';
import { renamed } from './functions.js';
import type { Functions } from './functions.js';
import type { User, NewUser } from './classes/user.js';

/** A client with the classes `C`, each under the name that it is given by. */
export type ClientOf<C extends Classes> = Client<C, Functions, User, NewUser>;

/**
 * Makes a client of the classes that are named; what is not named is not in the bundle.
 *
 * ```ts
 * const client = createClient({ serverURL, appId }, { orders });
 * await client.orders.find();
 * ```
 */
export function createClient<C extends Classes>(config: Config, classes: C): ClientOf<C> {
  return connect(config, classes, renamed);
}
