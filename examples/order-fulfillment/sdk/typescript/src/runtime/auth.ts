// Signing up, in and out.

import type { CallOptions } from './config.js';
import { isBackendError } from './errors.js';
import type { Http } from './http.js';
import { randomKey } from './retry.js';
import type { Session, SessionEvent } from './session.js';
import type { Storable, Stored } from './types.js';
import { decodeObject, encode } from './wire.js';

/** A user of a schema that has no class for them. */
export interface Person extends Stored<'_User'> {
  username: string;
  email?: string;
  emailVerified?: boolean;
}

export interface NewPerson extends Storable {
  username: string;
  password: string;
  email?: string | undefined;
}

/** Who signs in, by name or by address. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly email: string; readonly password: string };

type Wire = Record<string, unknown>;

export class Auth<U extends Stored = Person, N = NewPerson> {
  readonly #http: Http;
  readonly #session: Session;

  constructor(http: Http, session: Session) {
    this.#http = http;
    this.#session = session;
  }

  /** Who is signed in, as far as this client knows; the same object until something changes. */
  get user(): U | undefined {
    return this.#session.user as U | undefined;
  }

  /** Calls `listener` when somebody signs in or out, or the session ends by itself. What it gives stops that. */
  onChange(listener: (event: SessionEvent, user: U | undefined) => void): () => void {
    return this.#session.listen((event, user) => listener(event, user as U | undefined));
  }

  /** Reads the session that was kept. Calls wait for this by themselves; it makes no request. */
  async restore(): Promise<U | undefined> {
    await this.#session.restore();
    return this.user;
  }

  /** The token of the session, for another program that acts for the same person. A secret. */
  async token(): Promise<string | undefined> {
    return (await this.#session.token()) ?? undefined;
  }

  async signUp(user: N, options?: CallOptions): Promise<U> {
    return this.#signUp(encode(user) as Wire, options);
  }

  async logIn(credentials: Credentials, options?: CallOptions): Promise<U> {
    return this.#begin(await this.#http.call({ method: 'POST', path: '/login', body: credentials, token: null }, options));
  }

  /** Signs in somebody who has no name yet. */
  async anonymous(options?: CallOptions): Promise<U> {
    return this.#signUp({ authData: { anonymous: { id: randomKey() } } }, options);
  }

  /** Signs in by what another service says of a person: `become('google', { id, id_token })`. */
  async logInWith(provider: string, data: Readonly<Record<string, string>>, options?: CallOptions): Promise<U> {
    return this.#signUp({ authData: { [provider]: data } }, options);
  }

  /** Goes on with a session that another program has begun. */
  async become(token: string, options?: CallOptions): Promise<U> {
    return this.#begin(await this.#http.call({ method: 'GET', path: '/users/me', token }, options), token);
  }

  /** Asks the server who is signed in. */
  async me(options?: CallOptions): Promise<U> {
    const { sessionToken, ...user } = (await this.#http.call({ method: 'GET', path: '/users/me' }, options)) as Wire;
    await this.#session.update(user, sessionToken as string | undefined);
    return decodeObject(user);
  }

  /** Ends the session, here whatever the server says. */
  async logOut(options?: CallOptions): Promise<void> {
    const token = await this.#session.token();
    if (token === null) return;
    await this.#session.end();
    try {
      await this.#http.call({ method: 'POST', path: '/logout', body: {}, token }, options);
    } catch (error) {
      // It had ended already.
      if (!isBackendError(error) || error.code !== 'invalid-session') throw error;
    }
  }

  async requestPasswordReset(email: string, options?: CallOptions): Promise<void> {
    await this.#http.call({ method: 'POST', path: '/requestPasswordReset', body: { email } }, options);
  }

  async #signUp(body: Wire, options: CallOptions | undefined): Promise<U> {
    const path = '/users';
    const answer = (await this.#http.call({ method: 'POST', path, body, token: null }, options)) as Wire;
    // The answer has no more than what the server added. Who is signed in is asked by the token of the new session.
    return this.become(String(answer['sessionToken']), options && { signal: options.signal, timeout: options.timeout });
  }

  async #begin(answer: unknown, token?: string): Promise<U> {
    const { sessionToken, ...user } = answer as Wire;
    await this.#session.begin(token ?? String(sessionToken), user);
    return this.#session.user as U;
  }
}
