// What is asked for: a typed query → the parameters of a request, or of a subscription.

import type { CallOptions } from './config.js';
import type { IncludePath, Included } from './include.js';
import type { Where } from './where.js';
import { encode } from './wire.js';

type Own<T> = keyof T & string;

/** A field to sort by, with `-` before it for the greatest first. */
export type Order<T> = Own<T> | `-${Own<T>}`;

/** How much of each object is answered. */
export interface Shape<T, I extends string, K extends Own<T>> extends CallOptions {
  /** The Pointers that are followed: what they lead to stands in their place. */
  readonly include?: readonly (I & IncludePath<T>)[] | undefined;
  /** These fields alone. */
  readonly keys?: readonly K[] | undefined;
}

export interface Filter<T> {
  readonly where?: Where<T> | undefined;
}

export interface Query<T, I extends string, K extends Own<T>> extends Shape<T, I, K>, Filter<T> {
  readonly order?: Order<T> | readonly Order<T>[] | undefined;
  /** How many at most; the server has a limit of its own. */
  readonly limit?: number | undefined;
  /** How many to leave out first. For long lists there is `iterate`. */
  readonly skip?: number | undefined;
}

/** What is found: `T` with what `include` put in, and without what `keys` left out. */
export type Found<T, I extends string, K extends Own<T>> = [Own<T>] extends [K]
  ? Included<T, I>
  : Pick<Included<T, I>, Extract<K | 'objectId' | 'createdAt' | 'updatedAt', keyof Included<T, I>>>;

export interface AnyQuery {
  readonly where?: unknown;
  readonly order?: string | readonly string[] | undefined;
  readonly limit?: number | undefined;
  readonly skip?: number | undefined;
  readonly include?: readonly string[] | undefined;
  readonly keys?: readonly string[] | undefined;
}

const list = (items: readonly string[] | string | undefined) =>
  typeof items === 'string' ? items : items?.length ? items.join(',') : undefined;

export function parameters(query: AnyQuery): Record<string, unknown> {
  return {
    where: query.where && JSON.stringify(encode(query.where)),
    order: list(query.order),
    limit: query.limit?.toString(),
    skip: query.skip?.toString(),
    include: list(query.include),
    keys: list(query.keys),
  };
}
