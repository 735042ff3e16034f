// Composables against a backend: what they find, when they ask, and that they stop.
//
// ADAPTER is the folder of the package that is tested, built; `../typescript/shop.mjs` has the rest.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderToString } from '@vue/server-renderer';
import { createApp, createRenderer, createSSRApp, effectScope, h, isReadonly, nextTick, reactive, ref, watch } from 'vue';
import { clerk, customer, shop, stocked, withShop, world } from '../typescript/shop.mjs';

const { ADAPTER } = process.env;
if (!ADAPTER) throw new Error('set ADAPTER, or run .ci/clients/vue/run');
const adapter = await import(pathToFileURL(join(ADAPTER, 'dist', 'index.js')).href);
const { createOrderFulfillmentPlugin, useAction, useLiveList, useLiveObject, useOrderFulfillment, useUser } = adapter;

let staff;

withShop(async () => {
  staff = (await clerk()).client;
});

const change = (id, fields) => world.backend.master('PUT', `/classes/Product/${id}`, fields);
const control = command => fetch(`${world.network.controlURL}/${command}`, { method: 'POST' });

/** What `setup` gives, as in a component of an app that has the client, and what ends the component. */
function mounted(client, setup) {
  const scope = effectScope(true);
  const app = createApp({}).use(createOrderFulfillmentPlugin(client));
  const state = app.runWithContext(() => scope.run(setup));
  return { ...state, unmount: () => scope.stop() };
}

/** Resolves once it holds. */
const until = condition =>
  new Promise(resolve => {
    const settle = holds => holds && queueMicrotask(() => (stop(), resolve()));
    const stop = watch(condition, settle, { immediate: true, flush: 'sync' });
  });

/** How often a client subscribes and unsubscribes. */
function counted(client) {
  const count = { opened: 0, open: 0 };
  for (const collection of [client.products, client.orders, client.shipments]) {
    const watchList = collection.watchList.bind(collection);
    collection.watchList = query => {
      const lists = watchList(query);
      const close = lists.close.bind(lists);
      count.opened += 1;
      count.open += 1;
      lists.close = () => {
        count.open -= 1;
        close();
      };
      return lists;
    };
  }
  return count;
}

const names = objects => objects.value.map(({ name }) => name);

test('a list follows what happens, and the end of its scope ends it', async () => {
  const client = shop();
  await stocked('vue one', 1);
  const { objects, error, isLoading, unmount } = mounted(client, () =>
    useLiveList(client.products, { where: { name: { $regex: '^vue' } }, order: 'price' }),
  );
  assert.deepEqual([objects.value, error.value, isLoading.value], [[], undefined, true]);
  await until(() => !isLoading.value);
  assert.deepEqual(names(objects), ['vue one']);
  await stocked('vue two', 2);
  await until(() => objects.value.length === 2);
  assert.deepEqual(names(objects), ['vue one', 'vue two']);
  assert.ok(isReadonly(objects), 'nobody writes into it');
  assert.ok(!isReadonly(objects.value), 'objects are as they were found, not wrapped');
  unmount();
  await nextTick();
  assert.equal(client.live.state, 'idle');
  assert.equal(objects.value.length, 2);
});

test('another query is asked for anew, the same one written again is not', async () => {
  const client = shop();
  const count = counted(client);
  await stocked('tea', 1);
  await stocked('tea, green', 2);
  const least = ref(0);
  const other = ref(0);
  const query = () => (other.value, { where: { name: { $regex: '^tea' }, price: { $gt: least.value } } });
  const { objects, isLoading, unmount } = mounted(client, () => useLiveList(client.products, query));
  await until(() => objects.value.length === 2);
  other.value += 1;
  await nextTick();
  assert.equal(count.opened, 1);
  least.value = 1;
  await nextTick();
  assert.deepEqual([objects.value, isLoading.value], [[], true], 'what another query found is not shown');
  await until(() => !isLoading.value);
  assert.deepEqual(names(objects), ['tea, green']);
  assert.deepEqual(count, { opened: 2, open: 1 });
  least.value = 0;
  least.value = 1;
  await nextTick();
  assert.equal(count.opened, 2, 'it says the same in the end');
  unmount();
  assert.equal(count.open, 0);
});

test('queries may be refs, computed, reactive, or none as yet', async () => {
  const client = shop();
  const count = counted(client);
  const where = reactive({ name: 'coffee' });
  const wanted = ref();
  await stocked('coffee', 1);
  await stocked('cocoa', 1);
  const { first, second, unmount } = mounted(client, () => ({
    first: useLiveList(client.products, { where }),
    second: useLiveList(client.products, wanted),
  }));
  await until(() => first.objects.value.length === 1);
  assert.deepEqual([second.objects.value, second.isLoading.value], [[], false]);
  assert.equal(count.opened, 1);
  where.name = 'cocoa';
  wanted.value = { where: { name: 'coffee' }, keys: ['name'] };
  await until(() => first.objects.value[0]?.name === 'cocoa' && second.objects.value.length === 1);
  assert.equal(second.objects.value[0].price, undefined, 'it was not among the keys');
  wanted.value = undefined;
  await nextTick();
  assert.deepEqual([second.objects.value, second.isLoading.value, count.open], [[], false, 1]);
  unmount();
});

test('of queries that follow each other fast, the last one counts', async () => {
  const client = shop();
  const count = counted(client);
  const ids = [];
  for (let price = 0; price < 5; price++) ids.push(await stocked('quick', price));
  const id = ref(ids[0]);
  const { object, unmount } = mounted(client, () => useLiveObject(client.products, id));
  const seen = new Set();
  watch(object, found => found && seen.add(`${id.value} ${found.objectId}`), { flush: 'sync' });
  for (const next of ids) {
    id.value = next;
    await nextTick();
    await new Promise(resolve => setImmediate(resolve));
  }
  await until(() => object.value?.objectId === ids[4]);
  for (const pair of seen) assert.equal(...pair.split(' '), 'never one beside the id of another');
  assert.equal(count.open, 1);
  unmount();
});

test('an object is followed with what it includes, and away', async () => {
  const { client, user } = await customer();
  const cup = await stocked('cup');
  const placed = await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 1 }] });
  const { order, shipment, unmount } = mounted(client, () => ({
    order: useLiveObject(client.orders, placed.objectId, { include: ['user', 'products.product'] }),
    shipment: useLiveList(client.shipments, { where: { order: client.orders.ref(placed.objectId) } }),
  }));
  await until(() => order.object.value && !shipment.isLoading.value);
  assert.equal(order.object.value.user.username, user.username);
  assert.equal(order.object.value.products[0].product.name, 'cup');
  assert.deepEqual(shipment.objects.value, []);
  const made = await staff.shipments.create({ order: staff.orders.ref(placed.objectId), trackingNumber: 'V-1', carrier: 'Post' });
  await until(() => shipment.objects.value[0]?.trackingNumber === 'V-1');
  await control('cut');
  await staff.shipments.update(made.objectId, { status: 'in-transit' });
  await until(() => shipment.objects.value[0]?.status === 'in-transit');
  await world.backend.master('DELETE', `/classes/Order/${placed.objectId}`);
  await until(() => !order.object.value);
  assert.deepEqual([order.error.value, order.isLoading.value], [undefined, false]);
  unmount();
});

test('what there is not, or is not hers, is neither loading nor an error', async () => {
  const { client } = await customer();
  const cup = await stocked('cup');
  const { objectId } = await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 1 }] });
  const { client: stranger } = await customer();
  const { object, error, isLoading, unmount } = mounted(stranger, () => useLiveObject(stranger.orders, objectId));
  await until(() => !isLoading.value);
  assert.deepEqual([object.value, error.value], [undefined, undefined]);
  unmount();
});

test('a query that may not be is an error, until it is another', async () => {
  const client = shop();
  const where = ref({ name: { $unheard: 1 } });
  const { objects, error, isLoading, unmount } = mounted(client, () => useLiveList(client.products, () => ({ where: where.value })));
  await until(() => error.value);
  assert.equal(error.value.code, 'bad-request');
  assert.equal(isLoading.value, false);
  where.value = { name: 'tea' };
  await until(() => objects.value.length === 1);
  assert.equal(error.value, undefined);
  unmount();
});

test('with whoever signs in or out, everything is asked for anew', async () => {
  const { client, user, username } = await customer();
  const { client: other } = await customer();
  const cup = await stocked('cup');
  await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 1 }] });
  const { me, mine, cups, unmount } = mounted(client, () => ({
    me: useUser().user,
    mine: useLiveList(client.orders),
    cups: useLiveList(client.products, { where: { name: 'cup' } }),
  }));
  assert.equal(me.value.objectId, user.objectId);
  await until(() => mine.objects.value.length === 1 && !cups.isLoading.value);
  await client.auth.logOut();
  await nextTick();
  assert.deepEqual([me.value, mine.objects.value], [undefined, []]);
  await until(() => !mine.isLoading.value && !cups.isLoading.value);
  assert.equal(mine.objects.value.length, 0);
  assert.ok(cups.objects.value.length > 0, 'what everybody may see goes on');
  await client.auth.become(await other.auth.token());
  await until(() => me.value && !mine.isLoading.value);
  assert.equal(mine.objects.value.length, 0);
  await client.auth.logIn({ username, password: 'secret' });
  await until(() => mine.objects.value.length === 1);
  unmount();
});

test('a session that the server ends is nobody’s', async () => {
  const { client, user, username } = await customer();
  const cup = await stocked('cup');
  await client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity: 1 }] });
  const { me, mine, cups, unmount } = mounted(client, () => ({
    me: useUser().user,
    mine: useLiveList(client.orders),
    cups: useLiveList(client.products, { where: { name: 'cup' } }),
  }));
  await until(() => mine.objects.value.length === 1 && !cups.isLoading.value);
  const where = encodeURIComponent(JSON.stringify({ user: client.users.ref(user.objectId) }));
  const { results } = await world.backend.master('GET', `/sessions?where=${where}`);
  for (const { objectId } of results) await world.backend.master('DELETE', `/sessions/${objectId}`);
  await until(() => !me.value);
  await until(() => !mine.isLoading.value && !cups.isLoading.value && cups.objects.value.length > 0);
  assert.deepEqual(mine.objects.value, [], 'nothing of hers is left to see');
  assert.equal(cups.error.value, undefined);
  await client.auth.logIn({ username, password: 'secret' });
  await until(() => mine.objects.value.length === 1);
  assert.equal(me.value.objectId, user.objectId);
  unmount();
});

test('a session that was kept is somebody’s at once', async () => {
  const kept = new Map();
  const storage = { read: async () => kept.get('it'), write: text => void kept.set('it', text), clear: () => void kept.clear() };
  const { user } = await customer({ storage });
  const client = shop({ storage });
  const { me, mine, unmount } = mounted(client, () => ({ me: useUser(), mine: useLiveList(client.orders) }));
  assert.deepEqual([me.user.value, me.isLoading.value], [undefined, true]);
  await until(() => !me.isLoading.value);
  assert.equal(me.user.value.objectId, user.objectId);
  await until(() => !mine.isLoading.value);
  assert.equal(mine.error.value, undefined);
  unmount();
});

test('a call tells what becomes of it', async () => {
  const { client } = await customer();
  const cup = await stocked('cup', 1, 1);
  const { run, isPending, error } = useAction(quantity =>
    client.functions.placeOrder({ items: [{ product: client.products.ref(cup), quantity }] }),
  );
  const first = run(2);
  assert.equal(isPending.value, true);
  assert.equal(await first, undefined);
  assert.equal(isPending.value, false);
  assert.equal(typeof error.value.code, 'string');
  const placed = await run(1);
  assert.equal(typeof placed.objectId, 'string');
  assert.equal(error.value, undefined);
  const mistake = useAction(async () => {
    throw new TypeError('a mistake');
  });
  await assert.rejects(mistake.run(), TypeError);
  assert.equal(mistake.isPending.value, false);
});

/** A component that shows the names of products. */
const Products = {
  setup() {
    const client = useOrderFulfillment();
    const { user } = useUser();
    const { objects, isLoading } = useLiveList(client.products, { where: { name: 'shown' } });
    return () => h('p', `${user.value?.username ?? 'nobody'}: ${isLoading.value ? 'loading' : objects.value.length}`);
  },
};

test('a component that goes ends what it asked for', async () => {
  const client = shop();
  await stocked('shown');
  // As much of a renderer as it takes: a node knows its text and its parent.
  const nodes = {
    createElement: () => ({}),
    createText: text => ({ text }),
    createComment: () => ({}),
    setElementText: (node, text) => void (node.text = text),
    setText: (node, text) => void (node.text = text),
    insert: (node, parent) => void (parent.child = Object.assign(node, { parent })),
    remove: node => void delete node.parent.child,
    parentNode: node => node.parent,
    nextSibling: () => null,
    patchProp: () => {},
  };
  const app = createRenderer(nodes).createApp(Products).use(createOrderFulfillmentPlugin(client));
  const root = {};
  app.mount(root);
  assert.equal(root.child.text, 'nobody: loading');
  while (root.child.text !== 'nobody: 1') await new Promise(resolve => setImmediate(resolve));
  app.unmount();
  await nextTick();
  assert.equal(client.live.state, 'idle');
});

test('a server that renders opens nothing', async () => {
  const client = shop();
  const count = counted(client);
  const html = await renderToString(createSSRApp(Products).use(createOrderFulfillmentPlugin(client)));
  assert.equal(html, '<p>nobody: loading</p>');
  await nextTick();
  assert.deepEqual([count.opened, client.live.state], [0, 'idle']);
});

test('without the plugin it is said what is missing', () => {
  const app = createApp({});
  assert.throws(() => app.runWithContext(() => useOrderFulfillment()), /there is no client here/);
});
