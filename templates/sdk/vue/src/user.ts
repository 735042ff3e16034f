// Who is signed in, as refs.
import { type ShallowRef, onScopeDispose, shallowReadonly, shallowRef } from 'vue';
import { injectClient } from './client.js';
import type { AnyClient } from './core.js';
import { rendersOnServer } from './server.js';

export interface UserState {
  /** Who is signed in, as far as the client knows. */
  readonly user: Readonly<ShallowRef<AnyClient['auth']['user']>>;
  /** The session that was kept has not been read yet; there may be one. */
  readonly isLoading: Readonly<ShallowRef<boolean>>;
}

/** Who is signed in, and whoever signs in later. */
export function useUser(): UserState {
  const { auth } = injectClient();
  const user = shallowRef(auth.user);
  const isLoading = shallowRef(user.value === undefined);
  if (!rendersOnServer()) {
    const read = () => {
      user.value = auth.user;
      isLoading.value = false;
    };
    onScopeDispose(auth.onChange(read));
    // That a session was there already is no change, so nobody is told.
    void auth.restore().finally(read);
  }
  return { user: shallowReadonly(user), isLoading: shallowReadonly(isLoading) };
}
