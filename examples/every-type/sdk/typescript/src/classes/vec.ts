// The class `Vec`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored } from '../runtime/index.js';

/**
 * An object of the class `Vec`.
 */
export interface Vec extends Stored<'Vec'> {
}

/** What it takes to create one. */
export interface NewVec extends Storable {
}

/** Changes to one. */
export type VecPatch = Patch<Vec, NewVec>;

/** All of them, as a client knows them. */
export const vecs = /* @__PURE__ */ defineClass<Vec, NewVec, VecPatch>('Vec');
