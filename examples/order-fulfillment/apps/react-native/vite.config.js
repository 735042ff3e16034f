import { defineConfig } from 'vite';

const endings = ['tsx', 'ts', 'mjs', 'js', 'json'];

export default defineConfig({
  // The files find each other wherever they are served.
  base: './',
  resolve: {
    alias: { 'react-native': 'react-native-web' },
    extensions: [...endings.map(ending => `.web.${ending}`), ...endings.map(ending => `.${ending}`)],
  },
  server: { proxy: { '/parse': { target: 'http://localhost:1337', ws: true } } },
});
