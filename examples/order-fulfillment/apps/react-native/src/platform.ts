// What differs between a device and a browser: this is the device.

import type { SessionStorage } from 'order-fulfillment-client';
import { useEffect, useState } from 'react';
import { BackHandler, Linking } from 'react-native';
import * as Keychain from 'react-native-keychain';

/** The computer on which the emulator of Android runs. */
export const serverURL = 'http://10.0.2.2:1337/parse';

/** The keychain of the device, where no other app reads the token. */
export const sessionStorage: SessionStorage = {
  read: async () => ((await Keychain.getGenericPassword()) || undefined)?.password,
  write: async text => void (await Keychain.setGenericPassword('session', text)),
  clear: async () => void (await Keychain.resetGenericPassword()),
};

/** The order that is open, and what opens another: `shop://orders/ID`. */
export function useRoute(): [id: string | undefined, open: (id?: string) => void] {
  const [id, open] = useState<string>();
  useEffect(() => {
    const follow = (url: string | null) => open(url?.match(/orders\/(\w+)/)?.[1]);
    void Linking.getInitialURL().then(follow);
    const links = Linking.addEventListener('url', ({ url }) => follow(url));
    return () => links.remove();
  }, []);
  useEffect(() => {
    const back = BackHandler.addEventListener('hardwareBackPress', () => {
      open(undefined);
      return id !== undefined;
    });
    return () => back.remove();
  }, [id]);
  return [id, open];
}
