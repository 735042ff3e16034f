// Changes as the relay tells them, through an EventSource that comes back whatever happened to it.

export interface LiveError {
  /** Of the Parse protocol. */
  readonly code?: number;
  readonly error: string;
}

interface Listener {
  /** Something has changed, or may have. */
  changed(): void;
  /** The query may not be asked; nothing comes any more. */
  refused(error: LiveError): void;
}

const CHANGES = ['create', 'enter', 'update', 'leave', 'delete', 'requery'];
/** The session is over, or the page read too slowly. */
const COMES_BACK = new Set([209, 155]);
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

export class LiveEvents {
  readonly #url: string;
  readonly #listener: Listener;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;

  constructor(url: string, listener: Listener) {
    this.#url = url;
    this.#listener = listener;
  }

  open(): void {
    this.close();
    const source = new EventSource(this.#url);
    this.#source = source;
    const changed = () => {
      this.#attempt = 0;
      this.#listener.changed();
    };
    for (const type of CHANGES) source.addEventListener(type, changed);
    source.addEventListener('error', (event: Event) => {
      if (event instanceof MessageEvent) this.#ended(JSON.parse(String(event.data)) as LiveError);
      // A stream that broke is opened again by the browser, from where it was; an answer that is none is not.
      else if (source.readyState === EventSource.CLOSED) this.#openLater();
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  #ended(error: LiveError): void {
    this.close();
    if (error.code === undefined || !COMES_BACK.has(error.code)) return this.#listener.refused(error);
    this.#listener.changed();
    this.#openLater();
  }

  #openLater(): void {
    this.close();
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#attempt++);
    this.#timer = setTimeout(() => this.open(), longest * (0.5 + Math.random() / 2));
  }
}
