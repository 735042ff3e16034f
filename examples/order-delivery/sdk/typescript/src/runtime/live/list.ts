// What a query finds, kept current: a list at first, and another after each change of it.

import type { AnyQuery } from '../query.js';
import { answered } from '../retry.js';
import { orderOf } from './order.js';
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

/** The first objects of all that are found. */
interface Shown {
  readonly objects: readonly Item[];
  /** There are no others, as far as is known for sure. */
  readonly isWhole: boolean;
}

/** What is asked for where the query differs. */
interface Asked {
  readonly limit: number;
  readonly keys: readonly string[] | undefined;
}

/** How many objects a server answers where nobody says; at least so many may be asked for. */
const USUAL = 100;

export function watchList<T>(
  live: Live,
  className: string,
  query: AnyQuery & AnyLiveQuery,
  find: (asked: Asked, signal: AbortSignal) => Promise<T[]>,
): ListWatch<T> {
  const [channel, ended, , open] = opened<readonly T[]>(live, query.signal);
  const order = orderOf(query);
  const limit = query.limit ?? USUAL;
  // What the order goes by has to be known, also where it was not asked for.
  const keys = query.keys?.length ? [...new Set([...query.keys, ...order.fields])] : undefined;
  let shown: Shown | undefined;
  /** What is told while a list is on its way. */
  let early: RawEvent[] = [];
  let reading = 0;

  const show = (next: Shown) => {
    const isNew = next.objects !== shown?.objects;
    shown = next;
    if (!isNew) return;
    channel.clear();
    channel.push(next.objects as readonly unknown[] as readonly T[]);
  };
  /** Reads it all again; of several at once, the last one counts. */
  const read = async () => {
    const turn = ++reading;
    shown = undefined;
    // What was told before is in what is found. After a gap, what undid it may never be told.
    early = [];
    try {
      const objects = (await answered(signal => find({ limit, keys }, signal), ended)) as unknown as Item[];
      if (turn !== reading) return;
      const found: Shown = { objects, isWhole: !query.skip && objects.length < Math.min(limit, USUAL) };
      let next: Shown | undefined = found;
      for (const event of early) next = next && applied(next, event);
      // Something new may be told each time: what was found is shown, even where it has to be read again.
      show(next ?? found);
      if (!next) await read();
    } catch (error) {
      if (turn === reading) channel.fail(error);
    }
  };
  /** What is shown after an event; `undefined` where only reading it again can tell. */
  const applied = (before: Shown, raw: RawEvent): Shown | undefined => {
    const { type, object } = eventOf<Item>(raw);
    const { objects, isWhole } = before;
    const known = objects.find(({ objectId }) => objectId === object.objectId);
    // What was read may be newer than what is told.
    if (known && type !== 'delete' && object.updatedAt < known.updatedAt) return before;
    const isGone = type === 'leave' || type === 'delete';
    if (known && !isGone && order.compare(object, known) === 0) {
      return { objects: objects.map(item => (item === known ? object : item)), isWhole };
    }
    // Objects that are left out at the beginning move all that come after them.
    if (query.skip) return undefined;
    const others = objects.filter(item => item !== known);
    if (isGone) {
      if (!known) return before;
      return isWhole ? { objects: others, isWhole } : undefined;
    }
    const at = order.place(object, others, type === 'create');
    if (at === undefined) return undefined;
    if (at === others.length && !isWhole) {
      // After the last one there may be others, and they may come before this one.
      return known || others.length < limit ? undefined : before;
    }
    const next = [...others.slice(0, at), object, ...others.slice(at)];
    return next.length > limit ? { objects: next.slice(0, limit), isWhole: false } : { objects: next, isWhole };
  };
  open({
    query: liveQuery(className, { ...query, keys }),
    subscribed(gap) {
      if (gap || (shown === undefined && reading === 0)) void read();
    },
    event(raw) {
      if (shown === undefined) return void early.push(raw);
      const next = applied(shown, raw);
      if (next === undefined) void read();
      else show(next);
    },
  });
  return channel;
}
