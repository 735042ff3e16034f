// Result: Named like a type of Rust.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, Pointer } from '../runtime/index.js';
import type { Option } from './option.js';

/**
 * Named like a type of Rust.
 */
export interface Result extends Stored<'Result'> {
  option?: Pointer<Option>;
}

/** What it takes to create one. */
export interface NewResult extends Storable {
  option?: Pointer<Option> | undefined;
}

/** Changes to one. */
export type ResultPatch = Patch<Result, NewResult>;

/** All of them, as a client knows them. */
export const results = /* @__PURE__ */ defineClass<Result, NewResult, ResultPatch>('Result');
