// Objects: each type there and back, what is dirty, what a save sends, what is saved later.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, person, withBackend } from './server.mjs';

const Everything = Parse.Object.extend('Everything');
const fresh = id => new Parse.Query(Everything).get(id);

withBackend();

test('a value of each type comes back as it went', async () => {
  const { user } = await person('tina');
  const when = new Date('2026-02-28T23:59:59.999Z');
  const corners = [[0, 0], [0, 1], [1, 1], [1, 0]];
  const next = await new Everything({ text: 'next' }).save();
  const values = {
    text: 'Zoë said “hi”\n\t\u{1f600}',
    number: 0.1,
    whole: -7,
    flag: false,
    when,
    data: { deep: [{ er: null, still: { more: true } }], '': 'no name' },
    list: [1, 'two', null, [3], { four: 4 }],
    point: new Parse.GeoPoint(-33.86, 151.2),
    area: new Parse.Polygon(corners),
    bytes: { __type: 'Bytes', base64: 'AAECAwQ=' },
    person: user.toPointer(),
    next,
  };
  const saved = await new Everything(values).save();
  const read = await fresh(saved.id);
  for (const name of ['text', 'number', 'whole', 'flag', 'data', 'list', 'bytes']) {
    assert.deepEqual(read.get(name), values[name], name);
  }
  assert.equal(read.get('when').getTime(), when.getTime());
  assert.deepEqual(read.get('point').toJSON(), values.point.toJSON());
  assert.ok(read.get('area').equals(values.area));
  assert.equal(read.get('person').id, user.id);
  assert.equal(read.get('person').className, '_User');
  assert.equal(read.get('next').id, next.id);
  assert.ok(read.get('friends') instanceof Parse.Relation);
  assert.equal(read.get('file'), undefined);
  assert.ok(read.createdAt instanceof Date);
  assert.deepEqual(read.dirtyKeys(), []);
});

test('a value of another type is refused', async () => {
  const wrong = {
    text: 1,
    number: '1',
    whole: 1.5,
    flag: 0,
    when: 'yesterday',
    data: [],
    list: {},
    point: { latitude: 1, longitude: 2 },
    area: [[0, 0]],
    person: 'ana',
    next: new Parse.User({ id: 'nobody0000' }),
  };
  for (const [name, value] of Object.entries(wrong)) {
    await assert.rejects(new Everything({ [name]: value }).save(), ({ code }) => [111, 142].includes(code), name);
  }
  await assert.rejects(new Everything({ unheard: 1 }).save(), Parse.Error);
});

test('a save sends what is dirty, and nothing else', async () => {
  const mine = await new Everything({ text: 'one', number: 1 }).save();
  const theirs = await fresh(mine.id);
  mine.set('text', 'two');
  assert.deepEqual(mine.dirtyKeys(), ['text']);
  assert.ok(mine.dirty('text') && !mine.dirty('number'));
  theirs.set('number', 2);
  await Promise.all([mine.save(), theirs.save()]);
  assert.ok(!mine.dirty());
  const both = await fresh(mine.id);
  assert.deepEqual([both.get('text'), both.get('number')], ['two', 2]);
});

test('a change that is reverted is not sent', async () => {
  const object = await new Everything({ text: 'one', number: 1 }).save();
  object.set({ text: 'two', number: 2 });
  object.revert('text');
  await object.save();
  const read = await fresh(object.id);
  assert.deepEqual([read.get('text'), read.get('number')], ['one', 2]);
});

test('an unset field is gone, null is none', async () => {
  const object = await new Everything({ text: 'one', number: 1 }).save();
  object.unset('text');
  await object.save();
  assert.ok(!(await fresh(object.id)).has('text'));
  assert.equal((await new Parse.Query(Everything).doesNotExist('text').equalTo('objectId', object.id).find()).length, 1);
});

test('objects are saved, read and deleted together', async () => {
  const objects = Array.from({ length: 45 }, (_, whole) => new Everything({ text: 'together', whole }));
  await Parse.Object.saveAll(objects);
  assert.ok(objects.every(object => object.id));
  const found = await new Parse.Query(Everything).equalTo('text', 'together').ascending('whole').limit(100).find();
  assert.deepEqual(found.map(object => object.get('whole')), objects.map((_, index) => index));
  await Parse.Object.fetchAll(objects);
  await Parse.Object.destroyAll(objects);
  assert.equal(await new Parse.Query(Everything).equalTo('text', 'together').count(), 0);
});

test('of objects saved together, one that is refused takes none of the others with it', async () => {
  const [good, bad] = [new Everything({ text: 'good' }), new Everything({ whole: 1.5 })];
  await assert.rejects(Parse.Object.saveAll([good, bad]), Parse.Error);
  assert.ok(good.id && !bad.id);
});

test('what an object points at is saved before it', async () => {
  const object = await new Everything({ text: 'near', next: new Everything({ text: 'far' }) }).save();
  const read = await new Parse.Query(Everything).include('next').get(object.id);
  assert.equal(read.get('next').get('text'), 'far');
});

test('an object is fetched anew, with what it includes', async () => {
  const next = await new Everything({ text: 'before' }).save();
  const object = await new Everything({ next }).save();
  await Everything.createWithoutData(next.id).save({ text: 'after' });
  const again = Everything.createWithoutData(object.id);
  await again.fetchWithInclude('next');
  assert.equal(again.get('next').get('text'), 'after');
  assert.ok(await again.exists());
  await object.destroy();
  assert.ok(!(await again.exists()));
  await assert.rejects(again.fetch(), code(101));
});

test('a copy is another object', async () => {
  const object = await new Everything({ text: 'one', list: [1] }).save();
  const copy = await object.clone().save();
  assert.notEqual(copy.id, object.id);
  assert.deepEqual((await fresh(copy.id)).get('list'), [1]);
});

test('two classes of a program are two classes of the server', async () => {
  class Country extends Parse.Object {
    constructor() {
      super('Country');
    }
  }
  Parse.Object.registerSubclass('Country', Country);
  const saved = await new Country().save({ name: 'Peru' });
  const [read] = await new Parse.Query(Country).equalTo('name', 'Peru').find();
  assert.ok(read instanceof Country);
  assert.equal(read.id, saved.id);
});

/** Does something while no request leaves this process; the SDK is told as little as by a network that is gone. */
async function offline(todo) {
  const { fetch } = globalThis;
  globalThis.fetch = () => Promise.reject({});
  try {
    await todo();
  } finally {
    globalThis.fetch = fetch;
    Parse.EventuallyQueue.stopPoll();
  }
}

test('what is saved eventually is saved once the server is there again', async () => {
  await offline(() => new Everything({ text: 'eventually' }).saveEventually());
  assert.equal(await Parse.EventuallyQueue.length(), 1);
  assert.ok(await Parse.EventuallyQueue.sendQueue());
  assert.equal(await Parse.EventuallyQueue.length(), 0);
  assert.equal(await new Parse.Query(Everything).equalTo('text', 'eventually').count(), 1);
});

test('what is deleted eventually is deleted once the server is there again', async () => {
  const object = await new Everything({ text: 'not for long' }).save();
  await offline(() => object.destroyEventually());
  assert.ok(await Parse.EventuallyQueue.sendQueue());
  await assert.rejects(fresh(object.id), code(101));
});

test('the queue asks for the health of the server, and sends itself', async () => {
  await offline(() => new Everything({ text: 'polled' }).saveEventually());
  const { sendQueue } = Parse.EventuallyQueue;
  const sent = new Promise(resolve => {
    let sending;
    // The SDK may have asked several times before the first answer, and would send once for each.
    Parse.EventuallyQueue.sendQueue = () => {
      sending ??= sendQueue.call(Parse.EventuallyQueue);
      resolve(sending);
      return sending;
    };
  });
  Parse.EventuallyQueue.poll(1);
  await sent;
  Parse.EventuallyQueue.sendQueue = sendQueue;
  assert.equal(await new Parse.Query(Everything).equalTo('text', 'polled').count(), 1);
});

test('an object is pinned, found without the server, and unpinned', async () => {
  Parse.enableLocalDatastore(false);
  try {
    const object = await new Everything({ text: 'pinned', number: 4 }).save();
    await object.pin();
    const local = () => new Parse.Query(Everything).fromLocalDatastore().equalTo('text', 'pinned').find();
    assert.equal((await local())[0].get('number'), 4);
    await object.unPin();
    assert.deepEqual(await local(), []);
  } finally {
    Parse.LocalDatastore.isEnabled = false;
  }
});
