// The parts of the adapter without Next: what a cookie holds, what an action gives, what a relay tells and refuses.
//
// ADAPTER is the folder of the package that is tested, built; `../typescript/shop.mjs` has the rest.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { APP_ID } from '../../../tests/conformance/harness/backend.mjs';
import { clerk, code, customer, sdk, shop, stocked, withShop, world } from '../typescript/shop.mjs';

const { ADAPTER } = process.env;
if (!ADAPTER) throw new Error('set ADAPTER, or run .ci/clients/next/run');
const part = name => import(pathToFileURL(join(ADAPTER, 'dist', `${name}.js`)).href);
const { createOrderFulfillmentServer, liveURL } = await part('index');
const { settle } = await part('action');
const { cookieStorage } = await part('cookie');
const { relay } = await part('relay');
const { LiveEvents } = await part('events');

withShop();

/** Cookies as Next has them in an action or a route handler. */
function jar(session) {
  const cookies = new Map(session === undefined ? [] : [['session', { value: session }]]);
  return { cookies, get: name => cookies.get(name), set: cookie => void cookies.set(cookie.name, cookie) };
}

/** As in a Server Component, which may only read them. */
function sealed(session) {
  return { ...jar(session), set: () => assert.fail('cookies can only be modified in a server action or route handler') };
}

const server = config => createOrderFulfillmentServer({ serverURL: world.network.serverURL, appId: APP_ID, retry: { base: 10 }, ...config });

const control = command => fetch(`${world.network.controlURL}/${command}`, { method: 'POST' });

/** The token of somebody, and what ends the session elsewhere. */
async function session() {
  const { client, user, username } = await customer();
  return { token: await client.auth.token(), end: () => client.auth.logOut(), client, user, username };
}

test('a session is a token in a cookie that scripts, other sites and plain HTTP do not get', async () => {
  const { username } = await session();
  const cookies = jar();
  const { auth } = await server({ cookie: { secure: true } }).client(cookies);
  await auth.logIn({ username, password: 'secret' });
  const { value, ...flags } = cookies.get('session');
  assert.equal(value, await auth.token());
  assert.deepEqual(flags, { name: 'session', httpOnly: true, sameSite: 'lax', secure: true, path: '/', maxAge: 31_536_000 });
});

test('a cookie is secure wherever the app runs in production, and has the name and the host that it is given', t => {
  const before = process.env.NODE_ENV;
  t.after(() => (before === undefined ? delete process.env.NODE_ENV : (process.env.NODE_ENV = before)));
  for (const [environment, secure] of [['production', true], ['development', false]]) {
    process.env.NODE_ENV = environment;
    const cookies = jar();
    cookieStorage(cookies, { name: 'shop', maxAge: 60, domain: 'example.com' }).write(JSON.stringify({ token: 'r:1', user: {} }));
    const { secure: is, maxAge, domain, value } = cookies.get('shop');
    assert.deepEqual({ is, maxAge, domain, value }, { is: secure, maxAge: 60, domain: 'example.com', value: 'r:1' });
  }
});

test('a Server Component reads in the session of the cookie, and asks who it is of', async () => {
  const { token, user } = await session();
  const { auth, orders } = await server().client(sealed(token));
  assert.deepEqual(await orders.find(), []);
  assert.equal(auth.user, undefined);
  assert.equal((await auth.me()).objectId, user.objectId);
  assert.equal(auth.user.objectId, user.objectId);
});

test('a session that the server has ended is dropped, where cookies may be set', async () => {
  const { token, end } = await session();
  await end();
  const cookies = jar(token);
  await assert.rejects((await server().client(cookies)).auth.me(), code('invalid-session'));
  const { value, maxAge, httpOnly } = cookies.get('session');
  assert.deepEqual({ value, maxAge, httpOnly }, { value: '', maxAge: 0, httpOnly: true });
  await assert.rejects((await server().client(sealed(token))).auth.me(), code('invalid-session'));
});

test('who signs out has no cookie any more, and the token is worth nothing', async () => {
  const { token } = await session();
  const cookies = jar(token);
  await (await server().client(cookies)).auth.logOut();
  assert.equal(cookies.get('session').value, '');
  await assert.rejects((await server().client(jar(token))).auth.me(), code('invalid-session'));
});

test('signing in is tried again under the same key', async () => {
  const { username } = await session();
  const { auth } = await server().client(jar());
  await control('lose-answer');
  const from = world.network.log.length;
  await auth.logIn({ username, password: 'secret' });
  const [first, second] = world.network.log.slice(from);
  assert.equal(second.path, '/login');
  assert.ok(first.key);
  assert.equal(second.key, first.key);
});

test('nothing that the backend answers is kept for others', async () => {
  const asked = [];
  const fetch = (url, init) => {
    asked.push(init.cache);
    return globalThis.fetch(url, init);
  };
  await (await server({ fetch }).client(jar())).products.find();
  assert.deepEqual(asked, ['no-store']);
});

test('an action gives what the server gave, or why it did not, as plain values', async () => {
  const { client } = await clerk();
  const { client: other } = await session();
  const id = await stocked('anvil');
  assert.deepEqual(await settle([], async () => 'done'), { ok: true, value: 'done' });

  const form = new FormData();
  form.set('stock', '1.5');
  const wrong = await settle([undefined, form], () => client.products.update(id, { stock: Number(form.get('stock')) }));
  assert.equal(wrong.code, 'validation');
  assert.deepEqual(Object.keys(wrong.fieldErrors), ['stock']);
  assert.equal(`stock ${wrong.fieldErrors.stock}`, wrong.message);
  // A field that was not sent is nothing that a form could show.
  assert.ok(!('fieldErrors' in (await settle([id], () => client.products.update(id, { stock: 1.5 })))));

  const old = await settle([], () => client.products.update(id, { stock: 1 }, { ifUpdatedAt: new Date(0) }));
  assert.deepEqual(Object.keys(old), ['ok', 'code', 'message']);
  assert.equal(old.code, 'conflict');
  const stranger = await settle([], () => other.products.create({ name: 'mine', price: 1, stock: 1 }));
  assert.equal(stranger.code, 'forbidden');
  assert.deepEqual(structuredClone(stranger), stranger);
});

test('a name that is taken is told at its field', async () => {
  const { username } = await session();
  const result = await settle([{ username }], () => shop().auth.signUp({ username, password: 'secret', email: 'new@example.com' }));
  assert.deepEqual(Object.keys(result.fieldErrors), ['username']);
});

test("an action lets Next's own signals through, and mistakes of the program", async () => {
  const { redirect, notFound } = await import('next/dist/client/components/navigation.react-server.js');
  for (const thrown of [() => redirect('/'), () => notFound(), () => null.nothing]) {
    await assert.rejects(settle([], async () => thrown()), error => !sdk.isBackendError(error));
  }
});

const page = (path, headers = {}) => new Request(new URL(path, 'http://shop.example'), { headers });

/** The relay as a route of Next has it. */
function relayed(request, cookies = jar(), options = {}) {
  const asked = [];
  const fetch = (url, init) => {
    asked.push({ url, headers: init.headers });
    return globalThis.fetch(url, init);
  };
  const config = { serverURL: world.network.serverURL, appId: APP_ID };
  const upstream = { config, fetch, session: cookieStorage(cookies) };
  return relay(request, upstream, options).then(answer => ({ answer, asked }));
}

/** The events of a stream, one after the other. */
async function* events(answer) {
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const lines = block.split('\n').map(line => line.split(': '));
      const told = Object.fromEntries(lines.map(([key, ...rest]) => [key, rest.join(': ')]));
      if (told.event) yield { ...told, data: JSON.parse(told.data) };
      else if (told.id) yield { event: 'position', id: told.id };
    }
  }
}

const next = async stream => (await stream.next()).value;

test('a relay tells changes in the session of the cookie, and nothing to strangers', async () => {
  const [ana, bo] = [await session(), await session()];
  const url = liveURL(sdk.orders, { where: { status: 'pending' } });
  const streams = await Promise.all([ana, bo].map(async ({ token }) => events((await relayed(page(url), jar(token))).answer)));
  for (const stream of streams) {
    assert.equal((await next(stream)).event, 'requery');
    assert.equal((await next(stream)).event, 'position');
  }
  const product = sdk.products.ref(await stocked('rope'));
  const place = ({ client }) => client.functions.placeOrder({ items: [{ product, quantity: 1 }] });
  const [of, other] = [await place(ana), await place(bo)];
  // Each is told his own, which the other's was before or after.
  for (const [stream, { objectId }] of [[streams[0], of], [streams[1], other]]) {
    const { event, data } = await next(stream);
    assert.equal(event, 'create');
    assert.equal(data.object.objectId, objectId);
    assert.ok(!('totalAmount' in data.object));
    await stream.return();
  }
});

test('a relay goes on after what the page has seen', async () => {
  const { token, client } = await session();
  const first = events((await relayed(page(liveURL(sdk.orders)), jar(token))).answer);
  await next(first);
  const { id } = await next(first);
  await first.return();
  const product = sdk.products.ref(await stocked('nail'));
  const { objectId } = await client.functions.placeOrder({ items: [{ product, quantity: 1 }] });
  const second = events((await relayed(page(liveURL(sdk.orders), { 'Last-Event-ID': id }), jar(token))).answer);
  // No `requery`: nothing is missing.
  const told = [await next(second), await next(second)];
  assert.deepEqual(told.map(({ event }) => event), ['position', 'create']);
  assert.equal(told[1].data.object.objectId, objectId);
  await second.return();
});

test('a relay asks for the events of a class, whatever a page says', async () => {
  const paths = ['/live', '/live?class=', '/live?class=../classes/_User', '/live?class=Order/x', '/live?class=Order%3Fwhere', '/live?class=%2e%2e'];
  for (const path of paths) {
    const { answer, asked } = await relayed(page(path));
    assert.equal(answer.status, 400, path);
    assert.deepEqual(asked, [], path);
  }
  const { answer, asked } = await relayed(page('/live?class=Product&where={}&keys=name&_MasterKey=x&limit=5&keys=price', { 'X-Parse-Master-Key': 'x' }));
  await answer.body.cancel();
  const { url, headers } = asked[0];
  assert.equal(url, `${world.network.serverURL}/events/Product?where=%7B%7D&keys=name`);
  assert.deepEqual(headers, { 'X-Parse-Application-Id': APP_ID });
  assert.equal(answer.headers.get('Cache-Control'), 'no-store, no-transform');
});

test('a relay tells the classes that the app says, to pages of the app', async () => {
  const only = { classes: [sdk.orders] };
  const refused = await relayed(page('/live?class=Product'), jar(), only);
  assert.deepEqual([refused.answer.status, refused.asked], [403, []]);
  for (const site of ['cross-site', 'same-site']) {
    const { answer, asked } = await relayed(page('/live?class=Product', { 'Sec-Fetch-Site': site }));
    assert.deepEqual([answer.status, asked], [403, []]);
  }
  const { answer } = await relayed(page('/live?class=Product', { 'Sec-Fetch-Site': 'same-origin' }));
  assert.equal(answer.status, 200);
  await answer.body.cancel();
});

test('a relay in a session that is over says so, and drops the cookie', async () => {
  const { token, end } = await session();
  const open = events((await relayed(page(liveURL(sdk.orders)), jar(token))).answer);
  await next(open);
  await end();
  const last = [];
  for await (const event of open) last.push(event);
  assert.equal(last.at(-1).data.code, 209);

  const cookies = jar(token);
  const { answer } = await relayed(page(liveURL(sdk.orders)), cookies);
  const { event, data } = await next(events(answer));
  assert.deepEqual([event, data.code], ['error', 209]);
  assert.equal(cookies.get('session').value, '');
});

test('what may not be asked is told as the last event', async () => {
  const cookies = jar();
  const { answer } = await relayed(page('/live?class=Product&where={"colour":{"$strange":1}}'), cookies);
  const told = [];
  for await (const event of events(answer)) told.push(event);
  assert.equal(told.length, 1);
  assert.equal(told[0].event, 'error');
  assert.equal(typeof told[0].data.error, 'string');
  assert.equal(cookies.cookies.size, 0);
});

test('a relay ends with its page', async () => {
  const leaving = new AbortController();
  let signal, left;
  const fetch = async (_, init) => {
    signal = init.signal;
    return new Response(new ReadableStream({ cancel: () => void (left = true) }));
  };
  const request = new Request(page(liveURL(sdk.products)), { signal: leaving.signal });
  const config = { serverURL: 'http://backend.example/parse', appId: APP_ID };
  const answer = await relay(request, { config, fetch, session: cookieStorage(jar()) }, {});
  await answer.body.cancel();
  assert.ok(left);
  leaving.abort();
  assert.ok(signal.aborted);
});

test('a relay whose way to the backend breaks ends its stream, so that the browser comes back', async () => {
  const broken = events((await relayed(page(liveURL(sdk.products)))).answer);
  await next(broken);
  await control('cut');
  for await (const _ of broken);
  await control('offline');
  assert.equal((await relayed(page(liveURL(sdk.products)))).answer.status, 503);
  await control('online');
});

/** An EventSource that does what it is told. */
class Source extends EventTarget {
  static CLOSED = 2;
  static all = [];
  readyState = 1;

  constructor(url) {
    super();
    this.url = url;
    Source.all.push(this);
  }

  close() {
    this.readyState = Source.CLOSED;
  }

  tell(type, data = {}) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }

  break(state) {
    this.readyState = state;
    this.dispatchEvent(new Event('error'));
  }
}

test('a page hears of changes, and comes back where the browser does not', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => delete globalThis.EventSource);
  globalThis.EventSource = Source;
  let changes = 0;
  const refused = [];
  const live = new LiveEvents('/live?class=Order', { changed: () => changes++, refused: error => refused.push(error) });
  const source = () => Source.all.at(-1);

  live.open();
  source().tell('requery');
  source().tell('update', { object: {} });
  assert.equal(changes, 2);

  // The browser goes on by itself after a stream that broke.
  source().break(0);
  t.mock.timers.tick(60_000);
  assert.equal(Source.all.length, 1);
  // After an answer that is no stream it does not.
  source().break(Source.CLOSED);
  assert.equal(Source.all.length, 1);
  t.mock.timers.tick(1000);
  assert.equal(Source.all.length, 2);

  // Another session may be there by now.
  source().tell('error', { code: 209, error: 'Invalid session token' });
  assert.equal(changes, 3);
  t.mock.timers.tick(2000);
  assert.equal(Source.all.length, 3);

  source().tell('error', { code: 119, error: 'Permission denied' });
  t.mock.timers.tick(60_000);
  assert.deepEqual(refused, [{ code: 119, error: 'Permission denied' }]);
  assert.equal(Source.all.length, 3);
  assert.ok(Source.all.every(({ readyState }) => readyState === Source.CLOSED));

  live.open();
  live.close();
  t.mock.timers.tick(60_000);
  assert.equal(Source.all.length, 4);
});
