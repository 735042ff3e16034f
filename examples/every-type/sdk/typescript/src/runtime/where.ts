// Which objects a query finds, as a typed object literal. The operators are those of the wire.

import type { GeoPoint, Known, Pointer, Polygon, Relation } from './types.js';

/** Conditions on the fields of `T`, all of which hold. A path such as `'address.city'` reaches into an Object. */
export type Where<T> = { readonly [K in keyof T as K extends string ? K : never]?: Condition<Exclude<T[K], undefined>> | undefined } &
  Combined<T> & { readonly [path: `${string}.${string}`]: unknown };

export interface Combined<T> {
  readonly $or?: readonly Where<T>[];
  readonly $and?: readonly Where<T>[];
  readonly $nor?: readonly Where<T>[];
  /** Those in the Relation `key` of an object. */
  readonly $relatedTo?: { readonly object: Pointer; readonly key: string };
}

/** A query as a condition on a Pointer; a collection's `matching` makes one. */
export interface Subquery<T> {
  readonly className: string;
  readonly where: Where<T>;
  readonly [found]?: T;
}

declare const found: unique symbol;

export type Condition<V> =
  [V] extends [Pointer<infer T>] ? V | null | (Equal<V> & Linking<T>)
  : [V] extends [Relation<infer T>] ? Pointer<T> | Equal<Pointer<T>>
  : [V] extends [readonly (infer E)[]] ? ListCondition<E>
  : [V] extends [string] ? StringCondition<[Known<V>] extends [never] ? string : Known<V>>
  : [V] extends [number | Date] ? V | null | Ordered<V>
  : [V] extends [boolean] ? boolean | null | Equal<boolean>
  : [V] extends [GeoPoint] ? GeoPoint | Near
  : [V] extends [Polygon] ? Polygon | { readonly $geoIntersects?: { readonly $point: GeoPoint }; readonly $exists?: boolean }
  : V | null | { readonly $exists?: boolean };

export interface Equal<V> {
  readonly $eq?: V | null;
  readonly $ne?: V | null;
  readonly $in?: readonly (V | null)[];
  readonly $nin?: readonly (V | null)[];
  readonly $exists?: boolean;
}

export interface Ordered<V> extends Equal<V> {
  readonly $gt?: V;
  readonly $gte?: V;
  readonly $lt?: V;
  readonly $lte?: V;
}

type StringCondition<V extends string> = V | null | (string extends V ? Text : Equal<V>);

export interface Text extends Ordered<string> {
  /** A regular expression; `$options` are its flags. */
  readonly $regex?: string;
  readonly $options?: string;
  readonly $text?: { readonly $search: { readonly $term: string; readonly $caseSensitive?: boolean } };
}

export interface Linking<T> {
  readonly $inQuery?: Subquery<T>;
  readonly $notInQuery?: Subquery<T>;
}

/** An Array is found by one of its elements, or by all of them. */
type ListCondition<E> = Element<E> | readonly Element<E>[] | List<Element<E>>;
type Element<E> = [Known<E>] extends [never] ? E : Known<E>;

export interface List<E> {
  readonly $all?: readonly E[];
  readonly $containedBy?: readonly E[];
  readonly $in?: readonly E[];
  readonly $nin?: readonly E[];
  readonly $exists?: boolean;
}

export interface Near {
  /** The nearest first. */
  readonly $nearSphere?: GeoPoint;
  readonly $maxDistanceInKilometers?: number;
  readonly $within?: { readonly $box: readonly [southwest: GeoPoint, northeast: GeoPoint] };
  readonly $geoWithin?: { readonly $polygon: readonly GeoPoint[] | Polygon };
  readonly $exists?: boolean;
}

