// The story in TypeScript, and the vectors.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  Outbox,
  createOrderFulfillment,
  decode,
  encode,
  geoPoint,
  isBackendError,
  isPointer,
  memoryStorage,
  op,
  orderStatus,
  polygon,
} from 'order-fulfillment-client';
import type { Config } from 'order-fulfillment-client';
import WebSocket from 'ws';

const env = (name: string): string => process.env[name] ?? assert.fail(`set ${name}`);
const json = async (name: string) => JSON.parse(await readFile(env(name), 'utf8'));

const story = await json('STORY');
const say = (line: string) => console.log(line);
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    error => (isBackendError(error) ? error.code : assert.fail(String(error))),
  );
const control = async (method: string, path: string, body?: object) => {
  const response = await fetch(env('CONTROL_URL') + path, { method, ...(body && { body: JSON.stringify(body) }) });
  assert.ok(response.ok, await response.clone().text());
  return response.json();
};
const tell = (command: string) => control('POST', command);
const master = (method: string, path: string, body?: object) => control('POST', '/master', { method, path, body });

const storage = memoryStorage();
const config: Config = { serverURL: env('SERVER_URL'), appId: env('APP_ID'), WebSocket };
const shop = createOrderFulfillment({ ...config, storage });

await vectors();

const ana = await shop.auth.signUp(story.customer);
say(`signed up: ${ana.username}`);

const cheap = await shop.products.find({ where: { price: { $lt: 10 } }, order: 'name' });
say(`cheap: ${cheap.map(({ name, price }) => `${name} ${price}`).join(', ')}`);
const [cup, plate] = cheap;
assert.ok(cup && plate);

const items = [
  { product: shop.products.ref(cup.objectId), quantity: 2 },
  { product: shop.products.ref(plate.objectId), quantity: 1 },
];
const placed = await shop.functions.placeOrder({ items });
assert.ok(isPointer(placed));
const order = await shop.orders.get(placed.objectId);
say(`ordered: ${order.status}, ${order.products.length} lines, ${order.totalAmount}`);

const whole = await shop.orders.get(order.objectId, { include: ['user', 'products.product'] });
const lines = whole.products.map(({ product, quantity }) => `${product?.name} ${quantity}`);
say(`included: ${[whole.user.username, ...lines].join(', ')}`);
say(`may follow pending: ${orderStatus.next('pending').join(', ')}`);

const stranger = createOrderFulfillment(config);
await stranger.auth.signUp(story.stranger);
say(`stranger: ${await code(stranger.orders.get(order.objectId))}`);
say(`stranger finds: ${(await stranger.orders.find()).length}`);

await master('PUT', `/classes/Order/${order.objectId}`, { status: 'paid' });
const cancel = shop.orders.update(order.objectId, { status: 'cancelled' }, { ifUpdatedAt: order.updatedAt });
say(`master pays; conflict: ${await code(cancel)}`);
say(`now: ${(await shop.orders.get(order.objectId)).status}`);
say(`refused step: ${await code(shop.orders.update(order.objectId, { status: 'delivered' }))}`);

await tell('/lose-answer');
const second = await shop.functions.placeOrder({ items: [{ product: shop.products.ref(cup.objectId), quantity: 1 }] });
const pending = await shop.orders.count({ where: { status: 'pending' } });
const writes: { key: string }[] = (await control('GET', '/log')).slice(-2);
say(`lost answer: ${pending} order, ${writes.length} requests, ${new Set(writes.map(({ key }) => key)).size} key`);

const { prepare } = shop.orders;
const both = [prepare.update(second.objectId, { status: 'cancelled' }), prepare.delete('nothing000')] as const;
const failed = await code(shop.batch(both, { transaction: true }));
say(`transaction: ${failed}, cups left ${(await shop.products.get(cup.objectId)).stock}`);

const notification = (_: unknown, number: number) => ({
  method: 'POST',
  path: '/classes/Notification',
  body: { user: shop.users.ref(ana.objectId), message: `message ${number}` },
});
const told = await shop.notifications.count();
const requests = Array.from({ length: story.notifications - told }, notification);
for (let start = 0; start < requests.length; start += 50) {
  await master('POST', '/batch', { requests: requests.slice(start, start + 50) });
}
const ids = new Set<string>();
let count = 0;
for await (const { objectId } of shop.notifications.iterate({ limit: 100 })) {
  ids.add(objectId);
  count += 1;
}
say(`paged: ${ids.size} of ${count}`);

const watch = shop.shipments.watch({ where: { order: shop.orders.ref(order.objectId) }, include: ['order.user'] });
await watch.ready;
const { carrier, trackingNumber } = story;
const parcel = await master('POST', '/classes/Shipment', { order: shop.orders.ref(order.objectId), carrier, trackingNumber });
const send = (status: string) => master('PUT', `/classes/Shipment/${parcel.objectId}`, { status });
await send('in-transit');
for await (const { type, object } of watch) {
  if (object.status === 'delivered') {
    say(`live: ${type} ${object.status}, ${object.order.user.username}`);
    break;
  }
  say(`live: ${type} ${object.status}`);
  if (object.status === 'in-transit') {
    await tell('/cut');
    say('network cut');
    await send('delivered');
  }
}

const file = await shop.files.upload('note.txt', 'hello', { contentType: 'text/plain' });
say(`file: ${await (await fetch(shop.files.url(file))).text()}`);

const where = encodeURIComponent(JSON.stringify({ user: shop.users.ref(ana.objectId) }));
const { results } = await master('GET', `/sessions?where=${where}`);
for (const { objectId } of results) await master('DELETE', `/sessions/${objectId}`);
say(`expired: ${await code(shop.orders.find())}, ${shop.auth.user?.username ?? 'nobody'}`);

await shop.auth.logIn(story.customer);
const again = createOrderFulfillment({ ...config, storage });
say(`restored: ${(await again.auth.restore())?.username}`);

const outbox = new Outbox(again);
const unread = await again.notifications.find({ where: { read: false }, limit: 2 });
await tell('/offline');
for (const { objectId, updatedAt } of unread) {
  await outbox.add(again.notifications.prepare.update(objectId, { read: true }, { ifUpdatedAt: updatedAt }));
}
assert.equal((await outbox.replay()).sent, 0);
say(`offline: ${(await outbox.entries()).length} wait`);
await tell('/online');
await tell('/lose-answer');
const replayed = await outbox.replay();
say(`replayed: ${replayed.sent}, ${replayed.left} left`);
const read = (read: boolean) => again.notifications.count({ where: { read } });
say(`notes: read ${await read(true)}, unread ${await read(false)}`);

await again.auth.logOut();
say(`signed out: ${again.auth.user?.username ?? 'nobody'}`);

for (const client of [shop, stranger, again]) client.close();

/** Encodes every vector, and decodes those that are values. */
async function vectors(): Promise<void> {
  for (const { name, kind, wire, ...vector } of await json('VECTORS')) {
    const value = kind === 'value' ? valueOf(vector) : kind === 'op' ? opOf(vector) : decode(wire);
    assert.deepEqual(JSON.parse(JSON.stringify(encode(value))), wire, name);
    if (kind === 'value') assert.deepEqual(decode(wire), value, name);
  }
}

function valueOf({ type, value, items, dates }: { type: string; value: any; items?: string; dates?: string[] }): unknown {
  switch (type) {
    case 'Date':
      return new Date(value);
    case 'Bytes':
      return Uint8Array.from(value);
    case 'GeoPoint':
      return geoPoint(value[0], value[1]);
    case 'Polygon':
      return polygon(value);
    case 'Pointer':
      return { __type: 'Pointer', className: value[0], objectId: value[1] };
    case 'Relation':
      return { __type: 'Relation', className: value };
    case 'File':
      return { __type: 'File', name: value[0], url: value[1] };
    case 'ACL': {
      const rights = (list: string[]) => Object.fromEntries(list.map(right => [right, true]));
      return Object.fromEntries(Object.entries<string[]>(value).map(([who, list]) => [who, rights(list)]));
    }
    case 'Array':
      return value.map((item: unknown) => valueOf({ type: items ?? 'Json', value: item }));
    case 'Object':
      return { ...value, ...Object.fromEntries((dates ?? []).map(key => [key, new Date(value[key])])) };
    default:
      return value;
  }
}

function opOf({ op: name, arguments: given, pointers }: { op: string; arguments?: any[]; pointers?: string[][] }): unknown {
  const objects = pointers?.map(value => valueOf({ type: 'Pointer', value }));
  return (op as Record<string, any>)[name](...(objects ?? given ?? []));
}
