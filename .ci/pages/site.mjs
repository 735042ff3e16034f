// Where an app is served: a folder of built files behind a small server that leads `/parse` on to the backend, as a proxy does
// in production, or a server that the app brings itself.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { passUpgrades } from '../../tests/conformance/harness/upgrade.mjs';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
};

/** Serves the files of a folder, `index.html` for whatever is none of them, and at `/parse` what `serverURL` answers. */
export async function serveFolder(folder, serverURL) {
  const { hostname, port, pathname } = new URL(serverURL);
  const isParse = url => url === pathname || url.startsWith(`${pathname}/`) || url.startsWith(`${pathname}?`);
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    if (!isParse(url)) {
      const { body, type } = await file(folder, url);
      return outgoing.writeHead(200, { 'Content-Type': type }).end(body);
    }
    const onward = request({ hostname, port, method, path: url, headers }, answer => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
      answer.on('error', () => incoming.socket.destroy());
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  passUpgrades(server, { hostname, port });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function file(folder, url) {
  const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
  const type = TYPES[extname(path)];
  try {
    if (type) return { type, body: await readFile(join(folder, path)) };
  } catch {
    // It is a page of the app.
  }
  return { type: TYPES['.html'], body: await readFile(join(folder, 'index.html')) };
}

/** Runs the `start` script of an app, which is told where to listen and where the backend is. */
export async function startApp(folder, serverURL, appId) {
  const port = await freePort();
  const app = spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1', SERVER_URL: serverURL, APP_ID: appId },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what npm has started ends with it.
    detached: true,
  });
  const ended = once(app, 'exit');
  const said = [];
  for (const stream of [app.stdout, app.stderr]) stream.on('data', text => said.push(String(text)));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (app.exitCode !== null) throw new Error(`the app did not start:\n${said.join('')}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return {
    url,
    async stop() {
      process.kill(-app.pid);
      await ended;
    },
  };
}

const answers = url => fetch(url, { redirect: 'manual' }).then(() => true, () => false);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
