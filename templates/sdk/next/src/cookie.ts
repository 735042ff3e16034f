// Where the session is kept: in a cookie that no script reads. It holds the token alone, for a cookie has little room.

import type { SessionStorage } from './core.js';

export interface Cookie {
  name: string;
  value: string;
  httpOnly: boolean;
  sameSite: 'lax';
  secure: boolean;
  path: string;
  /** In seconds. */
  maxAge: number;
  domain?: string;
}

/** As much of Next's cookies as a session asks for: those of `cookies()`, or of a request in `proxy.ts`. */
export interface CookieJar {
  get(name: string): { readonly value: string } | undefined;
  set(cookie: Cookie): unknown;
}

export interface CookieOptions {
  /** `session` by default. Two apps on one host need two names. */
  readonly name?: string | undefined;
  /** In seconds; a year by default, as long as the server's own sessions last. */
  readonly maxAge?: number | undefined;
  readonly domain?: string | undefined;
  /** Sent over HTTPS alone; by default wherever `NODE_ENV` is `production`. */
  readonly secure?: boolean | undefined;
}

const YEAR = 365 * 24 * 60 * 60;

/** A session in a cookie; of what a client would keep, `token` is all. */
export interface CookieStorage extends SessionStorage {
  token(): string | undefined;
}

export function cookieStorage(jar: CookieJar, options: CookieOptions = {}): CookieStorage {
  const { name = 'session', maxAge = YEAR, domain, secure = process.env.NODE_ENV === 'production' } = options;
  const same = { name, httpOnly: true, sameSite: 'lax', secure, path: '/', ...(domain !== undefined && { domain }) } as const;
  const token = () => jar.get(name)?.value || undefined;
  return {
    token,
    read() {
      const kept = token();
      return kept === undefined ? undefined : JSON.stringify({ token: kept });
    },
    write(text) {
      const kept = JSON.parse(text) as { token: string };
      // Whoever asks who is signed in has the same session afterwards: a Server Component may ask, and may set no cookie.
      if (kept.token !== token()) jar.set({ ...same, value: kept.token, maxAge });
    },
    clear() {
      try {
        jar.set({ ...same, value: '', maxAge: 0 });
      } catch {
        // Next lets no Server Component set a cookie. This one is worth nothing any more; the next action or stream drops it.
      }
    },
  };
}
