// One call: a request, its retries under one idempotency key, and its answer or failure.

import type { CallOptions, Config, FetchLike } from './config.js';
import { type BackendError, failure, failureOf, isBackendError } from './errors.js';
import { Retries, randomKey, reasonOf, sleep } from './retry.js';
import type { Session } from './session.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Call {
  readonly method: Method;
  /** Below the server's URL. */
  readonly path: string;
  /** Parameters of the URL. A value that is no text is sent as JSON. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in the place of `body`. */
  readonly content?: { readonly data: Blob | Uint8Array | string; readonly type: string };
  readonly headers?: Readonly<Record<string, string>>;
  /** A token to use in the place of the session's; `null` for none. */
  readonly token?: string | null;
}

/** A URL may be this long; a longer query goes in a body. */
const LONGEST_URL = 2000;

export class Http {
  readonly #config: Config;
  readonly #session: Session;
  readonly #retries: Retries;
  readonly #fetch: FetchLike;

  constructor(config: Config, session: Session) {
    this.#config = config;
    this.#session = session;
    this.#retries = new Retries(config.retry);
    this.#fetch = config.fetch ?? ((url, init) => globalThis.fetch(url, init));
  }

  /** Makes the call; the answer is parsed JSON. */
  async call(call: Call, options: CallOptions = {}): Promise<unknown> {
    if (options.signal?.aborted) throw reasonOf(options.signal);
    const token = call.token === undefined ? await this.#session.token() : call.token;
    const key = call.method === 'GET' ? undefined : (options.idempotencyKey ?? randomKey());
    const { url, init } = this.#request(call, token, key);
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(call.method, url, init, attempt, options);
      if (!isBackendError(outcome)) {
        this.#retries.succeeded();
        // Whoever changes his password goes on under another token.
        const renewed = call.method === 'PUT' && (outcome as { sessionToken?: unknown }).sessionToken;
        if (typeof renewed === 'string' && token) await this.#session.renew(token, renewed);
        return outcome;
      }
      if (outcome.code === 'invalid-session' && token) await this.#session.ended(token);
      const wait = this.#retries.wait(attempt, outcome);
      if (wait === undefined) throw outcome;
      await sleep(wait, options.signal);
    }
  }

  #request(call: Call, token: string | null, key: string | undefined): { url: string; init: RequestInit } {
    const headers: Record<string, string> = {
      ...this.#config.headers,
      'X-Parse-Application-Id': this.#config.appId,
      ...(token && { 'X-Parse-Session-Token': token }),
      ...(key && { 'Idempotency-Key': key }),
      ...call.headers,
    };
    const base = this.#config.serverURL.replace(/\/+$/, '') + call.path;
    const query = Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined);
    const text = query.map(([name, value]) => `${name}=${encodeURIComponent(textOf(value))}`).join('&');
    const url = text ? `${base}?${text}` : base;
    if (url.length > LONGEST_URL) {
      headers['Content-Type'] = 'application/json';
      const body = JSON.stringify({ _method: call.method, ...Object.fromEntries(query) });
      return { url: base, init: { method: 'POST', headers, body } };
    }
    const init: RequestInit = { method: call.method, headers };
    if (call.content) {
      headers['Content-Type'] = call.content.type;
      init.body = call.content.data as BodyInit;
    } else if (call.body !== undefined) {
      headers['Content-Type'] = 'application/json';
      init.body = JSON.stringify(call.body);
    }
    return { url, init };
  }

  /** One try: the answer, or the failure. Only the caller's own signal is thrown. */
  async #try(method: Method, url: string, init: RequestInit, attempt: number, options: CallOptions): Promise<unknown> {
    const { signal } = options;
    const limit = options.timeout ?? this.#config.timeout ?? 30_000;
    const controller = new AbortController();
    const abandon = () => controller.abort();
    signal?.addEventListener('abort', abandon, { once: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      controller.abort();
    }, limit);
    const began = Date.now();
    const info = { method, url, attempt };
    const done = (status: number | undefined, requestId: string | undefined) =>
      this.#config.onResponse?.({ ...info, status, requestId, milliseconds: Date.now() - began });
    this.#config.onRequest?.(info);
    try {
      // Another server is not to see the token of the session.
      const response = await this.#fetch(url, { ...init, redirect: 'manual', signal: controller.signal });
      const requestId = response.headers.get('X-Request-Id') ?? undefined;
      const body = parse(await response.text());
      done(response.status, requestId);
      if (response.ok && typeof body === 'object' && body !== null) return body;
      // A network that wants one to sign in to it answers everything with a page.
      if (response.ok) return failure('unavailable', 'the answer is none of this server', { status: response.status, requestId });
      return failureOf({ status: response.status, body, requestId, retryAfter: retryAfter(response.headers) });
    } catch (cause) {
      done(undefined, undefined);
      if (signal?.aborted) throw reasonOf(signal);
      return lost(late, limit, cause);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abandon);
    }
  }
}

function lost(late: boolean, limit: number, cause: unknown): BackendError {
  return late
    ? failure('timeout', `no answer within ${limit} ms`, { cause })
    : failure('network', 'the server cannot be reached', { cause });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A proxy may answer with a page. */
function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In milliseconds. The header has seconds, or a date. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('Retry-After');
  if (text === null) return undefined;
  const seconds = Number(text);
  const wait = Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
