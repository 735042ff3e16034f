// What a query finds, kept current: a list at first, and another after each change of it.

import type { AnyQuery } from '../query.js';
import { answered } from '../retry.js';
import type { RawEvent } from './socket.js';
import type { Live } from './socket.js';
import { type AnyLiveQuery, eventOf, liveQuery, opened } from './watch.js';

/** Lists as they become: the newest alone waits for whoever is slow. Leaving the loop, `close` and the signal end it. */
export interface ListWatch<T> extends AsyncIterableIterator<readonly T[]> {
  close(): void;
}

/** As much of an object as a list asks of it. */
export interface Item {
  readonly objectId: string;
  readonly updatedAt: Date;
}

export function watchList<T>(
  live: Live,
  className: string,
  query: AnyQuery & AnyLiveQuery,
  find: (signal: AbortSignal) => Promise<T[]>,
): ListWatch<T> {
  const [channel, ended, , open] = opened<readonly T[]>(live, query.signal);
  const compare = comparing(query.order);
  let list: readonly Item[] | undefined;
  let early: RawEvent[] = [];
  let reading = 0;

  const show = (next: readonly Item[]) => {
    list = next;
    channel.clear();
    channel.push(next as readonly T[]);
  };
  /** Reads it all again; of several at once, the last one counts. */
  const read = async () => {
    const turn = ++reading;
    list = undefined;
    try {
      const found = (await answered(find, ended)) as unknown as Item[];
      if (turn !== reading) return;
      const missed = early;
      early = [];
      let next: readonly Item[] | undefined = found;
      for (const event of missed) next = next && applied(next, event);
      if (next) show(next);
      else await read();
    } catch (error) {
      if (turn === reading) channel.fail(error);
    }
  };
  /** The list after an event; `undefined` where only reading it again can tell. */
  const applied = (list: readonly Item[], raw: RawEvent): readonly Item[] | undefined => {
    const { type, object } = eventOf<Item>(raw);
    const known = list.find(({ objectId }) => objectId === object.objectId);
    // What was read may be newer than what is told.
    if (known && type !== 'delete' && object.updatedAt < known.updatedAt) return list;
    const others = list.filter(item => item !== known);
    if (type === 'leave' || type === 'delete') {
      const wasFull = known && query.limit !== undefined && list.length >= query.limit;
      return wasFull ? undefined : others;
    }
    const next = [...others, object].sort(compare);
    if (query.skip) return undefined;
    return query.limit === undefined ? next : next.slice(0, query.limit);
  };
  open({
    query: liveQuery(className, query),
    subscribed(gap) {
      if (gap || (list === undefined && reading === 0)) void read();
    },
    event(raw) {
      if (list === undefined) return void early.push(raw);
      const next = applied(list, raw);
      if (next === undefined) void read();
      else if (next !== list) show(next);
    },
  });
  return channel;
}

/** The order of a query, as far as values tell; objects alike stand in the order of their ids. */
export function comparing(order: AnyQuery['order']): (a: Item, b: Item) => number {
  const keys = [order ?? []].flat().flatMap(keys => keys.split(','));
  return (a, b) => {
    for (const key of [...keys, 'objectId']) {
      const field = key.replace(/^-/, '') as keyof Item;
      const difference = compareValues(a[field], b[field]);
      if (difference !== 0) return key.startsWith('-') ? -difference : difference;
    }
    return 0;
  };
}

/** As a database has it: what is not there comes first. */
function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === undefined || a === null) return -1;
  if (b === undefined || b === null) return 1;
  const [left, right] = [a, b].map(value => (value instanceof Date ? value.getTime() : value)) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}
