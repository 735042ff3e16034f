// The client of an app, for its components: put in once, found anywhere below.
import { type InjectionKey, type Plugin, inject, provide } from 'vue';
import type { EveryType } from 'every-type-client';
import type { AnyClient } from './core.js';

const key: InjectionKey<AnyClient> = Symbol('every-type-client');

/** For a whole app: `app.use(createEveryTypePlugin(client))`. */
export function createEveryTypePlugin(client: AnyClient): Plugin {
  return { install: app => void app.provide(key, client) };
}

/** For what is below one component alone: a test, a story, a part that has a server of its own. */
export function provideEveryType(client: AnyClient): void {
  provide(key, client);
}

/** The client. Where it was made with some of the classes, say so: `useEveryType<typeof client>()`. */
export function useEveryType<C extends AnyClient = EveryType>(): C {
  return injectClient() as C;
}

export function injectClient(): AnyClient {
  const client = inject(key, undefined);
  if (!client) throw new Error('there is no client here: call `app.use(createEveryTypePlugin(client))` first');
  return client;
}
