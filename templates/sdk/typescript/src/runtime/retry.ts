// When a call that failed is tried again: after a random wait that grows, and only while the server seems to be alive.

import type { RetryPolicy } from './config.js';
import { type BackendError, isBackendError } from './errors.js';

/** Tries that are left to all calls of a client together. A server that is down is not asked three times by each. */
export class Retries {
  readonly #tries: number;
  readonly #base: number;
  readonly #cap: number;
  #tokens = CAPACITY;

  constructor(policy: RetryPolicy = {}) {
    this.#tries = policy.tries ?? 3;
    this.#base = policy.base ?? 200;
    this.#cap = policy.cap ?? 20_000;
  }

  /** How long to wait before the next try; `undefined` where there is none. */
  wait(attempt: number, error: BackendError): number | undefined {
    if (!error.retryable || attempt >= this.#tries || this.#tokens < 1) return undefined;
    const asked = 'retryAfter' in error ? (error.retryAfter ?? 0) : 0;
    if (asked > this.#cap) return undefined;
    this.#tokens -= 1;
    return asked + jitter(attempt, this.#base, this.#cap);
  }

  /** Ten calls that succeed pay for one more try. */
  succeeded(): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + 0.1);
  }
}

const CAPACITY = 10;

/** Anything from nothing to a bound that doubles with each try: clients that failed together come back apart. */
export function jitter(attempt: number, base: number, cap: number): number {
  return Math.random() * Math.min(cap, base * 2 ** (attempt - 1));
}

/** Asks until there is an answer or a failure that stays: what is watched outlives a server that is away for a while. */
export async function answered<R>(ask: (signal: AbortSignal) => Promise<R>, signal: AbortSignal): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(signal);
    } catch (error) {
      if (!isBackendError(error) || !error.retryable) throw error;
    }
    await sleep(jitter(attempt, FIRST_WAIT, LONGEST_WAIT), signal);
  }
}

/** In milliseconds, for what is tried until it succeeds. */
export const FIRST_WAIT = 500;
export const LONGEST_WAIT = 30_000;

/** Waits, or fails with the signal's reason. */
export function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal));
    const abandon = () => {
      clearTimeout(timer);
      reject(signal && reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abandon);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abandon, { once: true });
  });
}

/** Why it was given up. React Native's signals have no reason. */
export function reasonOf(signal: AbortSignal): unknown {
  return signal.reason ?? Object.assign(new Error('the call was given up'), { name: 'AbortError' });
}

/** A key that no other call has. */
export function randomKey(): string {
  const source = globalThis.crypto as Partial<Crypto> | undefined;
  if (source?.randomUUID) return source.randomUUID();
  // React Native has no crypto of its own. The key is no secret; it has to differ.
  return Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 12)).join('-');
}
