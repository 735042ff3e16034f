// Where a session is kept on a device: its token lets in whoever has it.

import type { KeyValueStore, SessionStorage } from './core.js';

/** As much of `expo-secure-store` as is asked of it. */
export interface SecureStore {
  getItemAsync(key: string): Promise<string | null>;
  setItemAsync(key: string, value: string): Promise<void>;
  deleteItemAsync(key: string): Promise<void>;
}

/** Keeps the session in the keychain of the device. */
export function secureStorage(store: SecureStore, key = 'session'): SessionStorage {
  return {
    read: () => store.getItemAsync(key),
    write: text => store.setItemAsync(key, text),
    clear: () => store.deleteItemAsync(key),
  };
}

/** Keeps the session in AsyncStorage, which any program that reads the files of the app can read. */
export function keyedStorage(store: Omit<KeyValueStore, 'getAllKeys'>, key = 'session'): SessionStorage {
  return {
    read: () => store.getItem(key),
    write: text => store.setItem(key, text),
    clear: () => store.removeItem(key),
  };
}
