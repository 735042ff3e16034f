import { defineConfig } from 'vite';

const endings = ['tsx', 'ts', 'mjs', 'js', 'json'];

export default defineConfig({
  // The files find each other wherever they are served.
  base: './',
  resolve: {
    alias: { 'react-native': 'react-native-web' },
    extensions: [...endings.map(ending => `.web.${ending}`), ...endings.map(ending => `.${ending}`)],
  },
  // React Native for the web marks what is for browsers, which here is everything.
  build: {
    rolldownOptions: {
      onLog: (level, log, show) => log.code === 'MODULE_LEVEL_DIRECTIVE' || show(level, log),
    },
  },
  server: { proxy: { '/parse': { target: 'http://localhost:1337', ws: true } } },
});
