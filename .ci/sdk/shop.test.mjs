// Objects and queries of the order-fulfillment example, as the master sees them: what access leaves of them is another file's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, withBackend } from './server.mjs';

const Product = Parse.Object.extend('Product');
const master = { useMasterKey: true };
const names = objects => objects.map(object => object.get('name'));

withBackend(async () => {
  const stock = [['anvil', 90, 3], ['bolt', 0.5, 900], ['clamp', 12, 40], ['drill', 60, 0], ['epoxy', 8, 25]];
  for (const [name, price, left] of stock) {
    await new Product({ name, price, stock: left, sku: `SKU-${name}` }).save(null, master);
  }
}, { project: 'order-fulfillment' });

test('an object is created, read, changed and deleted', async () => {
  const file = await new Product({ name: 'file', price: 4, stock: 1 }).save(null, master);
  assert.match(file.id, /^[A-Za-z0-9]{10}$/);
  assert.ok(file.createdAt instanceof Date);
  file.set('price', 5);
  file.increment('stock', 6);
  await file.save(null, master);
  const read = await new Parse.Query(Product).get(file.id);
  assert.equal(read.get('price'), 5);
  assert.equal(read.get('stock'), 7);
  assert.ok(read.updatedAt >= read.createdAt);
  await file.destroy(master);
  await assert.rejects(new Parse.Query(Product).get(file.id), code(101, 'Object not found.'));
  await assert.rejects(file.destroy(master), code(101));
});

test('queries compare', async () => {
  const query = () => new Parse.Query(Product).ascending('name');
  assert.deepEqual(names(await query().equalTo('name', 'bolt').find()), ['bolt']);
  assert.deepEqual(names(await query().notEqualTo('name', 'bolt').find()), ['anvil', 'clamp', 'drill', 'epoxy']);
  assert.deepEqual(names(await query().greaterThan('price', 12).find()), ['anvil', 'drill']);
  assert.deepEqual(names(await query().greaterThanOrEqualTo('price', 12).lessThan('price', 90).find()), ['clamp', 'drill']);
  assert.deepEqual(names(await query().containedIn('name', ['clamp', 'anvil', 'nut']).find()), ['anvil', 'clamp']);
  assert.deepEqual(names(await query().notContainedIn('name', ['clamp', 'anvil']).find()), ['bolt', 'drill', 'epoxy']);
  assert.deepEqual(names(await query().doesNotExist('sku').find()), []);
});

test('queries sort, page, count and choose fields', async () => {
  const query = new Parse.Query(Product).descending('price');
  assert.deepEqual(names(await query.limit(2).find()), ['anvil', 'drill']);
  assert.deepEqual(names(await query.skip(2).find()), ['clamp', 'epoxy']);
  assert.equal(await new Parse.Query(Product).lessThan('price', 50).count(), 3);
  const page = await new Parse.Query(Product).withCount().limit(1).find();
  assert.equal(page.count, 5);
  assert.equal(page.results.length, 1);
  const named = await new Parse.Query(Product).select('name').ascending('name').first();
  assert.equal(named.get('name'), 'anvil');
  assert.equal(named.get('price'), undefined);
});

test('the errors of the protocol arrive as the SDK knows them', async () => {
  const { INCORRECT_TYPE, OBJECT_NOT_FOUND, DUPLICATE_VALUE, VALIDATION_ERROR } = Parse.Error;
  const save = members => new Product(members).save(null, master);
  await assert.rejects(save({ name: 'x', price: 'dear', stock: 1 }), code(INCORRECT_TYPE));
  await assert.rejects(save({ price: 1, stock: 1 }), code(VALIDATION_ERROR, 'name is required'));
  await assert.rejects(save({ name: 'x', price: -1, stock: 1 }), code(VALIDATION_ERROR));
  await assert.rejects(save({ name: 'x', price: 1, stock: 1, sku: 'SKU-bolt' }), code(DUPLICATE_VALUE));
  await assert.rejects(save({ name: 'x', price: 1, stock: 1, colour: 'red' }), Parse.Error);
  await assert.rejects(new Parse.Query(Product).get('nothing000'), code(OBJECT_NOT_FOUND));
  await assert.rejects(new Parse.Query('Unheard').find(), Parse.Error);
});
