// Writes that are made later: together in a batch, or from an outbox once there is a server again.

import type { JsonObject } from './types.js';
import type { Method } from './http.js';
import { decodeObject, encode } from './wire.js';

/** A call that has not been made. `R` is what it gives. */
export interface Operation<R = unknown> {
  readonly method: Method;
  readonly path: string;
  /** As the wire has it. */
  readonly body: JsonObject;
  /** The object must still be as it was then. */
  readonly ifUpdatedAt?: Date | undefined;
  /** What an answer gives. */
  result(answer: unknown): R;
}

/** What an update gives: the new `updatedAt`, and what the server worked out. */
export type Updated<T> = { updatedAt: Date } & { [K in keyof T]?: T[K] };

export interface UpdateOptions {
  /** Change it only if it is as it was read: its `updatedAt`. Otherwise the call fails with `conflict`. */
  readonly ifUpdatedAt?: Date | undefined;
}

/** The writes of one class. */
export class Prepare<T, N, P> {
  readonly #path: string;

  constructor(className: string) {
    this.#path = `/classes/${encodeURIComponent(className)}`;
  }

  create(object: N): Operation<T> {
    const body = encode(object) as JsonObject;
    return { method: 'POST', path: this.#path, body, result: answer => created<T>(body, answer) };
  }

  update(objectId: string, patch: P, { ifUpdatedAt }: UpdateOptions = {}): Operation<Updated<T>> {
    const body = encode(patch) as JsonObject;
    const path = `${this.#path}/${encodeURIComponent(objectId)}`;
    return { method: 'PUT', path, body, ifUpdatedAt, result: answer => updated<T>(answer) };
  }

  delete(objectId: string, { ifUpdatedAt }: UpdateOptions = {}): Operation<void> {
    const path = `${this.#path}/${encodeURIComponent(objectId)}`;
    return { method: 'DELETE', path, body: {}, ifUpdatedAt, result: () => undefined };
  }
}

/** What was sent and what the server added are the object together. */
function created<T>(sent: JsonObject, answer: unknown): T {
  const told = answer as Record<string, unknown>;
  const values = Object.entries(sent).filter(([, value]) => !isOperation(value));
  return decodeObject<T>({ ...Object.fromEntries(values), updatedAt: told['createdAt'], ...told });
}

function updated<T>(answer: unknown): Updated<T> {
  const { updatedAt, sessionToken: _, ...fields } = answer as Record<string, unknown>;
  return { ...decodeObject<object>(fields), updatedAt: new Date(String(updatedAt)) } as Updated<T>;
}

function isOperation(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '__op' in value;
}
