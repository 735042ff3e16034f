// TanStack Query over a collection: what `useQuery`, `useInfiniteQuery`, `useMutation`, loaders and prefetches are given, each
// under a key that its class and its query make. Nothing here is a hook.

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { MutationFunctionContext } from '@tanstack/react-query';
import { encode } from './core.js';
import type { CallOptions, Collection, Filter, Query, Shape, Stored, UpdateOptions } from './core.js';

export { useInvalidation } from './invalidation.js';

type Own<T> = keyof T & string;

/** The keys of what is cached of a class, from all of it to one query. */
export interface Keys {
  readonly all: readonly [className: string];
  readonly lists: readonly [className: string, kind: 'list'];
  readonly counts: readonly [className: string, kind: 'count'];
  readonly objects: readonly [className: string, kind: 'object'];
  object(objectId: string): readonly [className: string, kind: 'object', objectId: string];
}

export function keysOf({ className }: { readonly className: string }): Keys {
  return {
    all: [className],
    lists: [className, 'list'],
    counts: [className, 'count'],
    objects: [className, 'object'],
    object: objectId => [className, 'object', objectId],
  };
}

/** What an update is given. */
export interface Update<P> extends UpdateOptions {
  readonly objectId: string;
  readonly patch: P;
}

/** The client has tried a call again already, as often as it makes sense. */
const retry = false;

/** Options for everything that a collection can be asked: `useQuery(queriesOf(client.orders).list({ limit: 10 }))`. */
export function queriesOf<T extends Stored, N, P>(collection: Collection<T, N, P>) {
  const keys = keysOf(collection);
  /** Whatever is shown of the class may be another now. */
  const onSuccess = (_data: unknown, _variables: unknown, _result: unknown, { client }: MutationFunctionContext) =>
    client.invalidateQueries({ queryKey: keys.all });

  return {
    keys,

    list<I extends string = never, K extends Own<T> = Own<T>>(query: Query<T, I, K> = {}) {
      return queryOptions({
        queryKey: [...keys.lists, asked(query)] as const,
        queryFn: ({ signal }) => collection.find({ ...query, signal }),
        retry,
      });
    },

    /** Page by page. `limit` is the size of a page; no change of the data moves pages. */
    pages<I extends string = never, K extends Own<T> = Own<T>>(query: Query<T, I, K> = {}) {
      return infiniteQueryOptions({
        queryKey: [...keys.lists, asked(query), 'pages'] as const,
        queryFn: ({ signal, pageParam }) => collection.page({ ...query, signal, after: pageParam }),
        initialPageParam: '',
        getNextPageParam: ({ cursor, hasMore }) => (hasMore ? cursor : undefined),
        retry,
      });
    },

    object<I extends string = never, K extends Own<T> = Own<T>>(objectId: string, shape: Shape<T, I, K> = {}) {
      return queryOptions({
        queryKey: [...keys.object(objectId), asked(shape)] as const,
        queryFn: ({ signal }) => collection.get(objectId, { ...shape, signal }),
        retry,
      });
    },

    count(filter: Filter<T> = {}) {
      return queryOptions({
        queryKey: [...keys.counts, asked(filter)] as const,
        queryFn: ({ signal }) => collection.count({ ...filter, signal }),
        retry,
      });
    },

    create: () => ({ mutationFn: (object: N) => collection.create(object), onSuccess }),

    update: () => ({
      mutationFn: ({ objectId, patch, ifUpdatedAt }: Update<P>) => collection.update(objectId, patch, { ifUpdatedAt }),
      onSuccess,
    }),

    delete: () => ({
      mutationFn: ({ objectId, ifUpdatedAt }: { readonly objectId: string } & UpdateOptions) =>
        collection.delete(objectId, { ifUpdatedAt }),
      onSuccess,
    }),
  };
}

type Params<C> = C extends (params: infer P, ...rest: never[]) => unknown ? P : never;
type Result<C> = C extends (...args: never[]) => Promise<infer R> ? R : never;

/** Options for the functions of the server: `useMutation(functionsOf(client).mutation('NAME'))`. */
export function functionsOf<F extends object>({ functions }: { readonly functions: F }) {
  type Call<M extends keyof F> = (params: Params<F[M]>, options?: CallOptions) => Promise<Result<F[M]>>;
  const of = <M extends keyof F>(name: M) => functions[name] as Call<M>;

  return {
    /** For one that changes nothing. No class has a key like this one. */
    query<M extends keyof F & string>(name: M, params: Params<F[M]>) {
      return queryOptions({
        queryKey: [`functions/${name}`, encode(params)] as const,
        queryFn: ({ signal }) => of(name)(params, { signal }),
        retry,
      });
    },

    mutation: <M extends keyof F & string>(name: M) => ({ mutationFn: (params: Params<F[M]>) => of(name)(params) }),
  };
}

/** A query as its key has it: what it says on the wire, and nothing of how it is called. */
function asked(query: object): unknown {
  const { signal: _, timeout: __, idempotencyKey: ___, ...said } = query as Shape<Stored, never, never>;
  return encode(said);
}
