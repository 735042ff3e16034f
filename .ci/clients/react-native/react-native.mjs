// As much of React Native as the hooks ask of it: whether the app is in the foreground.

const listeners = new Set();

export const AppState = {
  addEventListener(_, listener) {
    listeners.add(listener);
    return { remove: () => listeners.delete(listener) };
  },
  /** What the device says. */
  become: state => listeners.forEach(listener => listener(state)),
  listeners,
};
