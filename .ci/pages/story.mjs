// The story of an order, as its customer and the staff see it in a browser: each app of the example is held to it.
//
// APP is the folder of the app, built: what its `start` script serves, or the files in its `dist`. BACKEND is the program of the
// order-fulfillment example.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { APP_ID, startBackend } from '../../tests/conformance/harness/backend.mjs';
import { startNetwork } from '../../tests/conformance/harness/network.mjs';
import { startBrowser } from './browser.mjs';
import { serveFolder, startApp } from './site.mjs';

const { APP, BACKEND } = process.env;
if (!APP || !BACKEND) throw new Error('set APP and BACKEND, or run .ci/pages/run');

let backend, network, site, browser;

before(async () => {
  backend = await startBackend(BACKEND);
  network = await startNetwork(backend);
  const { scripts } = JSON.parse(await readFile(join(APP, 'package.json'), 'utf8'));
  if (scripts.start) {
    site = await startApp(APP, network.serverURL, APP_ID);
  } else {
    // Where a framework puts the files of a browser apart.
    const folder = ['dist/browser', 'dist'].map(name => join(APP, name)).find(folder => existsSync(join(folder, 'index.html')));
    site = await serveFolder(folder, network.serverURL);
  }
  browser = await startBrowser(site.url);
});

after(async () => {
  await browser?.stop();
  await site?.stop();
  await network?.stop();
  await backend?.stop();
});

test(`${basename(APP)}: the story of an order`, async t => {
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
  const [ana, clerk] = await Promise.all(['ana', 'bo', 'clerk'].map(signUp)).then(([ana, , clerk]) => [ana, clerk]);
  await enter('staff', clerk.objectId);
  await master('POST', '/classes/Product', { name: 'anvil', price: 90.5, stock: 5 });

  const customer = await browser.person('customer');
  let orderId, orderURL;

  await step('a wrong password is refused', async () => {
    await customer.goto(site.url);
    await signIn(customer, 'ana', 'wrong');
    await shows(customer.getByRole('alert'), /\S/);
    await customer.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  await step('a customer signs in, and has no orders', async () => {
    await signIn(customer, 'ana');
    await customer.getByRole('heading', { name: 'Orders', exact: true }).waitFor();
    await customer.getByText('No orders yet').waitFor();
    await customer.getByText('ana').first().waitFor();
  });

  await step('an order that is placed is in the list', async () => {
    await customer.getByRole('button', { name: 'Order anvil' }).click();
    const item = customer.getByRole('listitem').filter({ hasText: 'pending' });
    await shows(item, /90\.5/);
    const { results } = await master('GET', '/classes/Order');
    assert.deepEqual(results.map(({ user }) => user.objectId), [ana.objectId]);
    orderId = results[0].objectId;
    await control(item, `Order ${orderId}`).waitFor();
    await gone(customer.getByText('No orders yet'));
  });

  await step('an order shows its lines, and that it is not shipped', async () => {
    await control(customer, `Order ${orderId}`).click();
    await customer.getByRole('heading', { name: `Order ${orderId}` }).waitFor();
    for (const text of ['anvil', 'pending', '90.5', 'Not shipped yet']) await customer.getByText(text).first().waitFor();
    orderURL = customer.url();
  });

  await step('the tracking number appears as the parcel is packed', async () => {
    await customer.getByRole('heading', { name: 'Shipment' }).waitFor();
    const parcel = { order: pointer('Order', orderId), carrier: 'Yellow Post', trackingNumber: 'TRACK-1' };
    await master('POST', '/classes/Shipment', parcel);
    for (const text of ['TRACK-1', 'Yellow Post']) await customer.getByText(text).waitFor();
    await shows(customer.getByRole('status'), 'preparing');
    await gone(customer.getByText('Not shipped yet'));
  });

  const staff = await browser.person('staff');
  await step('one of the staff opens the order by its address', async () => {
    await staff.goto(orderURL);
    await signIn(staff, 'clerk');
    // An app may or may not come back to where one wanted to go.
    await staff.getByRole('button', { name: 'Sign out' }).waitFor();
    await staff.goto(orderURL);
    await staff.getByRole('heading', { name: `Order ${orderId}` }).waitFor();
    await shows(staff.getByRole('status'), 'preparing');
    await staff.getByText('anvil').waitFor();
    for (const status of ['preparing', 'delivered', 'returned']) {
      assert.equal(await staff.getByRole('button', { name: `Mark as ${status}` }).count(), 0);
    }
  });

  const [parcel] = (await master('GET', '/classes/Shipment')).results;
  await step('who is slower than somebody else is told', async () => {
    const change = () => master('PUT', `/classes/Shipment/${parcel.objectId}`, { carrier: 'Blue Post' });
    await beforeTheWrite(staff, change, () => staff.getByRole('button', { name: 'Mark as in-transit' }).click());
    await shows(staff.getByRole('alert'), 'Somebody else was faster');
    for (const page of [customer, staff]) {
      await page.getByText('Blue Post').waitFor();
      await shows(page.getByRole('status'), 'preparing');
    }
  });

  await step('what the staff marks is seen by the customer', async () => {
    await staff.getByRole('button', { name: 'Mark as in-transit' }).click();
    for (const page of [staff, customer]) await shows(page.getByRole('status'), 'in-transit');
    // Next.js has an alert of its own, which tells where one is; it is empty.
    await gone(staff.getByRole('alert').filter({ hasText: /\S/ }));
    for (const status of ['delivered', 'returned']) await staff.getByRole('button', { name: `Mark as ${status}` }).waitFor();
    await gone(staff.getByRole('button', { name: 'Mark as in-transit' }));
  });

  await step('a customer may not mark anything', async () => {
    await customer.getByRole('button', { name: 'Mark as returned' }).click();
    // What may not be written is to the server as if it were not there.
    await shows(customer.getByRole('alert'), /You may not do that|Object not found/);
    await shows(customer.getByRole('status'), 'in-transit');
  });

  await step('a page that had no network catches up', async () => {
    await tell('/offline');
    await master('PUT', `/classes/Shipment/${parcel.objectId}`, { carrier: 'Green Post' });
    await tell('/online');
    for (const page of [customer, staff]) await page.getByText('Green Post').waitFor();
  });

  await step('a page whose connections break goes on', async () => {
    await tell('/cut');
    await staff.getByRole('button', { name: 'Mark as delivered' }).click();
    for (const page of [staff, customer]) await shows(page.getByRole('status'), 'delivered');
    await gone(customer.getByRole('button', { name: /^Mark as/ }));
  });

  await step('a reload keeps the session and the place', async () => {
    await customer.reload();
    await shows(customer.getByRole('status'), 'delivered');
    await control(customer, 'All orders').click();
    await customer.getByRole('heading', { name: 'Orders', exact: true }).waitFor();
    await control(customer, `Order ${orderId}`).waitFor();
  });

  await step('the newest order is the first', async () => {
    await customer.getByRole('button', { name: 'Order anvil' }).click();
    const orders = customer.getByRole('listitem').filter({ hasText: 'pending' });
    await customer.waitForFunction(
      id => [...document.querySelectorAll('li')].filter(item => item.textContent.includes('pending')).length === 2 && id,
      orderId,
    );
    await shows(orders.last(), new RegExp(orderId));
  });

  await step('another customer sees nothing of it', async () => {
    const other = await browser.person('other');
    await other.goto(site.url);
    await signIn(other, 'bo');
    await other.getByText('No orders yet').waitFor();
    await other.goto(orderURL);
    await other.getByText('There is no such order').waitFor();
    assert.equal(await other.getByText('anvil', { exact: true }).count(), 0);
  });

  await step('who has signed out has to sign in again', async () => {
    await customer.getByRole('button', { name: 'Sign out' }).click();
    await customer.getByRole('heading', { name: 'Sign in' }).waitFor();
    await customer.reload();
    await customer.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await control(customer, `Order ${orderId}`).count(), 0);
  });

  assert.deepEqual(browser.wrong(), []);
});

async function signUp(username) {
  return backend.master('POST', '/users', { username, password: 'secret', email: `${username}@example.com` });
}

async function enter(role, userId) {
  const where = encodeURIComponent(JSON.stringify({ name: role }));
  const { results } = await backend.master('GET', `/roles?where=${where}`);
  const objects = [{ __type: 'Pointer', className: '_User', objectId: userId }];
  await backend.master('PUT', `/roles/${results[0].objectId}`, { users: { __op: 'AddRelation', objects } });
}

async function signIn(page, username, password = 'secret') {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('Name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A link or a button of this name. */
function control(within, name) {
  return within.getByRole('link', { name, exact: true }).or(within.getByRole('button', { name, exact: true }));
}

/** Waits until it shows this. */
async function shows(locator, text) {
  await locator.filter({ hasText: text }).first().waitFor();
}

async function gone(locator) {
  await locator.first().waitFor({ state: 'detached' });
}

/** Does something, and something else before the next write of the page goes on. */
async function beforeTheWrite(page, change, act) {
  const isWrite = request => request.method() !== 'GET';
  let changing;
  await page.route('**', async (route, request) => {
    if (isWrite(request)) await (changing ??= change());
    await route.continue();
  });
  const answered = page.waitForResponse(response => isWrite(response.request()));
  await act();
  await answered;
  await page.unrouteAll({ behavior: 'wait' });
}

async function tell(command) {
  const { ok } = await fetch(network.controlURL + command, { method: 'POST' });
  assert.ok(ok);
}
