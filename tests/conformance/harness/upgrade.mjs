// WebSockets through a server that stands before another: bytes both ways, until one side ends.

import { connect } from 'node:net';

/** Hands the upgrades that `server` is asked for on to the server at `target`. */
export function passUpgrades(server, { hostname, port }) {
  server.on('upgrade', (incoming, socket, head) => {
    const onward = connect(Number(port), hostname, () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      onward.write(`GET ${incoming.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
      onward.write(head);
      onward.pipe(socket);
      socket.pipe(onward);
    });
    const end = () => {
      onward.destroy();
      socket.destroy();
    };
    for (const side of [onward, socket]) side.on('error', end).on('close', end);
  });
}
