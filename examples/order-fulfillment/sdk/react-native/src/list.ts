// What a query finds, from what was kept of it at first, then as the server tells it, with the writes that wait laid over it.

import { concerns, encode, isBackendError, laidOver } from './core.js';
import type { Collection, ListWatch, LiveState, OutboxEntry, Query, Stored } from './core.js';
import type { Offline } from './offline.js';

export interface CachedListState<T> {
  readonly objects: readonly T[];
  /** Whether it was read earlier, and may have changed since. */
  readonly fromCache: boolean;
  /** Whether writes that wait are laid over it. */
  readonly hasPendingWrites: boolean;
  /** The ids of the objects that they concern. */
  readonly pending: ReadonlySet<string>;
  /** Why there is nothing to show, or nothing comes any more. That what is shown is old is no error. */
  readonly error: unknown;
  readonly isLoading: boolean;
}

type Show = (state: CachedListState<Stored>) => void;

export class CachedList {
  readonly #offline: Offline;
  readonly #collection: Collection<any, any, any>;
  readonly #query: Query<any, any, any>;
  readonly #owner: string;
  readonly #key: string;
  readonly #show: Show;
  readonly #stops: readonly (() => void)[];
  readonly #closing = new AbortController();
  #objects: readonly Stored[] | undefined;
  #error: unknown;
  #watch: ListWatch<Stored> | undefined;
  /** The server has answered since the watch began; and it was the watch that did. */
  #isAnswered = false;
  #isWatched = false;
  #isCurrent = false;
  /** Own writes have been made since. */
  #isOutdated = false;
  #isFinding = false;

  constructor(offline: Offline, collection: Collection<any, any, any>, query: Query<any, any, any>, owner: string, show: Show) {
    this.#offline = offline;
    this.#collection = collection;
    this.#query = query;
    this.#owner = owner;
    const { signal: _, timeout: __, ...asked } = query;
    this.#key = `${collection.className}?${JSON.stringify(encode(asked))}`;
    this.#show = show;
    this.#stops = [
      offline.listen({ changed: () => this.#changed(), sent: entry => this.#sent(entry) }),
      offline.client.live.onState(state => this.#connection(state)),
    ];
    void this.#recall();
    this.#begin();
  }

  close(): void {
    this.#closing.abort();
    for (const stop of this.#stops) stop();
    const watch = this.#watch;
    this.#watch = undefined;
    watch?.close();
  }

  async #recall(): Promise<void> {
    const kept = await this.#offline.cache.read<Stored>(this.#owner, this.#key);
    if (!kept || this.#objects || this.#isClosed) return;
    this.#objects = kept;
    this.#tell();
  }

  #begin(): void {
    [this.#isAnswered, this.#isWatched, this.#isOutdated] = [false, false, false];
    const before = this.#watch;
    const watch: ListWatch<any> = this.#collection.watchList(this.#query);
    this.#watch = watch;
    before?.close();
    void this.#follow(watch);
    if (this.#offline.client.live.state === 'waiting') void this.#find();
  }

  async #follow(watch: ListWatch<Stored>): Promise<void> {
    try {
      for await (const objects of watch) {
        if (watch !== this.#watch) return;
        this.#isWatched = true;
        this.#arrived(objects);
      }
    } catch (error) {
      if (watch === this.#watch) this.#failed(error);
    }
  }

  /** Asks once, where there is no socket yet, or never will be. */
  async #find(): Promise<void> {
    if (this.#isFinding || this.#isAnswered) return;
    const watch = this.#watch;
    this.#isFinding = true;
    try {
      const objects: any[] = await this.#collection.find({ ...this.#query, signal: this.#closing.signal });
      if (watch === this.#watch && !this.#isAnswered) this.#arrived(objects);
    } catch (error) {
      if (watch === this.#watch && !this.#isAnswered && !this.#isClosed) this.#failed(error);
    } finally {
      this.#isFinding = false;
    }
  }

  #arrived(objects: readonly Stored[]): void {
    this.#objects = objects;
    this.#error = undefined;
    this.#isAnswered = true;
    this.#isCurrent = true;
    this.#keep();
    this.#tell();
  }

  #failed(error: unknown): void {
    this.#error = error;
    this.#isCurrent = false;
    // Who may not read it any more has nothing of it.
    if (isBackendError(error) && error.code === 'forbidden') {
      this.#objects = undefined;
      void this.#offline.cache.remove(this.#owner, this.#key);
    }
    this.#tell();
  }

  #connection(state: LiveState): void {
    if (state === 'open') this.#isCurrent = this.#isWatched;
    else if (state === 'connecting') return;
    else this.#isCurrent = false;
    if (state === 'waiting') void this.#find();
    this.#tell();
  }

  #changed(): void {
    const waits = this.#offline.state.entries.some(entry => concerns(entry, this.#collection.className));
    // All of them are made: what the server has made of them is read.
    if (this.#isOutdated && !waits) this.#begin();
    this.#tell();
  }

  /** What was made is there, before the server tells of it. */
  #sent(entry: OutboxEntry): void {
    if (!concerns(entry, this.#collection.className)) return;
    this.#isOutdated = true;
    if (!this.#objects) return;
    this.#objects = laidOver(this.#collection.className, this.#query, this.#objects, [entry]).objects;
    this.#keep();
    this.#tell();
  }

  #keep(): void {
    if (this.#objects) void this.#offline.cache.write(this.#owner, this.#key, this.#objects);
  }

  #tell(): void {
    if (this.#isClosed) return;
    const { entries } = this.#offline.state;
    const known = this.#objects;
    const { objects, pending } = laidOver(this.#collection.className, this.#query, known ?? [], entries);
    const isNetwork = isBackendError(this.#error) && this.#error.retryable;
    const error = known && isNetwork ? undefined : this.#error;
    const isLoading = !known && !error;
    const fromCache = known !== undefined && !this.#isCurrent;
    this.#show({ objects, pending, hasPendingWrites: pending.size > 0, fromCache, error, isLoading });
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }
}
