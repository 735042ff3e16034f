// Where the app begins on a device.

import { AppRegistry } from 'react-native';
import { Root } from './src/Root';

AppRegistry.registerComponent('Shop', () => Root);
