// What a query finds, as signals that stay current for as long as the component, or whatever else asks, is there.

import { ErrorHandler, type Signal, computed, effect, inject, linkedSignal, untracked } from '@angular/core';
import { injectSurroundings } from './client';
import { type BackendError, type Collection, type Found, type Query, type Shape, type Stored, type Where } from './core';
import { encode, isBackendError } from './core';

type Own<T> = keyof T & string;

interface Live {
  /** Why it goes on no longer; what was found before is still there. */
  readonly error: Signal<BackendError | undefined>;
  readonly isLoading: Signal<boolean>;
}

export interface LiveList<T> extends Live {
  readonly objects: Signal<readonly T[]>;
}

export interface LiveObject<T> extends Live {
  /** `undefined` until it is loaded, and where there is none that may be seen. */
  readonly object: Signal<T | undefined>;
}

interface State<T> {
  readonly objects: readonly T[];
  readonly error?: BackendError;
  readonly isLoading: boolean;
}

/**
 * What `query` finds, and whatever becomes of it. Asked for again when a signal that `query` reads makes it another query, and
 * when somebody else signs in. While `query` gives `undefined`, nothing is asked for.
 */
export function liveList<T extends Stored, N, P, I extends string = never, K extends Own<T> = Own<T>>(
  collection: Collection<T, N, P>,
  query: () => Query<T, I, K> | undefined = () => ({}),
): LiveList<Found<T, I, K>> {
  type State_ = State<Found<T, I, K>>;
  const { user, inBrowser } = injectSurroundings();
  const errors = inject(ErrorHandler);
  // A query that is another object and asks the same is the same.
  const asked = computed(
    () => {
      const current = query();
      return { query: current, key: current && JSON.stringify([user()?.objectId ?? null, encode(current)]) };
    },
    { equal: (a, b) => a.key === b.key },
  );
  const state = linkedSignal({ source: asked, computation: ({ query }): State_ => ({ objects: [], isLoading: query !== undefined }) });

  effect(onCleanup => {
    const current = asked();
    if (current.query === undefined || !inBrowser()) return;
    const watch = collection.watchList(current.query);
    onCleanup(() => watch.close());
    const show = (next: (before: State_) => State_) => {
      // The last list of a query may come when there is another already.
      if (untracked(asked) === current) state.update(next);
    };
    const follow = async () => {
      try {
        for await (const objects of watch) show(() => ({ objects, isLoading: false }));
      } catch (error) {
        if (!isBackendError(error)) errors.handleError(error);
        show(({ objects }) => ({ objects, isLoading: false, ...(isBackendError(error) && { error }) }));
      }
    };
    void follow();
  });

  return {
    objects: computed(() => state().objects),
    error: computed(() => state().error),
    isLoading: computed(() => state().isLoading),
  };
}

/** The object with this id, and whatever becomes of it; `undefined` asks for none. */
export function liveObject<T extends Stored, N, P, I extends string = never, K extends Own<T> = Own<T>>(
  collection: Collection<T, N, P>,
  id: () => string | undefined,
  shape: Pick<Shape<T, I, K>, 'include' | 'keys'> = {},
): LiveObject<Found<T, I, K>> {
  const { objects, ...rest } = liveList<T, N, P, I, K>(collection, () => {
    const objectId = id();
    return objectId === undefined ? undefined : { ...shape, where: { objectId } as Where<T> };
  });
  return { ...rest, object: computed(() => objects()[0]) };
}
