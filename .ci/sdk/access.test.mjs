// Access: ACLs, roles and their inheritance, and the story of an order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, enter, person, withBackend } from './server.mjs';

const Order = Parse.Object.extend('Order');
const Product = Parse.Object.extend('Product');
const Shipment = Parse.Object.extend('Shipment');
const Notification = Parse.Object.extend('Notification');
const master = { useMasterKey: true };
const count = (of, as) => new Parse.Query(of).count(as);

let ana, bob, sam, anvil;

withBackend(async () => {
  [ana, bob, sam] = [await person('ana'), await person('bob'), await person('sam')];
  await enter('staff', { users: [sam] });
  anvil = await new Product({ name: 'anvil', price: 90, stock: 5 }).save(null, sam.as);
}, { project: 'order-fulfillment' });

// Where what is denied is denied by a rule of the class, or by one of the object.
const denied = ({ code }) => code === 101 || code === 119;

const order = (user, quantity = 1) =>
  new Order({
    user,
    products: [{ product: anvil.toPointer(), quantity, price: 90 }],
    totalAmount: 90 * quantity,
    status: 'pending',
  });

test('a customer orders, and sees the order as the staff do; nobody else does', async () => {
  const placed = await order(ana.user, 2).save(null, ana.as);
  assert.equal((await new Parse.Query(Product).get(anvil.id)).get('stock'), 3, 'the stock went with the order');
  const read = await new Parse.Query(Order).get(placed.id, ana.as);
  assert.equal(read.get('user').id, ana.id);
  assert.equal(read.get('products')[0].product.id, anvil.id);
  assert.equal((await new Parse.Query(Order).get(placed.id, sam.as)).id, placed.id);
  for (const nobody of [bob.as, {}]) {
    await assert.rejects(new Parse.Query(Order).get(placed.id, nobody), code(101));
    assert.equal(await new Parse.Query(Order).equalTo('objectId', placed.id).count(nobody), 0);
    await assert.rejects(placed.save({ totalAmount: 1 }, nobody), denied);
    await assert.rejects(placed.destroy(nobody), denied);
  }
  assert.equal(await count(Order, ana.as), 1);
  assert.equal((await new Parse.Query(Order).get(placed.id, master)).get('totalAmount'), 180);
});

test('an order is one\'s own', async () => {
  await assert.rejects(order(ana.user).save(null, bob.as), code(119));
  await assert.rejects(order(ana.user).save(null, { sessionToken: undefined }), denied);
  assert.equal(await count(Order, bob.as), 0);
});

test('an order goes from checkout to delivery, and its customer is told', async () => {
  const placed = await order(bob.user).save(null, bob.as);
  await assert.rejects(placed.save({ status: 'paid' }, bob.as), code(142), 'the staff take the payment');
  placed.revert();
  await placed.save({ status: 'paid' }, sam.as);
  await placed.save({ status: 'shipped' }, sam.as);
  await assert.rejects(placed.save({ status: 'pending' }, sam.as), code(142));
  placed.revert();
  const parcel = { order: placed, trackingNumber: 'T-1', carrier: 'Quick', status: 'preparing' };
  await assert.rejects(new Shipment(parcel).save(null, bob.as), code(119));
  const shipment = await new Shipment(parcel).save(null, sam.as);
  assert.equal((await new Parse.Query(Shipment).get(shipment.id, bob.as)).get('carrier'), 'Quick');
  assert.equal(await count(Shipment, ana.as), 0);
  await placed.save({ status: 'delivered' }, sam.as);
  const message = { user: bob.user, message: 'It is at your door', read: false };
  await assert.rejects(new Notification(message).save(null, ana.as), code(119));
  await new Notification(message).save(null, sam.as);
  const told = await new Parse.Query(Notification).equalTo('read', false).find(bob.as);
  const statuses = ['pending', 'paid', 'shipped', 'delivered'].map(status => `Order ${placed.id} is now ${status}`);
  assert.deepEqual(
    told.map(notification => notification.get('message')).sort(),
    [...statuses, 'Your parcel T-1 is now preparing', 'It is at your door'].sort(),
  );
  await told[0].save({ read: true }, bob.as);
  assert.equal(await count(Notification, bob.as), told.length);
  const his = new Parse.Query(Notification).equalTo('user', bob.user);
  assert.equal(await his.count(ana.as), 0);
});

test('everybody reads products, and the staff alone change them', async () => {
  assert.equal((await new Parse.Query(Product).get(anvil.id)).get('name'), 'anvil');
  for (const other of [ana.as, {}]) {
    await assert.rejects(anvil.save({ price: 1 }, other), denied);
    anvil.revert();
  }
  await anvil.save({ price: 95 }, sam.as);
  await assert.rejects(anvil.destroy(sam.as), denied, 'an admin deletes');
});

test('an ACL narrows what a rule allows: to one person, to all, to a role', async () => {
  const product = new Product({ name: 'secret', price: 1, stock: 1 });
  product.setACL(new Parse.ACL(ana.user));
  await product.save(null, master);
  const seen = as => new Parse.Query(Product).equalTo('objectId', product.id).count(as);
  assert.deepEqual([await seen(ana.as), await seen(bob.as), await seen({})], [1, 0, 0]);

  const open = new Parse.ACL(ana.user);
  open.setPublicReadAccess(true);
  await product.save({ ACL: open }, master);
  assert.deepEqual([await seen(ana.as), await seen(bob.as), await seen({})], [1, 1, 1]);
  await assert.rejects(product.save({ price: 2 }, ana.as), denied, 'never wider');
  product.revert();

  const crew = new Parse.ACL();
  crew.setRoleReadAccess('crew', true);
  await new Parse.Role('crew', new Parse.ACL()).save(null, master);
  await enter('crew', { users: [bob] });
  await product.save({ ACL: crew }, master);
  assert.deepEqual([await seen(ana.as), await seen(bob.as), await seen({})], [0, 1, 0]);
  const read = await new Parse.Query(Product).get(product.id, bob.as);
  assert.ok(read.getACL().getRoleReadAccess('crew'));
  assert.ok(!read.getACL().getPublicReadAccess());
});

test('who has a role has what it inherits, until it is taken away', async () => {
  const packers = new Parse.Role('packers', new Parse.ACL());
  packers.getUsers().add((await person('pat')).user);
  await packers.save(null, master);
  const pat = (await Parse.User.logIn('pat', "pat's password")).getSessionToken();
  const as = { sessionToken: pat };
  const all = await count(Order, master);
  assert.ok(all > 0);
  assert.equal(await count(Order, as), 0);
  const staff = await enter('staff', { roles: [packers] });
  assert.equal(await count(Order, as), all, 'at once');
  staff.getRoles().remove(packers);
  await staff.save(null, master);
  assert.equal(await count(Order, as), 0, 'at once');
});

test('nobody without the master key enters a role or makes one', async () => {
  const staff = await new Parse.Query(Parse.Role).equalTo('name', 'staff').first(master);
  staff.getUsers().add(bob.user);
  await assert.rejects(staff.save(null, bob.as), denied);
  const role = new Parse.Role('admin2', new Parse.ACL());
  await assert.rejects(role.save(null, { sessionToken: undefined }), denied);
  const again = new Parse.Role('staff', new Parse.ACL());
  await assert.rejects(again.save(null, master), code(137), 'and a name is one role\'s');
});

test('a profile is its user\'s and the staff\'s to read', async () => {
  assert.equal((await new Parse.Query(Parse.User).get(ana.id, ana.as)).get('email'), 'ana@example.com');
  assert.equal((await new Parse.Query(Parse.User).get(ana.id, sam.as)).get('username'), 'ana');
  await assert.rejects(new Parse.Query(Parse.User).get(ana.id, bob.as), code(101));
  assert.equal(await count(Parse.User, {}), 0);
});
