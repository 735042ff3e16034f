import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The files find each other wherever they are served.
  base: './',
  server: { proxy: { '/parse': { target: 'http://localhost:1337', ws: true } } },
});
