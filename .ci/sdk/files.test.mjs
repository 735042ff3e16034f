// Files: whatever the SDK can make one of, up and down again, on objects and away.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { Parse, code, person, withBackend } from './server.mjs';

const master = { useMasterKey: true };
const Everything = Parse.Object.extend('Everything');
const bytes = Uint8Array.from({ length: 70_001 }, (_, place) => (place * 7 + 251) % 256);
const base64 = Buffer.from(bytes).toString('base64');
let ana;

withBackend(async () => {
  ana = await person('ana');
});

/** What is behind the address of a file, without the SDK's own memory of it. */
async function fetched(file) {
  const answer = await fetch(file.url());
  assert.equal(answer.status, 200);
  return { type: answer.headers.get('content-type'), bytes: new Uint8Array(await answer.arrayBuffer()) };
}

for (const [what, source] of Object.entries({
  'base64': () => ({ base64 }),
  'a data URL': () => ({ base64: `data:application/octet-stream;base64,${base64}` }),
  'numbers': () => Array.from(bytes),
  'bytes': () => bytes,
  'a buffer': () => Buffer.from(bytes),
  'a stream of Node': () => Readable.from([Buffer.from(bytes.subarray(0, 9)), Buffer.from(bytes.subarray(9))]),
  'a stream of the web': () => new Blob([bytes]).stream(),
})) {
  test(`a file is saved from ${what}`, async () => {
    const file = new Parse.File('photo.png', source(), 'image/png');
    assert.equal(await file.save(ana.as), file);
    assert.match(file.name(), /^[0-9a-f]{32}_photo\.png$/);
    assert.equal(file.url(), `${Parse.serverURL}/files/shop/${file.name()}`);
    const { type, bytes: kept } = await fetched(file);
    assert.equal(type, 'image/png');
    assert.deepEqual(kept, bytes);
  });
}

test('a file is saved from a Blob, as in a browser', async t => {
  // What a browser has and Node has not.
  globalThis.FileReader = class {
    async readAsDataURL(blob) {
      this.result = `data:${blob.type};base64,${Buffer.from(await blob.arrayBuffer()).toString('base64')}`;
      this.onload();
    }
  };
  t.after(() => delete globalThis.FileReader);
  const file = await new Parse.File('photo.png', new Blob([bytes], { type: 'image/png' })).save(ana.as);
  assert.deepEqual((await fetched(file)).bytes, bytes);
});

test('a file is saved from the address of another', async () => {
  const first = await new Parse.File('first.txt', { base64: btoa('hello') }, 'text/plain').save(ana.as);
  const second = await new Parse.File('second.txt', { uri: first.url() }).save(ana.as);
  assert.notEqual(second.url(), first.url());
  assert.equal(Buffer.from((await fetched(second)).bytes).toString(), 'hello');
});

test('an object has its file when it is read again', async () => {
  const file = new Parse.File('photo.png', bytes, 'image/png');
  const object = await new Everything({ file: await file.save(master) }).save(null, master);
  const read = (await new Parse.Query(Everything).get(object.id, master)).get('file');
  assert.ok(read instanceof Parse.File);
  assert.ok(read.equals(file));
  assert.equal(await read.getData(), base64);
});

test('a file that is not saved yet is saved with its object', async () => {
  const object = new Everything({ file: new Parse.File('note.txt', { base64: btoa('a note') }) });
  await object.save(null, master);
  const read = (await new Parse.Query(Everything).get(object.id, master)).get('file');
  assert.equal(atob(await read.getData()), 'a note');
});

for (const [what, source] of Object.entries({ 'base64': () => ({ base64 }), 'a stream': () => new Blob([bytes]).stream() })) {
  test(`metadata and tags of a file from ${what} are kept`, async () => {
    const file = new Parse.File('photo.png', source(), 'image/png', { page: 7 }, { kind: 'cover' });
    file.addTag('by', 'ana');
    await file.save(ana.as);
    const answer = await fetch(`${Parse.serverURL}/files/shop/metadata/${file.name()}`);
    assert.deepEqual(await answer.json(), { metadata: { page: 7 }, tags: { by: 'ana', kind: 'cover' } });
  });
}

test('the master deletes a file, and nobody else', async () => {
  const file = await new Parse.File('photo.png', bytes, 'image/png').save(ana.as);
  await assert.rejects(file.destroy({ useMasterKey: false }));
  assert.equal((await fetch(file.url())).status, 200);
  await file.destroy();
  assert.equal((await fetch(file.url())).status, 404);
  await assert.rejects(file.destroy(), code(153));
});

test('what is not taken is refused in words', async () => {
  const save = (name, type, as) => new Parse.File(name, { base64 }, type).save(as);
  await assert.rejects(save('a.png', 'image/png', {}), code(130, 'File upload by public is disabled.'));
  await assert.rejects(save('a.html', 'text/html', ana.as), code(130, 'File upload of extension html is disabled.'));
  await assert.rejects(save('a*b.png', 'image/png', ana.as), code(122, 'Filename contains invalid characters.'));
  const empty = new Parse.File('a.txt', { base64: '' }, 'text/plain').save(ana.as);
  await assert.rejects(empty, code(130, 'Invalid file upload.'));
  const large = new Parse.File('a.bin', Buffer.alloc(21 * 1024 * 1024)).save(ana.as);
  await assert.rejects(large, code(129));
});
