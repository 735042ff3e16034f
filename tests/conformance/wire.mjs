// Holds the vectors to the backends: what a client sends is read back as it was, does what it should, and is understood. And
// there is a vector for whatever a client can say.
//
// usage: node wire.mjs BACKEND EVERY_TYPE
//
// EVERY_TYPE is the backend of the every-type example, which has a field of each type.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { APP_ID, startBackend } from './harness/backend.mjs';

const here = name => fileURLToPath(new URL(name, import.meta.url));
const vectors = JSON.parse(await readFile(here('vectors.json'), 'utf8'));
const [program, everyType] = process.argv.slice(2);

/** What an object of a class must have, beside the field that a vector is about. */
const NEEDED = {
  Everything: {
    string: 'A',
    number: 1,
    date: { __type: 'Date', iso: '2026-01-01T00:00:00.000Z' },
    shape: { width: 1, height: 1 },
    numbers: [1],
    place: { __type: 'GeoPoint', latitude: 0, longitude: 0 },
    owner: { __type: 'Pointer', className: '_User', objectId: 'u5er000001' },
  },
};

/** Where the clients are, and the words of the wire that one has no use for. */
const CLIENTS = {
  typescript: [],
  // A value stands for `$eq`; for capitals there is a method of their own.
  rust: ['$eq', '$caseSensitive'],
};
const TYPES = ['Date', 'Bytes', 'GeoPoint', 'Polygon', 'File', 'Pointer', 'Relation'];
const OPS = ['Increment', 'Add', 'AddUnique', 'Remove', 'AddRelation', 'RemoveRelation', 'Delete', 'Batch', 'SetOnInsert'];

const backends = [];
try {
  await everyWordHasAVector();
  const orders = await start(program);
  const types = await start(everyType, { ALLOW_CUSTOM_OBJECT_ID: 'true' });
  // What the vectors point at.
  await types.master('POST', '/users', { objectId: 'u5er000001', username: 'ana', password: 'secret', email: 'ana@example.com' });
  await types.master('POST', '/classes/Order', { objectId: 'o0rder0001' });

  for (const vector of vectors) {
    if (vector.kind === 'value') await isReadAsItWasWritten(types, vector);
    else if (vector.kind === 'op') await doesWhatItShould(types, vector);
    else await isUnderstood(['Everything', '_User'].includes(vector.class) ? types : orders, vector);
  }
} finally {
  for (const backend of backends) await backend.stop();
}
console.log(`${vectors.length} vectors, as the backends have them`);

async function start(program, env) {
  const backend = await startBackend(program, env);
  backends.push(backend);
  return backend;
}

async function isReadAsItWasWritten(backend, { name, type, at, wire }) {
  const { field, read, remove } = await made(backend, at, wire);
  // Where a file is read from is for the server to say.
  const url = type === 'File' && `${backend.url}/files/${APP_ID}/${wire.name}`;
  assert.deepEqual((await read())[field], url ? { ...wire, url } : wire, name);
  await remove();
}

async function doesWhatItShould(backend, { name, at, wire, from, to }) {
  const { field, pointer, read, change, remove } = await made(backend, at, from);
  await change({ [field]: wire });
  let value = (await read())[field];
  if (value?.__type === 'Relation') {
    const { results } = await found(backend, value.className, { $relatedTo: { object: pointer, key: field } });
    value = results.map(({ objectId }) => objectId);
  }
  assert.deepEqual(value, to, name);
  await remove();
}

async function isUnderstood(backend, { class: className, wire }) {
  await found(backend, className, wire);
}

/** An object with this value at `CLASS.FIELD`, and what can be done with it. */
async function made({ master }, at, value) {
  const [className, field] = at.split('.');
  const { objectId } = await master('POST', `/classes/${className}`, { ...NEEDED[className], [field]: value });
  const path = `/classes/${className}/${objectId}`;
  return {
    field,
    pointer: { __type: 'Pointer', className, objectId },
    read: () => master('GET', path),
    change: body => master('PUT', path, body),
    remove: () => master('DELETE', path),
  };
}

function found(backend, className, where) {
  const path = className === '_User' ? '/users' : `/classes/${className}`;
  return backend.master('GET', `${path}?where=${encodeURIComponent(JSON.stringify(where))}`);
}

/** The operators, operations and types that a client's runtime names are those of the vectors. */
async function everyWordHasAVector() {
  const wires = JSON.stringify(vectors.map(({ wire }) => wire));
  const known = [...OPS.filter(op => wires.includes(`"__op":"${op}"`)), ...TYPES.filter(type => wires.includes(`"__type":"${type}"`))];
  known.push(...new Set(wires.match(/\$[a-zA-Z]+/g)));
  for (const [language, unused] of Object.entries(CLIENTS)) {
    const source = await sourceOf(here(`../../templates/sdk/${language}/src/runtime/`));
    const words = new Set(source.match(/(?<=["']|readonly )\$[a-zA-Z]+(?=["'?:])/g));
    for (const word of [...OPS, ...TYPES]) if (new RegExp(`["']${word}["']`).test(source)) words.add(word);
    assert.deepEqual([...words].sort(), known.filter(word => !unused.includes(word)).sort(), language);
  }
}

async function sourceOf(folder) {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter(name => /\.\w+$/.test(name));
  return (await Promise.all(files.map(name => readFile(folder + name, 'utf8')))).join('\n');
}
