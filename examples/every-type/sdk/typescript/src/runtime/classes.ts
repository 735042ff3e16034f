// What the generated files make of the schema: a value for each class and each enum. Nothing here knows any of them, so that a
// bundler can leave out those that an app does not name.

import type { Pointer, Stored } from './types.js';
import type { Subquery, Where } from './where.js';

declare const forms: unique symbol;

/** A class: `T` is how an object of it is read, `N` how it is created, `P` how it is changed. */
export interface Class<T extends Stored, N, P> {
  /** As the wire has it. */
  readonly className: string;
  /** A Pointer to the object with this id. */
  ref(objectId: string): Pointer<T>;
  /** A query, as a condition on a Pointer to this class: `{ order: { $inQuery: orders.matching({ status: 'paid' }) } }`. */
  matching(where: Where<T>): Subquery<T>;
  readonly [forms]?: [T, N, P];
}

export type AnyClass = Class<any, any, any>;

/** Classes, each by the name that its collection has in a client. */
export type Classes = Readonly<Record<string, AnyClass>>;

export function defineClass<T extends Stored, N, P>(className: string): Class<T, N, P> {
  return {
    className,
    ref: objectId => ({ __type: 'Pointer', className, objectId }),
    matching: where => ({ className, where }),
  };
}

/** The values of an enum. */
export interface Enum<E extends string> {
  readonly values: readonly E[];
  /** Whether it is one of the values that this client knows. */
  is(value: unknown): value is E;
  /** What may follow a value. The server decides, since some steps are for certain roles alone. */
  next(from: string): readonly E[];
  canTransition(from: string, to: E): boolean;
}

export function defineEnum<E extends string>(values: readonly E[], steps?: { readonly [From in E]?: readonly E[] }): Enum<E> {
  const is = (value: unknown): value is E => (values as readonly unknown[]).includes(value);
  const next = (from: string): readonly E[] => {
    if (!steps) return values.filter(value => value !== from);
    return (is(from) && Object.hasOwn(steps, from) && steps[from]) || [];
  };
  return { values, is, next, canTransition: (from, to) => from === to || next(from).includes(to) };
}
