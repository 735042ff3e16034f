// The app is ended at every step there is, and started again: each write is made once, in its order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Device, person, sdk, tell, withWorld, world } from './device.mjs';

let clerk;
withWorld(async () => {
  clerk = await person('staff');
});

/** The stock of a product after none of the writes below, after the first of them, and so on. */
const STOCKS = [undefined, 10, 15, 13];

/** Three writes of which each needs the one before; `told` has as many as the user was told of. */
async function work({ client, offline }, name, told = []) {
  const write = async operation => {
    const written = await offline.write(operation);
    told.push(written);
    return written.isWaiting ? written.localId : written.value.objectId;
  };
  const { prepare } = client.products;
  const id = await write(prepare.create({ name, price: 1, stock: 10 }));
  await write(prepare.update(id, { stock: sdk.op.increment(5) }));
  await write(prepare.update(id, { stock: sdk.op.increment(-2) }));
}

async function deviceOfClerk() {
  const device = new Device();
  const program = device.start();
  await program.client.auth.logIn(clerk.credentials);
  program.end();
  return device;
}

/** Starts the app again, with nothing in its way. */
async function finish(device, name) {
  const program = device.start();
  const { left, dropped } = await program.offline.replay();
  program.end();
  assert.deepEqual({ left, dropped, kept: device.keys('outbox') }, { left: 0, dropped: 0, kept: [] }, name);
}

async function stocksOf(name) {
  const where = encodeURIComponent(JSON.stringify({ name }));
  const { results } = await world.backend.master('GET', `/classes/Product?where=${where}`);
  return results.map(({ stock }) => stock);
}

const moments = count => Array.from({ length: count }, (_, step) => [step + 1, false, true]).flatMap(
  ([killAt, ...done]) => done.map(isDone => ({ killAt, isDone, name: `${count}: ${isDone ? 'after' : 'before'} ${killAt}` })),
);

test('with a network: what was kept is made once', async () => {
  const whole = (await deviceOfClerk()).start();
  await work(whole, 'whole');
  whole.end();
  // For each of the three: kept, sent, removed. Renaming finds nothing that waits.
  assert.equal(whole.steps, 9);

  for (const { killAt, isDone, name } of moments(whole.steps)) {
    const device = await deviceOfClerk();
    const killed = device.start({ killAt, isDone });
    const told = [];
    await Promise.race([work(killed, name, told), killed.killed]);
    killed.end();
    const kept = device.keys('outbox').length;
    await finish(device, name);

    // One that was made and removed just before the end is made, though nobody was told.
    const isUntold = isDone && killAt % 3 === 0;
    const made = STOCKS[told.length + kept + (isUntold ? 1 : 0)];
    assert.deepEqual(await stocksOf(name), made === undefined ? [] : [made], name);
  }
});

test('without a network, and then with one: all are made once, wherever the replay ends', async () => {
  // Three are sent and removed; the two that name the first are renamed before.
  for (const { killAt, isDone, name } of moments(8)) {
    const device = await deviceOfClerk();
    await tell('/offline');
    const offline = device.start();
    await work(offline, name);
    offline.end();
    assert.equal(device.keys('outbox').length, 3, name);
    assert.deepEqual(await stocksOf(name), [], name);

    await tell('/online');
    const killed = device.start({ killAt, isDone });
    await Promise.race([killed.offline.replay(), killed.killed]);
    assert.equal(killed.steps, killAt, name);
    killed.end();
    await finish(device, name);
    assert.deepEqual(await stocksOf(name), [STOCKS[3]], name);
  }
});
