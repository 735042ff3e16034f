// What a query finds, as refs that follow it. A live query lives as long as the component, or the effect scope, that asked.
import {
  type MaybeRefOrGetter,
  type ShallowRef,
  computed,
  onScopeDispose,
  shallowReadonly,
  shallowRef,
  toValue,
  watch,
} from 'vue';
import { injectClient } from './client.js';
import { type Collection, type Found, type Query, type Shape, type Stored, type Where, encode } from './core.js';
import { rendersOnServer } from './server.js';

type Own<T> = keyof T & string;

/** How much of each object is wanted. */
export type LiveShape<T, I extends string, K extends Own<T>> = Pick<Shape<T, I, K>, 'include' | 'keys'>;

/** What is wanted. */
export type LiveListQuery<T, I extends string, K extends Own<T>> = Pick<
  Query<T, I, K>,
  'where' | 'order' | 'limit' | 'skip' | 'include' | 'keys'
>;

interface LiveState {
  /** Why nothing comes any more. A lost connection is no error: it comes back, and `client.live` tells of it. */
  readonly error: Readonly<ShallowRef<Error | undefined>>;
  /** Nothing has come yet. */
  readonly isLoading: Readonly<ShallowRef<boolean>>;
}

export interface LiveList<T> extends LiveState {
  /** Empty until the first answer. */
  readonly objects: Readonly<ShallowRef<readonly T[]>>;
}

export interface LiveObject<T> extends LiveState {
  /** Where it is `undefined`, and neither `isLoading` nor `error` says more, there is no such object, or none that may be seen. */
  readonly object: Readonly<ShallowRef<T | undefined>>;
}

/**
 * What a query finds, now and from now on. A ref or a getter may give the query: one that differs is asked for anew, and while it
 * gives `undefined`, nothing is.
 */
export function useLiveList<T extends Stored, I extends string = never, K extends Own<T> = Own<T>>(
  collection: Collection<T, any, any>,
  query: MaybeRefOrGetter<LiveListQuery<T, I, K> | undefined> = {},
): LiveList<Found<T, I, K>> {
  return follow(collection, () => toValue(query));
}

/** The object with this id, now and from now on. A ref or a getter may give the id; `undefined` is for none as yet. */
export function useLiveObject<T extends Stored, I extends string = never, K extends Own<T> = Own<T>>(
  collection: Collection<T, any, any>,
  id: MaybeRefOrGetter<string | undefined>,
  shape: MaybeRefOrGetter<LiveShape<T, I, K>> = {},
): LiveObject<Found<T, I, K>> {
  const { objects, ...state } = follow(collection, (): LiveListQuery<T, I, K> | undefined => {
    const objectId = toValue(id);
    // That every class has this field is more than the compiler sees.
    return objectId === undefined ? undefined : { ...toValue(shape), where: { objectId } as Where<T> };
  });
  return { ...state, object: computed(() => objects.value[0]) };
}

function follow<T extends Stored, I extends string, K extends Own<T>>(
  collection: Collection<T, any, any>,
  query: () => LiveListQuery<T, I, K> | undefined,
): LiveList<Found<T, I, K>> {
  const objects = shallowRef<readonly Found<T, I, K>[]>([]);
  const error = shallowRef<Error>();
  const isLoading = shallowRef(query() !== undefined);

  const begin = (onCleanup: (stop: () => void) => void) => {
    const asked = query();
    objects.value = [];
    error.value = undefined;
    isLoading.value = asked !== undefined;
    if (!asked) return;
    const lists = collection.watchList(asked);
    // A list may be on its way when nobody wants it any more.
    let current = true;
    onCleanup(() => {
      current = false;
      lists.close();
    });
    const take = async () => {
      for await (const list of lists) {
        if (!current) return;
        objects.value = list;
        isLoading.value = false;
      }
    };
    take().catch((failure: Error) => {
      if (!current) return;
      error.value = failure;
      isLoading.value = false;
    });
  };

  if (!rendersOnServer()) {
    // A query that is written anew at each turn is the same one as long as it says the same.
    const text = computed(() => JSON.stringify(encode(query())));
    watch([text, useSession()], (_now, _before, onCleanup) => begin(onCleanup), { immediate: true });
  }
  return { objects: shallowReadonly(objects), error: shallowReadonly(error), isLoading: shallowReadonly(isLoading) };
}

/** Changes with whoever is signed in: nobody is shown what somebody else has found. */
function useSession(): ShallowRef<number> {
  const session = shallowRef(0);
  const stop = injectClient().auth.onChange(event => {
    if (event !== 'updated') session.value += 1;
  });
  onScopeDispose(stop);
  return session;
}
