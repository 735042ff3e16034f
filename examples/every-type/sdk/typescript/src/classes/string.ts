// The class `String`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, Pointer } from '../runtime/index.js';
import type { Vec } from './vec.js';

/**
 * An object of the class `String`.
 */
export interface String extends Stored<'String'> {
  vec?: Pointer<Vec>[];
}

/** What it takes to create one. */
export interface NewString extends Storable {
  vec?: Pointer<Vec>[] | undefined;
}

/** Changes to one. */
export type StringPatch = Patch<String, NewString>;

/** All of them, as a client knows them. */
export const strings = /* @__PURE__ */ defineClass<String, NewString, StringPatch>('String');
