// The client of an app, for its components: put in once, found anywhere below.
import { type InjectionKey, type Plugin, inject, provide } from 'vue';
import type { OrderDelivery } from 'order-delivery-client';
import type { AnyClient } from './core.js';

const key: InjectionKey<AnyClient> = Symbol('order-delivery-client');

/** For a whole app: `app.use(createOrderDeliveryPlugin(client))`. */
export function createOrderDeliveryPlugin(client: AnyClient): Plugin {
  return { install: app => void app.provide(key, client) };
}

/** For what is below one component alone: a test, a story, a part that has a server of its own. */
export function provideOrderDelivery(client: AnyClient): void {
  provide(key, client);
}

/** The client. Where it was made with some of the classes, say so: `useOrderDelivery<typeof client>()`. */
export function useOrderDelivery<C extends AnyClient = OrderDelivery>(): C {
  return injectClient() as C;
}

export function injectClient(): AnyClient {
  const client = inject(key, undefined);
  if (!client) throw new Error('there is no client here: call `app.use(createOrderDeliveryPlugin(client))` first');
  return client;
}
