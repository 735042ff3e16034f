// The class `Mod`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, Pointer } from '../runtime/index.js';
import type { Runtime } from './runtime.js';

/**
 * An object of the class `Mod`.
 */
export interface Mod extends Stored<'Mod'> {
  runtime?: Pointer<Runtime>;
}

/** What it takes to create one. */
export interface NewMod extends Storable {
  runtime?: Pointer<Runtime> | undefined;
}

/** Changes to one. */
export type ModPatch = Patch<Mod, NewMod>;

/** All of them, as a client knows them. */
export const mods = /* @__PURE__ */ defineClass<Mod, NewMod, ModPatch>('Mod');
