// Signals that follow live queries, in an app without zones.

import '@angular/compiler';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Component, input, runInInjectionContext, signal } from '@angular/core';
import { injectOrderFulfillment, liveList, liveObject, user } from 'order-fulfillment-angular';
import { type OrderFulfillment, memoryStorage } from 'order-fulfillment-client';
import { application, change, client, customer, endSessions, openPage, saidBy, shown, stocked, until, world } from './world.js';

openPage();

@Component({
  selector: 'product-list',
  template: `
    @for (product of list.objects(); track product.objectId) {
      <p>{{ product.name }} {{ product.price }}.</p>
    } @empty {
      {{ list.isLoading() ? 'loading' : 'none' }}
    }
  `,
})
class ProductList {
  readonly name = input.required<string>();
  readonly shop = injectOrderFulfillment();
  readonly list = liveList(this.shop.products, () => ({ where: { name: this.name() }, order: 'price' }));
}

@Component({ selector: 'order-list', template: `{{ who()?.username ?? 'nobody' }}: {{ list.objects().length }}` })
class OrderList {
  readonly who = user();
  readonly list = liveList(injectOrderFulfillment().orders);
}

@Component({ selector: 'one-product', template: `{{ one.isLoading() ? 'loading' : (one.object()?.name ?? 'none') }}` })
class OneProduct {
  readonly id = input<string>();
  readonly one = liveObject(injectOrderFulfillment().products, this.id, { keys: ['name'] });
}

/** What was asked for and given up. */
const asked = (shop: OrderFulfillment) => saidBy(shop).map(({ op }) => op).filter(op => op !== 'connect');

const idle = (shop: OrderFulfillment) =>
  new Promise<void>(resolve => {
    const stop = shop.live.onState(state => state === 'idle' && (stop(), resolve()));
  });

test('a component shows what there is, and what becomes of it', async () => {
  const shop = client();
  const app = await application(shop);
  const id = await stocked('lamp', 2);
  const page = shown(app, ProductList, { name: signal('lamp') });
  await app.whenStable();
  assert.equal(page.text(), 'loading');
  const prices = () => page.instance.list.objects().map(({ price }) => price);
  await until(app, () => prices().includes(2));
  assert.equal(page.text(), 'lamp 2.');
  await change(id, { price: 3 });
  await until(app, () => prices().includes(3));
  await stocked('lamp', 1);
  await until(app, () => prices().length === 2);
  assert.equal(page.text(), 'lamp 1.lamp 3.');
  await change(id, { name: 'light' });
  await until(app, () => prices().length === 1);
  assert.equal(page.text(), 'lamp 1.');
});

test('what happens while the network is away is shown when it is back', async () => {
  const app = await application(client());
  const id = await stocked('far', 1);
  const page = shown(app, ProductList, { name: signal('far') });
  await until(app, () => page.instance.list.objects().length === 1);
  await fetch(`${world.network.controlURL}/offline`, { method: 'POST' });
  await change(id, { price: 2 });
  await fetch(`${world.network.controlURL}/online`, { method: 'POST' });
  await until(app, () => page.instance.list.objects()[0]?.price === 2);
  assert.equal(page.text(), 'far 2.');
  assert.equal(page.instance.list.error(), undefined, 'a lost connection is no error');
});

test('a signal in the query asks anew, and shows nothing of before', async () => {
  const shop = client();
  const app = await application(shop);
  await stocked('red');
  await stocked('blue');
  const name = signal('red');
  const { instance, text } = shown(app, ProductList, { name });
  const names = () => instance.list.objects().map(product => product.name);
  await until(app, () => names().includes('red'));
  name.set('blue');
  await app.whenStable();
  assert.deepEqual(names(), []);
  assert.equal(text(), 'loading');
  await until(app, () => names().includes('blue'));
  assert.deepEqual(names(), ['blue']);
  assert.deepEqual(asked(shop), ['subscribe', 'unsubscribe', 'subscribe']);
});

test('a query that asks the same is not asked again', async () => {
  const shop = client();
  const app = await application(shop);
  const id = await stocked('same', 1);
  const turn = signal(0);
  const { objects } = runInInjectionContext(app.injector, () =>
    liveList(injectOrderFulfillment().products, () => ({ where: { name: 'same', createdAt: { $gt: new Date(turn() * 0) } } })),
  );
  await until(app, () => objects().length === 1);
  turn.set(1);
  await app.whenStable();
  assert.equal(objects().length, 1);
  await change(id, { price: 2 });
  await until(app, () => objects()[0]?.price === 2);
  assert.deepEqual(asked(shop), ['subscribe']);
});

test('what is destroyed follows nothing', async () => {
  const shop = client();
  const app = await application(shop);
  const [first, second] = [shown(app, ProductList, { name: signal('x') }), shown(app, ProductList, { name: signal('y') })];
  await until(app, () => !first.instance.list.isLoading() && !second.instance.list.isLoading());
  first.destroy();
  assert.equal(shop.live.state, 'open');
  const closed = idle(shop);
  second.destroy();
  // Nothing is left to keep a socket open for.
  await closed;
});

test('one object, by an id that may come later, until it is gone', async () => {
  const shop = client();
  const app = await application(shop);
  const id = signal<string | undefined>(undefined);
  const page = shown(app, OneProduct, { id });
  await app.whenStable();
  assert.equal(page.text(), 'none');
  assert.deepEqual(asked(shop), [], 'without an id nothing is asked for');
  const lamp = await stocked('one lamp');
  id.set(lamp);
  await until(app, () => page.instance.one.object() !== undefined);
  assert.equal(page.text(), 'one lamp');
  assert.equal(Object.hasOwn(page.instance.one.object() ?? {}, 'price'), false, 'the keys alone');
  await world.master('DELETE', `/classes/Product/${lamp}`);
  await until(app, () => page.instance.one.object() === undefined);
  assert.equal(page.text(), 'none');
});

test('the end of a session, and another person, ask anew', async () => {
  const shop = await customer();
  const app = await application(shop);
  const items = [{ product: shop.products.ref(await stocked('ordered')), quantity: 1 }];
  await shop.functions.placeOrder({ items });
  const { instance, text } = shown(app, OrderList);
  await until(app, () => instance.list.objects().length === 1);
  assert.equal(text(), `${shop.auth.user?.username}: 1`);
  await endSessions(shop);
  await until(app, () => instance.who() === undefined && !instance.list.isLoading());
  assert.equal(text(), 'nobody: 0');
  const name = Math.random().toString(36).slice(2);
  await shop.auth.signUp({ username: name, password: 'secret', email: `${name}@example.com` });
  await until(app, () => instance.who() !== undefined && !instance.list.isLoading());
  assert.equal(text(), `${name}: 0`);
  await shop.functions.placeOrder({ items });
  await until(app, () => instance.list.objects().length === 1);
  await shop.auth.logOut();
  await until(app, () => instance.who() === undefined && !instance.list.isLoading());
  assert.equal(text(), 'nobody: 0');
});

test('a session that was kept is known when the app begins', async () => {
  const storage = memoryStorage();
  const { auth } = await customer(storage);
  const shop = client(storage);
  assert.equal(shop.auth.user, undefined);
  const app = await application(shop);
  const who = runInInjectionContext(app.injector, user);
  assert.equal(who()?.username, auth.user?.username);
});

test('a query that the server refuses tells why', async () => {
  const app = await application(client());
  const { objects, error, isLoading } = runInInjectionContext(app.injector, () =>
    liveList(injectOrderFulfillment().products, () => ({ where: { name: { $regex: '(' } } })),
  );
  await until(app, () => error() !== undefined);
  assert.equal(error()?.code, 'bad-request');
  assert.equal(isLoading(), false);
  assert.deepEqual(objects(), []);
});
