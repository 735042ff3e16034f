// What a server action gives its form: a plain value, since an error that is thrown loses its words on the way to a browser.

import { isBackendError } from './core.js';
import type { BackendError, ErrorCode } from './core.js';

/** What became of an action. */
export type ActionResult<R> =
  | { readonly ok: true; readonly value: R }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly message: string;
      /** What is wrong with which of the fields that were sent, where the server says so. */
      readonly fieldErrors?: Readonly<Record<string, string>>;
    };

/** What `run` gives. What is no failure of the backend goes on: Next's own redirects, and mistakes of the program. */
export async function settle<R>(args: readonly unknown[], run: () => Promise<R>): Promise<ActionResult<R>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (!isBackendError(error)) throw error;
    const { code, message } = error;
    const wrong = wrongField(error, sent(args));
    return { ok: false, code, message, ...(wrong && { fieldErrors: { [wrong.field]: wrong.reason } }) };
  }
}

/** The names of the fields in forms and plain objects. */
function sent(args: readonly unknown[]): Set<string> {
  const names = args.flatMap(value => {
    if (value instanceof FormData) return [...value.keys()];
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  });
  return new Set(names);
}

/** Failures that are always about the same field of a user. */
const FIELDS: Readonly<Record<number, string>> = {
  125: 'email',
  200: 'username',
  201: 'password',
  202: 'username',
  203: 'email',
  204: 'email',
};

/** The server begins with the field: `quantity must be a whole number`, or `quantity: too many` in words of its owner. */
const SENTENCE = /^([A-Za-z_]\w*)(?:[.[][^\s:]*)?:?\s+(\S.*)$/s;

function wrongField(error: BackendError, names: ReadonlySet<string>): { field: string; reason: string } | undefined {
  const known = FIELDS[error.parseCode ?? 0];
  if (known !== undefined) return names.has(known) ? { field: known, reason: error.message } : undefined;
  const [, field, reason] = (error.code === 'validation' && SENTENCE.exec(error.message)) || [];
  return field !== undefined && reason !== undefined && names.has(field) ? { field, reason } : undefined;
}
