// Product: Something that can be ordered.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass } from '../runtime/index.js';
import type { Patch, Storable, Stored } from '../runtime/index.js';

/**
 * Something that can be ordered.
 */
export interface Product extends Stored<'Product'> {
  /** What it is called */
  name: string;
  /** The article number */
  sku?: string;
  /** The price of one */
  price: number;
  /** How many are left to sell */
  stock: number;
}

/** What it takes to create one. */
export interface NewProduct extends Storable {
  name: string;
  sku?: string | undefined;
  price: number;
  stock: number;
}

/** Changes to one. */
export type ProductPatch = Patch<Product, NewProduct>;

/** All of them, as a client knows them. */
export const products = /* @__PURE__ */ defineClass<Product, NewProduct, ProductPatch>('Product');
