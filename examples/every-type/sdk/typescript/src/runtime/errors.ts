// What a call fails with: one class, and a union that `code` tells apart.

import type { JsonObject } from './types.js';

/** What each kind of failure tells beside what all tell. */
interface Kinds {
  /** The object has changed since it was read; read it again. */
  conflict: {};
  /** There is no such object, or none that may be seen. */
  'not-found': {};
  'invalid-credentials': {};
  /** The session has ended: nobody is signed in any more. */
  'invalid-session': {};
  forbidden: {};
  /** A value that the schema, or the code of the server, does not take. */
  validation: {};
  /** Another object has this value of a unique field. */
  duplicate: {};
  /** A request that no server would understand: a mistake in the program, or a client older than its server. */
  'bad-request': {};
  'too-large': {};
  /** `retryAfter` is in milliseconds. */
  'rate-limited': { readonly retryAfter?: number };
  /** The server is busy, starting, or behind a proxy that does not reach it. */
  unavailable: { readonly retryAfter?: number };
  /** The server's own code refused, in its own words. */
  rejected: {};
  server: {};
  /** No answer came. What was asked for may have been done. */
  network: {};
  timeout: {};
}

export type ErrorCode = keyof Kinds;

/** What a call fails with. `code` says which it is. */
export type BackendError = { [C in ErrorCode]: Failure<C> & Kinds[C] }[ErrorCode];

export interface Failing {
  /** Of the answer; `undefined` where none came. */
  readonly status?: number | undefined;
  /** The code of the Parse protocol. */
  readonly parseCode?: number | undefined;
  /** What the server calls the request in its log. */
  readonly requestId?: string | undefined;
  readonly retryAfter?: number | undefined;
  /** What else the server told. */
  readonly details?: JsonObject | undefined;
  readonly cause?: unknown;
}

class Failure<C extends ErrorCode> extends Error {
  override readonly name = 'BackendError';
  readonly code: C;
  readonly status: number | undefined;
  readonly parseCode: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfter?: number;
  readonly details: JsonObject;
  /** The same call may succeed later, and asking again does nothing twice. */
  readonly retryable: boolean;

  constructor(code: C, message: string, told: Failing) {
    super(message, told.cause === undefined ? undefined : { cause: told.cause });
    this.code = code;
    this.status = told.status;
    this.parseCode = told.parseCode;
    this.requestId = told.requestId;
    if (told.retryAfter !== undefined) this.retryAfter = told.retryAfter;
    this.details = told.details ?? {};
    this.retryable = RETRYABLE.has(code);
  }
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['rate-limited', 'unavailable', 'network', 'timeout']);

export function failure(code: ErrorCode, message: string, told: Failing = {}): BackendError {
  return new Failure(code, message, told) as BackendError;
}

/** Whether an error comes from a client of this package; then `error.code` tells which it is. */
export function isBackendError(error: unknown): error is BackendError {
  return error instanceof Failure;
}

/** What became of a call. */
export type Settled<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: BackendError };

/** A call whose failure is a value: `const order = await safe(client.orders.get(id)); if (order.ok) …`. */
export async function safe<R>(call: Promise<R>): Promise<Settled<R>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    if (!isBackendError(error)) throw error;
    return { ok: false, error };
  }
}

/** The failure that an answer tells of. */
export function failureOf(told: {
  status: number;
  body: unknown;
  requestId?: string | undefined;
  retryAfter?: number | undefined;
}): BackendError {
  const body = (typeof told.body === 'object' && told.body !== null ? told.body : {}) as Record<string, unknown>;
  const { code, error, message, ...details } = body;
  const parseCode = typeof code === 'number' ? code : undefined;
  const sentence = [error, message].find(text => typeof text === 'string') as string | undefined;
  return failure(kind(told.status, parseCode, sentence), sentence ?? `the server answered ${told.status}`, {
    status: told.status,
    parseCode,
    requestId: told.requestId,
    retryAfter: told.retryAfter,
    details: details as JsonObject,
  });
}

/** The failure that a Parse code stands for where there is no answer of its own: in a batch, on a socket. */
export function failureOfCode(parseCode: number, message: string, details: JsonObject = {}): BackendError {
  return failure(kind(undefined, parseCode, message), message, { parseCode, details });
}

function kind(status: number | undefined, parseCode: number | undefined, message: string | undefined): ErrorCode {
  if (status === 429) return 'rate-limited';
  if (parseCode !== undefined) {
    if (parseCode === 101 && message === 'Invalid username/password.') return 'invalid-credentials';
    const known = CODES[parseCode];
    if (known) return known;
  }
  if (status === undefined) return 'rejected';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return STATUSES[status] ?? (status >= 500 ? 'server' : parseCode === undefined ? 'bad-request' : 'rejected');
}

const STATUSES: Readonly<Record<number, ErrorCode>> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  413: 'too-large',
};

const CODES: Readonly<Record<number, ErrorCode>> = {
  1: 'server',
  101: 'not-found',
  102: 'bad-request',
  103: 'bad-request',
  104: 'bad-request',
  105: 'bad-request',
  106: 'bad-request',
  107: 'bad-request',
  108: 'bad-request',
  111: 'validation',
  116: 'too-large',
  119: 'forbidden',
  121: 'bad-request',
  122: 'validation',
  123: 'validation',
  124: 'unavailable',
  125: 'validation',
  129: 'too-large',
  137: 'duplicate',
  142: 'validation',
  155: 'unavailable',
  158: 'conflict',
  200: 'validation',
  201: 'validation',
  202: 'duplicate',
  203: 'duplicate',
  204: 'validation',
  205: 'not-found',
  206: 'forbidden',
  208: 'duplicate',
  209: 'invalid-session',
};
