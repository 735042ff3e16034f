// runtime: It begins in lower case.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass, defineEnum } from '../runtime/index.js';
import type { Patch, Storable, Stored, Open } from '../runtime/index.js';

/**
 * It begins in lower case.
 */
export interface Runtime extends Stored<'runtime'> {
  type?: Open<RuntimeType>;
}

/** What it takes to create one. */
export interface NewRuntime extends Storable {
  type?: RuntimeType | undefined;
}

/** Changes to one. */
export type RuntimePatch = Patch<Runtime, NewRuntime>;

/**
 * One of a few.
 */
export type RuntimeType = 'dev_mode' | 'test_mode' | 'live_mode';

/** The values of RuntimeType. */
export const runtimeType = /* @__PURE__ */ defineEnum<RuntimeType>(['dev_mode', 'test_mode', 'live_mode']);

/** All of them, as a client knows them. */
export const runtimes = /* @__PURE__ */ defineClass<Runtime, NewRuntime, RuntimePatch>('runtime');
