// The client of an app, for its components: put in once, found anywhere below.
import { type InjectionKey, type Plugin, inject, provide } from 'vue';
import type { AnyClient, WholeClient } from './core.js';

const key: InjectionKey<AnyClient> = Symbol('client');

/** For a whole app: `app.use` takes it. */
export function createClientPlugin(client: AnyClient): Plugin {
  return { install: app => void app.provide(key, client) };
}

/** For what is below one component alone: a test, a story, a part that has a server of its own. */
export function provideClient(client: AnyClient): void {
  provide(key, client);
}

/** The client. Where it was made with some of the classes, the type of that one says so: `typeof client`. */
export function useClient<C extends AnyClient = WholeClient>(): C {
  return injectClient() as C;
}

export function injectClient(): AnyClient {
  const client = inject(key, undefined);
  if (!client) throw new Error('there is no client here: give its plugin to `app.use` first');
  return client;
}
