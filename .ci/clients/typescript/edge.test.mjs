// The client on an edge server: workerd, which runs Cloudflare's Workers. It is no Node and no browser.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { build } from 'esbuild';
import workerd from 'workerd';
import { APP_ID } from '../../../tests/conformance/harness/backend.mjs';
import { stocked, withShop, world } from './shop.mjs';

const WORKER = `
  import { createOrderFulfillment, isBackendError } from 'client';

  export default {
    async fetch(request) {
      const { serverURL, appId, product } = await request.json();
      const client = createOrderFulfillment({ serverURL, appId });
      const { username } = await client.auth.signUp({ username: 'edith', password: 'secret', email: 'edith@example.com' });
      const orders = client.orders.watch({ include: ['user'] });
      await orders.ready;
      const items = [{ product: client.products.ref(product), quantity: 2 }];
      const { objectId } = await client.functions.placeOrder({ items });
      const { value } = await orders.next();
      client.close();
      const refused = await client.products.delete(product).catch(error => isBackendError(error) && error.code);
      return Response.json({
        node: typeof process,
        username,
        live: [value.type, value.object.user.username, value.object.objectId === objectId],
        refused,
      });
    },
  };`;

const CONFIG = `
  using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (
    services = [
      (name = "main", worker = (modules = [(name = "worker", esModule = embed "worker.js")], compatibilityDate = "2025-09-01")),
      (name = "internet", network = (allow = ["private"])),
    ],
    sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
  );`;

let folder, server;

withShop(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backsmith-edge-'));
  await build({
    stdin: { contents: WORKER, resolveDir: folder },
    alias: { client: resolve(process.env.PACKAGE, 'dist', 'index.js') },
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    // No module of Node is there to be bundled.
    platform: 'neutral',
    target: 'es2022',
  });
  await writeFile(join(folder, 'config.capnp'), CONFIG);
});

after(async () => {
  server?.kill();
  await rm(folder, { recursive: true, force: true });
});

test('signs up, calls a function, and is told live of what it did', async () => {
  server = spawn(workerd.default, ['serve', '--control-fd=3', join(folder, 'config.capnp')], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const [told] = await once(createInterface({ input: server.stdio[3] }), 'line');
  const { port } = JSON.parse(told);
  const product = await stocked('edge cup');
  const { serverURL } = world.network;
  const body = JSON.stringify({ serverURL, appId: APP_ID, product });
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.deepEqual(await answer.json(), {
    node: 'undefined',
    username: 'edith',
    live: ['create', 'edith', true],
    refused: 'not-found',
  });
});
