// The shop, as the server of this app sees it.

import { createOrderFulfillmentServer } from 'order-fulfillment-next';

export const shop = createOrderFulfillmentServer({
  serverURL: process.env.SERVER_URL ?? 'http://localhost:1337/parse',
  appId: process.env.APP_ID ?? 'shop',
});
