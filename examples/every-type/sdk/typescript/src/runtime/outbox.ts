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
  /** Told of a write that the server refused, and that is therefore dropped. */
  readonly onRefused?: (entry: OutboxEntry, error: BackendError) => void;
}

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

export class Outbox {
  readonly #client: Sender;
  readonly #store: OutboxStore;
  readonly #options: OutboxOptions;
  readonly #listeners = new Set<(waiting: number) => void>();
  #replaying: Promise<Replayed> | undefined;

  constructor(client: Sender, options: OutboxOptions = {}) {
    this.#client = client;
    this.#store = options.store ?? memoryOutbox();
    this.#options = options;
  }

  /** Keeps a write. For one that creates, what it gives is the id that stands for the object in writes that come after it. */
  async add(operation: Operation): Promise<string> {
    const requestId = randomKey();
    const localId = `local:${requestId}`;
    const { method, path, body, ifUpdatedAt } = operation;
    await this.#store.put({
      requestId,
      method,
      path,
      body,
      ...(ifUpdatedAt && { baseUpdatedAt: ifUpdatedAt.toISOString() }),
      ...(method === 'POST' && { localId }),
    });
    await this.#tell();
    return localId;
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
    this.#replaying ??= this.#replay(options).finally(() => {
      this.#replaying = undefined;
    });
    return this.#replaying;
  }

  async #replay(options: CallOptions): Promise<Replayed> {
    let [sent, dropped] = [0, 0];
    for (;;) {
      const [entry, ...rest] = await this.#store.list();
      if (!entry) return { sent, dropped, left: 0 };
      try {
        const made = await this.#send(entry, options);
        if (made) sent += 1;
        else dropped += 1;
        if (entry.localId && made) await this.#rename(entry.localId, made.answer, rest);
      } catch (error) {
        if (!isBackendError(error)) throw error;
        // Whoever is signed in again goes on.
        if (error.retryable || error.code === 'invalid-session') return { sent, dropped, left: rest.length + 1 };
        dropped += 1;
        this.#options.onRefused?.(entry, error);
      }
      await this.#store.remove(entry.requestId);
      await this.#tell();
    }
  }

  /** Makes a write, in the end; nothing where the server wins. */
  async #send(entry: OutboxEntry, options: CallOptions): Promise<{ readonly answer: unknown } | undefined> {
    const get: Operation<{ updatedAt?: Date }> = { method: 'GET', path: entry.path, body: {}, result: decodeObject };
    for (let attempt = entry; ; ) {
      try {
        const answer = await this.#client.send(operationOf(attempt), { ...options, idempotencyKey: attempt.requestId });
        return { answer };
      } catch (error) {
        if (!isBackendError(error) || error.code !== 'conflict') throw error;
      }
      const current = await this.#client.send(get, options);
      const resolution = (await this.#options.onConflict?.(entry, current)) ?? 'serverWins';
      if (resolution === 'serverWins') return undefined;
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

  /** The object that was created has its own id now. */
  async #rename(localId: string, answer: unknown, entries: readonly OutboxEntry[]): Promise<void> {
    const { objectId } = answer as { objectId?: unknown };
    if (typeof objectId !== 'string') return;
    for (const entry of entries) {
      const text = JSON.stringify(entry);
      const path = encodeURIComponent(localId);
      const renamed = text.replaceAll(`"${localId}"`, JSON.stringify(objectId)).replaceAll(path, encodeURIComponent(objectId));
      if (renamed !== text) await this.#store.put(JSON.parse(renamed) as OutboxEntry);
    }
  }

  async #tell(): Promise<void> {
    const waiting = (await this.#store.list()).length;
    for (const listener of [...this.#listeners]) listener(waiting);
  }
}

function operationOf({ method, path, body, baseUpdatedAt }: OutboxEntry): Operation {
  const ifUpdatedAt = baseUpdatedAt ? new Date(baseUpdatedAt) : undefined;
  return { method, path, body, ifUpdatedAt, result: answer => answer };
}
