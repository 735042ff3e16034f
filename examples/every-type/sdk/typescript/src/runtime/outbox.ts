// Writes that wait for a server: kept in order, made in order, each once.

import type { CallOptions } from './config.js';
import { type BackendError, isBackendError } from './errors.js';
import type { Operation } from './prepare.js';
import { randomKey } from './retry.js';
import type { JsonObject } from './types.js';
import { decodeObject, encode } from './wire.js';

/** A write that waits. All of it is JSON, so that it can be kept anywhere. */
export interface OutboxEntry {
  /** The key under which the server knows it, however often it comes. */
  readonly requestId: string;
  readonly method: Operation['method'];
  readonly path: string;
  /** As the wire has it. */
  readonly body: JsonObject;
  /** The `updatedAt` of the object as it was read, in ISO 8601. */
  readonly baseUpdatedAt?: string;
  /** Stands for the object in other writes until the server has given it an id. */
  readonly localId?: string;
  /** When it was added, in ISO 8601. */
  readonly addedAt?: string;
}

/** Where an outbox is kept. `put` adds an entry after all others, or replaces the one with the same `requestId`. */
export interface OutboxStore {
  list(): Promise<readonly OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  remove(requestId: string): Promise<void>;
}

export function memoryOutbox(): OutboxStore {
  const entries = new Map<string, OutboxEntry>();
  return {
    list: async () => [...entries.values()],
    put: async entry => void entries.set(entry.requestId, entry),
    remove: async requestId => void entries.delete(requestId),
  };
}

/** What to do where the object has changed meanwhile: leave it, write over it, or write this in its place. */
export type Resolution = 'serverWins' | 'clientWins' | { readonly merge: JsonObject };

export interface OutboxOptions {
  readonly store?: OutboxStore;
  /** Decides a conflict; without it, the server wins. `current` is the object as it is now. */
  readonly onConflict?: (entry: OutboxEntry, current: unknown) => Resolution | Promise<Resolution>;
  /** Told of a write that is dropped, since the server refused it, or wins, and for which no call of `write` waits any more. */
  readonly onRefused?: (entry: OutboxEntry, error: BackendError) => void;
  /** Told of a write that the server has made: what was sent in the end, and the answer. It waits no longer. */
  readonly onSent?: (entry: OutboxEntry, answer: unknown) => void;
}

/** What became of a write for now: made, or waiting for a server that cannot be reached. */
export type Written<R> =
  | { readonly isWaiting: false; readonly value: R }
  | { readonly isWaiting: true; readonly localId: string };

export interface Replayed {
  readonly sent: number;
  /** Refused by the server, or given up where the server wins. */
  readonly dropped: number;
  /** How many still wait, since the server could not be reached. */
  readonly left: number;
}

/** As much of a client as an outbox asks of it. */
export interface Sender {
  send<R>(operation: Operation<R>, options?: CallOptions): Promise<R>;
}

/** What a write was sent as in the end, and its answer; or why the server's object stays. */
type Outcome = { readonly entry: OutboxEntry; readonly answer: unknown } | { readonly refused: BackendError };

export class Outbox {
  readonly #client: Sender;
  readonly #store: OutboxStore;
  readonly #options: OutboxOptions;
  readonly #listeners = new Set<(waiting: number) => void>();
  /** Whoever waits for a write, by its key. */
  readonly #expected = new Map<string, (outcome: Outcome) => void>();
  /** The ids of objects that were created, by those that stood for them. */
  readonly #ids = new Map<string, string>();
  #turn: Promise<unknown> = Promise.resolve();
  #replaying: Promise<Replayed> | undefined;
  #isAskedAgain = false;

  constructor(client: Sender, options: OutboxOptions = {}) {
    this.#client = client;
    this.#store = options.store ?? memoryOutbox();
    this.#options = options;
  }

  /** Keeps a write. For one that creates, what it gives is the id that stands for the object in writes that come after it. */
  async add(operation: Operation): Promise<string> {
    return this.#add(operation, randomKey());
  }

  /** Keeps a write, and makes it after those that wait. Fails as the call would where the server refuses it. */
  async write<R>(operation: Operation<R>, options: CallOptions = {}): Promise<Written<R>> {
    const requestId = randomKey();
    try {
      const settled = new Promise<Outcome>(resolve => this.#expected.set(requestId, resolve));
      const localId = await this.#add(operation, requestId);
      const outcome = await Promise.race([settled, this.replay(options)]);
      if ('left' in outcome) return { isWaiting: true, localId };
      if ('refused' in outcome) throw outcome.refused;
      return { isWaiting: false, value: operation.result(outcome.answer) };
    } finally {
      this.#expected.delete(requestId);
    }
  }

  entries(): Promise<readonly OutboxEntry[]> {
    return this.#store.list();
  }

  /** Calls `listener` with the number of writes that wait, whenever it changes. What it gives stops that. */
  onChange(listener: (waiting: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Makes the writes that wait, in order, until none is left or the server cannot be reached. */
  replay(options: CallOptions = {}): Promise<Replayed> {
    this.#isAskedAgain = true;
    this.#replaying ??= Promise.resolve().then(() => this.#replay(options));
    return this.#replaying;
  }

  async #add({ method, path, body, ifUpdatedAt }: Operation, requestId: string): Promise<string> {
    const localId = `local:${requestId}`;
    const entry: OutboxEntry = {
      requestId,
      method,
      path,
      body,
      addedAt: new Date().toISOString(),
      ...(ifUpdatedAt && { baseUpdatedAt: ifUpdatedAt.toISOString() }),
      ...(method === 'POST' && { localId }),
    };
    await this.#inTurn(() => this.#store.put(this.#renamed(entry)));
    await this.#tell();
    return localId;
  }

  async #replay(options: CallOptions): Promise<Replayed> {
    let [sent, dropped] = [0, 0];
    try {
      for (;;) {
        this.#isAskedAgain = false;
        const [entry, ...rest] = await this.#store.list();
        const outcome = entry && (await this.#attempt(entry, options));
        if (entry && outcome) {
          await this.#inTurn(() => this.#settle(entry, outcome));
          if ('refused' in outcome) dropped += 1;
          else sent += 1;
          await this.#tell(entry, outcome);
        } else if (entry || !this.#isAskedAgain) {
          return { sent, dropped, left: entry ? rest.length + 1 : 0 };
        }
      }
    } finally {
      // In the same breath: whoever asks from now on begins another.
      this.#replaying = undefined;
    }
  }

  /** Nothing where the write may yet be made. */
  async #attempt(entry: OutboxEntry, options: CallOptions): Promise<Outcome | undefined> {
    try {
      return await this.#send(entry, options);
    } catch (error) {
      if (!isBackendError(error)) throw error;
      return isForLater(error) ? undefined : { refused: error };
    }
  }

  /** Makes a write, in the end. */
  async #send(entry: OutboxEntry, options: CallOptions): Promise<Outcome> {
    const get: Operation<{ updatedAt?: Date }> = { method: 'GET', path: entry.path, body: {}, result: decodeObject };
    for (let attempt = entry; ; ) {
      let conflict: BackendError;
      try {
        const answer = await this.#client.send(operationOf(attempt), { ...options, idempotencyKey: attempt.requestId });
        return { entry: { ...attempt, requestId: entry.requestId }, answer };
      } catch (error) {
        if (!isBackendError(error) || error.code !== 'conflict') throw error;
        conflict = error;
      }
      const current = await this.#client.send(get, options);
      const resolution = (await this.#options.onConflict?.(entry, current)) ?? 'serverWins';
      if (resolution === 'serverWins') return { refused: conflict };
      // What is sent now is another request, and the same one if it has to be sent again.
      if (resolution === 'clientWins') {
        const { baseUpdatedAt: _, ...rest } = entry;
        attempt = { ...rest, requestId: `${entry.requestId}:anyway` };
      } else {
        const baseUpdatedAt = current.updatedAt?.toISOString() ?? '';
        const body = encode(resolution.merge) as JsonObject;
        attempt = { ...entry, body, baseUpdatedAt, requestId: `${entry.requestId}:${baseUpdatedAt}` };
      }
    }
  }

  /** Takes it from those that wait. If it created an object, the others name that by its own id first. */
  async #settle({ requestId, localId }: OutboxEntry, outcome: Outcome): Promise<void> {
    const { objectId } = ('answer' in outcome ? outcome.answer : {}) as { objectId?: unknown };
    if (localId && typeof objectId === 'string') {
      this.#ids.set(localId, objectId);
      for (const entry of await this.#store.list()) {
        const renamed = this.#renamed(entry);
        if (renamed !== entry && entry.requestId !== requestId) await this.#store.put(renamed);
      }
    }
    await this.#store.remove(requestId);
  }

  #renamed(entry: OutboxEntry): OutboxEntry {
    const text = JSON.stringify(entry);
    let renamed = text;
    for (const [localId, objectId] of this.#ids) {
      if (localId === entry.localId) continue;
      const [path, id] = [localId, objectId].map(encodeURIComponent) as [string, string];
      renamed = renamed.replaceAll(`"${localId}"`, JSON.stringify(objectId)).replaceAll(path, id);
    }
    return renamed === text ? entry : (JSON.parse(renamed) as OutboxEntry);
  }

  /** One after the other: what is added while an object gets its id must not miss it. */
  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Who waits for one write hears of it first. */
  async #tell(entry?: OutboxEntry, outcome?: Outcome): Promise<void> {
    if (entry && outcome) {
      const expected = this.#expected.get(entry.requestId);
      if (!('refused' in outcome)) this.#options.onSent?.(outcome.entry, outcome.answer);
      else if (!expected) this.#options.onRefused?.(entry, outcome.refused);
      expected?.(outcome);
    }
    const waiting = (await this.#store.list()).length;
    for (const listener of [...this.#listeners]) listener(waiting);
  }
}

/**
 * Whoever is signed in again goes on; and what has no code is not the server's word, but that of something before it, such as a page
 * where one signs in to a network.
 */
function isForLater({ retryable, code, parseCode }: BackendError): boolean {
  return retryable || code === 'invalid-session' || parseCode === undefined;
}

function operationOf({ method, path, body, baseUpdatedAt }: OutboxEntry): Operation {
  const ifUpdatedAt = baseUpdatedAt ? new Date(baseUpdatedAt) : undefined;
  return { method, path, body, ifUpdatedAt, result: answer => answer };
}
