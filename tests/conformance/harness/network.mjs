// A network between a client and a backend that fails when it is told to, by plain HTTP, so that a program in any language can
// tell it.
//
// POST CONTROL_URL/lose-answer    the next write reaches the backend, and its answer does not reach the client
// POST CONTROL_URL/cut            breaks every connection that is open now
// POST CONTROL_URL/offline        breaks them and lets no other through, until
// POST CONTROL_URL/online
// POST CONTROL_URL/master         does {"method","path","body"} as the master, and answers what the backend does
// GET  CONTROL_URL/log            the writes that reached the backend: [{"method","path","key","replayed"}]

import { createServer, request } from 'node:http';
import { passUpgrades } from './upgrade.mjs';

export async function startNetwork(backend) {
  const target = new URL(backend.url);
  const sockets = new Set();
  const log = [];
  let online = true;
  let losing = false;

  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };

  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const lost = losing && method !== 'GET';
    if (lost) losing = false;
    const onward = request({ host: target.hostname, port: target.port, method, path: url, headers }, answer => {
      if (method !== 'GET') {
        const replayed = answer.headers['idempotent-replayed'] === 'true';
        log.push({ method, path: url.slice(target.pathname.length), key: headers['idempotency-key'], replayed });
      }
      if (lost) {
        answer.resume();
        answer.on('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  server.on('connection', socket => {
    if (!online) return socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  passUpgrades(server, target);

  const commands = {
    'POST /lose-answer': () => void (losing = true),
    'POST /cut': cut,
    'POST /offline': () => {
      online = false;
      cut();
    },
    'POST /online': () => void (online = true),
    'POST /master': ({ method, path, body }) => backend.master(method, path, body),
    'GET /log': () => log,
  };
  const control = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    try {
      const command = commands[`${incoming.method} ${incoming.url}`];
      const result = await command(text ? JSON.parse(text) : undefined);
      outgoing.end(JSON.stringify(result ?? {}));
    } catch (error) {
      outgoing.writeHead(500).end(String(error));
    }
  });

  const listen = server => new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
  return {
    serverURL: `http://127.0.0.1:${await listen(server)}${target.pathname}`,
    controlURL: `http://127.0.0.1:${await listen(control)}`,
    log,
    async stop() {
      cut();
      control.closeAllConnections();
      await Promise.all([server, control].map(server => new Promise(resolve => server.close(resolve))));
    },
  };
}
