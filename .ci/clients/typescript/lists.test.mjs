// Lists that are kept current are what a find of the same query gives, whatever has happened.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { WebSocketServer } from 'ws';
import { customer, shop, stocked, withShop, world } from './shop.mjs';

withShop();

const change = (id, fields) => world.backend.master('PUT', `/classes/Product/${id}`, fields);
const remove = id => world.backend.master('DELETE', `/classes/Product/${id}`);
const control = command => fetch(`${world.network.controlURL}/${command}`, { method: 'POST' });
const create = async fields => (await world.backend.master('POST', '/classes/Product', { stock: 1, ...fields })).objectId;

/** What a list shows, as it becomes; `holds` waits until it is what a find gives. */
function following(collection, query) {
  const lists = collection.watchList(query);
  const ids = objects => objects?.map(({ objectId, updatedAt }) => `${objectId} ${updatedAt.toISOString()}`);
  let shown;
  let changed = () => {};
  const over = (async () => {
    for await (shown of lists) changed();
  })();
  return {
    shown: () => shown,
    async holds(after) {
      const found = ids(await collection.find(query));
      let isLate = false;
      const patience = setTimeout(() => (isLate = true, changed()), 10_000);
      while (!isDeepStrictEqual(ids(shown), found) && !isLate) {
        await Promise.race([new Promise(resolve => (changed = resolve)), over]);
      }
      clearTimeout(patience);
      assert.deepEqual(ids(shown), found, `${after}: ${JSON.stringify(query)}`);
    },
    close: () => lists.close(),
  };
}

/** Numbers that are the same in each run. */
function random(seed) {
  return below => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
}

const ORDERS = [undefined, 'price', '-price', 'sku', '-sku', ['price', '-name'], '-createdAt', 'updatedAt', '-updatedAt'];

for (const seed of [1, 2]) {
  test(`after any changes, run ${seed}`, async () => {
    const client = shop();
    const prefix = `mix ${seed} `;
    const where = { name: { $regex: `^${prefix}` } };
    const windows = [{}, { limit: 3 }, { limit: 3, skip: 2 }, { keys: ['name'] }, { limit: 2, keys: ['stock'] }];
    const lists = ORDERS.flatMap(order => windows.map(window => following(client.products, { where, order, ...window })));
    const next = random(seed);
    const names = ['a', 'B', 'é', '！', '😀', 'Z'];
    const fields = () => ({
      name: prefix + names[next(names.length)] + next(3),
      price: next(3),
      // Not every one has it, and no two have the same.
      sku: next(3) ? `${prefix}${next(1e9)}` : { __op: 'Delete' },
    });
    const ids = [];
    for (let turn = 0; turn < 25; turn++) {
      const at = next(ids.length);
      const step = ['create', 'change', 'rename', 'remove', 'leave', 'enter', 'several'][ids.length < 4 ? 0 : next(7)];
      if (step === 'create') ids.push(await create(fields()));
      else if (step === 'change') await change(ids[at], fields());
      else if (step === 'rename') await change(ids[at], { price: next(3) });
      else if (step === 'leave') await change(ids[at], { name: 'elsewhere' });
      else if (step === 'enter') await Promise.all(ids.map(id => change(id, { name: `${prefix}${next(3)}` })));
      else if (step === 'remove') await remove(ids.splice(at, 1)[0]);
      else await Promise.all([create(fields()).then(id => ids.push(id)), change(ids[at], fields()), change(ids[0], { price: next(3) })]);
      if (turn % 10 === 9) await control('cut');
      for (const list of lists) await list.holds(`${turn} ${step}`);
    }
    for (const list of lists) list.close();
  });
}

test('what comes after the objects of a list takes the place of one that goes', async () => {
  const client = shop();
  const requests = Array.from({ length: 100 }, (_, price) => ({
    method: 'POST',
    path: '/parse/classes/Product',
    body: { name: 'many', price, stock: 1 },
  }));
  const made = await world.backend.master('POST', '/batch', { requests });
  for (const price of [100, 101]) await stocked('many', price);
  const list = following(client.products, { where: { name: 'many' }, order: 'price' });
  await list.holds('found');
  assert.equal(list.shown().length, 100, 'as many as a server answers');
  await remove(made[3].success.objectId);
  await list.holds('one is gone');
  assert.equal(list.shown().length, 100);
  await change(made[0].success.objectId, { price: 200 });
  await list.holds('one has gone to the end');
  await create({ name: 'many', price: 300 });
  await change(made[5].success.objectId, { price: 0.5 });
  await list.holds('one is after the last');
  list.close();
});

test('a list that goes on after a gap forgets what was told before it', async () => {
  // A server that tells of an object, and does not know later what it has told.
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const say = (socket, frame) => socket.send(JSON.stringify(frame));
  const ghost = { objectId: 'ghost', name: 'gone', price: 1, stock: 1, createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };
  server.on('connection', socket =>
    socket.on('message', text => {
      const { op, requestId, after } = JSON.parse(text);
      if (op === 'connect') return say(socket, { op: 'connected', clientId: 'c' });
      if (op !== 'subscribe') return;
      say(socket, { op: 'subscribed', requestId, position: after ? '9' : '1', ...(after && { requery: true }) });
      if (!after) say(socket, { op: 'create', requestId, position: '2', object: ghost });
    }),
  );
  // The first find answers after the second.
  const finds = [];
  const held = new Promise(resolve => finds.push(resolve));
  let asked = 0;
  const client = shop({
    liveURL: `ws://127.0.0.1:${server.address().port}`,
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      if (asked++ === 0) await held;
      return answer;
    },
  });
  const lists = client.products.watchList({ where: { name: 'gone' } });
  while (asked === 0) await new Promise(resolve => setImmediate(resolve));
  // The event has come by the time that another frame has.
  await new Promise(resolve => server.clients.values().next().value.once('pong', resolve).ping());
  client.live.reconnect();
  assert.deepEqual((await lists.next()).value, []);
  finds[0]();
  await stocked('gone');
  lists.close();
  await new Promise(resolve => server.close(resolve));
});

test('who is ordered by a field is told of it, also where it was not asked for', async () => {
  const client = shop();
  for (const price of [2, 1, 3]) await stocked('keyed', price);
  const list = following(client.products, { where: { name: 'keyed' }, order: '-price', keys: ['name'] });
  await list.holds('found');
  await stocked('keyed', 2.5);
  await list.holds('created');
  assert.deepEqual(list.shown().map(({ stock }) => stock), [undefined, undefined, undefined, undefined]);
  list.close();
});

test('a list is shown also where something happens all the time', async () => {
  const client = shop();
  const ids = await Promise.all([1, 2, 3].map(price => stocked('busy', price)));
  let isOver = false;
  const busy = (async () => {
    for (let price = 1; !isOver; price++) await change(ids[price % 3], { price });
  })();
  const lists = client.products.watchList({ where: { name: 'busy' }, order: 'price', skip: 1 });
  for (let turn = 0; turn < 3; turn++) assert.equal((await lists.next()).value.length, 2);
  isOver = true;
  await busy;
  lists.close();
});

test('the object at the other end of a Pointer changes with it', async () => {
  const { client, user } = await customer();
  const cup = await stocked('cup');
  const { objectId } = await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 1 }] });
  const { objectId: other } = await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 2 }] });
  const lists = client.shipments.watchList({ include: ['order'] });
  assert.deepEqual((await lists.next()).value, []);
  const order = id => ({ __type: 'Pointer', className: 'Order', objectId: id });
  const parcel = { order: order(objectId), trackingNumber: `L-${user.objectId}`, carrier: 'Post' };
  const shipment = await world.backend.master('POST', '/classes/Shipment', parcel);
  assert.equal((await lists.next()).value[0].order.products[0].quantity, 1);
  await world.backend.master('PUT', `/classes/Shipment/${shipment.objectId}`, { order: order(other) });
  assert.equal((await lists.next()).value[0].order.products[0].quantity, 2);
  lists.close();
});
