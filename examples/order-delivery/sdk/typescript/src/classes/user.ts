// The class `User`.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored } from '../runtime/index.js';

/**
 * An object of the class `User`.
 */
export interface User extends Stored<'_User'> {
  /** User login name */
  username: string;
  /** User email address */
  email?: string;
}

/** What it takes to create one. */
export interface NewUser extends Storable {
  username: string;
  email?: string | undefined;
  password: string;
}

/** Changes to one. */
export type UserPatch = Patch<User, NewUser>;

/** All of them, as a client knows them. */
export const users = /* @__PURE__ */ defineClass<User, NewUser, UserPatch>('_User');
