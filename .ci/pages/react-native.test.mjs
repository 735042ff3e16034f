// A day without a network: what was read is there after a reload, what is changed waits, and is sent once. And the same app as a
// device has it: what Metro has bundled with React Native's own preset, compiled by Hermes.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { startBackend } from '../../tests/conformance/harness/backend.mjs';
import { startNetwork } from '../../tests/conformance/harness/network.mjs';
import { startBrowser } from './browser.mjs';
import { serveFolder } from './site.mjs';

const { APP, BACKEND } = process.env;
let backend, network, site, browser;

before(async () => {
  backend = await startBackend(BACKEND);
  network = await startNetwork(backend);
  site = await serveFolder(join(APP, 'dist'), network.serverURL);
  browser = await startBrowser(site.url);
});

after(async () => {
  await browser?.stop();
  await site?.stop();
  await network?.stop();
  await backend?.stop();
});

test('react-native: a day without a network', async t => {
  const step = async (name, run) => {
    try {
      await run();
    } catch (error) {
      error.message = `${name}: ${error.message}\n${await browser.shown()}\n${browser.wrong().join('\n')}`;
      throw error;
    }
    t.diagnostic(name);
  };
  const { master } = backend;
  const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
  const create = async (className, object) => (await master('POST', `/classes/${className}`, object)).objectId;
  const [anaId, clerkId] = await Promise.all(['ana', 'clerk'].map(signUp));
  await enter('staff', clerkId);
  const user = pointer('_User', anaId);
  const product = pointer('Product', await create('Product', { name: 'anvil', price: 90.5, stock: 5 }));
  const orderId = await create('Order', { user, products: [{ product, quantity: 1 }], totalAmount: 90.5 });
  const order = pointer('Order', orderId);
  const shipmentId = await create('Shipment', { order, carrier: 'Post', trackingNumber: 'TRACK-1' });
  const noticeId = await create('Notification', { user, message: 'It is packed' });

  const ana = await browser.person('ana');
  const clerk = await browser.person('clerk');
  const earlier = page => page.getByText('As it was when there was a network');
  const waiting = page => page.getByText('Changes that wait for a network: 1');
  const link = page => page.getByRole('link', { name: `Order ${orderId}` });
  const writesOf = id => network.log.filter(({ method, path }) => method === 'PUT' && path.endsWith(id));

  await step('a customer reads her orders, and the staff one of them', async () => {
    await ana.goto(site.url);
    await signIn(ana, 'ana');
    await link(ana).waitFor();
    await ana.getByText('It is packed').waitFor();
    await clerk.goto(site.url);
    await signIn(clerk, 'clerk');
    await link(clerk).click();
    await shows(clerk.getByRole('status'), 'preparing');
    await clerk.getByText('anvil').waitFor();
    for (const page of [ana, clerk]) assert.equal(await earlier(page).count(), 0);
  });

  await step('without a network a reload shows them, and that they were read earlier', async () => {
    await tell('/offline');
    for (const page of [ana, clerk]) {
      await earlier(page).waitFor();
      await page.reload();
      await earlier(page).waitFor();
    }
    await link(ana).waitFor();
    await shows(ana.getByRole('listitem'), /pending, 90\.5/);
    await shows(clerk.getByRole('status'), 'preparing');
    await clerk.getByText('anvil').waitFor();
    assert.equal(await ana.getByRole('alert').count(), 0);
  });

  await step('what they change is shown, and waits', async () => {
    await ana.getByRole('button', { name: 'Mark as read' }).first().click();
    await clerk.getByRole('button', { name: 'Mark as in-transit' }).click();
    for (const page of [ana, clerk]) {
      await waiting(page).waitFor();
      await page.reload();
      await waiting(page).waitFor();
    }
    await shows(clerk.getByRole('status'), 'in-transit');
    await clerk.getByText('waits for a network', { exact: true }).waitFor();
    await link(ana).waitFor();
    assert.equal(await ana.getByText('It is packed').count(), 0);
    assert.deepEqual([...writesOf(noticeId), ...writesOf(shipmentId)], []);
  });

  await step('with a network it is sent, once', async () => {
    await tell('/online');
    for (const page of [ana, clerk]) {
      await waiting(page).waitFor({ state: 'detached' });
      await earlier(page).waitFor({ state: 'detached' });
    }
    assert.equal((await master('GET', `/classes/Notification/${noticeId}`)).read, true);
    assert.equal((await master('GET', `/classes/Shipment/${shipmentId}`)).status, 'in-transit');
    assert.deepEqual([writesOf(noticeId).length, writesOf(shipmentId).length], [1, 1]);
    await shows(clerk.getByRole('status'), 'in-transit');
    await ana.getByText('TRACK-1 is now in-transit').waitFor();
  });

  await step('what somebody else has changed meanwhile stays, and who waited is told', async () => {
    await tell('/offline');
    await clerk.getByRole('button', { name: 'Mark as delivered' }).click();
    await waiting(clerk).waitFor();
    await master('PUT', `/classes/Shipment/${shipmentId}`, { carrier: 'Blue Post' });
    await tell('/online');
    await shows(clerk.getByRole('alert'), 'Somebody else was faster');
    await shows(clerk.getByRole('status'), 'in-transit');
    await clerk.getByText('Blue Post').waitFor();
  });

  await step('nothing of her is left where she has signed out', async () => {
    await ana.getByRole('button', { name: 'Sign out' }).click();
    await ana.getByRole('heading', { name: 'Sign in' }).waitFor();
    await tell('/offline');
    await ana.reload();
    await ana.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await link(ana).count(), 0);
  });

  assert.deepEqual(browser.wrong(), []);
});

test('react-native: what a device runs', async t => {
  const run = promisify(execFile);
  const compiler = join(APP, 'node_modules/hermes-compiler/hermesc/linux64-bin/hermesc');
  // Its warnings are of names that the device brings.
  await run(compiler, ['-w', '-O', '-emit-binary', '-out', 'index.hbc', 'dist/index.android.js'], { cwd: APP });
  const { length } = await readFile(join(APP, 'index.hbc'));
  t.diagnostic(`${length} bytes of Hermes bytecode`);
});

async function signUp(username) {
  const { objectId } = await backend.master('POST', '/users', { username, password: 'secret', email: `${username}@example.com` });
  return objectId;
}

async function enter(role, userId) {
  const where = encodeURIComponent(JSON.stringify({ name: role }));
  const { results } = await backend.master('GET', `/roles?where=${where}`);
  const objects = [{ __type: 'Pointer', className: '_User', objectId: userId }];
  await backend.master('PUT', `/roles/${results[0].objectId}`, { users: { __op: 'AddRelation', objects } });
}

async function signIn(page, username) {
  await page.getByLabel('Name').fill(username);
  await page.getByLabel('Password').fill('secret');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Waits until it shows this. */
async function shows(locator, text) {
  await locator.filter({ hasText: text }).first().waitFor();
}

async function tell(command) {
  const { ok } = await fetch(network.controlURL + command, { method: 'POST' });
  assert.ok(ok);
}
