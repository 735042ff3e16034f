// What an app has without a network: what it has read, and writes that wait until there is one.

import { Outbox, ReadCache, keptOutbox } from './core.js';
import type { AnyClient, CacheOptions, KeyValueStore, Operation, OutboxEntry, OutboxOptions, Replayed, Written } from './core.js';

export interface OfflineOptions extends CacheOptions, Pick<OutboxOptions, 'onConflict' | 'onRefused'> {
  /** AsyncStorage, or what is like it. */
  readonly storage: KeyValueStore;
}

export interface OutboxState {
  /** The writes that wait of whoever is signed in, in the order in which they will be made. */
  readonly entries: readonly OutboxEntry[];
  /** Why they could not be read or kept. That there is no network is no error. */
  readonly error: unknown;
  /** The last write that had waited and was refused, until there is another write. */
  readonly refused: { readonly entry: OutboxEntry; readonly error: unknown } | undefined;
}

interface Listener {
  /** Others wait now. */
  changed(): void;
  /** A write was made: as an entry that has no operations any more but what the server made of them. */
  sent(entry: OutboxEntry): void;
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

export class Offline {
  readonly client: AnyClient;
  readonly cache: ReadCache;
  readonly #outbox: Outbox;
  readonly #listeners = new Set<Partial<Listener>>();
  readonly #sent = new Set<string>();
  #state: OutboxState = { entries: [], error: undefined, refused: undefined };
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: AnyClient, { storage, onConflict, onRefused, ...cache }: OfflineOptions) {
    this.client = client;
    this.cache = new ReadCache(storage, cache);
    const store = keptOutbox(storage, { ...cache, owner: async () => ownerOf(await client.auth.restore()) });
    this.#outbox = new Outbox(client, {
      store,
      ...(onConflict && { onConflict }),
      onRefused: (entry, error) => {
        this.#tell({ ...this.#state, refused: { entry, error } });
        onRefused?.(entry, error);
      },
      onSent: (entry, answer) => this.#wasSent(entry, answer),
    });
    this.#outbox.onChange(() => void this.#refresh());
  }

  get state(): OutboxState {
    return this.#state;
  }

  /** Sends what waits whenever it may succeed, and forgets what is not for whoever is signed in. What it gives ends that. */
  start(): () => void {
    const { auth, live } = this.client;
    const stops = [
      auth.onChange(event => event !== 'updated' && void this.#become()),
      live.onState(state => state === 'open' && this.#sendWaiting()),
    ];
    void this.#become();
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.#timer);
    };
  }

  /** The app has come to the foreground, or has a network again. */
  resume(): void {
    this.client.live.reconnect();
    this.#sendWaiting();
  }

  /** Keeps a write, and makes it after those that wait. Fails as the call would where the server refuses it. */
  async write<R>(operation: Operation<R>): Promise<Written<R>> {
    if (this.#state.refused) this.#tell({ ...this.#state, refused: undefined });
    const written = await this.#outbox.write(operation);
    if (written.isWaiting) {
      this.#later();
      await this.#refresh();
    }
    return written;
  }

  /** Makes the writes that wait, in order, until none is left or the server cannot be reached. */
  async replay(): Promise<Replayed> {
    clearTimeout(this.#timer);
    const replayed = await this.#outbox.replay();
    if (replayed.left > 0) this.#later();
    else this.#attempt = 0;
    return replayed;
  }

  listen(listener: Partial<Listener>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #become(): Promise<void> {
    try {
      await this.cache.belongTo(ownerOf(await this.client.auth.restore()));
      await this.#refresh();
      this.#sendWaiting();
    } catch (error) {
      this.#tell({ ...this.#state, error });
    }
  }

  #sendWaiting(): void {
    this.replay().catch((error: unknown) => {
      this.#tell({ ...this.#state, error });
      this.#later();
    });
  }

  /** Tries again by itself: not every network that comes back tells of it. */
  #later(): void {
    clearTimeout(this.#timer);
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#attempt++);
    this.#timer = setTimeout(() => this.#sendWaiting(), wait * (0.5 + Math.random() / 2));
  }

  async #refresh(): Promise<void> {
    const entries = await this.#outbox.entries();
    // A list that was read before a write was made still has it.
    const waiting = entries.filter(({ requestId }) => !this.#sent.has(requestId));
    this.#tell({ ...this.#state, entries: waiting, error: undefined });
  }

  #wasSent(entry: OutboxEntry, answer: unknown): void {
    this.#sent.add(entry.requestId);
    this.#state = { ...this.#state, entries: this.#state.entries.filter(({ requestId }) => requestId !== entry.requestId) };
    const { live } = this.client;
    // There is a network again, and lists need not wait for the next try.
    if (live.state === 'waiting') live.reconnect();
    const made = asMade(entry, answer);
    for (const listener of [...this.#listeners]) listener.sent?.(made);
  }

  #tell(state: OutboxState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener.changed?.();
  }
}

/** Whose a cache and an outbox are: nobody's is one of its own. */
export function ownerOf(user: { readonly objectId: string } | undefined): string {
  return user?.objectId ?? '';
}

/** The id and the values that the server gave take the place of those that stood for them. */
function asMade(entry: OutboxEntry, answer: unknown): OutboxEntry {
  const { objectId, createdAt, updatedAt = createdAt, ...values } = answer as Record<string, OutboxEntry['body'][string]>;
  const times = Object.entries({ createdAt, updatedAt }).filter(([, iso]) => typeof iso === 'string');
  const body = { ...entry.body, ...values, ...Object.fromEntries(times.map(([name, iso]) => [name, { __type: 'Date', iso }])) };
  return { ...entry, body, ...(entry.localId && typeof objectId === 'string' && { localId: objectId }) };
}
