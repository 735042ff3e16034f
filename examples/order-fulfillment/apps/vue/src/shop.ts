// The client of this app, with the classes that it uses.

import { createClient, orders, products, shipments, webStorage } from 'order-fulfillment-client';
import { useOrderFulfillment } from 'order-fulfillment-vue';

export const shop = createClient(
  { serverURL: new URL('/parse', location.href).href, appId: 'shop', storage: webStorage(localStorage) },
  { orders, products, shipments },
);

export const useShop = useOrderFulfillment<typeof shop>;
