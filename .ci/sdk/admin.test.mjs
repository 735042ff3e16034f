// What administrators do with the SDK: config, schemas, purge, installations, pushes, events.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, withBackend } from './server.mjs';

const Everything = Parse.Object.extend('Everything');
const master = { useMasterKey: true };

withBackend();

test('the config is saved, read and changed', async () => {
  const where = new Parse.GeoPoint({ latitude: 52.5, longitude: 13.4 });
  await Parse.Config.save({ greeting: 'hello', limit: 3, where, secret: 'x' }, { secret: true });
  const config = await Parse.Config.get();
  assert.equal(config.get('greeting'), 'hello');
  assert.equal(config.get('limit'), 3);
  assert.equal(config.get('where').latitude, 52.5);
  assert.equal(config.get('secret'), undefined);
  assert.equal((await Parse.Config.get(master)).get('secret'), 'x');
  await Parse.Config.save({ greeting: 'good morning' });
  assert.equal((await Parse.Config.get()).get('greeting'), 'good morning');
  assert.equal(Parse.Config.current().get('limit'), 3);
});

test('schemas are read, and written where they are generated', async () => {
  const all = await Parse.Schema.all();
  const names = all.map(({ className }) => className);
  for (const name of ['Everything', 'City', '_User', '_Role', '_Session']) assert.ok(names.includes(name), name);
  const { fields, classLevelPermissions } = await new Parse.Schema('Everything').get();
  assert.deepEqual(fields.next, { type: 'Pointer', targetClass: 'Everything' });
  assert.deepEqual(fields.friends, { type: 'Relation', targetClass: 'Everything' });
  assert.deepEqual(classLevelPermissions.find, { '*': true });
  await assert.rejects(new Parse.Schema('Unheard').get(), code(103));
  await assert.rejects(new Parse.Schema('Unheard').addString('name').save(), code(119));
  await assert.rejects(new Parse.Schema('Everything').addString('colour').update(), /backsmith generate/);
  await assert.rejects(new Parse.Schema('Everything').delete(), code(119));
});

test('a class is purged', async () => {
  await Parse.Object.saveAll([1, 2, 3].map(number => new Everything({ number })));
  assert.equal(await new Parse.Query(Everything).count(), 3);
  await new Parse.Schema('Everything').purge();
  assert.equal(await new Parse.Query(Everything).count(), 0);
});

test('an installation is registered, changed and found again', async () => {
  const installation = new Parse.Installation({
    installationId: 'A-Phone',
    deviceType: 'ios',
    deviceToken: 'one token',
    channels: ['news'],
  });
  await installation.save();
  assert.match(installation.id, /^[A-Za-z0-9]{10}$/);
  installation.addUnique('channels', 'sport');
  installation.set('badge', 2);
  await installation.save();
  const again = new Parse.Installation({ installationId: 'A-Phone', deviceType: 'ios', deviceToken: 'a new token' });
  await again.save();
  assert.equal(again.id, installation.id);
  const [found, ...others] = await new Parse.Query(Parse.Installation).find(master);
  assert.equal(others.length, 0);
  assert.deepEqual(found.get('channels'), ['news', 'sport']);
  assert.equal(found.get('deviceToken'), 'a new token');
  await assert.rejects(new Parse.Query(Parse.Installation).find(), code(119));
  await assert.rejects(new Parse.Installation({ installationId: 'another' }).save(), code(135));
});

test('a push is sent, and its row tells how it went', async () => {
  const query = new Parse.Query(Parse.Installation).equalTo('channels', 'sport');
  const id = await Parse.Push.send({ where: query, data: { alert: 'Hello', badge: 'Increment' } }, master);
  let status;
  do status = await Parse.Push.getPushStatus(id, master);
  while (status.get('status') === 'running');
  assert.equal(status.get('status'), 'succeeded');
  assert.equal(status.get('numSent'), 1);
  const [{ attributes }] = await query.find(master);
  assert.equal(attributes.badge, 3);
  const expiration_time = new Date(Date.now() + 60_000);
  await Parse.Push.send({ channels: ['nobody'], expiration_time, data: { alert: 'Hello' } }, master);
  await assert.rejects(Parse.Push.send({ data: { alert: 'to nobody' } }, master), code(115));
});

test('an event is heard', async () => {
  await Parse.Analytics.track('search', { source: 'web', priceRange: '1000-1500' });
});
