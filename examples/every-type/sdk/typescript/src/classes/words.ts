// Words: Names that are words of a language, or none of any.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass, defineEnum } from '../runtime/index.js';
import type { Patch, Storable, Stored, Open } from '../runtime/index.js';

/**
 * Names that are words of a language, or none of any.
 */
export interface Words extends Stored<'Words'> {
  type?: string;
  self?: string;
  Self?: number;
  crate?: boolean;
  super?: string;
  match?: string;
  async?: string;
  id?: string;
  acl?: string;
  created_at?: Date;
  def?: string;
  object?: string;
  value?: string;
  order?: string;
  select?: string;
  default?: string;
  'in-transit'?: boolean;
  'größe'?: number;
  orderId?: string;
  order_id?: string;
  'the end'?: string;
  mood: Open<WordsMood>;
}

/** What it takes to create one. */
export interface NewWords extends Storable {
  type?: string | undefined;
  self?: string | undefined;
  Self?: number | undefined;
  crate?: boolean | undefined;
  super?: string | undefined;
  match?: string | undefined;
  async?: string | undefined;
  id?: string | undefined;
  acl?: string | undefined;
  created_at?: Date | undefined;
  def?: string | undefined;
  object?: string | undefined;
  value?: string | undefined;
  order?: string | undefined;
  select?: string | undefined;
  default?: string | undefined;
  'in-transit'?: boolean | undefined;
  'größe'?: number | undefined;
  orderId?: string | undefined;
  order_id?: string | undefined;
  'the end'?: string | undefined;
  mood?: WordsMood | undefined;
}

/** Changes to one. */
export type WordsPatch = Patch<Words, NewWords>;

/**
 * One of a few.
 */
export type WordsMood = 'in-transit' | '2nd' | '' | 'Self' | 'ß' | 'self' | 'a b' | '"quoted"' | 'line | bar';

/** The values of WordsMood, and which may follow which. */
export const wordsMood = /* @__PURE__ */ defineEnum<WordsMood>(['in-transit', '2nd', '', 'Self', 'ß', 'self', 'a b', '"quoted"', 'line | bar'], {
  '': ['Self', '2nd'],
  'Self': ['"quoted"'],
});

/** All of them, as a client knows them. */
export const words = /* @__PURE__ */ defineClass<Words, NewWords, WordsPatch>('Words');
