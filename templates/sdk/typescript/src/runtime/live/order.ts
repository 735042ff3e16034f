// The order of a query, as far as the values of objects tell it.

import type { AnyQuery } from '../query.js';

/** How two objects stand to each other: `0` where the order leaves it open, `undefined` where their values do not tell. */
type Comparing = (a: object, b: object) => number | undefined;

export interface Order {
  /** The fields that it goes by. */
  readonly fields: readonly string[];
  readonly compare: Comparing;
  /**
   * Where an object belongs among others that are in order; `undefined` where only the server can tell. What an order leaves open
   * goes by creation, so one that was created just now has its place.
   */
  place(object: object, others: readonly object[], isNewest: boolean): number | undefined;
}

interface Key {
  readonly field: string;
  readonly sign: 1 | -1;
}

export function orderOf({ order, where }: Pick<AnyQuery, 'order' | 'where'>): Order {
  const written = [order ?? []].flat().flatMap(keys => keys.split(',').map(key => key.trim()));
  const keys = written.map((key): Key => ({ field: key.replace(/^[-+]/, ''), sign: key.startsWith('-') ? -1 : 1 }));
  const compare = comparing(keys, where);
  const isDescending = keys.at(-1)?.sign === -1;
  return {
    fields: keys.flatMap(({ field }) => field.split('.')[0] ?? []),
    compare,
    place(object, others, isNewest) {
      for (const [index, other] of others.entries()) {
        const difference = compare(object, other);
        if (difference === undefined || (difference === 0 && !isNewest)) return undefined;
        if (difference < 0 || (difference === 0 && isDescending)) return index;
      }
      return others.length;
    },
  };
}

function comparing(keys: readonly Key[], where: unknown): Comparing {
  // A way into a value, a score or a distance is no field that objects have.
  const isNearest = keys.length === 0 && JSON.stringify(where ?? {}).includes('"$nearSphere"');
  if (isNearest || keys.some(({ field }) => !/^\w+$/.test(field))) return () => undefined;
  return (a, b) => {
    for (const { field, sign } of keys) {
      const difference = compareValues((a as Record<string, unknown>)[field], (b as Record<string, unknown>)[field]);
      if (difference === undefined) return undefined;
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
}

/** As the database has it: what is not there comes first. */
function compareValues(a: unknown, b: unknown): number | undefined {
  const [left, right] = [comparable(a), comparable(b)];
  if (left === undefined || right === undefined) return undefined;
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return left < right ? -1 : 1;
}

/** A value that `<` orders as the database does; `undefined` where there is none. */
function comparable(value: unknown): string | number | boolean | null | undefined {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.getTime();
  if (typeof value !== 'object') return value as string | number | boolean;
  // A Pointer, or the object in its place.
  const { objectId } = value as { objectId?: unknown };
  return typeof objectId === 'string' ? objectId : undefined;
}

/** By code points. JavaScript's own `<` has some of the first 65,536 after those that come later. */
function compareText(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((letter, index) => letter !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? -1) - (right[at]?.codePointAt(0) ?? -1);
}
