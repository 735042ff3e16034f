// Server functions and jobs, as the SDK calls and starts them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, enter, person, withBackend } from './server.mjs';

withBackend();

const { run, startJob, getJobStatus, getJobsData } = Parse.Cloud;

test('a function is given values of every type and gives them back', async () => {
  const object = await new Parse.Object('Everything').save();
  const file = new Parse.File('note.txt', { base64: 'aGk=' }, 'text/plain');
  await file.save({ useMasterKey: true });
  const sent = {
    when: new Date('2026-01-31T12:00:00.123Z'),
    point: new Parse.GeoPoint(52.5, 13.4),
    data: { list: [1, 'two', { three: null }] },
    object: object.toPointer(),
    file,
  };
  const back = await run('echo', sent);
  assert.deepEqual(Object.keys(back).sort(), Object.keys(sent).sort());
  assert.deepEqual(back.when, sent.when);
  assert.equal(back.point.latitude, 52.5);
  assert.deepEqual(back.data, sent.data);
  assert.ok(back.object instanceof Parse.Object && back.object.className === 'Everything');
  assert.equal(back.object.id, object.id);
  assert.equal(back.file.name(), file.name());
});

test('a function answers plain values, and nothing', async () => {
  assert.equal(await run('hello'), 'Hello, stranger!');
  assert.equal(await run('hello', { name: 'Ann' }), 'Hello, Ann!');
  assert.equal(await run('add', { numbers: [1, 2.5, -0.5] }), 3);
});

test('a function that creates answers a Pointer, and one that finds whole objects', async () => {
  const ann = await person('opener');
  const ticket = await run('openTicket', { title: 'stalls', priority: 'high' }, ann.as);
  assert.equal(ticket.className, 'Ticket');
  await ticket.fetch();
  assert.equal(ticket.get('priority'), 'high');
  assert.equal(ticket.get('status'), 'open');
  assert.equal(ticket.get('source'), ann.id);
  const [found] = await run('tickets', { title: 'stalls' });
  assert.equal(found.id, ticket.id);
  assert.equal(found.get('title'), 'stalls');
  assert.deepEqual(found.createdAt, ticket.createdAt);
  assert.deepEqual(found.updatedAt, ticket.updatedAt);
  assert.equal(found.dirty(), false);
  assert.deepEqual(await run('tickets', { title: 'none' }), []);
});

test('what a function refuses arrives with its code', async () => {
  const { SCRIPT_FAILED, VALIDATION_ERROR, OPERATION_FORBIDDEN } = Parse.Error;
  await assert.rejects(run('nope'), code(SCRIPT_FAILED, 'Invalid function: "nope"'));
  await assert.rejects(run('refuse', { code: 4242 }), code(4242, 'refused, as was asked for'));
  const missing = 'Validation failed. Please specify data for numbers.';
  await assert.rejects(run('add'), code(VALIDATION_ERROR, missing));
  const type = 'Validation failed. Invalid type for numbers. Expected: array';
  await assert.rejects(run('add', { numbers: 1 }), code(VALIDATION_ERROR, type));
  const login = 'Validation failed. Please login to continue.';
  await assert.rejects(run('openTicket', { title: 'no' }), code(VALIDATION_ERROR, login));
  const ann = await person('outsider');
  await assert.rejects(run('forStaff', {}, ann.as), code(OPERATION_FORBIDDEN));
  await enter('staff', { users: [ann] });
  assert.equal(await run('forStaff', {}, ann.as), true);
});

test('a job is started, and its status read', async () => {
  const ann = await person('renamer');
  await run('openTicket', { title: 'old' }, ann.as);
  const jobs = await getJobsData();
  assert.deepEqual(jobs.jobs, ['fail', 'rename']);
  const status = await ended(await startJob('rename', { from: 'old', to: 'new' }));
  assert.equal(status.get('status'), 'succeeded');
  assert.equal(status.get('message'), '1 renamed');
  assert.deepEqual(status.get('params'), { from: 'old', to: 'new' });
  assert.ok(status.get('finishedAt') instanceof Date);
  assert.equal((await run('tickets', { title: 'new' })).length, 1);
  const failed = await ended(await startJob('fail', {}));
  assert.equal(failed.get('status'), 'failed');
  assert.equal(failed.get('message'), 'as was asked for');
});

/** The row of a job once it has ended. */
async function ended(id) {
  for (;;) {
    const status = await getJobStatus(id);
    if (status.get('status') !== 'running') return status;
  }
}
