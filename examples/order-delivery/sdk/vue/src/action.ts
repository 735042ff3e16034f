// A call that somebody sets off, with what becomes of it as refs.
import { type ComputedRef, type ShallowRef, computed, shallowReadonly, shallowRef } from 'vue';
import { type BackendError, isBackendError } from './core.js';

export interface Action<A extends readonly unknown[], R> {
  /** Makes the call. One that fails gives `undefined`; what is no failure of a call is thrown. */
  run(...args: A): Promise<R | undefined>;
  readonly isPending: ComputedRef<boolean>;
  /** Why the last call failed, until the next. */
  readonly error: Readonly<ShallowRef<BackendError | undefined>>;
}

/** A write, or any other call, for a button or a form: `const { run, isPending, error } = useAction(id => …)`. */
export function useAction<A extends readonly unknown[], R>(call: (...args: A) => Promise<R>): Action<A, R> {
  const running = shallowRef(0);
  const error = shallowRef<BackendError>();
  const run = async (...args: A): Promise<R | undefined> => {
    error.value = undefined;
    running.value += 1;
    try {
      return await call(...args);
    } catch (failure) {
      if (!isBackendError(failure)) throw failure;
      error.value = failure;
      return undefined;
    } finally {
      running.value -= 1;
    }
  };
  return { run, isPending: computed(() => running.value > 0), error: shallowReadonly(error) };
}
