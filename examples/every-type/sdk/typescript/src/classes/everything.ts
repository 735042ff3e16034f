// Everything: A field of each type, with each check.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
import { defineClass, defineEnum } from '../runtime/index.js';
import type { Patch, Storable, Stored, Acl, Closed, GeoPoint, Json, JsonObject, Open, Pointer, Polygon, Relation, RelationChange, StoredFile } from '../runtime/index.js';
import type { Result } from './result.js';
import type { User } from './user.js';

/**
 * A field of each type, with each check.
 * 
 * This paragraph holds <b>markup</b>, a [link], `code`, a | bar and a line that begins with - a dash.
 */
export interface Everything extends Stored<'Everything'> {
  string: string;
  email?: string;
  url?: string;
  uuid?: string;
  number: number;
  integer?: number;
  boolean: boolean;
  date: Date;
  object?: JsonObject;
  /** An Object with a shape of its own */
  shape: EverythingShape;
  array?: Json[];
  numbers: number[];
  matrix?: number[][];
  lines?: EverythingLine[];
  place: GeoPoint;
  area?: Polygon;
  picture?: StoredFile;
  bytes?: Uint8Array;
  audience?: Acl;
  owner: Pointer<User>;
  parent?: Pointer<Everything>;
  result?: Pointer<Result>;
  friends: Relation<User>;
  serial: number;
}

/** What it takes to create one. */
export interface NewEverything extends Storable {
  string: string;
  email?: string | undefined;
  url?: string | undefined;
  uuid?: string | undefined;
  phone?: string | undefined;
  number: number;
  integer?: number | undefined;
  boolean?: boolean | undefined;
  date: Date;
  object?: JsonObject | undefined;
  shape: Closed<EverythingShape>;
  array?: Json[] | undefined;
  numbers: number[];
  matrix?: number[][] | undefined;
  lines?: EverythingLine[] | undefined;
  place: GeoPoint;
  area?: Polygon | undefined;
  picture?: StoredFile | undefined;
  bytes?: Uint8Array | undefined;
  audience?: Acl | undefined;
  owner: Pointer<User>;
  parent?: Pointer<Everything> | undefined;
  result?: Pointer<Result> | undefined;
  friends?: RelationChange<User> | undefined;
}

/** Changes to one. */
export type EverythingPatch = Patch<Everything, NewEverything, 'uuid'>;

/**
 * An Object with a shape of its own
 */
export interface EverythingShape {
  width: number;
  height: number;
  label?: EverythingShapeLabel | undefined;
}

/**
 * An Object with fields of its own.
 */
export interface EverythingShapeLabel {
  text: string;
  colours?: Open<EverythingShapeLabelColour>[] | undefined;
  next?: Pointer<Everything> | undefined;
}

/**
 * An Object with fields of its own.
 */
export interface EverythingLine {
  parts?: EverythingLinePart[] | undefined;
}

/**
 * An Object with fields of its own.
 */
export interface EverythingLinePart {
  self?: string | undefined;
  at?: Date | undefined;
}

/**
 * One of a few.
 */
export type EverythingShapeLabelColour = 'red' | 'green' | 'blue';

/** The values of EverythingShapeLabelColour. */
export const everythingShapeLabelColour = /* @__PURE__ */ defineEnum<EverythingShapeLabelColour>(['red', 'green', 'blue']);

/** All of them, as a client knows them. */
export const everythings = /* @__PURE__ */ defineClass<Everything, NewEverything, EverythingPatch>('Everything');
