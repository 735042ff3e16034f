// Writes: operations, parts, relations, many objects at once, all or nothing, changes made for what was read.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, person, withBackend } from './server.mjs';

const Everything = Parse.Object.extend('Everything');
const Ticket = Parse.Object.extend('Ticket');
const fresh = object => new Parse.Query(object.className).get(object.id);
const count = (className, row) => new Parse.Query(className).equalTo('row', row).count();

withBackend();

test('counts up and down, and many at once lose nothing', async () => {
  const object = await new Everything({ number: 5 }).save();
  object.increment('number');
  object.increment('whole', 3);
  await object.save();
  assert.deepEqual([object.get('number'), object.get('whole')], [6, 3]);
  object.decrement('number', 2.5);
  await object.save();
  assert.equal(object.get('number'), 3.5);
  await Promise.all(
    Array.from({ length: 30 }, async () => {
      const other = Everything.createWithoutData(object.id);
      other.increment('whole');
      await other.save();
    }),
  );
  assert.equal((await fresh(object)).get('whole'), 33);
  const wrong = Everything.createWithoutData(object.id);
  wrong.set('text', new Parse.Op.Increment(1));
  await assert.rejects(wrong.save(), code(111));
});

test('changes the elements of a list', async () => {
  const object = new Everything();
  object.addAll('list', ['a', 'b']);
  object.add('list', 'a');
  await object.save();
  assert.deepEqual((await fresh(object)).get('list'), ['a', 'b', 'a']);
  object.addUnique('list', 'b');
  object.addAllUnique('list', ['c', { d: 1 }]);
  await object.save();
  object.addUnique('list', { d: 1 });
  await object.save();
  assert.deepEqual((await fresh(object)).get('list'), ['a', 'b', 'a', 'c', { d: 1 }]);
  object.remove('list', 'a');
  await object.save();
  object.removeAll('list', ['c', 'nothing']);
  await object.save();
  assert.deepEqual(object.get('list'), ['b', { d: 1 }]);
  assert.deepEqual((await fresh(object)).get('list'), ['b', { d: 1 }]);
  await Promise.all(
    Array.from({ length: 20 }, async (_, number) => {
      const other = Everything.createWithoutData(object.id);
      other.add('list', number);
      await other.save();
    }),
  );
  assert.equal((await fresh(object)).get('list').length, 22);
});

test('unsets a field', async () => {
  const object = await new Everything({ text: 'a', number: 1 }).save();
  object.unset('text');
  await object.save();
  const read = await fresh(object);
  assert.equal(read.has('text'), false);
  assert.equal(read.get('number'), 1);
  const ticket = await new Ticket({ title: 'needed' }).save();
  ticket.unset('title');
  await assert.rejects(ticket.save(), code(142, 'title is required'));
});

test('sets, counts and unsets a part of an object', async () => {
  const object = await new Everything({ data: { size: { x: 1 }, color: 'red' } }).save();
  object.set('data.size.y', 2);
  object.increment('data.size.x', 4);
  await object.save();
  assert.deepEqual((await fresh(object)).get('data'), { size: { x: 5, y: 2 }, color: 'red' });
  assert.deepEqual(object.get('data'), { size: { x: 5, y: 2 }, color: 'red' });
  const other = Everything.createWithoutData(object.id);
  other.unset('data.color');
  other.set('data.size.z', { deep: true });
  await other.save();
  assert.deepEqual((await fresh(object)).get('data'), { size: { x: 5, y: 2, z: { deep: true } } });
});

test('checks the whole that a part is in', async () => {
  const parcel = await new Parse.Object('Parcel', { size: { width: 1, height: 2 } }).save();
  parcel.set('size.width', -1);
  await assert.rejects(parcel.save(), code(142, 'size.width must be at least 0'));
  parcel.revert();
  parcel.set('size.note', 'flat');
  await parcel.save();
  assert.deepEqual((await fresh(parcel)).get('size'), { width: 1, height: 2, note: 'flat' });
});

test('joins and leaves a relation', async () => {
  const friends = await Parse.Object.saveAll(['a', 'b', 'c'].map(text => new Everything({ text })));
  const object = new Everything({ text: 'hub' });
  object.relation('friends').add(friends.slice(0, 2));
  await object.save();
  const names = async () => (await object.relation('friends').query().ascending('text').find()).map(friend => friend.get('text'));
  assert.deepEqual(await names(), ['a', 'b']);
  // Both in one save: a batch of operations.
  object.relation('friends').remove(friends[0]);
  object.relation('friends').add(friends[2]);
  await object.save();
  assert.deepEqual(await names(), ['b', 'c']);
  const back = await new Parse.Query(Everything).equalTo('friends', friends[2]).find();
  assert.deepEqual(back.map(found => found.id), [object.id]);
});

test('saves and destroys more objects than fit one batch', async () => {
  const tickets = Array.from({ length: 45 }, (_, seat) => new Ticket({ title: `seat ${seat + 1}`, row: 'A', seat: seat + 1 }));
  await Parse.Object.saveAll(tickets);
  assert.equal(new Set(tickets.map(ticket => ticket.id)).size, 45);
  assert.ok(tickets.every(ticket => ticket.get('priority') === 'low' && !ticket.dirty()));
  tickets.forEach(ticket => ticket.set('priority', 'high'));
  await Parse.Object.saveAll(tickets);
  assert.equal(await new Parse.Query(Ticket).equalTo('priority', 'high').equalTo('row', 'A').count(), 45);
  await Parse.Object.destroyAll(tickets);
  assert.equal(await count('Ticket', 'A'), 0);
});

test('one of many that fails does not hold back the others', async () => {
  const good = seat => new Ticket({ title: 'good', row: 'B', seat });
  const bad = new Ticket({ title: 'bad', row: 'B', seat: 1000 });
  const error = await Parse.Object.saveAll([good(1), bad, good(2)]).catch(error => error);
  assert.equal(error.code, 142);
  assert.equal(error.message, 'seat must be at most 99');
  assert.equal(await count('Ticket', 'B'), 2);
  bad.set('seat', 3);
  await bad.save();
  const there = await new Parse.Query(Ticket).equalTo('row', 'B').find();
  const gone = await Ticket.createWithoutData(there[0].id).destroy();
  const failed = await Parse.Object.destroyAll([gone, ...there.slice(1)]).catch(error => error);
  assert.equal(failed.code, Parse.Error.AGGREGATE_ERROR);
  assert.deepEqual(failed.errors.map(error => [error.code, error.object.id]), [[101, gone.id]]);
  assert.equal(await count('Ticket', 'B'), 0);
});

test('a transaction saves and destroys all or nothing, and says which it was', async () => {
  const all = Array.from({ length: 30 }, (_, seat) => new Ticket({ title: 'all', row: 'C', seat: seat + 1 }));
  await Parse.Object.saveAll(all, { transaction: true });
  assert.equal(await count('Ticket', 'C'), 30);

  const some = [new Ticket({ title: 'some', row: 'D', seat: 1 }), new Ticket({ title: 'some', row: 'C', seat: 1 })];
  // For a batch that is refused as a whole the SDK gives each object the same error, under a code of its own.
  const errors = await Parse.Object.saveAll(some, { transaction: true }).catch(errors => errors);
  assert.equal(errors.length, 2);
  errors.forEach(error => assert.match(error.message, /^requests\[1\]: A duplicate value/));
  assert.equal(await count('Ticket', 'D'), 0);
  some[1].set('seat', 99);
  const again = some.map(ticket => new Ticket(ticket.attributes));
  await Parse.Object.saveAll(again, { transaction: true });
  assert.equal(await count('Ticket', 'D'), 1);

  const [kept] = again;
  const receipt = await new Parse.Object('Receipt', { amount: 1, ticket: kept }).save();
  const refused = await Parse.Object.destroyAll([...all, kept], { transaction: true }).catch(error => error);
  assert.equal(refused.code, 142);
  assert.match(refused.message, /^requests\[30\]: /);
  assert.equal(await count('Ticket', 'C'), 31);
  await receipt.destroy();
  await Parse.Object.destroyAll([...all, kept], { transaction: true });
  assert.equal(await count('Ticket', 'C'), 1);
});

test('sends what is dirty, and leaves what another has changed', async () => {
  const mine = await new Everything({ text: 'a', number: 1 }).save();
  const other = await fresh(mine);
  await other.save({ text: 'theirs' });
  mine.set('number', 2);
  assert.deepEqual(mine.dirtyKeys(), ['number']);
  await mine.save();
  assert.deepEqual(mine.dirtyKeys(), []);
  const read = await fresh(mine);
  assert.deepEqual([read.get('text'), read.get('number')], ['theirs', 2]);
});

test('changes only what is still as it was read', async () => {
  const object = await new Everything({ number: 1 }).save();
  const path = `classes/Everything/${object.id}`;
  const change = (number, at) => Parse.CoreManager.getRESTController().request('PUT', path, { number, _ifUpdatedAt: at.toISOString() });
  const read = object.updatedAt;
  await change(2, read);
  await assert.rejects(change(3, read), code(158, `The object has changed since ${read.toISOString()}.`));
  const now = await fresh(object);
  assert.equal(now.get('number'), 2);
  const remove = at => Parse.CoreManager.getRESTController().request('DELETE', path, { _ifUpdatedAt: at.toISOString() });
  await assert.rejects(remove(read), code(158));
  await remove(now.updatedAt);
  await assert.rejects(fresh(object), code(101));
});

test('tells a user what becomes of his task', async () => {
  const ann = await person('ann-of-writes');
  const bob = await person('bob-of-writes');
  const told = async someone => {
    const found = await new Parse.Query('Notification').ascending('createdAt').find(someone.as);
    return found.map(notification => notification.get('message'));
  };
  const master = { useMasterKey: true };
  const task = await new Parse.Object('Task', { user: ann.user, title: 'Tea' }).save(null, master);
  await task.save({ status: 'doing' }, master);
  await task.save({ status: 'doing', title: 'Coffee' }, master);
  await task.save({ status: 'done' }, master);
  assert.deepEqual(await told(ann), ['Tea is now todo', 'Tea is now doing', 'Coffee is now done']);
  assert.deepEqual(await told(bob), []);
});
