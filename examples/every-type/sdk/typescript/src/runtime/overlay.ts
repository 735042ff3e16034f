// Writes that wait, laid over what was read: what a list will be once they are made, as far as a client can tell.

import type { Item } from './live/list.js';
import { type Order, orderOf } from './live/order.js';
import type { OutboxEntry } from './outbox.js';
import type { AnyQuery } from './query.js';
import { decode, encode } from './wire.js';

export interface LaidOver<T> {
  readonly objects: readonly T[];
  /** The ids of those objects for which a write waits, also where it removes them. */
  readonly pending: ReadonlySet<string>;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The objects of a query with the writes made. An object that is changed stays, unless a field has no longer the value that the query
 * asks for; one that is created is shown where the query asks for nothing but values of fields.
 */
export function laidOver<T extends Item>(
  className: string,
  query: AnyQuery,
  objects: readonly T[],
  entries: readonly OutboxEntry[],
): LaidOver<T> {
  const { length } = pathOf(className);
  const pending = new Set<string>();
  const fields = new Changes(query, objects);
  const order = orderOf(query);
  let list: readonly Item[] = objects;
  for (const entry of entries) {
    if (!concerns(entry, className)) continue;
    const id = entry.localId ?? decodeURIComponent(entry.path.slice(length + 1));
    const known = list.find(({ objectId }) => objectId === id);
    const others = list.filter(object => object !== known);
    if (entry.method === 'DELETE') {
      if (!known) continue;
      list = others;
    } else {
      if (!known && (entry.method !== 'POST' || query.skip)) continue;
      const object = fields.applied(known ?? blank(id, entry.addedAt), entry.body);
      if (!known && !meets(query.where, object, false)) continue;
      list = meets(query.where, object, true) ? placed(object, known, list, order) : others;
    }
    pending.add(id);
  }
  if (pending.size === 0) return { objects, pending };
  return { objects: list.slice(0, query.limit) as unknown as readonly T[], pending };
}

/** The list with an object at its place; where only the server can tell that, where it was, or at the end. */
function placed(object: Item, known: Item | undefined, list: readonly Item[], order: Order): readonly Item[] {
  const was = known ? list.indexOf(known) : list.length;
  const others = list.filter(item => item !== known);
  const stays = known && order.compare(object, known) === 0;
  const at = stays ? was : (order.place(object, others, !known) ?? was);
  return [...others.slice(0, at), object, ...others.slice(at)];
}

/** Whether it writes an object of this class. */
export function concerns({ path }: OutboxEntry, className: string): boolean {
  const own = pathOf(className);
  return path === own || path.startsWith(`${own}/`);
}

const pathOf = (className: string) => `/classes/${encodeURIComponent(className)}`;

function blank(objectId: string, addedAt: string | undefined): Item & { createdAt: Date } {
  const now = addedAt ? new Date(addedAt) : new Date();
  return { objectId, createdAt: now, updatedAt: now };
}

/** What patches make of objects that a query has shaped. */
class Changes {
  readonly #keys: ReadonlySet<string> | undefined;
  /** The fields in which objects stand in the place of Pointers. */
  readonly #included: ReadonlySet<string>;
  readonly #linked = new Map<string, unknown>();

  constructor({ keys, include }: AnyQuery, objects: readonly Item[]) {
    this.#keys = keys?.length ? new Set(keys) : undefined;
    this.#included = new Set(include?.map(path => path.split('.')[0] ?? path));
    for (const object of objects) for (const field of this.#included) this.#collect((object as unknown as Fields)[field]);
  }

  applied(object: Item, body: Fields): Item {
    const fields = new Map<string, unknown>(Object.entries(object));
    for (const [name, change] of Object.entries(body)) {
      if (this.#keys && !this.#keys.has(name)) continue;
      const value = changed(fields.get(name), change);
      const shown = this.#included.has(name) ? this.#followed(value) : value;
      if (shown === undefined && value !== undefined) continue;
      if (shown === undefined) fields.delete(name);
      else fields.set(name, shown);
    }
    return Object.fromEntries(fields) as unknown as Item;
  }

  #collect(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { objectId, __type } = value as Fields;
    if (typeof objectId === 'string' && __type === undefined) this.#linked.set(objectId, value);
    else if (!__type) for (const inner of Object.values(value)) this.#collect(inner);
  }

  /** The value with objects in the place of Pointers; nothing where one of them is not at hand, for then its type would lie. */
  #followed(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    if (Array.isArray(value)) {
      const all = value.map(inner => this.#followed(inner));
      return all.includes(undefined) ? undefined : all;
    }
    const { objectId, __type } = value as Fields;
    if (__type === 'Pointer') return this.#linked.get(String(objectId));
    if (__type !== undefined || objectId !== undefined) return value;
    const all = Object.entries(value).map(([name, inner]) => [name, this.#followed(inner)] as const);
    return all.some(([, inner]) => inner === undefined) ? undefined : Object.fromEntries(all);
  }
}

/** What the server will make of a value; `undefined` where it will have none. */
function changed(value: unknown, change: unknown): unknown {
  const { __op, amount, objects } = (change ?? {}) as { __op?: unknown; amount?: unknown; objects?: unknown };
  const list = Array.isArray(value) ? value : [];
  const items = Array.isArray(objects) ? objects.map(decode) : [];
  const isIn = (items: readonly unknown[]) => (item: unknown) => items.some(other => same(item, other));
  switch (__op) {
    case undefined:
      return decode(change);
    case 'Increment':
      return (typeof value === 'number' ? value : 0) + Number(amount);
    case 'Add':
      return [...list, ...items];
    case 'AddUnique':
      return [...list, ...items.filter(item => !isIn(list)(item))];
    case 'Remove':
      return list.filter(item => !isIn(items)(item));
    case 'Delete':
      return undefined;
    default:
      return value;
  }
}

/** Whether an object has the values that a query asks for; `otherwise` where only the server can tell. */
function meets(where: unknown, object: Item, otherwise: boolean): boolean {
  return Object.entries(where ?? {}).every(([name, wanted]) => {
    if (wanted === undefined) return true;
    const value = (object as unknown as Fields)[name];
    const isOperator = typeof wanted === 'object' && wanted !== null && Object.keys(wanted).some(key => key.startsWith('$'));
    if (name.startsWith('$') || name.includes('.') || isOperator || Array.isArray(value)) return otherwise;
    return same(value ?? null, wanted);
  });
}

/** A Pointer is the same as the object that it leads to. */
function same(a: unknown, b: unknown): boolean {
  const [left, right] = [a, b].map(value => (value as { objectId?: unknown } | null)?.objectId);
  if (left !== undefined || right !== undefined) return left === right;
  return JSON.stringify(encode(a)) === JSON.stringify(encode(b));
}
