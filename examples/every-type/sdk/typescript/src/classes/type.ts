// The class `type`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored } from '../runtime/index.js';

/**
 * An object of the class `type`.
 */
export interface Type extends Stored<'type'> {
  kind?: string;
}

/** What it takes to create one. */
export interface NewType extends Storable {
  kind?: string | undefined;
}

/** Changes to one. */
export type TypePatch = Patch<Type, NewType>;

/** All of them, as a client knows them. */
export const types = /* @__PURE__ */ defineClass<Type, NewType, TypePatch>('type');
