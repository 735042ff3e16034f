// The cache and the outbox in components.

import { createContext, createElement, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { AppState } from 'react-native';
import { encode, useUser } from './core.js';
import type { Collection, Found, Operation, Query, Replayed, Shape, Stored, Written } from './core.js';
import { CachedList, type CachedListState } from './list.js';
import { type Offline, type OutboxState, ownerOf } from './offline.js';

type Own<T> = keyof T & string;

const OfflineContext = createContext<Offline | undefined>(undefined);

/** Gives the components below it the cache and the outbox, and sends what waits. It stands in the provider of the client. */
export function OfflineProvider({ offline, children }: { readonly offline: Offline; readonly children?: ReactNode }): ReactElement {
  useEffect(() => offline.start(), [offline]);
  useEffect(() => {
    let isAway = false;
    const subscription = AppState.addEventListener('change', state => {
      if (state === 'background') isAway = true;
      if (state !== 'active' || !isAway) return;
      isAway = false;
      offline.resume();
    });
    return () => subscription.remove();
  }, [offline]);
  return createElement(OfflineContext.Provider, { value: offline }, children);
}

export function useOffline(): Offline {
  const offline = useContext(OfflineContext);
  if (!offline) throw new Error('there is no cache here: put the `OfflineProvider` around the app');
  return offline;
}

export interface OutboxControls extends OutboxState {
  /** How many writes wait. */
  readonly waiting: number;
  /** Keeps a write, and makes it after those that wait. Fails as the call would where the server refuses it. */
  write<R>(operation: Operation<R>): Promise<Written<R>>;
  /** Makes the writes that wait now. */
  replay(): Promise<Replayed>;
}

/** The writes that wait. */
export function useOutbox(): OutboxControls {
  const offline = useOffline();
  const subscribe = useCallback((changed: () => void) => offline.listen({ changed, sent: changed }), [offline]);
  const state = useSyncExternalStore(subscribe, () => offline.state, () => offline.state);
  return useMemo(
    () => ({
      ...state,
      waiting: state.entries.length,
      write: operation => offline.write(operation),
      replay: () => offline.replay(),
    }),
    [offline, state],
  );
}

export interface CachedOptions {
  /** `false` as long as the query is not to be made; it is loading meanwhile. */
  readonly enabled?: boolean | undefined;
}

export interface CachedObjectState<T> extends Omit<CachedListState<T>, 'objects' | 'pending'> {
  /** `undefined` where there is none, or none that may be seen. */
  readonly object: T | undefined;
}

/** A list of one query, and of no other that comes after it. */
interface Shown {
  readonly of: object;
  readonly key: string;
  readonly state: CachedListState<unknown>;
}

const LOADING: CachedListState<never> = {
  objects: [],
  fromCache: false,
  hasPendingWrites: false,
  pending: new Set(),
  error: undefined,
  isLoading: true,
};

/** What a query finds: what was kept of it, then what the server tells, live, with the writes that wait laid over it. */
export function useCachedList<T extends Stored, N, P, I extends string = never, K extends Own<T> = Own<T>>(
  collection: Collection<T, N, P>,
  query: Query<T, I, K> & CachedOptions = {},
): CachedListState<Found<T, I, K>> {
  const offline = useOffline();
  const { user, isLoading } = useUser();
  const { enabled = true, signal, timeout: _, idempotencyKey: __, ...asked } = query;
  const isAsking = enabled && !isLoading;
  const owner = ownerOf(user);
  const key = JSON.stringify([isAsking, owner, encode(asked)]);
  const [shown, show] = useState<Shown>();

  useEffect(() => {
    if (!isAsking) return;
    const become = (state: CachedListState<unknown>) => show({ of: collection, key, state });
    const list = new CachedList(offline, collection, { ...asked, signal }, owner, become);
    return () => list.close();
    // The key says what the query says.
  }, [offline, collection, key, signal]);

  const state = shown?.of === collection && shown.key === key ? shown.state : LOADING;
  return state as CachedListState<Found<T, I, K>>;
}

/** One object, in the same way. */
export function useCachedObject<T extends Stored, N, P, I extends string = never, K extends Own<T> = Own<T>>(
  collection: Collection<T, N, P>,
  objectId: string,
  shape: Shape<T, I, K> & CachedOptions = {},
): CachedObjectState<Found<T, I, K>> {
  const query = { ...shape, where: { objectId } } as Query<T, I, K> & CachedOptions;
  const { objects, pending: _, ...state } = useCachedList<T, N, P, I, K>(collection, query);
  return { object: objects[0], ...state };
}
