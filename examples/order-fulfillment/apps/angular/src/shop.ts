// The client of this app, with the classes that it uses.

import { injectOrderFulfillment } from 'order-fulfillment-angular';
import { createClient, orders, products, shipments, webStorage } from 'order-fulfillment-client';

export const createShop = () =>
  createClient(
    { serverURL: new URL('/parse', location.href).href, appId: 'shop', storage: webStorage(localStorage) },
    { orders, products, shipments },
  );

export const injectShop = () => injectOrderFulfillment<ReturnType<typeof createShop>>();
