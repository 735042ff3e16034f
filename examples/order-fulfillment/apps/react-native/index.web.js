// Where it begins in a browser.

import { AppRegistry } from 'react-native';
import { Root } from './src/Root';

AppRegistry.registerComponent('Shop', () => Root);
AppRegistry.runApplication('Shop', { rootTag: document.getElementById('app') });
