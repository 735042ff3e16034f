// Live queries: every kind of event as the SDK tells it, over lost connections too, and the story of an order that is
// followed.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Parse, enter, person, withBackend } from './server.mjs';

const Order = Parse.Object.extend('Order');
const Product = Parse.Object.extend('Product');
const Shipment = Parse.Object.extend('Shipment');
const master = { useMasterKey: true };

let ana, bob, sam, anvil;
const clients = [];

// Before the backend goes away: the SDK goes on trying to reach one that did, and then cannot be stopped.
afterEach(() => Promise.all(clients.splice(0).map(client => client.close())));

const backend = withBackend(async () => {
  [ana, bob, sam] = [await person('ana'), await person('bob'), await person('sam')];
  await enter('staff', { users: [sam] });
  anvil = await new Product({ name: 'anvil', price: 90, stock: 500 }).save(null, master);
}, { project: 'order-fulfillment' });

/** A connection of its own, as an application has it that knows no master key. */
function connect(options = {}) {
  const serverURL = Parse.serverURL.replace(/^http/, 'ws');
  const client = new Parse.LiveQueryClient({ applicationId: 'shop', serverURL, ...options });
  clients.push(client);
  client.open();
  return client;
}

/** A subscription that has begun, and what it is told: each event as its kind and what came with it. */
async function follow(client, query, sessionToken) {
  const subscription = client.subscribe(query, sessionToken);
  const events = [];
  const waiting = [];
  for (const kind of ['open', 'create', 'enter', 'update', 'leave', 'delete', 'error']) {
    subscription.on(kind, (...told) => {
      const waiter = waiting.shift();
      if (waiter) waiter([kind, ...told]);
      else events.push([kind, ...told]);
    });
  }
  const next = () => (events.length ? events.shift() : new Promise(resolve => waiting.push(resolve)));
  await subscription.subscribePromise;
  // The SDK tells of this itself, some time after.
  assert.equal((await next())[0], 'open');
  return { subscription, events, next };
}

async function is(told, kind, object) {
  const [happened, seen, original] = await told.next();
  assert.equal(happened, kind, String(seen));
  assert.equal(seen.id, object.id);
  return { seen, original: original instanceof Parse.Object ? original : undefined };
}

const order = (user, quantity = 1) =>
  new Order({
    user,
    products: [{ product: anvil.toPointer(), quantity, price: 90 }],
    totalAmount: 90 * quantity,
    status: 'pending',
  });

const product = members => new Product({ name: 'thing', price: 1, stock: 1, ...members });

test('the SDK tells of every kind of event', async () => {
  const told = await follow(connect(), new Parse.Query(Product).greaterThan('price', 1000));
  const bell = await product({ price: 2000 }).save(null, master);
  const { seen } = await is(told, 'create', bell);
  assert.ok(seen instanceof Product);
  assert.equal(seen.get('price'), 2000);
  await bell.save({ price: 3000 }, master);
  const updated = await is(told, 'update', bell);
  assert.deepEqual([updated.original.get('price'), updated.seen.get('price')], [2000, 3000]);
  await bell.save({ price: 5 }, master);
  const left = await is(told, 'leave', bell);
  assert.equal(left.original.get('price'), 3000);
  await bell.save({ price: 4000 }, master);
  const entered = await is(told, 'enter', bell);
  assert.equal(entered.original.get('price'), 5);
  await bell.destroy(master);
  await is(told, 'delete', bell);
});

test('query.subscribe() finds the server by itself', async () => {
  const subscription = await new Parse.Query(Product).equalTo('name', 'found').subscribe();
  const created = new Promise(resolve => subscription.on('create', resolve));
  const found = await product({ name: 'found' }).save(null, master);
  assert.equal((await created).id, found.id);
  await subscription.unsubscribe();
  await Parse.LiveQuery.close();
});

test('a subscription chooses its fields, and what it watches', async () => {
  const query = new Parse.Query(Product).equalTo('name', 'watched').select('stock').watch('stock');
  const told = await follow(connect(), query);
  const watched = await product({ name: 'watched', price: 7 }).save(null, master);
  const { seen } = await is(told, 'create', watched);
  assert.equal(seen.get('stock'), 1);
  assert.ok(!('price' in seen.toJSON()) || seen.get('price') === watched.get('price'));
  await watched.save({ price: 8 }, master);
  await watched.save({ stock: 2 }, master);
  const updated = await is(told, 'update', watched);
  assert.equal(updated.seen.get('stock'), 2);
  assert.equal(updated.original.get('stock'), 1);
});

test('two subscriptions share a connection, and one that is unsubscribed is told no more', async () => {
  const client = connect();
  const first = await follow(client, new Parse.Query(Product).equalTo('name', 'first'));
  const second = await follow(client, new Parse.Query(Product).equalTo('name', 'second'));
  await client.unsubscribe(first.subscription);
  await product({ name: 'first' }).save(null, master);
  const other = await product({ name: 'second' }).save(null, master);
  await is(second, 'create', other);
  // All that the first could have been told came before that.
  assert.deepEqual(first.events, []);
});

test('a customer sees the shipment move, the staff see it too, and a stranger sees nothing', async () => {
  const placed = await order(ana.user).save(null, ana.as);
  const parcels = () => new Parse.Query(Shipment).equalTo('order', placed);
  const [hers, staffs] = [
    await follow(connect(), parcels(), ana.as.sessionToken),
    // The session of the whole connection.
    await follow(connect({ sessionToken: sam.as.sessionToken }), parcels()),
  ];
  // On each of these connections, what is told last says that nothing was told before.
  const strangers = [];
  for (const token of [bob.as.sessionToken, undefined]) {
    const client = connect();
    const told = await follow(client, parcels(), token);
    strangers.push({ told, last: await follow(client, new Parse.Query(Product).equalTo('name', 'last'), token) });
  }
  const orders = await follow(connect(), new Parse.Query(Order).equalTo('objectId', placed.id), ana.as.sessionToken);
  const parcel = { order: placed, trackingNumber: 'T-2', carrier: 'Quick', status: 'preparing' };
  const shipment = await new Shipment(parcel).save(null, sam.as);
  await is(hers, 'create', shipment);
  await is(staffs, 'create', shipment);
  for (const status of ['paid', 'shipped']) {
    await placed.save({ status }, sam.as);
    const { seen, original } = await is(orders, 'update', placed);
    assert.equal(seen.get('status'), status);
    assert.notEqual(original.get('status'), status);
  }
  await shipment.save({ carrier: 'Quicker' }, sam.as);
  for (const told of [hers, staffs]) {
    const { seen } = await is(told, 'update', shipment);
    assert.equal(seen.get('carrier'), 'Quicker');
  }
  const last = await product({ name: 'last' }).save(null, master);
  for (const stranger of strangers) {
    await is(stranger.last, 'create', last);
    assert.deepEqual(stranger.told.events, []);
  }
});

test('roles and ACLs count as they are when something happens', async () => {
  const client = connect();
  const rae = await person('rae');
  const told = await follow(client, new Parse.Query(Product).equalTo('name', 'guarded'), rae.as.sessionToken);
  const guarded = product({ name: 'guarded' });
  guarded.setACL(new Parse.ACL());
  await guarded.save(null, master);
  const open = new Parse.ACL();
  open.setRoleReadAccess('staff', true);
  await guarded.save({ ACL: open, stock: 2 }, master);
  await enter('staff', { users: [rae] });
  await guarded.save({ stock: 3 }, master);
  const [kind, seen] = await told.next();
  assert.ok(['enter', 'update'].includes(kind), kind);
  assert.equal(seen.get('stock'), 3);
  await guarded.save({ ACL: new Parse.ACL(), stock: 4 }, master);
  await is(told, 'leave', guarded);
});

test('a session that ends ends what was asked with it', async () => {
  const pat = await person('pat');
  const told = await follow(connect(), new Parse.Query(Order), pat.as.sessionToken);
  const sessions = new Parse.Query('_Session').equalTo('user', pat.user);
  await Parse.Object.destroyAll(await sessions.find(master), master);
  const [kind, error] = await told.next();
  assert.equal(kind, 'error');
  assert.match(error, /session/i);
});

test('the SDK subscribes again by itself after the server was killed and has come back', async () => {
  const client = connect();
  const query = new Parse.Query(Product).equalTo('name', 'patient');
  const told = await follow(client, query);
  const before = await product({ name: 'patient' }).save(null, master);
  await is(told, 'create', before);
  for (const stock of [10, 11]) {
    await backend.kill();
    await backend.start();
    // Refused connections are errors that the SDK tells of before it is through.
    let kind;
    do [kind] = await told.next();
    while (kind === 'error');
    assert.equal(kind, 'open');
    await before.save({ stock }, master);
    const { seen } = await is(told, 'update', before);
    assert.equal(seen.get('stock'), stock);
  }
});
