// Servers and networks at their worst: what comes back is an error of the client or the right thing, never a loss.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { WebSocketServer } from 'ws';
import { code, sdk, shop } from './shop.mjs';

const AT = '2026-01-31T09:30:00.125Z';
const page = '<h1>Welcome to the hotel</h1>';

/** A server that answers what it is given, `[status, body, headers]` each, and remembers what it was asked. */
async function answering(t, ...answers) {
  const asked = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(incoming.url);
    const [status, body, headers] = answers.shift() ?? [500, 'one request too many'];
    outgoing.writeHead(status, { Connection: 'close', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { server, asked, serverURL: `http://127.0.0.1:${server.address().port}/parse` };
}

const here = serverURL => shop({ serverURL, retry: { tries: 1 } });

test('no other server is told the token of a session', async t => {
  const other = await answering(t);
  const { serverURL } = await answering(t, [302, '', { Location: `${other.serverURL}/classes/Product` }]);
  await assert.rejects(here(serverURL).products.find(), error => sdk.isBackendError(error) && error.status === 302);
  assert.deepEqual(other.asked, []);
});

test('an answer that is no JSON of the server is none', async t => {
  const { serverURL } = await answering(t, [200, page], [200, 'null'], [200, page], [200, page]);
  const { products } = here(serverURL);
  await assert.rejects(products.find(), code('unavailable'));
  await assert.rejects(products.get('p1'), code('unavailable'));
  await assert.rejects(products.update('p1', { price: 1 }), code('unavailable'));
  await assert.rejects(products.delete('p1'), code('unavailable'));
});

test('a page that leads to itself is asked for once', async t => {
  const answer = { results: [{ objectId: 'p1', createdAt: AT, updatedAt: AT }], cursor: 'c', hasMore: true };
  const { serverURL, asked } = await answering(t, [200, answer], [200, answer]);
  let count = 0;
  for await (const _ of here(serverURL).products.iterate()) count += 1;
  assert.deepEqual([count, asked.length], [2, 2]);
});

test('an outbox gives up no write that the server has not refused', async t => {
  const kept = [[200, page], [302, '', { Location: 'http://hotel.example/' }], [511, page], [403, page]];
  const rest = [[200, { updatedAt: AT }], [400, { code: 142, error: 'price must be at least 0' }]];
  const { serverURL } = await answering(t, ...kept, ...rest);
  const client = here(serverURL);
  const outbox = new sdk.Outbox(client);
  for (const price of [1, -1]) await outbox.add(client.products.prepare.update('p1', { price }));
  for (const _ of kept) assert.deepEqual(await outbox.replay(), { sent: 0, dropped: 0, left: 2 });
  assert.deepEqual(await outbox.replay(), { sent: 1, dropped: 1, left: 0 });
});

test('who reads slowly is told all, in the end', async t => {
  const at = number => new Date(Date.parse('2126-01-01') + number).toISOString();
  const product = number => ({ objectId: `p${number}`, createdAt: at(0), updatedAt: at(number) });
  const numbers = Array.from({ length: 1500 }, (_, number) => number);
  let asked;
  // It knows no more of queries than when the oldest is that is wanted.
  const server = createServer((incoming, outgoing) => {
    const { searchParams } = new URL(incoming.url, 'http://localhost');
    const where = JSON.parse(searchParams.get('where'));
    const begin = Number(searchParams.get('after') || numbers.findIndex(number => at(number) > where.updatedAt.$gt.iso));
    asked ??= begin;
    const end = Math.min(begin + Number(searchParams.get('limit')), numbers.length);
    const results = numbers.slice(begin, end).map(product);
    outgoing.end(JSON.stringify({ results, cursor: String(end), hasMore: end < numbers.length }));
  });
  const sockets = new WebSocketServer({ server });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  sockets.on('connection', socket => {
    const say = frame => socket.send(JSON.stringify(frame));
    socket.on('message', text => {
      const { op, requestId } = JSON.parse(text);
      if (op === 'connect') say({ op: 'connected' });
      if (op !== 'subscribe') return;
      say({ op: 'subscribed', requestId });
      for (const number of numbers) say({ op: 'create', requestId, object: product(number) });
    });
  });
  const client = here(`http://127.0.0.1:${server.address().port}/parse`);
  const watch = client.products.watch();
  await watch.ready;
  const seen = new Set();
  for await (const { object } of watch) {
    // Slower than what comes.
    if (seen.size === 0) while (asked === undefined) await new Promise(setImmediate);
    seen.add(object.objectId);
    if (seen.size === numbers.length) break;
  }
  assert.equal(seen.size, numbers.length);
  client.close();
  for (const socket of sockets.clients) socket.terminate();
});
