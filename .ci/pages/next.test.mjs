// What the app in Next.js does beside the story: forms without scripts, the flags of its cookie, sessions that are over, and
// changes that come faster than pages.
//
// APP and BACKEND are as for the story.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { APP_ID, startBackend } from '../../tests/conformance/harness/backend.mjs';
import { startBrowser } from './browser.mjs';
import { startApp } from './site.mjs';

const { APP, BACKEND } = process.env;
if (!APP || !BACKEND) throw new Error('set APP and BACKEND, or run .ci/pages/run');

let backend, site;

before(async () => {
  backend = await startBackend(BACKEND);
  site = await startApp(APP, backend.url, APP_ID);
  await backend.master('POST', '/classes/Product', { name: 'anvil', price: 90.5, stock: 5 });
});

after(async () => {
  await site?.stop();
  await backend?.stop();
});

let people = 0;

/** The token of somebody new. */
async function session() {
  const username = `customer ${++people}`;
  const user = { username, password: 'secret', email: `c${people}@example.com` };
  const { objectId, sessionToken } = await backend.master('POST', '/users', user);
  return { username, objectId, token: sessionToken };
}

const end = token =>
  fetch(`${backend.url}/logout`, { method: 'POST', headers: { 'X-Parse-Application-Id': APP_ID, 'X-Parse-Session-Token': token } });

const cookie = token => (token ? { Cookie: `session=${token}` } : {});

async function get(path, token) {
  const answer = await fetch(site.url + path, { headers: cookie(token) });
  return { answer, html: await answer.text() };
}

/** Sends a form of a page as a browser without scripts does; `fields` is what was typed. */
async function submit(html, button, fields = {}, headers = {}) {
  const forms = html.match(/<form\b.*?<\/form>/gs) ?? [];
  const form = forms.find(form => form.replaceAll('<!-- -->', '').includes(`>${button}</button>`));
  assert.ok(form, `there is no form \`${button}\``);
  const body = new FormData();
  for (const [input] of form.matchAll(/<input type="hidden"[^>]*>/g)) {
    const attribute = name => (new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    body.append(attribute('name'), attribute('value'));
  }
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = await fetch(`${site.url}/`, { method: 'POST', body, headers: { Origin: site.url, ...headers }, redirect: 'manual' });
  return { answer, html: await answer.text(), set: answer.headers.getSetCookie() };
}

/** A cookie that is set, without its time. */
function parts(set) {
  const [pair, ...flags] = set.split('; ');
  return { value: pair.replace(/^session=/, ''), flags: flags.filter(flag => !flag.startsWith('Expires=')).sort() };
}

const FLAGS = ['HttpOnly', 'Path=/', 'SameSite=lax', 'Secure'];

test('who signs in without scripts has a cookie that scripts do not read', async () => {
  const { username } = await session();
  const { html } = await get('/');
  const wrong = await submit(html, 'Sign in', { username, password: 'wrong' });
  assert.match(wrong.html, /role="alert"[^>]*>[^<]+</);
  assert.deepEqual(wrong.set, []);

  const { answer, set } = await submit(html, 'Sign in', { username, password: 'secret' });
  assert.ok(answer.status < 400);
  assert.equal(set.length, 1);
  const { value, flags } = parts(set[0]);
  assert.deepEqual(flags, [...FLAGS, 'Max-Age=31536000'].sort());
  // Small: Next and a proxy have limits for all cookies together.
  assert.ok(set[0].length < 200);

  const page = await get('/', value);
  assert.match(page.html, new RegExp(username));
  assert.match(page.answer.headers.get('Cache-Control'), /no-store/);
  assert.ok(!page.html.includes(value), 'the token is in the page');
});

test('a button that is pressed twice orders once', async () => {
  const { token } = await session();
  const { html } = await get('/', token);
  const presses = [1, 2].map(() => submit(html, 'Order anvil', {}, cookie(token)));
  for (const { answer } of await Promise.all(presses)) assert.equal(answer.status, 200);
  const { html: shown } = await get('/', token);
  assert.equal(shown.match(/<li>/g).length, 1);
});

test('an action of another origin is refused', async () => {
  const { token } = await session();
  const { html } = await get('/', token);
  const { answer, set } = await submit(html, 'Sign out', {}, { ...cookie(token), Origin: 'https://evil.example' });
  assert.ok(answer.status >= 400);
  assert.deepEqual(set, []);
  assert.match((await get('/', token)).html, /Sign out/);
});

test('who signs out has no cookie', async () => {
  const { token } = await session();
  const { html } = await get('/', token);
  const { set } = await submit(html, 'Sign out', {}, cookie(token));
  const { value, flags } = parts(set[0]);
  assert.deepEqual([value, flags], ['', [...FLAGS, 'Max-Age=0'].sort()]);
  assert.match((await get('/', token)).html, /<h1>Sign in<\/h1>/);
});

test('in a session that is over a page asks to sign in, and actions and streams drop the cookie', async () => {
  const { token } = await session();
  const { html } = await get('/', token);
  await end(token);
  const page = await get('/', token);
  assert.equal(page.answer.status, 200);
  assert.match(page.html, /<h1>Sign in<\/h1>/);
  assert.deepEqual(page.answer.headers.getSetCookie(), []);

  const action = await submit(html, 'Order anvil', {}, cookie(token));
  const stream = await get('/live?class=Order', token);
  assert.match(stream.html, /^event: error\ndata: \{"code":209,/);
  for (const set of [action.set, stream.answer.headers.getSetCookie()]) {
    assert.equal(set.length, 1);
    assert.equal(parts(set[0]).value, '');
  }
});

test('the live route tells what the app says, and leads nowhere else', async () => {
  const { token } = await session();
  const statuses = { '/live?class=Product': 403, '/live?class=_User': 403, '/live': 400, '/live?class=../users/me': 400, '/live/users/me': 404 };
  for (const [path, status] of Object.entries(statuses)) assert.equal((await get(path, token)).answer.status, status, path);
});

test('of many changes at once the last is shown, and not each has a rendering', async t => {
  const { objectId, token } = await session();
  const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
  const lines = { products: [{ sku: 'rope', quantity: 1 }], totalAmount: 1 };
  const order = await backend.master('POST', '/classes/Order', { user: pointer('_User', objectId), ...lines });
  const parcel = { order: pointer('Order', order.objectId), carrier: 'none', trackingNumber: 'TRACK-1' };
  const shipment = await backend.master('POST', '/classes/Shipment', parcel);

  const browser = await startBrowser(site.url);
  t.after(() => browser.stop());
  const page = await browser.person('customer');
  await page.context().addCookies([{ name: 'session', value: token, url: site.url, httpOnly: true }]);
  let renderings = 0;
  page.on('request', request => (renderings += request.headers()['rsc'] ? 1 : 0));
  const streamed = page.waitForResponse(response => response.url().includes('/live?class=Shipment'));
  await page.goto(`${site.url}/orders/${order.objectId}`);
  await streamed;
  const changes = 40;
  for (let count = 1; count <= changes; count++) {
    await backend.master('PUT', `/classes/Shipment/${shipment.objectId}`, { carrier: `Post ${count}` });
  }
  await page.getByText(`Post ${changes},`).waitFor();
  assert.ok(renderings < changes, `${renderings} renderings`);
  assert.equal(await page.evaluate('document.cookie'), '');
  assert.deepEqual(browser.wrong(), []);
});
