// Live queries, over a network that breaks.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocketServer } from 'ws';
import { clerk, code, customer, sdk, shop, stocked, withShop, world } from './shop.mjs';

let staff;

withShop(async () => {
  staff = (await clerk()).client;
});

const control = command => fetch(`${world.network.controlURL}/${command}`, { method: 'POST' });
const change = (id, fields) => world.backend.master('PUT', `/classes/Product/${id}`, fields);

/** The next events of a watch, as far as they matter here. */
async function take(watch, count) {
  const taken = [];
  while (taken.length < count) {
    const { value, done } = await watch.next();
    if (done) break;
    taken.push([value.type, value.object.name, value.object.price]);
  }
  return taken;
}

/** Resolves when the socket is in this state. */
const reached = (client, state) =>
  new Promise(resolve => {
    if (client.live.state === state) return resolve();
    const stop = client.live.onState(now => now === state && (stop(), resolve()));
  });

test('changes are told as they come, and leaving the loop ends them', async () => {
  const client = shop();
  const watch = client.products.watch({ where: { name: { $regex: '^live' } } });
  await watch.ready;
  assert.equal(client.live.state, 'open');
  const id = await stocked('live cup', 1);
  await stocked('other', 1);
  await change(id, { price: 2 });
  await change(id, { name: 'gone' });
  await change(id, { name: 'live again' });
  await world.backend.master('DELETE', `/classes/Product/${id}`);
  const seen = [];
  for await (const { type, object, original } of watch) {
    seen.push([type, object.price, original?.price]);
    assert.ok(object.updatedAt instanceof Date);
    if (type === 'delete') break;
  }
  assert.deepEqual(seen.map(([type]) => type), ['create', 'update', 'leave', 'enter', 'delete']);
  assert.deepEqual(seen[1], ['update', 2, 1]);
  assert.equal(client.live.state, 'idle', 'nothing is left to keep a socket open for');
  assert.deepEqual(await watch.next(), { done: true, value: undefined });
});

test('what happens while the network is away is told when it is back, each once and in order', async () => {
  const client = shop();
  const watch = client.products.watch({ where: { name: 'far' } });
  await watch.ready;
  const id = await stocked('far', 1);
  assert.deepEqual(await take(watch, 1), [['create', 'far', 1]]);
  const states = [];
  client.live.onState(state => states.push(state));
  await control('offline');
  await reached(client, 'waiting');
  for (const price of [2, 3, 4]) await change(id, { price });
  await control('online');
  assert.deepEqual(await take(watch, 3), [['update', 'far', 2], ['update', 'far', 3], ['update', 'far', 4]]);
  assert.equal(states[0], 'waiting');
  assert.equal(states.at(-1), 'open');
  for (let price = 5; price < 10; price++) {
    await change(id, { price });
    await control('cut');
  }
  assert.deepEqual((await take(watch, 5)).map(([, , price]) => price), [5, 6, 7, 8, 9]);
  watch.close();
});

test('many watch over one socket, each its own', async () => {
  const client = shop();
  const watches = ['one', 'two', 'three'].map(name => client.products.watch({ where: { name } }));
  await Promise.all(watches.map(({ ready }) => ready));
  for (const name of ['three', 'one', 'two']) await stocked(name, 1);
  for (const [index, name] of ['one', 'two', 'three'].entries()) {
    assert.deepEqual(await take(watches[index], 1), [['create', name, 1]]);
  }
  watches.slice(1).forEach(watch => watch.close());
  assert.equal(client.live.state, 'open');
  await watches[0].return();
  assert.equal(client.live.state, 'idle');
});

test('an include is followed in events too', async () => {
  const { client, user } = await customer();
  const cup = await stocked('Cup');
  const { objectId } = await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 1 }] });
  const watch = client.shipments.watch({ where: { order: client.orders.ref(objectId) }, include: ['order.user'] });
  await watch.ready;
  await staffShips(objectId);
  const { value } = await watch.next();
  assert.equal(value.object.status, 'preparing');
  assert.equal(value.object.order.user.username, user.username);
  watch.close();
});

const staffShips = orderId =>
  world.backend.master('POST', '/classes/Shipment', { order: staff.orders.ref(orderId), trackingNumber: `T-${orderId}`, carrier: 'Post' });

test('a stranger is told nothing', async () => {
  const { client } = await customer();
  const { client: stranger } = await customer();
  const watch = stranger.orders.watch();
  await watch.ready;
  const cup = await stocked('Cup');
  await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 1 }] });
  const { objectId } = await stranger.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 1 }] });
  const { value } = await watch.next();
  assert.equal(value.object.objectId, objectId, 'his own is the first that he hears of');
  watch.close();
});

test('the end of the session ends the loop', async () => {
  const { client, user } = await customer();
  const watch = client.orders.watch();
  await watch.ready;
  const where = encodeURIComponent(JSON.stringify({ user: client.users.ref(user.objectId) }));
  const { results } = await world.backend.master('GET', `/sessions?where=${where}`);
  await world.backend.master('DELETE', `/sessions/${results[0].objectId}`);
  await assert.rejects(watch.next(), code('invalid-session'));
  assert.equal(client.auth.user, undefined);
  assert.deepEqual(await watch.next(), { done: true, value: undefined });
});

test('a signal ends the loop with its reason', async () => {
  const controller = new AbortController();
  const watch = shop().products.watch({ signal: controller.signal });
  await watch.ready;
  const next = watch.next();
  controller.abort(new Error('enough'));
  await assert.rejects(next, /enough/);
  await assert.rejects(shop().products.watch({ signal: AbortSignal.abort(new Error('before')) }).next(), /before/);
});

test('a query that may not be is refused', async () => {
  await assert.rejects(shop().products.watch({ where: { name: { $unheard: 1 } } }).next(), error => sdk.isBackendError(error));
});

test('what takes the place of the last live query has its socket', async () => {
  const client = shop();
  const watch = client.products.watch();
  await watch.ready;
  const states = [];
  client.live.onState(state => states.push(state));
  watch.close();
  const next = client.products.watch({ where: { name: 'next' } });
  await next.ready;
  assert.deepEqual(states, []);
  await next.return();
  assert.deepEqual(states, ['idle']);
});

test('a list outlives a server that cannot be read for a while', async () => {
  let failing = 2;
  const flaky = (url, init) => (failing-- > 0 ? Promise.reject(new TypeError('away')) : fetch(url, init));
  const client = shop({ retry: { tries: 1 }, fetch: flaky });
  await stocked('read late', 1);
  const lists = client.products.watchList({ where: { name: 'read late' } });
  const { value } = await lists.next();
  assert.deepEqual(value.map(({ name }) => name), ['read late']);
  assert.equal(failing, -1);
  await lists.return();
});

test('without a WebSocket the loop says what is missing', async () => {
  const none = shop({ WebSocket: undefined });
  if (globalThis.WebSocket) return;
  await assert.rejects(none.products.watch().next(), /there is no WebSocket here/);
});

test('a list is kept current, in order, within its limit', async () => {
  const client = shop();
  const ids = {};
  for (const [name, price] of [['a', 3], ['b', 1], ['c', 2]]) ids[name] = await stocked(`list ${name}`, price);
  const lists = client.products.watchList({ where: { name: { $regex: '^list' } }, order: 'price', limit: 3 });
  const next = async () => (await lists.next()).value.map(({ name }) => name.slice(5)).join('');
  assert.equal(await next(), 'bca');
  await change(ids.b, { price: 9 });
  assert.equal(await next(), 'cab');
  ids.d = await stocked('list d', 2.5);
  assert.equal(await next(), 'cda', 'the last one has no place left');
  await world.backend.master('DELETE', `/classes/Product/${ids.c}`);
  assert.equal(await next(), 'dab', 'the place is taken by the one that comes next');
  await control('offline');
  await reached(client, 'waiting');
  await change(ids.d, { price: 5 });
  await control('online');
  assert.equal(await next(), 'adb');
  await lists.return();
});

test('where what was missed is not kept, it is asked for', async () => {
  // A server that forgets: each socket is told that it must ask.
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  let asked;
  server.on('connection', socket =>
    socket.on('message', text => {
      const { op, requestId, after } = JSON.parse(text);
      if (op === 'connect') return socket.send('{"op":"connected","clientId":"c"}');
      asked = after;
      socket.send(JSON.stringify({ op: 'subscribed', requestId, position: '7', ...(after && { requery: true }) }));
    }),
  );
  const client = shop({ liveURL: `ws://127.0.0.1:${server.address().port}` });
  const watch = client.products.watch({ where: { name: 'forgotten' } });
  await watch.ready;
  await stocked('forgotten', 1);
  client.live.reconnect();
  const { value } = await watch.next();
  assert.deepEqual([value.type, value.object.name, value.missed], ['update', 'forgotten', true]);
  assert.equal(asked, '7');
  watch.close();
  await new Promise(resolve => server.close(resolve));
});
