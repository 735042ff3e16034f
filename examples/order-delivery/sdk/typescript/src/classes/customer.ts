// Customer: Somebody who orders.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored, Pointer } from '../runtime/index.js';
import type { User } from './user.js';

/**
 * Somebody who orders.
 */
export interface Customer extends Stored<'Customer'> {
  /** The account that looks after this profile */
  user?: Pointer<User>;
  /** Full name */
  name: string;
  /** Where receipts go */
  email: string;
  /** Where deliveries go */
  address: string;
}

/** What it takes to create one. */
export interface NewCustomer extends Storable {
  user?: Pointer<User> | undefined;
  name: string;
  email: string;
  address: string;
}

/** Changes to one. */
export type CustomerPatch = Patch<Customer, NewCustomer>;

/** All of them, as a client knows them. */
export const customers = /* @__PURE__ */ defineClass<Customer, NewCustomer, CustomerPatch>('Customer');
