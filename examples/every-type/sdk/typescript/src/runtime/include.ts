// What an `include` makes of the type of an object: each Pointer that it names becomes the object.

import type { Opaque, Pointer } from './types.js';

type Shallower = [never, 0, 1, 2];

/** The ways from `T` along its Pointers, up to three of them: `'order'`, `'order.user'`. */
export type IncludePath<T, Depth extends number = 2> = {
  [K in keyof T & string]-?: LinkPath<K, NonNullable<T[K]>, Depth>;
}[keyof T & string];

type LinkPath<K extends string, V, Depth extends number> =
  V extends Pointer<infer T> ? K | (Depth extends 0 ? never : `${K}.${IncludePath<T, Shallower[Depth]>}`)
  : V extends readonly (infer E)[] ? LinkPath<K, NonNullable<E>, Depth>
  : V extends Opaque ? never
  : V extends object ? (string extends keyof V ? never : Depth extends 0 ? never : `${K}.${IncludePath<V, Shallower[Depth]>}`)
  : never;

/** `T` with the objects at the end of the paths `P`. */
export type Included<T, P extends string> = [P] extends [never]
  ? T
  : { [K in keyof T]: K extends Head<P> ? Followed<T[K], Tail<P, K & string>> : T[K] };

type Head<P extends string> = P extends `${infer First}.${string}` ? First : P;
type Tail<P extends string, K extends string> = P extends `${K}.${infer Rest}` ? Rest : never;

type Followed<V, P extends string> =
  V extends Pointer<infer T> ? Included<T, P>
  : V extends readonly (infer E)[] ? Followed<E, P>[]
  : V extends object ? Included<V, P>
  : V;
