// What an app shows and does without a network, and once there is one again.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Device, mounted, person, sdk, tell, withWorld, world } from './device.mjs';

let admin;
withWorld(async () => {
  admin = await person('admin');
});
afterEach(() => tell('/online'));

/** A customer whose device has read three of his notifications. */
async function reader() {
  const { objectId, credentials } = await person();
  const user = { __type: 'Pointer', className: '_User', objectId };
  for (const message of ['one', 'three', 'two']) await world.backend.master('POST', '/classes/Notification', { user, message });
  const device = new Device();
  const program = device.begin();
  await program.client.auth.logIn(credentials);
  const query = { order: 'message' };
  const list = mounted(program, program.client.notifications, query);
  await list.until(({ objects, fromCache }) => objects.length === 3 && !fromCache);
  // Until it is kept.
  await program.offline.cache.read(objectId, '');
  program.end();
  /** Starts the app again, and shows the list. */
  const again = async options => {
    const program = device.begin(options);
    await program.client.auth.restore();
    return { program, list: mounted(program, program.client.notifications, query) };
  };
  return { objectId, credentials, device, again };
}

const messages = ({ objects }) => objects.map(({ message, read }) => `${message} ${read}`);

test('what was read is there without a network, and says so', async () => {
  const { again, objectId } = await reader();
  await tell('/offline');
  const { list, program } = await again();
  const { objects, ...state } = await list.until(({ isLoading }) => !isLoading);
  assert.deepEqual(state, { fromCache: true, hasPendingWrites: false, pending: new Set(), error: undefined, isLoading: false });
  assert.deepEqual(objects.map(({ message }) => message), ['one', 'three', 'two']);
  assert.ok(objects[0].createdAt instanceof Date);
  assert.deepEqual(objects[0].user, program.client.users.ref(objectId));

  await tell('/online');
  program.offline.resume();
  await list.until(({ fromCache }) => !fromCache);
  // And it is live again.
  const user = { __type: 'Pointer', className: '_User', objectId };
  await world.backend.master('POST', '/classes/Notification', { user, message: 'zero' });
  assert.equal((await list.until(({ objects }) => objects.length === 4)).fromCache, false);
});

test('what was never read is an error without a network, and comes with one', async () => {
  const { again } = await reader();
  await tell('/offline');
  const { program } = await again();
  const list = mounted(program, program.client.orders, {});
  const { error, isLoading, objects } = await list.until(({ error }) => error);
  assert.deepEqual([error.code, isLoading, objects], ['network', false, []]);
  await tell('/online');
  program.offline.resume();
  assert.equal((await list.until(({ error }) => !error)).fromCache, false);
});

test('a write that waits is shown, outlives the program, and is made once', async () => {
  const { again } = await reader();
  await tell('/offline');
  const before = await again();
  const [first] = (await before.list.until(({ objects }) => objects.length === 3)).objects;
  const written = await before.program.offline.write(before.program.client.notifications.prepare.update(first.objectId, { read: true }));
  assert.equal(written.isWaiting, true);
  before.program.end();

  const { program, list } = await again();
  const waiting = await list.until(({ hasPendingWrites }) => hasPendingWrites);
  assert.deepEqual(messages(waiting), ['one true', 'three false', 'two false']);
  assert.deepEqual([waiting.fromCache, [...waiting.pending]], [true, [first.objectId]]);

  await tell('/lose-answer');
  await tell('/online');
  program.offline.resume();
  await list.until(({ hasPendingWrites, fromCache }) => !hasPendingWrites && !fromCache);
  // At no time did it look as if the write had been lost.
  for (const state of list.states.slice(list.states.indexOf(waiting))) assert.equal(messages(state)[0], 'one true');
  assert.deepEqual(program.offline.state.entries, []);
  const puts = world.network.log.filter(({ path }) => path.endsWith(first.objectId));
  assert.deepEqual(puts.map(({ replayed }) => replayed), [false, true]);
  assert.equal(new Set(puts.map(({ key }) => key)).size, 1);
  const kept = await world.backend.master('GET', `/classes/Notification/${first.objectId}`);
  assert.equal(kept.read, true);
});

test('what answers in the place of the server makes and refuses no write', async () => {
  const { again, device } = await reader();
  const { program, list } = await again();
  const [first] = (await list.until(({ fromCache, objects }) => !fromCache && objects.length === 3)).objects;
  for (const status of [200, 403, 404, 511]) {
    device.portal = () => new Response('<h1>Welcome to the train</h1>', { status });
    const written = await program.offline.write(program.client.notifications.prepare.update(first.objectId, { message: `${status}` }));
    assert.equal(written.isWaiting, true, `${status}`);
  }
  device.portal = undefined;
  const { sent, dropped } = await program.offline.replay();
  assert.deepEqual({ sent, dropped }, { sent: 4, dropped: 0 });
  assert.equal((await world.backend.master('GET', `/classes/Notification/${first.objectId}`)).message, '511');
});

test('what is created, counted and deleted without a network is shown as it will be', async () => {
  const device = new Device();
  const program = device.begin();
  const { client, offline } = program;
  await client.auth.logIn(admin.credentials);
  const query = { where: { price: 7 }, order: '-name', limit: 3 };
  const list = mounted(program, client.products, query);
  const other = mounted(program, client.products, { where: { price: { $gt: 7 } } });
  for (const name of ['axe', 'bolt', 'cup']) await client.products.create({ name, price: 7, stock: 5 });
  const [cup, bolt, axe] = (await list.until(({ objects }) => objects.length === 3)).objects;
  await other.until(({ isLoading }) => !isLoading);

  await tell('/offline');
  const { prepare } = client.products;
  const { localId } = await offline.write(prepare.create({ name: 'drum', price: 7, stock: 1 }));
  await offline.write(prepare.update(localId, { stock: sdk.op.increment(2) }));
  await offline.write(prepare.update(bolt.objectId, { stock: sdk.op.increment(-1) }));
  await offline.write(prepare.update(axe.objectId, { price: 8 }));
  await offline.write(prepare.delete(cup.objectId));
  const shown = ({ objects }) => objects.map(({ name, stock }) => `${name} ${stock}`);
  const expected = ['drum 3', 'bolt 4'];
  assert.deepEqual(shown(list.state), expected);
  assert.deepEqual([list.state.hasPendingWrites, other.state.objects], [true, []]);
  assert.equal(list.state.objects[0].objectId, localId);

  await tell('/online');
  offline.resume();
  const made = await list.until(({ hasPendingWrites, fromCache }) => !hasPendingWrites && !fromCache);
  assert.deepEqual(shown(made), expected);
  assert.doesNotMatch(made.objects[0].objectId, /^local:/);
  assert.deepEqual((await other.until(({ objects }) => objects.length === 1)).objects[0].name, 'axe');
});

test('the cache is wiped where somebody signs out, and writes wait for who made them', async () => {
  const { again, device, credentials, objectId } = await reader();
  await tell('/offline');
  const { program, list } = await again();
  const [first] = (await list.until(({ objects }) => objects.length === 3)).objects;
  await program.offline.write(program.client.notifications.prepare.update(first.objectId, { read: true }));
  assert.equal(device.keys('cache').length, 1);
  await assert.rejects(program.client.auth.logOut(), { code: 'network' });
  list.close();
  await program.offline.cache.read('', '');
  assert.deepEqual(device.keys('cache'), []);
  assert.deepEqual(program.offline.state.entries, []);

  await tell('/online');
  const other = await person('staff');
  await program.client.auth.logIn(other.credentials);
  const theirs = mounted(program, program.client.notifications, { order: 'message' });
  assert.deepEqual((await theirs.until(({ isLoading }) => !isLoading)).objects, []);
  assert.deepEqual(await program.offline.replay(), { sent: 0, dropped: 0, left: 0 });
  assert.equal((await world.backend.master('GET', `/classes/Notification/${first.objectId}`)).read, false);
  theirs.close();

  await program.client.auth.logOut();
  await program.client.auth.logIn(credentials);
  const own = mounted(program, program.client.notifications, { order: 'message' }, objectId);
  await own.until(state => messages(state)[0] === 'one true' && !state.hasPendingWrites);
});

test('what another left behind, because the app was ended as he signed out, is forgotten at the start', async () => {
  const { device } = await reader();
  device.values.delete('session');
  const program = device.begin();
  await program.client.auth.restore();
  await program.offline.cache.read('', '');
  assert.deepEqual(device.keys('cache'), []);
});

test('what cannot be read any more is as if it were not there', async () => {
  for (const garbage of ['', '{', 'null', '[1]', '{"sizes":[[1]]}', '[{"objectId":"a","x":{"__type":"Bytes","base64":"%"}}]']) {
    const { again, device } = await reader();
    for (const key of device.values.keys()) if (key !== 'session') device.values.set(key, garbage);
    device.values.set('client:outbox:0000000000000007', garbage);
    const { list, program } = await again();
    assert.deepEqual(messages(await list.until(({ isLoading }) => !isLoading)), ['one false', 'three false', 'two false']);
    const { objectId } = list.state.objects[0];
    await program.offline.write(program.client.notifications.prepare.update(objectId, { read: true }));
    await list.until(state => messages(state)[0] === 'one true' && !state.hasPendingWrites);
    program.end();
  }
});

test('the cache is bounded, and what was used lately stays', async () => {
  const device = new Device();
  const { client, offline } = device.start({ entries: 3, characters: 4000 });
  await offline.cache.belongTo('');
  const thing = objectId => ({ objectId, createdAt: new Date(0), updatedAt: new Date(0), bytes: new Uint8Array([1, 2]) });
  for (const query of ['a', 'b', 'c']) await offline.cache.write('', query, [thing(query)]);
  assert.deepEqual(await offline.cache.read('', 'a'), [thing('a')]);
  await offline.cache.write('', 'd', [thing('d')]);
  assert.equal(await offline.cache.read('', 'b'), undefined);
  assert.deepEqual(await offline.cache.read('', 'a'), [thing('a')]);
  // One that would take more than its share is not kept, and nothing else goes for it.
  await offline.cache.write('', 'e', Array.from({ length: 20 }, (_, id) => thing(String(id))));
  assert.equal(await offline.cache.read('', 'e'), undefined);
  assert.equal(device.keys('cache').length, 3);
  client.close();

  // Another version of the app reads nothing of it.
  const newer = device.start({ version: '2' });
  assert.equal(await newer.offline.cache.read('', 'a'), undefined);
  assert.deepEqual(device.keys('cache'), []);
});

test('a conflict is a question to the app; without an answer the server wins, and the write says so', async () => {
  const { again } = await reader();
  const asked = [];
  const { program, list } = await again({
    onConflict: (entry, current) => {
      asked.push([entry.body.message, current.message]);
      return current.message === 'theirs' ? 'serverWins' : { merge: { message: `${current.message} and ${entry.body.message}` } };
    },
  });
  await list.until(({ fromCache, objects }) => !fromCache && objects.length === 3);
  const { prepare } = program.client.notifications;
  const change = message => prepare.update(list.state.objects[0].objectId, { message }, { ifUpdatedAt: new Date(0) });
  await program.offline.write(change('mine'));
  assert.deepEqual(asked, [['mine', 'one']]);
  await list.until(({ objects }) => objects.some(({ message }) => message === 'one and mine'));

  const { objectId } = list.state.objects[0];
  await world.backend.master('PUT', `/classes/Notification/${objectId}`, { message: 'theirs' });
  await list.until(({ objects }) => objects.some(({ message }) => message === 'theirs'));
  const stale = prepare.update(objectId, { message: 'mine again' }, { ifUpdatedAt: new Date(0) });
  await assert.rejects(program.offline.write(stale), { code: 'conflict' });
  await list.until(({ objects, hasPendingWrites }) => !hasPendingWrites && objects.some(({ message }) => message === 'theirs'));

  // One that waited, so that nobody is left to be told.
  await tell('/offline');
  await program.offline.write(stale);
  await tell('/online');
  await program.offline.replay();
  assert.equal(program.offline.state.refused.error.code, 'conflict');
});
