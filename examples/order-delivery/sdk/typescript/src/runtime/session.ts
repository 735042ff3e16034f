// Who is signed in: a token and the user, kept in a storage, and told to whoever listens.

import { decodeObject } from './wire.js';

/** Where a session is kept between two runs: three methods over one text. */
export interface SessionStorage {
  read(): string | null | undefined | Promise<string | null | undefined>;
  write(text: string): void | Promise<void>;
  clear(): void | Promise<void>;
}

/** Keeps the session as long as the program runs. */
export function memoryStorage(): SessionStorage {
  let kept: string | undefined;
  return {
    read: () => kept,
    write: text => {
      kept = text;
    },
    clear: () => {
      kept = undefined;
    },
  };
}

/** Keeps the session in `localStorage`, or in what is like it. */
export function webStorage(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, key = 'session'): SessionStorage {
  return {
    read: () => storage.getItem(key),
    write: text => storage.setItem(key, text),
    clear: () => storage.removeItem(key),
  };
}

/** What has become of the session. */
export type SessionEvent = 'signed-in' | 'signed-out' | 'expired' | 'updated';

interface Kept {
  readonly token: string;
  /** As the wire has it. A storage with little room may leave it out; then `Auth.me` tells it. */
  readonly user?: Readonly<Record<string, unknown>> | undefined;
}

export type SessionListener = (event: SessionEvent, user: unknown) => void;

export class Session {
  readonly #storage: SessionStorage;
  readonly #listeners = new Set<SessionListener>();
  #restoring: Promise<void> | undefined;
  #kept: Kept | undefined;
  #user: unknown;

  constructor(storage: SessionStorage = memoryStorage()) {
    this.#storage = storage;
  }

  /** The user as the server told last; the same object until something changes. */
  get user(): unknown {
    return this.#user;
  }

  /** Reads the storage, once. */
  restore(): Promise<void> {
    this.#restoring ??= (async () => {
      const text = await this.#storage.read();
      const kept = text ? parse(text) : undefined;
      // A sign-in that did not wait for this is the newer one.
      if (kept && !this.#kept) this.#take(kept);
    })();
    return this.#restoring;
  }

  async token(): Promise<string | null> {
    await this.restore();
    return this.#kept?.token ?? null;
  }

  async begin(token: string, user: Kept['user']): Promise<void> {
    await this.#keep({ token, user });
    this.#tell('signed-in');
  }

  /** The user has changed, or the token of the same session. */
  async update(user: Kept['user'], token = this.#kept?.token): Promise<void> {
    if (token === undefined) return;
    await this.#keep({ token, user });
    this.#tell('updated');
  }

  /** The same session goes on under another token. */
  async renew(old: string, token: string): Promise<void> {
    if (this.#kept?.token === old) await this.update(this.#kept.user, token);
  }

  async end(): Promise<void> {
    await this.#drop('signed-out');
  }

  /** The server does not know this token any more. Another one that came after it stays. */
  async ended(token: string): Promise<void> {
    if (this.#kept?.token === token) await this.#drop('expired');
  }

  /** Calls `listener` whenever the session changes; what it gives stops that. */
  listen(listener: SessionListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #drop(event: SessionEvent): Promise<void> {
    this.#restoring = Promise.resolve();
    if (!this.#kept) return;
    this.#kept = undefined;
    this.#user = undefined;
    await this.#storage.clear();
    this.#tell(event);
  }

  async #keep(kept: Kept): Promise<void> {
    this.#restoring = Promise.resolve();
    this.#take(kept);
    await this.#storage.write(JSON.stringify(kept));
  }

  #take(kept: Kept): void {
    this.#kept = kept;
    this.#user = kept.user && decodeObject(kept.user);
  }

  #tell(event: SessionEvent): void {
    for (const listener of [...this.#listeners]) listener(event, this.#user);
  }
}

/** What another program left there is no session. */
function parse(text: string): Kept | undefined {
  try {
    const kept = JSON.parse(text) as Partial<Kept> | null;
    const isUser = kept?.user === undefined || (typeof kept.user === 'object' && kept.user !== null);
    return typeof kept?.token === 'string' && isUser ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}
