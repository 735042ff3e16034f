// What a client is made with.

import type { SessionStorage } from './session.js';

/** As much of `fetch` as a client asks of it. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

/** As much of a WebSocket as a client asks of it. */
export interface WebSocketLike {
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface Config {
  /** Where the server is, with its mount path: `https://api.example.com/parse`. */
  readonly serverURL: string;
  readonly appId: string;
  /** Where the session is kept between two runs; without it, in memory. */
  readonly storage?: SessionStorage | undefined;
  /** In the place of the global `fetch`. */
  readonly fetch?: FetchLike | undefined;
  /** In the place of the global `WebSocket`; Node has none before version 22. */
  readonly WebSocket?: (new (url: string) => WebSocketLike) | undefined;
  /** Where live queries are served, if not at `serverURL`. */
  readonly liveURL?: string | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long one try may take, in milliseconds; 30 seconds by default. */
  readonly timeout?: number | undefined;
  readonly retry?: RetryPolicy | undefined;
  /** Called before each try and after each answer, to log or to measure. */
  readonly onRequest?: ((request: RequestInfo) => void) | undefined;
  readonly onResponse?: ((response: ResponseInfo) => void) | undefined;
}

export interface RetryPolicy {
  /** How often a call is tried in all; 3 by default. */
  readonly tries?: number | undefined;
  /** The longest wait before the second try, in milliseconds; it doubles with each. 200 by default. */
  readonly base?: number | undefined;
  /** The longest wait there is, also where the server asks for more; 20 seconds by default. */
  readonly cap?: number | undefined;
}

export interface RequestInfo {
  readonly method: string;
  readonly url: string;
  /** 1 for the first try. */
  readonly attempt: number;
}

export interface ResponseInfo extends RequestInfo {
  /** `undefined` where no answer came. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly milliseconds: number;
}

/** What every call may be given. */
export interface CallOptions {
  /** Gives the call up; it fails with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** By this key a server knows a write that it has done already; every write has one, this one or a random one. */
  readonly idempotencyKey?: string | undefined;
  readonly timeout?: number | undefined;
}
