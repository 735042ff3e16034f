// A client: who is signed in, a collection for each class, and what stands beside them.

import { Auth } from './auth.js';
import { type Batch, batchOver } from './batch.js';
import type { Class, Classes } from './classes.js';
import { Collection, send } from './collection.js';
import type { CallOptions, Config } from './config.js';
import { Files } from './files.js';
import { functionsOver } from './functions.js';
import { Http } from './http.js';
import { Live } from './live/socket.js';
import type { Operation } from './prepare.js';
import { Session } from './session.js';
import type { Stored } from './types.js';

type CollectionOf<C> = C extends Class<infer T, infer N, infer P> ? Collection<T, N, P> : never;

/** What every client has beside its collections. */
export interface Connection<F, U extends Stored, N> {
  readonly auth: Auth<U, N>;
  readonly functions: F;
  readonly files: Files;
  /** The state of the socket that live queries share. */
  readonly live: Live;
  /** Makes several writes in one request. */
  readonly batch: Batch;
  /** Makes one write that was prepared. */
  send<R>(operation: Operation<R>, options?: CallOptions): Promise<R>;
  /** Ends all live queries, and lets the program end. */
  close(): void;
}

/** A client with the classes `C`, the functions `F`, and users `U`. */
export type Client<C extends Classes, F, U extends Stored, N> = Connection<F, U, N> & {
  readonly [K in keyof C]: CollectionOf<C[K]>;
};

export function connect<C extends Classes, F extends object, U extends Stored, N>(
  config: Config,
  classes: C,
  renamed: Readonly<Record<string, string>>,
): Client<C, F, U, N> {
  const session = new Session(config.storage);
  const http = new Http(config, session);
  const live = new Live(config, session);
  const connection: Connection<F, U, N> = {
    auth: new Auth(http, session),
    functions: functionsOver<F>(http, renamed),
    files: new Files(http),
    live,
    batch: batchOver(http),
    send: async (operation, options) => operation.result(await send(http, operation, options)),
    close: () => live.close(),
  };
  const collections = Object.entries(classes).map(([name, of]) => [name, new Collection(of, http, live)]);
  return { ...Object.fromEntries(collections), ...connection } as Client<C, F, U, N>;
}
