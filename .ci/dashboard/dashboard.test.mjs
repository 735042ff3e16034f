// The Parse Dashboard in a browser: lists classes, shows objects, edits one, adds one, and sets a parameter.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, beforeEach, test } from 'node:test';
import express from 'express';
import dashboard from 'parse-dashboard';
import { chromium } from 'playwright-core';
import { Parse, withBackend } from '../sdk/server.mjs';

const Product = Parse.Object.extend('Product');
const master = { useMasterKey: true };
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let site, address, browser, page;
/** What the server refused, but for the class that the Dashboard keeps its own settings in. */
let refused;

async function prepare() {
  for (const [name, price, stock] of [['anvil', 90, 3], ['bolt', 0.5, 900]]) {
    await new Product({ name, price, stock }).save(null, master);
  }
  const [appId, masterKey, serverURL] = ['APPLICATION_ID', 'MASTER_KEY', 'SERVER_URL'].map(Parse.CoreManager.get);
  const apps = [{ appId, appName: 'Shop', masterKey, serverURL }];
  site = express().use(dashboard({ apps })).listen(0, '127.0.0.1');
  await once(site, 'listening');
  address = `http://127.0.0.1:${site.address().port}/apps/Shop`;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
}

withBackend(prepare, { project: 'order-fulfillment' });

after(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
});

beforeEach(async () => {
  refused = [];
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  // Its fonts are elsewhere, and it does without.
  await page.route(/^https:/, route => route.abort());
  page.on('response', response => {
    const url = response.url();
    if (url.startsWith(Parse.serverURL) && response.status() >= 400 && !url.endsWith('/DashboardConfig')) {
      refused.push(`${response.status()} ${url}`);
    }
  });
});

afterEach(() => page.close());

const text = (words, exact = true) => page.getByText(words, { exact }).first();

/** Types into the cell that shows this. */
async function type(shown, value) {
  await text(shown).dblclick();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(value);
  await page.keyboard.press('Enter');
}

test('classes are listed, each with how many objects it has', async () => {
  await page.goto(`${address}/browser/Product`);
  for (const name of ['_Installation', '_Role', '_Session', '_User', 'Notification', 'Order', 'Product', 'Shipment']) {
    await page.getByRole('link', { name: new RegExp(`^${name}\\b`) }).first().waitFor();
  }
  await text('2 objects', false).waitFor();
  assert.deepEqual(refused, []);
});

test('the objects of a class are shown, those of the system too', async () => {
  await page.goto(`${address}/browser/Product`);
  for (const cell of ['anvil', '90', 'bolt', '900']) await text(cell).waitFor();
  await page.goto(`${address}/browser/_Role`);
  for (const role of ['admin', 'staff']) await text(role).waitFor();
  for (const name of ['_User', '_Session', '_Installation']) {
    await page.goto(`${address}/browser/${name}`);
    await text('0 objects', false).waitFor();
  }
  assert.deepEqual(refused, []);
});

test('a cell is edited, and the API shows it', async () => {
  const rivet = await new Product({ name: 'rivet', price: 7, stock: 77 }).save(null, master);
  await page.goto(`${address}/browser/Product`);
  const answered = () => page.waitForResponse(response => response.url().endsWith(`/Product/${rivet.id}`));
  await Promise.all([answered(), type('rivet', 'copper rivet')]);
  await text(`Product with id '${rivet.id}' updated`).waitFor();
  await Promise.all([answered(), type('77', '76')]);
  for (const cell of ['copper rivet', '76']) await text(cell).waitFor();
  const saved = await new Parse.Query(Product).get(rivet.id);
  assert.deepEqual([saved.get('name'), saved.get('stock')], ['copper rivet', 76]);
  assert.deepEqual(refused, []);
});

test('a row is added', async () => {
  await page.goto(`${address}/browser/Product`);
  await text('anvil').waitFor();
  await text('Add Row').click();
  for (const value of ['washer', '1.5', '40']) {
    await type('(required)', value);
    await text(value).waitFor();
  }
  await text('Add').click();
  await text("' created", false).waitFor();
  const washer = await new Parse.Query(Product).equalTo('name', 'washer').first();
  assert.deepEqual([washer.get('price'), washer.get('stock')], [1.5, 40]);
  assert.deepEqual(refused, []);
});

test('a column is added where the schema is, and not here', async () => {
  await page.goto(`${address}/browser/Product`);
  await text('Add a new column').click();
  await page.getByPlaceholder('Give it a good name...').fill('colour');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await text('backsmith generate', false).waitFor();
  const { fields } = await new Parse.Schema('Product').get();
  assert.equal(fields.colour, undefined);
});

test('a parameter of the config is set', async () => {
  await page.goto(`${address}/config`);
  await text('Create your first parameter').click();
  await page.getByPlaceholder('New parameter').fill('greeting');
  await page.locator('textarea').fill('Good morning');
  // The Dashboard reads the config before it writes it, and sends either as a POST that says what it stands for.
  const written = page.waitForResponse(
    response => response.url().endsWith('/config') && response.request().postData()?.includes('"_method":"PUT"'),
  );
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await written;
  await text('Good morning').waitFor();
  assert.equal((await Parse.Config.get()).get('greeting'), 'Good morning');
  assert.deepEqual(refused, []);
});
