// What one side says as it comes, and the other takes in a loop. Leaving the loop closes it.

export class Channel<T> implements AsyncIterableIterator<T> {
  readonly #waiting: { resolve(result: IteratorResult<T>): void; reject(error: unknown): void }[] = [];
  readonly #onClose: () => void;
  #queue: T[] = [];
  #ended: { readonly error?: unknown } | undefined;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  /** How many nobody has taken yet. */
  get length(): number {
    return this.#queue.length;
  }

  push(value: T): void {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve({ done: false, value });
    else this.#queue.push(value);
  }

  /** Forgets what nobody has taken, and gives it. */
  clear(): T[] {
    const queue = this.#queue;
    this.#queue = [];
    return queue;
  }

  /** What was said before is still to be had; then the loop fails. */
  fail(error: unknown): void {
    this.#end({ error });
  }

  close(): void {
    this.clear();
    this.#end({});
  }

  next(): Promise<IteratorResult<T>> {
    const [value] = this.#queue;
    if (this.#queue.length > 0) {
      this.#queue.shift();
      return Promise.resolve({ done: false, value: value as T });
    }
    if (this.#ended) {
      const { error } = this.#ended;
      this.#ended = {};
      return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
    }
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<T>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(ended: { readonly error?: unknown }): void {
    if (this.#ended) return;
    this.#ended = ended;
    const [first, ...others] = this.#waiting.splice(0);
    if (first && ended.error !== undefined) {
      this.#ended = {};
      first.reject(ended.error);
    } else {
      first?.resolve({ done: true, value: undefined });
    }
    for (const { resolve } of others) resolve({ done: true, value: undefined });
    this.#onClose();
  }
}
