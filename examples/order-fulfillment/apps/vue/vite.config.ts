import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [vue()],
  // The files find each other wherever they are served.
  base: './',
  server: { proxy: { '/parse': { target: 'http://localhost:1337', ws: true } } },
});
