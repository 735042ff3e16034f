// What was read, kept for when there is no network: bounded, and for one reader alone.

import type { KeyValueStore } from './keyvalue.js';
import { decode, encode } from './wire.js';

export interface CacheOptions {
  /** What its keys begin with. */
  readonly name?: string;
  /** Of the program: what another version has kept is forgotten, since its objects may look otherwise. */
  readonly version?: string;
  /** How many lists are kept at most; 100 by default. Those that were used least lately go first. */
  readonly entries?: number;
  /** How long their texts are together at most; 1,500,000 by default, of which one list may take a quarter. */
  readonly characters?: number;
}

interface Index {
  readonly version: string;
  /** Keys and the length of what is under them, those used least lately first. */
  readonly sizes: readonly (readonly [key: string, size: number])[];
}

/**
 * Lists of objects by the queries that found them. It does its best: what cannot be kept, or cannot be read any more, is as if it
 * had not been there.
 */
export class ReadCache {
  readonly #store: KeyValueStore;
  readonly #prefix: string;
  readonly #version: string;
  readonly #entries: number;
  readonly #characters: number;
  /** What is still to be written, the newest of each key. */
  readonly #fresh = new Map<string, readonly unknown[]>();
  #sizes: Map<string, number> | undefined;
  #owner: string | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: KeyValueStore, { name = 'client', version = '', entries = 100, characters = 1_500_000 }: CacheOptions = {}) {
    this.#store = store;
    this.#prefix = `${name}:cache`;
    this.#version = version;
    this.#entries = entries;
    this.#characters = characters;
  }

  /** What was kept of a query for this reader. */
  read<T>(owner: string, query: string): Promise<readonly T[] | undefined> {
    const key = this.#key(owner, query);
    return this.#inTurn(async sizes => {
      const size = sizes.get(key);
      if (size === undefined) return undefined;
      const found = parse(await this.#store.getItem(key));
      // It was used last.
      sizes.delete(key);
      if (found) sizes.set(key, size);
      else await this.#forget(key);
      return found as readonly T[] | undefined;
    });
  }

  /** Keeps what a query has found. Of several writes that wait the newest is made. */
  async write(owner: string, query: string, objects: readonly unknown[]): Promise<void> {
    if (this.#owner !== undefined && owner !== this.#owner) return;
    const key = this.#key(owner, query);
    this.#fresh.set(key, objects);
    await this.#inTurn(sizes => this.#write(key, sizes));
  }

  async remove(owner: string, query: string): Promise<void> {
    const key = this.#key(owner, query);
    this.#fresh.delete(key);
    await this.#inTurn(() => this.#forget(key));
  }

  /** It is for this reader from now on: what was kept for anybody else is forgotten, and what comes late is not kept. */
  async belongTo(owner: string): Promise<void> {
    this.#owner = owner;
    const own = this.#key(owner, '');
    for (const key of [...this.#fresh.keys()]) if (!key.startsWith(own)) this.#fresh.delete(key);
    await this.#inTurn(async sizes => {
      const others = [...sizes.keys()].filter(key => !key.startsWith(own));
      for (const key of others) await this.#forget(key);
      if (others.length > 0) await this.#keepIndex(sizes);
    });
  }

  #key(owner: string, query: string): string {
    return `${this.#prefix}:${encodeURIComponent(owner)}:${query}`;
  }

  async #write(key: string, sizes: Map<string, number>): Promise<void> {
    const objects = this.#fresh.get(key);
    if (!objects) return;
    this.#fresh.delete(key);
    const text = JSON.stringify(encode(objects));
    sizes.delete(key);
    if (text.length > this.#characters / 4) return this.#forget(key);
    sizes.set(key, text.length);
    let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [old, size] of [...sizes]) {
      if (sizes.size <= this.#entries && total <= this.#characters) break;
      total -= size;
      await this.#forget(old);
    }
    // The index comes first: what it names need not be there, and what it does not name is removed by the next program.
    await this.#keepIndex(sizes);
    await this.#store.setItem(key, text);
  }

  async #forget(key: string): Promise<void> {
    this.#sizes?.delete(key);
    await this.#store.removeItem(key);
  }

  async #keepIndex(sizes: Map<string, number>): Promise<void> {
    const index: Index = { version: this.#version, sizes: [...sizes] };
    await this.#store.setItem(this.#prefix, JSON.stringify(index));
  }

  /** Which keys there are; what belongs to no index, or to that of another version, goes. */
  async #load(): Promise<Map<string, number>> {
    const named = parseIndex(await this.#store.getItem(this.#prefix), this.#version);
    const keys = (await this.#store.getAllKeys()).filter(key => key.startsWith(`${this.#prefix}:`));
    for (const key of keys) if (!named.has(key)) await this.#store.removeItem(key);
    return new Map([...named].filter(([key]) => keys.includes(key)));
  }

  /** One after the other, so that what is written last stays. What fails is given up. */
  #inTurn<R>(work: (sizes: Map<string, number>) => Promise<R>): Promise<R | undefined> {
    const done = this.#turn.then(async () => {
      this.#sizes ??= await this.#load();
      return work(this.#sizes);
    });
    const settled = done.catch(() => undefined);
    this.#turn = settled;
    return settled;
  }
}

function parse(text: string | null): readonly unknown[] | undefined {
  try {
    const found = decode(JSON.parse(text ?? ''));
    const isList = Array.isArray(found) && found.every(object => typeof object?.objectId === 'string');
    return isList ? found : undefined;
  } catch {
    return undefined;
  }
}

function parseIndex(text: string | null, version: string): Map<string, number> {
  try {
    const index = JSON.parse(text ?? '') as Index;
    return new Map(index.version === version ? index.sizes : []);
  } catch {
    return new Map();
  }
}
