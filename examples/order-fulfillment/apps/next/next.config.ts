import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // The app is a package of its own, whatever lies in the folders above.
  turbopack: { root: import.meta.dirname },
};

export default config;
