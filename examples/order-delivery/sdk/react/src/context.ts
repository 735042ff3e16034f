'use client';
// The client that a tree of components shares, and who is signed in.

import { createContext, createElement, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { AnyClient, Person, WholeClient } from './core.js';

interface Shared {
  readonly client: AnyClient;
  /** Whether the session that was kept is still to be read. */
  readonly isRestoring: boolean;
  readonly error: Error | undefined;
}

const SharedContext = createContext<Shared | undefined>(undefined);

/** Gives the components below it a client, whose kept session it reads. */
export function ClientProvider({ client, children }: { readonly client: AnyClient; readonly children?: ReactNode }): ReactElement {
  const [restored, setRestored] = useState<{ readonly client: AnyClient; readonly error: Error | undefined }>();
  useEffect(() => {
    let isCurrent = true;
    const done = (error?: Error) => isCurrent && setRestored({ client, error });
    client.auth.restore().then(() => done(), done);
    return () => {
      isCurrent = false;
    };
  }, [client]);
  const isRestoring = restored?.client !== client;
  const error = isRestoring ? undefined : restored.error;
  const shared = useMemo(() => ({ client, isRestoring, error }), [client, isRestoring, error]);
  return createElement(SharedContext.Provider, { value: shared }, children);
}

function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (!shared) throw new Error('there is no client here: put the provider around the app');
  return shared;
}

/** The client of the provider. One that was made of a few classes is asked for by its type: `<typeof client>`. */
export function useClient<C extends AnyClient = WholeClient>(): C {
  return useShared().client as C;
}

export interface UserState {
  /** Who is signed in. */
  readonly user: Person | undefined;
  /** Why the session that was kept could not be read. */
  readonly error: Error | undefined;
  /** Whether it is not known yet. */
  readonly isLoading: boolean;
}

/** Who is signed in, as it changes. */
export function useUser(): UserState {
  const { client, isRestoring, error } = useShared();
  const subscribe = useCallback((listener: () => void) => client.auth.onChange(listener), [client]);
  // What a server has rendered knows nobody.
  const user = useSyncExternalStore(subscribe, () => client.auth.user, () => undefined);
  return { user, error, isLoading: isRestoring && !user };
}
