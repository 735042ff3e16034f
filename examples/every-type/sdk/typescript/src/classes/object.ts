// The class `Object`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, JsonObject } from '../runtime/index.js';

/**
 * An object of the class `Object`.
 */
export interface Object extends Stored<'Object'> {
  value?: JsonObject;
}

/** What it takes to create one. */
export interface NewObject extends Storable {
  value?: JsonObject | undefined;
}

/** Changes to one. */
export type ObjectPatch = Patch<Object, NewObject>;

/** All of them, as a client knows them. */
export const objects = /* @__PURE__ */ defineClass<Object, NewObject, ObjectPatch>('Object');
