// The class `Option`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, Pointer } from '../runtime/index.js';
import type { Result } from './result.js';

/**
 * An object of the class `Option`.
 */
export interface Option extends Stored<'Option'> {
  result?: Pointer<Result>;
  some: string;
}

/** What it takes to create one. */
export interface NewOption extends Storable {
  result?: Pointer<Result> | undefined;
  some: string;
}

/** Changes to one. */
export type OptionPatch = Patch<Option, NewOption>;

/** All of them, as a client knows them. */
export const options = /* @__PURE__ */ defineClass<Option, NewOption, OptionPatch>('Option');
