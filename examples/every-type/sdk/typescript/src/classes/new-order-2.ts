// The class `NewOrder`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, Pointer } from '../runtime/index.js';

/**
 * An object of the class `NewOrder`.
 */
export interface NewOrder2 extends Stored<'NewOrder'> {
  order?: Pointer<NewOrder2>;
}

/** What it takes to create one. */
export interface NewNewOrder2 extends Storable {
  order?: Pointer<NewOrder2> | undefined;
}

/** Changes to one. */
export type NewOrder2Patch = Patch<NewOrder2, NewNewOrder2>;

/** All of them, as a client knows them. */
export const newOrder2s = /* @__PURE__ */ defineClass<NewOrder2, NewNewOrder2, NewOrder2Patch>('NewOrder');
