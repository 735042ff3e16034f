// Values as programs have them. On the wire most are the same; `wire.ts` turns the others.

/** Whatever JSON holds, with the Dates and bytes that are decoded from it. */
export type Json = string | number | boolean | null | Date | Uint8Array | readonly Json[] | JsonObject;

/** An Object whose fields the schema does not declare. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

declare const className: unique symbol;
declare const target: unique symbol;

/** What every stored object has. */
export interface Stored<Name extends string = string> {
  objectId: string;
  createdAt: Date;
  updatedAt: Date;
  /** Who may read and write it, where it has rules of its own. */
  ACL?: Acl;
  /** By this the compiler tells one class from another; no object has it. */
  readonly [className]?: Name;
}

/** What every object may be created with. */
export interface Storable {
  /** Who may read and write it, beside what the rules of its class give. */
  ACL?: Acl | undefined;
}

/** Leads to an object; `include` puts the object in its place. */
export interface Pointer<T extends Stored = Stored> {
  readonly __type: 'Pointer';
  readonly className: string;
  readonly objectId: string;
  readonly [target]?: T;
}

/** An object, or what leads to it. `isPointer` tells them apart. */
export type Linked<T extends Stored> = Pointer<T> | T;

export function isPointer<T extends Stored>(value: Linked<T>): value is Pointer<T> {
  return (value as Partial<Pointer>).__type === 'Pointer';
}

/** Many objects that are kept beside the one that has them: read them by a query, change them by `op.addRelation`. */
export interface Relation<T extends Stored = Stored> {
  readonly __type: 'Relation';
  readonly className: string;
  readonly [target]?: T;
}

/** A place on Earth, in degrees. */
export interface GeoPoint {
  readonly __type: 'GeoPoint';
  readonly latitude: number;
  readonly longitude: number;
}

export function geoPoint(latitude: number, longitude: number): GeoPoint {
  return { __type: 'GeoPoint', latitude, longitude };
}

/** An area: its corners, each `[latitude, longitude]`. */
export interface Polygon {
  readonly __type: 'Polygon';
  readonly coordinates: readonly (readonly [latitude: number, longitude: number])[];
}

export function polygon(coordinates: Polygon['coordinates']): Polygon {
  return { __type: 'Polygon', coordinates };
}

/** A file that has been uploaded. */
export interface StoredFile {
  readonly __type: 'File';
  readonly name: string;
  readonly url?: string;
}

/** Who may read and write one object: `*`, a user's objectId, or `role:NAME`. */
export interface Acl {
  readonly [who: string]: { readonly read?: boolean; readonly write?: boolean };
}

/** A value of an enum as it is read: a newer server may know values that this client has not heard of. */
export type Open<E extends string> = E | (string & {});

/** The values that an enum has in the schema, of the type that it is read as. */
export type Known<E> = E extends string ? (string extends E ? never : E) : never;

/** A record as it is written: its enums have no values but those of the schema. */
export type Closed<T> = T extends string
  ? [Known<T>] extends [never] ? T : Known<T>
  : T extends Opaque ? T
  : T extends readonly (infer E)[] ? Closed<E>[]
  : T extends object ? { [K in keyof T]: Closed<T[K]> }
  : T;

/** Values that are one thing, though JavaScript has them as objects. */
export type Opaque = Date | Uint8Array | GeoPoint | Polygon | StoredFile | Relation | Pointer;
