// Answers that get lost on the way: the SDK asks again under the same request id, and what it asked for is done once.

import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { Parse, person, withBackend } from './server.mjs';

const Product = Parse.Object.extend('Product');
const Order = Parse.Object.extend('Order');
const master = { useMasterKey: true };

withBackend(async () => {}, { project: 'order-fulfillment' });
before(() => Parse.CoreManager.set('IDEMPOTENCY', true));

const fetchAnswer = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = fetchAnswer;
});

/**
 * The next answer does not reach the SDK: a proxy says 502 in its place, as one does whose connection broke. Gives the
 * headers of all answers that the server gave from then on, once `asked` is done.
 */
async function losing(asked) {
  const given = [];
  globalThis.fetch = async (...request) => {
    const answer = await fetchAnswer(...request);
    given.push(answer.headers);
    if (given.length > 1) return answer;
    await answer.arrayBuffer();
    return new Response('{"error":"bad gateway"}', { status: 502 });
  };
  const result = await asked();
  assert.equal(given.length, 2, 'the SDK asks again');
  assert.equal(given[0].get('idempotent-replayed'), null);
  assert.equal(given[1].get('idempotent-replayed'), 'true');
  return result;
}

const product = (name, stock) => new Product({ name, price: 2.5, stock }).save(null, master);
const reread = object => new Parse.Query(object.className).get(object.id, master);

test('an object is created once', async () => {
  const cup = await losing(() => product('Cup', 5));
  const found = await new Parse.Query(Product).equalTo('name', 'Cup').find();
  assert.deepEqual(found.map(({ id }) => id), [cup.id]);
  assert.deepEqual(found[0].createdAt, cup.createdAt);
});

test('an increment counts once, and tells the same', async () => {
  const lid = await product('Lid', 5);
  lid.increment('stock', 3);
  await losing(() => lid.save(null, master));
  assert.equal(lid.get('stock'), 8);
  assert.equal((await reread(lid)).get('stock'), 8);
});

test('an object is deleted once', async () => {
  const mug = await product('Mug', 1);
  await losing(() => mug.destroy(master));
  await assert.rejects(reread(mug), { code: 101 });
});

test('many objects are saved once', async () => {
  const plates = [1, 2, 3].map(number => new Product({ name: 'Plate', price: number, stock: 1 }));
  await losing(() => Parse.Object.saveAll(plates, master));
  assert.equal(await new Parse.Query(Product).equalTo('name', 'Plate').count(), 3);
  assert.equal(new Set(plates.map(({ id }) => id)).size, 3);
});

test('a user signs up once, and is signed in', async () => {
  const user = new Parse.User({ username: 'ann', password: 'secret', email: 'ann@example.com' });
  await losing(() => user.signUp());
  const { id } = await Parse.User.become(user.getSessionToken());
  assert.equal(id, user.id);
});

test('an order takes its stock once, by a hook or by a function', async () => {
  const { user, as } = await person('bob');
  const pot = await product('Pot', 9);
  const order = new Order({ user, products: [{ product: pot.toPointer(), quantity: 2 }], totalAmount: 5 });
  await losing(() => order.save(null, as));
  const items = [{ product: pot.toPointer(), quantity: 3 }];
  await losing(() => Parse.Cloud.run('placeOrder', { items }, as));
  assert.equal((await reread(pot)).get('stock'), 4);
  assert.equal(await new Parse.Query(Order).count(as), 2);
});

test('two requests that are the same but for their ids are two', async () => {
  await product('Spoon', 1);
  await product('Spoon', 1);
  assert.equal(await new Parse.Query(Product).equalTo('name', 'Spoon').count(), 2);
});
