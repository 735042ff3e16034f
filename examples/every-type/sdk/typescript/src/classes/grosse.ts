// The class `Größe`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored } from '../runtime/index.js';

/**
 * An object of the class `Größe`.
 */
export interface Grosse extends Stored<'Größe'> {
  wert: number;
}

/** What it takes to create one. */
export interface NewGrosse extends Storable {
  wert: number;
}

/** Changes to one. */
export type GrossePatch = Patch<Grosse, NewGrosse>;

/** All of them, as a client knows them. */
export const grosses = /* @__PURE__ */ defineClass<Grosse, NewGrosse, GrossePatch>('Größe');
