// A client of Every Type with every class.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { createClient } from './client.js';
import type { ClientOf } from './client.js';
import type { Config } from './runtime/index.js';
import { everythings } from './classes/everything.js';
import { words } from './classes/words.js';
import { results } from './classes/result.js';
import { options } from './classes/option.js';
import { strings } from './classes/string.js';
import { vecs } from './classes/vec.js';
import { objects } from './classes/object.js';
import { mods } from './classes/mod.js';
import { runtimes } from './classes/runtime.js';
import { orders } from './classes/order.js';
import { orderStatus2s } from './classes/order-status-2.js';
import { orderPatch2s } from './classes/order-patch-2.js';
import { newOrder2s } from './classes/new-order-2.js';
import { types } from './classes/type.js';
import { aBCs } from './classes/a-b-c.js';
import { grosses } from './classes/grosse.js';
import { users } from './classes/user.js';

const classes = {
  everythings,
  words,
  results,
  options,
  strings,
  vecs,
  objects,
  mods,
  runtimes,
  orders,
  orderStatus2s,
  orderPatch2s,
  newOrder2s,
  types,
  aBCs,
  grosses,
  users,
};

/** A client with every class of the schema. */
export type EveryType = ClientOf<typeof classes>;

/** Makes a client with every class of the schema. */
export function createEveryType(config: Config): EveryType {
  return createClient(config, classes);
}
