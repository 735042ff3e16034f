// What outlives the program, as texts under keys: AsyncStorage, or anything like it.

import type { OutboxEntry, OutboxStore } from './outbox.js';

/** As much of AsyncStorage as is asked of it. A call is done or not done, wherever the program ends; never by half. */
export interface KeyValueStore {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
  getAllKeys(): Promise<readonly string[]>;
}

export interface KeptOutboxOptions {
  /** What its keys begin with. */
  readonly name?: string;
  /** Whose writes are kept, and listed, now: those of others wait for them. */
  readonly owner?: () => string | Promise<string>;
}

interface Kept {
  readonly owner: string;
  readonly entry: OutboxEntry;
}

/**
 * Keeps writes in a store of keys. Each is one value, and its place among the others is part of its key: so to add, to change and to
 * remove are one step of the store each, and a program that is ended between two of them finds nothing by half.
 */
export function keptOutbox(store: KeyValueStore, { name = 'client', owner = () => '' }: KeptOutboxOptions = {}): OutboxStore {
  const prefix = `${name}:outbox:`;
  let places: Promise<Map<string, Kept>> | undefined;
  let last = 0;

  const read = async () => {
    const kept = new Map<string, Kept>();
    const keys = await store.getAllKeys();
    for (const key of keys.filter(key => key.startsWith(prefix)).sort()) {
      last = Math.max(last, Number(key.slice(prefix.length)) || 0);
      const found = parse(await store.getItem(key));
      // What nobody can read, nobody can send.
      if (found) kept.set(key, found);
    }
    return kept;
  };
  const load = () => {
    places ??= read().catch(error => {
      places = undefined;
      throw error;
    });
    return places;
  };
  const placeOf = (kept: Map<string, Kept>, requestId: string) =>
    [...kept].find(([, { entry }]) => entry.requestId === requestId)?.[0];

  return {
    async list() {
      const kept = await load();
      const own = await owner();
      const mine = [...kept].filter(([, { owner }]) => owner === own);
      return mine.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { entry }]) => entry);
    },
    async put(entry) {
      const own = await owner();
      const kept = await load();
      const known = placeOf(kept, entry.requestId);
      const key = known ?? `${prefix}${String(++last).padStart(DIGITS, '0')}`;
      const value = { owner: (known && kept.get(known)?.owner) ?? own, entry };
      await store.setItem(key, JSON.stringify(value));
      kept.set(key, value);
    },
    async remove(requestId) {
      const kept = await load();
      const key = placeOf(kept, requestId);
      if (key === undefined) return;
      await store.removeItem(key);
      kept.delete(key);
    },
  };
}

/** As many as a number has at most, so that keys stand in the order of their numbers. */
const DIGITS = 16;

function parse(text: string | null): Kept | undefined {
  try {
    const { owner, entry } = JSON.parse(text ?? '') as Partial<Kept>;
    const isEntry = typeof entry?.requestId === 'string' && typeof entry.path === 'string';
    return typeof owner === 'string' && isEntry ? { owner, entry } : undefined;
  } catch {
    return undefined;
  }
}
