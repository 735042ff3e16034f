// All objects of one class.

import type { Class } from './classes.js';
import type { CallOptions } from './config.js';
import type { Http } from './http.js';
import type { Live } from './live/socket.js';
import { type ListWatch, watchList } from './live/list.js';
import { type LiveQuery, type Watch, watch } from './live/watch.js';
import { type Operation, Prepare, type UpdateOptions, type Updated } from './prepare.js';
import { type AnyQuery, type Filter, type Found, type Query, type Shape, parameters } from './query.js';
import type { Pointer, Stored } from './types.js';
import { decodeObject } from './wire.js';

type Own<T> = keyof T & string;

/** One page of a list, and where the next begins. */
export interface Page<T> {
  readonly objects: T[];
  readonly cursor: string;
  readonly hasMore: boolean;
}

export interface WriteOptions extends CallOptions, UpdateOptions {}

/** How many objects `iterate` asks for at once. */
const PAGE = 100;

export class Collection<T extends Stored, N, P> {
  readonly #class: Class<T, N, P>;
  readonly #http: Http;
  readonly #live: Live;
  readonly #path: string;
  /** Writes to make later: in a batch, or from an outbox. */
  readonly prepare: Prepare<T, N, P>;

  constructor(of: Class<T, N, P>, http: Http, live: Live) {
    this.#class = of;
    this.#http = http;
    this.#live = live;
    this.#path = `/classes/${encodeURIComponent(of.className)}`;
    this.prepare = new Prepare(of.className);
  }

  /** The name of the class on the wire. */
  get className(): string {
    return this.#class.className;
  }

  /** A Pointer to the object with this id. */
  ref(objectId: string): Pointer<T> {
    return this.#class.ref(objectId);
  }

  /** The object with this id; fails with `not-found`. */
  async get<I extends string = never, K extends Own<T> = Own<T>>(
    objectId: string,
    shape: Shape<T, I, K> = {},
  ): Promise<Found<T, I, K>> {
    const { include, keys } = shape;
    const path = `${this.#path}/${encodeURIComponent(objectId)}`;
    const query = parameters({ include, keys });
    return decodeObject(await this.#http.call({ method: 'GET', path, query }, shape));
  }

  async find<I extends string = never, K extends Own<T> = Own<T>>(query: Query<T, I, K> = {}): Promise<Found<T, I, K>[]> {
    const { objects } = await this.#find<Found<T, I, K>>(query, {}, query);
    return objects;
  }

  async first<I extends string = never, K extends Own<T> = Own<T>>(
    query: Query<T, I, K> = {},
  ): Promise<Found<T, I, K> | undefined> {
    const [first] = await this.find({ ...query, limit: 1 });
    return first;
  }

  async count({ where, ...options }: Filter<T> & CallOptions = {}): Promise<number> {
    const answer = await this.#find({ where, limit: 0 }, { count: '1' }, options);
    return answer.count ?? 0;
  }

  /** One page of a list; `after` is the cursor of the page before. No change of the data moves pages. */
  async page<I extends string = never, K extends Own<T> = Own<T>>(
    query: Query<T, I, K> & { readonly after?: string | undefined } = {},
  ): Promise<Page<Found<T, I, K>>> {
    const { objects, cursor, hasMore } = await this.#find<Found<T, I, K>>(query, { after: query.after ?? '' }, query);
    return { objects, cursor: cursor ?? '', hasMore: hasMore ?? false };
  }

  /** All that there are, page by page, as far as one goes on asking. `limit` is the size of a page. */
  async *iterate<I extends string = never, K extends Own<T> = Own<T>>(
    query: Query<T, I, K> = {},
  ): AsyncGenerator<Found<T, I, K>, void, undefined> {
    let after = '';
    for (;;) {
      const { objects, cursor, hasMore } = await this.page({ limit: PAGE, ...query, after });
      yield* objects;
      // A page that leads to itself would be asked for without end.
      if (!hasMore || cursor === after) return;
      after = cursor;
    }
  }

  async create(object: N, options?: CallOptions): Promise<T> {
    return this.#write(this.prepare.create(object), options);
  }

  /** Changes the fields that `patch` names. */
  async update(objectId: string, patch: P, options: WriteOptions = {}): Promise<Updated<T>> {
    return this.#write(this.prepare.update(objectId, patch, options), options);
  }

  async delete(objectId: string, options: WriteOptions = {}): Promise<void> {
    return this.#write(this.prepare.delete(objectId, options), options);
  }

  /** The changes from now on, as a loop. Leaving the loop ends it. */
  watch<I extends string = never, K extends Own<T> = Own<T>>(query: LiveQuery<T, I, K> = {}): Watch<Found<T, I, K>> {
    return watch(this.#live, this.className, query, async (missed, signal) => {
      const objects: Found<T, I, K>[] = [];
      const asked = { ...query, ...missed, signal } as Query<T, I, K>;
      for await (const object of this.iterate(asked)) objects.push(object as Found<T, I, K>);
      return objects;
    });
  }

  /**
   * What a query finds, and again whenever that changes. What `include` put in is as it was when the object that leads to it was
   * told last.
   */
  watchList<I extends string = never, K extends Own<T> = Own<T>>(query: Query<T, I, K> = {}): ListWatch<Found<T, I, K>> {
    return watchList(this.#live, this.className, query, async (asked, signal) => {
      const { objects } = await this.#find<Found<T, I, K>>({ ...query, ...asked }, {}, { ...query, signal });
      return objects;
    });
  }

  async #write<R>(operation: Operation<R>, options: CallOptions | undefined): Promise<R> {
    return operation.result(await send(this.#http, operation, options));
  }

  async #find<R>(query: AnyQuery, more: Record<string, unknown>, options: CallOptions): Promise<Answer<R>> {
    const call = { method: 'GET', path: this.#path, query: { ...parameters(query), ...more } } as const;
    const { results, ...rest } = (await this.#http.call(call, options)) as { results: unknown[] };
    return { ...rest, objects: results.map(decodeObject<R>) };
  }
}

interface Answer<R> {
  readonly objects: R[];
  readonly count?: number;
  readonly cursor?: string;
  readonly hasMore?: boolean;
}

/** Makes what was prepared by itself. */
export function send(http: Http, { method, path, body, ifUpdatedAt }: Operation, options?: CallOptions): Promise<unknown> {
  const condition = ifUpdatedAt && { headers: { 'X-Parse-If-Updated-At': ifUpdatedAt.toISOString() } };
  const sent = method === 'POST' || method === 'PUT' ? { body } : {};
  return http.call({ method, path, ...sent, ...condition }, options);
}
