// A server of Next: a client for the request at hand, in the session of its cookie.

import { cookies } from 'next/headers.js';
import { cache } from 'react';
import { settle } from './action.js';
import type { ActionResult } from './action.js';
import { cookieStorage } from './cookie.js';
import type { CookieJar, CookieOptions } from './cookie.js';
import { createWhole, isBackendError } from './core.js';
import type { Config, FetchLike, Person, WholeClient } from './core.js';
import { relay } from './relay.js';
import type { RelayOptions } from './relay.js';

export interface ServerConfig extends Omit<Config, 'storage' | 'WebSocket' | 'liveURL'> {
  readonly cookie?: CookieOptions | undefined;
}

/** A server action: what a form, or a Client Component, calls over the network. */
export type Action<A extends unknown[], R> = (...args: A) => Promise<R>;

export interface Server {
  /** A client in the session of whoever asks, the same all through one rendering. `jar` is for where there is no `cookies()`. */
  client(jar?: CookieJar): Promise<WholeClient>;
  /** Who asks, as the server tells it once a rendering; `undefined` for nobody, and where the session is over. */
  user(): Promise<Person | undefined>;
  /** An action that gives what became of it, for `useActionState` and for handlers. */
  action<A extends unknown[], R>(run: (client: WholeClient, ...args: A) => Promise<R>): Action<A, ActionResult<R>>;
  /** An action for the `action` of a form that shows no result: what fails goes to the next `error.tsx`. */
  formAction<A extends unknown[]>(run: (client: WholeClient, ...args: A) => Promise<unknown>): Action<A, void>;
  /** A route handler that tells changes as they happen: `export const GET = server.live()`. */
  live(options?: RelayOptions): (request: Request) => Promise<Response>;
}

export function createServer({ cookie, ...config }: ServerConfig): Server {
  const through = config.fetch ?? (globalThis.fetch as FetchLike);
  // Next would keep answers where a page asks it to, and give one user's to another.
  const fetch: FetchLike = (url, init) => through(url, { ...init, cache: 'no-store' });
  const clientOf = (jar: CookieJar) => createWhole({ ...config, fetch, storage: cookieStorage(jar, cookie) });
  const ofRequest = cache(async () => clientOf(await cookies()));
  const client = async (jar?: CookieJar) => (jar ? clientOf(jar) : ofRequest());

  return {
    client,
    user: cache(async () => {
      const { auth } = await client();
      if ((await auth.token()) === undefined) return undefined;
      try {
        return await auth.me();
      } catch (error) {
        if (!isBackendError(error) || error.code !== 'invalid-session') throw error;
        return undefined;
      }
    }),
    action:
      run =>
      async (...args) =>
        settle(args, async () => run(await client(), ...args)),
    formAction:
      run =>
      async (...args) =>
        void (await run(await client(), ...args)),
    live:
      (options = {}) =>
      async request =>
        relay(request, { config, fetch, session: cookieStorage(await cookies(), cookie) }, options),
  };
}
