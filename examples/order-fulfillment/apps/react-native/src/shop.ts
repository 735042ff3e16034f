// The client of this app with the classes that it uses, and what it has without a network.

import AsyncStorage from '@react-native-async-storage/async-storage';
import { createClient, notifications, orders, products, shipments } from 'order-fulfillment-client';
import { Offline, useOrderFulfillment } from 'order-fulfillment-react-native';
import { serverURL, sessionStorage } from './platform';

export const shop = createClient(
  { serverURL, appId: 'shop', storage: sessionStorage },
  { notifications, orders, products, shipments },
);

export const offline = new Offline(shop, { storage: AsyncStorage, version: '1' });

export const useShop = useOrderFulfillment<typeof shop>;
