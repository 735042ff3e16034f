// Parse Server with live queries of orders, as its documentation starts it.
//
// usage: DATABASE_URI=postgres://… PORT=… node server.js

import http from 'node:http';
import express from 'express';
import { ParseServer } from 'parse-server';

const { DATABASE_URI, PORT } = process.env;
const everybody = { '*': true };
const operations = ['find', 'get', 'count', 'create', 'update', 'delete'];
const order = {
  className: 'Order',
  fields: {
    user: { type: 'Pointer', targetClass: '_User', required: true },
    products: { type: 'Array', required: true },
    totalAmount: { type: 'Number', required: true },
    status: { type: 'String', required: true },
  },
  classLevelPermissions: Object.fromEntries(operations.map(operation => [operation, everybody])),
};

const server = new ParseServer({
  databaseURI: DATABASE_URI,
  appId: 'APP',
  masterKey: 'MASTER',
  serverURL: `http://127.0.0.1:${PORT}/parse`,
  liveQuery: { classNames: ['Order'] },
  schema: { definitions: [order] },
  logLevel: 'error',
  silent: true,
});
await server.start();
const app = express();
app.use('/parse', server.app);
const listening = http.createServer(app);
await ParseServer.createLiveQueryServer(listening);
listening.listen(Number(PORT), '127.0.0.1');
