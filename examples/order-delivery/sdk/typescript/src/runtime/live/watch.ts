// The changes of what a query finds, one by one.

import type { BackendError } from '../errors.js';
import type { Filter, Shape } from '../query.js';
import { answered, reasonOf } from '../retry.js';
import { decodeObject, encode } from '../wire.js';
import { Channel } from './channel.js';
import type { Live, RawEvent } from './socket.js';

type Own<T> = keyof T & string;

export interface LiveQuery<T, I extends string, K extends Own<T>> extends Filter<T>, Pick<Shape<T, I, K>, 'include' | 'keys' | 'signal'> {
  /** An `update` is told only where one of these fields has changed. */
  readonly watch?: readonly Own<T>[] | undefined;
}

/**
 * `enter` and `leave`: the object has come to be found, or is found no longer, by a change of it or of what may be seen.
 */
export interface LiveEvent<T> {
  readonly type: 'create' | 'enter' | 'update' | 'leave' | 'delete';
  readonly object: T;
  /** As it was before, where the server tells. */
  readonly original?: T;
  /** It was missed while there was no connection, and asked for later; objects that went meanwhile are not told. */
  readonly missed?: true;
}

/** Changes as they come. Leaving the loop, `close` and the signal end it. */
export interface Watch<T> extends AsyncIterableIterator<LiveEvent<T>> {
  /** Whatever changes after this is told. */
  readonly ready: Promise<void>;
  close(): void;
}

/** Who takes no events for so long asks for what he missed, like one who was not connected. */
const QUEUE = 1000;

export interface AnyLiveQuery extends Filter<any> {
  readonly keys?: readonly string[] | undefined;
  readonly watch?: readonly string[] | undefined;
  readonly include?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A query as a subscription has it. */
export function liveQuery(className: string, { where, keys, watch, include }: AnyLiveQuery): Record<string, unknown> {
  return {
    className,
    where: encode(where ?? {}),
    ...(keys?.length && { keys }),
    ...(watch?.length && { watch }),
    ...(include?.length && { include }),
  };
}

export function watch<T extends { updatedAt?: unknown }>(
  live: Live,
  className: string,
  query: AnyLiveQuery,
  find: (missed: { where: object; order: string; limit: number }, signal: AbortSignal) => Promise<T[]>,
): Watch<T> {
  let seen = new Date();
  const [channel, ended, ready, open] = opened<LiveEvent<T>>(live, query.signal);
  const saw = ({ updatedAt }: T) => {
    if (updatedAt instanceof Date && updatedAt > seen) seen = updatedAt;
  };
  const catchUp = async () => {
    const since = { updatedAt: { $gt: seen } };
    const where = query.where ? { $and: [query.where, since] } : since;
    try {
      const missed = await answered(signal => find({ where, order: 'updatedAt', limit: QUEUE }, signal), ended);
      for (const object of missed) {
        saw(object);
        channel.push({ type: 'update', object, missed: true });
      }
    } catch (error) {
      channel.fail(error);
    }
  };
  open({
    query: liveQuery(className, query),
    subscribed(gap) {
      ready.resolve();
      if (gap) void catchUp();
    },
    event(raw) {
      if (channel.length >= QUEUE) {
        // What nobody has taken is asked for again, and this one with it.
        for (const { object } of channel.clear()) {
          if (object.updatedAt instanceof Date && object.updatedAt <= seen) seen = new Date(object.updatedAt.getTime() - 1);
        }
        return void catchUp();
      }
      const event = eventOf<T>(raw);
      if (event.type !== 'leave' && event.type !== 'delete') saw(event.object);
      channel.push(event);
    },
  });
  return Object.assign(channel, { ready: ready.promise });
}

export function eventOf<T>({ op, object, original }: RawEvent): LiveEvent<T> {
  return {
    type: op,
    object: decodeObject<T>(object),
    ...(original !== undefined && { original: decodeObject<T>(original) }),
  };
}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

/** A channel that ends with its subscription and the other way round; what it gives last begins the subscription. */
export function opened<E>(live: Live, signal: AbortSignal | undefined): [
  channel: Channel<E>,
  ended: AbortSignal,
  ready: Deferred,
  open: (subscriber: { query: Record<string, unknown>; subscribed(gap: boolean): void; event(raw: RawEvent): void }) => void,
] {
  let unsubscribe = () => {};
  const ending = new AbortController();
  const ready = deferred();
  const abort = () => channel.fail(signal && reasonOf(signal));
  const channel = new Channel<E>(() => {
    signal?.removeEventListener('abort', abort);
    unsubscribe();
    ending.abort();
    ready.reject(signal?.aborted ? reasonOf(signal) : new Error('the live query has ended'));
  });
  const failed = (error: BackendError) => {
    ready.reject(error);
    channel.fail(error);
  };
  return [
    channel,
    ending.signal,
    ready,
    subscriber => {
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      unsubscribe = live.subscribe({ ...subscriber, failed });
    },
  ];
}

function deferred(): Deferred {
  let resolve = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Nobody need wait for it.
  promise.catch(() => {});
  return { promise, resolve: () => resolve(), reject: error => reject(error) };
}
