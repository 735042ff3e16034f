// Values as programs have them ↔ values as the wire has them.

import type { Json } from './types.js';

/** A value as the wire has it: Dates and bytes become objects that say what they are. */
export function encode(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return { __type: 'Date', iso: value.toISOString() };
  if (value instanceof Uint8Array) return { __type: 'Bytes', base64: toBase64(value) };
  if (Array.isArray(value)) return value.map(encode);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, encode(inner)]])),
  );
}

/** The opposite. An object that was included loses the marks that say so. */
export function decode(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(decode);
  const members = value as Record<string, unknown>;
  switch (members['__type']) {
    case 'Date':
      return new Date(String(members['iso']));
    case 'Bytes':
      return fromBase64(String(members['base64']));
    case 'Pointer':
    case 'Relation':
    case 'GeoPoint':
    case 'Polygon':
    case 'File':
      return members;
    default:
      return decodeMembers(members);
  }
}

/** A stored object: the times that the server keeps are plain text on the wire. */
function decodeMembers(members: Record<string, unknown>): Record<string, unknown> {
  const isStored = typeof members['objectId'] === 'string';
  const decoded: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(members)) {
    if (isStored && (key === '__type' || key === 'className')) continue;
    const isTime = isStored && (key === 'createdAt' || key === 'updatedAt') && typeof inner === 'string';
    // A field may be called `__proto__`, and must not become one.
    Object.defineProperty(decoded, key, {
      value: isTime ? new Date(inner) : decode(inner),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return decoded;
}

/** A stored object as it was answered. */
export function decodeObject<T>(value: unknown): T {
  return decode(value) as T;
}

export function decodeJson(value: unknown): Json {
  return decode(value) as Json;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
}
