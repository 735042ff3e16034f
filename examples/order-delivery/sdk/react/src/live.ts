'use client';
// What is there now: a live query as the state of a component, begun when it mounts and ended when it unmounts.

import { useEffect, useState } from 'react';
import { useUser } from './context.js';
import { encode } from './core.js';
import type { Collection, Found, Query, Shape, Stored } from './core.js';

type Own<T> = keyof T & string;

/** How much of each object is wanted. */
export type LiveShape<T, I extends string, K extends Own<T>> = Pick<Shape<T, I, K>, 'include' | 'keys'> & LiveOptions;

/** What is wanted. */
export type LiveListQuery<T, I extends string, K extends Own<T>> = Pick<
  Query<T, I, K>,
  'where' | 'order' | 'limit' | 'skip' | 'include' | 'keys'
> &
  LiveOptions;

export interface LiveOptions {
  /** `false` as long as the query is not to be made; it is loading meanwhile. */
  readonly enabled?: boolean | undefined;
}

export interface LiveListState<T> {
  readonly objects: readonly T[];
  /** Why nothing comes any more. A lost connection is no error: it comes back. */
  readonly error: Error | undefined;
  /** Whether nothing has come yet. */
  readonly isLoading: boolean;
}

export interface LiveObjectState<T> {
  /** `undefined` where there is none, or none that may be seen. */
  readonly object: T | undefined;
  readonly error: Error | undefined;
  readonly isLoading: boolean;
}

/** A list of one query, and of no other that comes after it. */
interface Shown {
  readonly of: object;
  readonly key: string;
  readonly state: LiveListState<unknown>;
}

const LOADING: LiveListState<never> = { objects: [], error: undefined, isLoading: true };

/**
 * What a query finds, and again whenever that changes.
 *
 * The query may be written where it is used: only a query that says something else begins anew, and so does another user.
 */
export function useLiveList<T extends Stored, N, P, I extends string = never, K extends Own<T> = Own<T>>(
  collection: Collection<T, N, P>,
  query: LiveListQuery<T, I, K> = {},
): LiveListState<Found<T, I, K>> {
  const { user, isLoading } = useUser();
  const { enabled = true, ...asked } = query;
  const isAsking = enabled && !isLoading;
  const key = JSON.stringify([isAsking, user?.objectId, encode(asked)]);
  const [shown, show] = useState<Shown>();

  useEffect(() => {
    if (!isAsking) return;
    const list = collection.watchList(asked);
    let isCurrent = true;
    const become = (state: LiveListState<unknown>) => isCurrent && show({ of: collection, key, state });
    const follow = async () => {
      let objects: readonly unknown[] = [];
      try {
        for await (objects of list) become({ objects, error: undefined, isLoading: false });
      } catch (error) {
        become({ objects, error: error as Error, isLoading: false });
      }
    };
    void follow();
    return () => {
      isCurrent = false;
      list.close();
    };
    // The key says what the query says.
  }, [collection, key]);

  const state = shown?.of === collection && shown.key === key ? shown.state : LOADING;
  return state as LiveListState<Found<T, I, K>>;
}

/** One object, and again whenever it changes. */
export function useLiveObject<T extends Stored, N, P, I extends string = never, K extends Own<T> = Own<T>>(
  collection: Collection<T, N, P>,
  objectId: string,
  shape: LiveShape<T, I, K> = {},
): LiveObjectState<Found<T, I, K>> {
  const query = { ...shape, where: { objectId } } as LiveListQuery<T, I, K>;
  const { objects, error, isLoading } = useLiveList<T, N, P, I, K>(collection, query);
  return { object: objects[0], error, isLoading };
}
