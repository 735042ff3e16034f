// What changes are asked for → the address of the relay that tells them: a text, which a Server Component can hand to the browser.

import { encode } from './core.js';
import type { Class, Stored, Where } from './core.js';

/** The objects whose changes are told. */
export interface LiveSource<T> {
  readonly where?: Where<T> | undefined;
  /** An object that changes in none of these fields is not told. */
  readonly watch?: readonly (keyof T & string)[] | undefined;
  /** Where the app serves the relay; `/live` by default. */
  readonly path?: string | undefined;
}

/** The address at which the relay tells the changes of a class. */
export function liveURL<T extends Stored, N, P>(of: Class<T, N, P>, { where, watch, path = '/live' }: LiveSource<T> = {}): string {
  const parameters = new URLSearchParams({ class: of.className });
  if (where) parameters.set('where', JSON.stringify(encode(where)));
  if (watch?.length) parameters.set('watch', watch.join(','));
  // Server Components read the rest themselves.
  parameters.set('keys', 'objectId');
  return `${path}?${parameters}`;
}
