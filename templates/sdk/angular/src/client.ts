// The client of an app, provided once, and who is signed in to it, as a signal.

import {
  type EnvironmentProviders,
  DestroyRef,
  InjectionToken,
  type Signal,
  afterNextRender,
  inject,
  makeEnvironmentProviders,
  provideAppInitializer,
  signal,
} from '@angular/core';
import type { Client, ClientOf } from './core';

/** A client, whatever classes it was given. */
type AnyClient = ClientOf<Record<never, never>>;
type User = NonNullable<AnyClient['auth']['user']>;

/** What live queries follow beside their own query. */
export interface Surroundings {
  readonly user: Signal<User | undefined>;
  /** `false` on a server, and until the page has been drawn as the server drew it. */
  readonly inBrowser: Signal<boolean>;
}

const CLIENT = new InjectionToken<AnyClient>('client');
const SURROUNDINGS = new InjectionToken<Surroundings>('surroundings of live queries');

/**
 * Provides the client that `make` makes, which may inject. The app begins when it is known who is signed in.
 *
 * The client is not made here from a config, so that an app which names its classes has no others in its bundle.
 */
export function provideClient(make: () => AnyClient): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: CLIENT, useFactory: make },
    { provide: SURROUNDINGS, useFactory: surroundings },
    // What cannot be read now fails again with the first call, which tells of it.
    provideAppInitializer(() => inject(CLIENT).auth.restore().catch(() => undefined)),
  ]);
}

/** The client. One that was made with some of the classes is asked for by its own type. */
export function injectClient<C extends AnyClient = Client>(): C {
  return inject(CLIENT) as C;
}

/** Who is signed in; `undefined` is nobody. */
export function user(): Signal<User | undefined> {
  return injectSurroundings().user;
}

export function injectSurroundings(): Surroundings {
  return inject(SURROUNDINGS);
}

function surroundings(): Surroundings {
  const { auth } = inject(CLIENT);
  const user = signal(auth.user);
  const inBrowser = signal(false);
  inject(DestroyRef).onDestroy(auth.onChange(() => user.set(auth.user)));
  // Without an app that waited, as where a route provides the client.
  auth.restore().then(restored => user.set(restored), () => undefined);
  afterNextRender(() => inBrowser.set(true));
  return { user: user.asReadonly(), inBrowser: inBrowser.asReadonly() };
}
