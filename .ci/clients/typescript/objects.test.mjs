// Objects, queries and batches, against the order-fulfillment example.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clerk, code, customer, enter, sdk, shop, stocked, withShop, world } from './shop.mjs';

const { op, isPointer, orderStatus } = sdk;
let admin, staff;

withShop(async () => {
  staff = (await clerk()).client;
  const { client, user } = await customer();
  await enter('admin', user.objectId);
  admin = client;
});

test('an object is created, read, changed and deleted', async () => {
  const made = await staff.products.create({ name: 'File', price: 4, stock: 1 });
  assert.match(made.objectId, /^\w{10}$/);
  assert.ok(made.createdAt instanceof Date && made.updatedAt instanceof Date);
  assert.equal(made.name, 'File');
  const changed = await staff.products.update(made.objectId, { price: 5, stock: op.increment(6), sku: 'F-1' });
  assert.equal(changed.stock, 7);
  assert.ok(changed.updatedAt > made.updatedAt);
  const read = await shop().products.get(made.objectId);
  assert.deepEqual({ ...read, createdAt: 0 }, { ...made, price: 5, stock: 7, sku: 'F-1', updatedAt: changed.updatedAt, createdAt: 0 });
  await staff.products.update(made.objectId, { sku: op.unset() });
  assert.equal((await staff.products.get(made.objectId)).sku, undefined);
  await admin.products.delete(made.objectId);
  await assert.rejects(staff.products.get(made.objectId), code('not-found'));
});

test('queries are typed objects', async () => {
  for (const [name, price, stock] of [['anvil', 90, 3], ['bolt', 0.5, 900], ['clamp', 12, 40]]) await stocked(`q ${name}`, price, stock);
  const { products } = shop();
  const ours = { name: { $regex: '^q ' } };
  const names = query => products.find(query).then(found => found.map(({ name }) => name));
  assert.deepEqual(await names({ where: { ...ours, price: { $gt: 10 } }, order: '-price' }), ['q anvil', 'q clamp']);
  assert.deepEqual(await names({ where: { $or: [{ name: 'q bolt' }, { name: 'q clamp' }] }, order: 'name', limit: 1 }), ['q bolt']);
  assert.equal(await products.count({ where: ours }), 3);
  assert.equal((await products.first({ where: ours, order: ['stock', '-name'] })).name, 'q anvil');
  assert.equal(await products.first({ where: { name: 'q none' } }), undefined);
  const [keyed] = await products.find({ where: { name: 'q bolt' }, keys: ['name'] });
  assert.deepEqual(Object.keys(keyed).sort(), ['createdAt', 'name', 'objectId', 'updatedAt']);
  const since = await products.find({ where: { ...ours, createdAt: { $gte: new Date(Date.now() - 3_600_000) } } });
  assert.equal(since.length, 3);
});

test('a query that fits no URL is asked all the same', async () => {
  const $in = Array.from({ length: 500 }, (_, number) => `nothing ${number}`);
  assert.deepEqual(await shop().products.find({ where: { name: { $in } } }), []);
});

test('an include puts the object in the place of the Pointer', async () => {
  const { client, user } = await customer();
  const cup = await stocked('Cup');
  const placed = await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 2 }] });
  assert.ok(isPointer(placed));
  const plain = await client.orders.get(placed.objectId);
  assert.deepEqual(plain.user, client.users.ref(user.objectId));
  const order = await client.orders.get(placed.objectId, { include: ['user', 'products.product'] });
  assert.equal(order.user.username, user.username);
  assert.ok(order.user.createdAt instanceof Date);
  assert.equal(order.products[0].product.name, 'Cup');
  assert.equal(order.totalAmount, 5);
  const [parcel] = await world.backend
    .master('POST', '/classes/Shipment', { order: client.orders.ref(order.objectId), trackingNumber: `T-${cup}`, carrier: 'Post' })
    .then(() => client.shipments.find({ where: { order: { $inQuery: sdk.orders.matching({ status: 'pending' }) } }, include: ['order.user'] }));
  assert.equal(parcel.order.user.username, user.username);
});

test('a thousand rows come page by page, each once', async () => {
  const { client, user } = await customer();
  const rows = Array.from({ length: 1000 }, (_, number) => ({
    method: 'POST',
    path: '/classes/Notification',
    body: { user: client.users.ref(user.objectId), message: `message ${number}` },
  }));
  for (let start = 0; start < rows.length; start += 50) {
    await world.backend.master('POST', '/batch', { requests: rows.slice(start, start + 50) });
  }
  const seen = new Set();
  for await (const { objectId } of client.notifications.iterate({ order: '-message' })) seen.add(objectId);
  assert.equal(seen.size, 1000);
  const first = await client.notifications.page({ limit: 600 });
  const second = await client.notifications.page({ limit: 600, after: first.cursor });
  assert.deepEqual([first.objects.length, first.hasMore, second.objects.length, second.hasMore], [600, true, 400, false]);
  let taken = 0;
  for await (const _ of client.notifications.iterate({ limit: 10 })) if (++taken === 15) break;
  assert.equal(taken, 15);
});

test('a stranger sees nothing and changes nothing', async () => {
  const { client } = await customer();
  const pot = await stocked('Pot');
  const placed = await client.functions.placeOrder({ items: [{ product: client.products.ref(pot), quantity: 1 }] });
  const { client: stranger } = await customer();
  await assert.rejects(stranger.orders.get(placed.objectId), code('not-found'));
  await assert.rejects(stranger.orders.update(placed.objectId, { status: 'cancelled' }), code('not-found'));
  assert.deepEqual(await stranger.orders.find(), []);
  await assert.rejects(stranger.products.create({ name: 'x', price: 1, stock: 1 }), code('forbidden'));
});

test('a change of what was read is refused where somebody was faster', async () => {
  const id = await stocked('Raced');
  const read = await staff.products.get(id);
  await world.backend.master('PUT', `/classes/Product/${id}`, { price: 3 });
  await assert.rejects(staff.products.update(id, { price: 4 }, { ifUpdatedAt: read.updatedAt }), error => {
    assert.equal(error.code, 'conflict');
    assert.equal(error.status, 409);
    assert.equal(error.parseCode, 158);
    assert.match(error.message, /has changed since/);
    assert.equal(error.retryable, false);
    assert.ok(error.requestId);
    return true;
  });
  const again = await staff.products.get(id);
  assert.equal(again.price, 3);
  await staff.products.update(id, { price: 4 }, { ifUpdatedAt: again.updatedAt });
});

test('enums know what may follow, and the server holds to it', async () => {
  assert.ok(orderStatus.canTransition('pending', 'cancelled'));
  assert.ok(!orderStatus.canTransition('delivered', 'pending'));
  assert.ok(!orderStatus.canTransition('unheard of', 'pending'));
  assert.deepEqual(orderStatus.next('paid'), ['shipped', 'cancelled']);
  const { client } = await customer();
  const pan = await stocked('Pan');
  const { objectId } = await client.functions.placeOrder({ items: [{ product: client.products.ref(pan), quantity: 1 }] });
  await assert.rejects(client.orders.update(objectId, { status: 'delivered' }), code('validation'));
  await client.orders.update(objectId, { status: 'cancelled' });
});

test('the schema is checked, and its errors tell what is wrong', async () => {
  await assert.rejects(staff.products.create({ name: 'x', price: -1, stock: 1 }), code('validation'));
  await staff.products.create({ name: 'x', price: 1, stock: 1, sku: 'SAME' });
  await assert.rejects(staff.products.create({ name: 'y', price: 1, stock: 1, sku: 'SAME' }), code('duplicate'));
});

test('a batch makes what it can, a transaction all or nothing', async () => {
  const { prepare } = staff.products;
  const good = name => prepare.create({ name, price: 1, stock: 1 });
  const bad = prepare.create({ name: 'bad', price: -1, stock: 1 });
  const [one, two, three] = await staff.batch([good('b1'), bad, good('b2')]);
  assert.ok(one.ok && three.ok && !two.ok);
  assert.equal(two.error.code, 'validation');
  assert.equal(one.value.name, 'b1');
  await assert.rejects(staff.batch([good('t1'), bad], { transaction: true }), error => {
    assert.equal(error.code, 'validation');
    assert.equal(error.details.index, 1);
    return true;
  });
  assert.equal(await staff.products.count({ where: { name: 't1' } }), 0);
  const [made, changed] = await staff.batch(
    [good('t2'), prepare.update(one.value.objectId, { stock: op.increment(4) }, { ifUpdatedAt: one.value.updatedAt })],
    { transaction: true },
  );
  assert.equal(made.name, 't2');
  assert.equal(changed.stock, 5);
  const [late] = await staff.batch([prepare.update(one.value.objectId, { stock: 1 }, { ifUpdatedAt: one.value.updatedAt })]);
  assert.equal(late.error.code, 'conflict');
});

test('a file is uploaded and read', async () => {
  const { client } = await customer();
  const file = await client.files.upload('note.txt', 'hello', { contentType: 'text/plain' });
  const answer = await fetch(client.files.url(file));
  assert.equal(await answer.text(), 'hello');
  const blob = await client.files.upload('b.bin', new Blob([new Uint8Array([1, 2])], { type: 'image/png' }));
  assert.match(blob.name, /b\.bin$/);
});
