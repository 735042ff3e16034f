// Changes that the server works out from what is there, so that two clients at once lose nothing.

import type { Known, Pointer, Stored } from './types.js';

export interface Increment {
  readonly __op: 'Increment';
  readonly amount: number;
}

export interface ListChange<E> {
  readonly __op: 'Add' | 'AddUnique' | 'Remove';
  readonly objects: readonly E[];
}

export interface RelationChange<T extends Stored = Stored> {
  readonly __op: 'AddRelation' | 'RemoveRelation';
  readonly objects: readonly Pointer<T>[];
}

export interface Unset {
  readonly __op: 'Delete';
}

export const op = {
  /** Adds to a Number; a negative amount takes away. */
  increment: (amount = 1): Increment => ({ __op: 'Increment', amount }),
  /** Appends to an Array. */
  add: <E>(...objects: E[]): ListChange<E> => ({ __op: 'Add', objects }),
  /** Appends to an Array what is not in it. */
  addUnique: <E>(...objects: E[]): ListChange<E> => ({ __op: 'AddUnique', objects }),
  /** Takes out of an Array what is equal. */
  remove: <E>(...objects: E[]): ListChange<E> => ({ __op: 'Remove', objects }),
  addRelation: <T extends Stored>(...objects: Pointer<T>[]): RelationChange<T> => ({ __op: 'AddRelation', objects }),
  removeRelation: <T extends Stored>(...objects: Pointer<T>[]): RelationChange<T> => ({ __op: 'RemoveRelation', objects }),
  /** Leaves the field without a value. */
  unset: (): Unset => ({ __op: 'Delete' }),
} as const;

/**
 * Changes to an object: a field that is absent stays as it is. `T` is how it is read, `N` how it is created, and `Fixed` names
 * the fields that are set once.
 */
export type Patch<T, N, Fixed extends PropertyKey = never> = {
  readonly [K in keyof N as Exclude<K, Fixed>]?: Changed<Exclude<N[K], undefined>> | UnsetOf<T, K> | undefined;
};

type Changed<V> =
  | V
  | ([V] extends [number] ? Increment : never)
  | ([V] extends [readonly (infer E)[]] ? ListChange<[Known<E>] extends [never] ? E : Known<E>> : never);

/** Only what need not be there can be unset. */
type UnsetOf<T, K> = K extends keyof T ? (undefined extends T[K] ? Unset : never) : never;
