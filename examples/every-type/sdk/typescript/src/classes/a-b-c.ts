// The class `A_B_C`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass, defineEnum } from '../runtime/index.js';
import type { Patch, Storable, Stored, Open } from '../runtime/index.js';

/**
 * An object of the class `A_B_C`.
 */
export interface ABC extends Stored<'A_B_C'> {
  a_b_c?: Open<Abcabc>;
}

/** What it takes to create one. */
export interface NewABC extends Storable {
  a_b_c?: Abcabc | undefined;
}

/** Changes to one. */
export type ABCPatch = Patch<ABC, NewABC>;

/**
 * One of a few.
 */
export type Abcabc = 'a_b_c' | 'A-B' | 'X';

/** The values of Abcabc. */
export const abcabc = /* @__PURE__ */ defineEnum<Abcabc>(['a_b_c', 'A-B', 'X']);

/** All of them, as a client knows them. */
export const aBCs = /* @__PURE__ */ defineClass<ABC, NewABC, ABCPatch>('A_B_C');
