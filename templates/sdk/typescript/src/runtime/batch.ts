// Several writes in one request.

import type { CallOptions } from './config.js';
import { type Settled, failureOfCode } from './errors.js';
import type { Http } from './http.js';
import type { Operation } from './prepare.js';
import type { JsonObject } from './types.js';
import { encode } from './wire.js';

export interface BatchOptions extends CallOptions {
  /** All of them or none: the first that fails is what the call fails with, and `details.index` says which. */
  readonly transaction?: boolean | undefined;
}

export type Results<O extends readonly Operation[]> = { -readonly [K in keyof O]: O[K] extends Operation<infer R> ? R : never };
export type SettledResults<O extends readonly Operation[]> = {
  -readonly [K in keyof O]: O[K] extends Operation<infer R> ? Settled<R> : never;
};

export interface Batch {
  <const O extends readonly Operation[]>(operations: O, options: BatchOptions & { readonly transaction: true }): Promise<Results<O>>;
  <const O extends readonly Operation[]>(operations: O, options?: BatchOptions): Promise<SettledResults<O>>;
}

export function batchOver(http: Http): Batch {
  const batch = async (operations: readonly Operation[], options: BatchOptions = {}) => {
    if (operations.length === 0) return [];
    const { transaction = false, ...rest } = options;
    const requests = operations.map(request);
    const body = { requests, transaction };
    const answers = (await http.call({ method: 'POST', path: '/batch', body }, rest)) as readonly Answer[];
    return operations.map((operation, index) => {
      const settled = settle(operation, answers[index]);
      return transaction && settled.ok ? settled.value : settled;
    });
  };
  return batch as Batch;
}

interface Answer {
  readonly success?: unknown;
  readonly error?: { readonly code: number; readonly error: string };
}

function request({ method, path, body, ifUpdatedAt }: Operation): JsonObject {
  const condition = ifUpdatedAt && { _ifUpdatedAt: encode(ifUpdatedAt) as JsonObject };
  return { method, path, body: { ...body, ...condition } };
}

function settle(operation: Operation, answer: Answer | undefined): Settled<unknown> {
  if (answer?.error) {
    const { code, error, ...details } = answer.error;
    return { ok: false, error: failureOfCode(code, error, details) };
  }
  return { ok: true, value: operation.result(answer?.success) };
}
