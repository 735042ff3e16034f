// One WebSocket for all live queries of a client: it opens with the first and closes with the last. When it breaks it comes
// back, and each query goes on where it was.

import type { Config, WebSocketLike } from '../config.js';
import { type BackendError, failure, failureOfCode } from '../errors.js';
import { FIRST_WAIT, LONGEST_WAIT, jitter } from '../retry.js';
import type { Session } from '../session.js';

/** `idle` where nothing is watched; `waiting` until the next try. */
export type LiveState = 'idle' | 'connecting' | 'open' | 'waiting';

/** An event as the wire has it. */
export interface RawEvent {
  readonly op: 'create' | 'enter' | 'update' | 'leave' | 'delete';
  readonly object: unknown;
  readonly original?: unknown;
}

/** What a live query is told. */
export interface Subscriber {
  /** As the wire has it. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Events come from here on. `gap`: what came before and was missed is lost, so it must be asked for. */
  subscribed(gap: boolean): void;
  event(event: RawEvent): void;
  /** Nothing comes any more. */
  failed(error: BackendError): void;
}

interface Subscription {
  readonly subscriber: Subscriber;
  /** Of the last event; empty at first, which means from now on. */
  position: string;
  /** Whether events were to be had once, so that to begin at what is now would leave a gap. */
  begun: boolean;
  fromNow: boolean;
}

interface Frame {
  readonly op: string;
  readonly requestId?: number | null;
  readonly position?: string;
  readonly requery?: boolean;
  readonly code?: number;
  readonly error?: string;
  readonly reconnect?: boolean;
  readonly object?: unknown;
  readonly original?: unknown;
}

export class Live {
  readonly #config: Config;
  readonly #session: Session;
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #listeners = new Set<(state: LiveState) => void>();
  #state: LiveState = 'idle';
  #socket: WebSocketLike | undefined;
  /** The server knows who this is; subscriptions can be sent. */
  #connected = false;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  #token: string | null = null;

  constructor(config: Config, session: Session) {
    this.#config = config;
    this.#session = session;
    // Somebody else may see something else: everything is asked for again in his name.
    session.listen(event => {
      if (event === 'updated') return;
      for (const subscription of this.#subscriptions.values()) subscription.position = '';
      if (event === 'expired') this.#failAll(failureOfCode(209, 'the session has ended'));
      else this.reconnect();
    });
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Calls `listener` when the state changes. What it gives stops that. */
  onState(listener: (state: LiveState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Begins anew at once, as an app does that has come to the foreground or has a network again. */
  reconnect(): void {
    this.#drop();
    this.#attempt = 0;
    if (this.#subscriptions.size > 0) this.#open();
  }

  /** Begins a live query; what it gives ends it. */
  subscribe(subscriber: Subscriber): () => void {
    const id = ++this.#lastId;
    const subscription: Subscription = { subscriber, position: '', begun: false, fromNow: true };
    this.#subscriptions.set(id, subscription);
    if (this.#connected) this.#ask(id, subscription);
    else if (this.#state === 'idle') this.#open();
    return () => {
      if (!this.#subscriptions.delete(id)) return;
      if (this.#connected) this.#send({ op: 'unsubscribe', requestId: id });
      // Where one page takes the place of another, the socket of the one is for the other.
      queueMicrotask(() => {
        if (this.#subscriptions.size === 0) this.close();
      });
    };
  }

  /** Ends all live queries. */
  close(): void {
    this.#drop();
    this.#attempt = 0;
    this.#become('idle');
    this.#failAll(failure('network', 'the client was closed'));
  }

  async #open(): Promise<void> {
    this.#become('connecting');
    const Socket = this.#config.WebSocket ?? (globalThis.WebSocket as Config['WebSocket'] | undefined);
    if (!Socket) {
      this.#become('idle');
      return this.#failAll(failure('network', 'there is no WebSocket here: give one to the config'));
    }
    let socket: WebSocketLike;
    try {
      socket = new Socket(this.#config.liveURL ?? this.#config.serverURL.replace(/^http/, 'ws').replace(/\/+$/, ''));
    } catch (cause) {
      this.#become('idle');
      return this.#failAll(failure('network', 'the address of live queries is none', { cause }));
    }
    this.#socket = socket;
    socket.onopen = async () => {
      const token = await this.#session.token();
      if (this.#socket !== socket) return;
      this.#token = token;
      this.#send({ op: 'connect', applicationId: this.#config.appId, ...(token && { sessionToken: token }) });
    };
    socket.onmessage = ({ data }: { data: unknown }) => {
      if (this.#socket === socket) this.#hear(String(data));
    };
    // An error is followed by a close, which is what matters.
    socket.onerror = () => {};
    socket.onclose = () => {
      if (this.#socket === socket) this.#broken();
    };
  }

  #broken(): void {
    this.#drop();
    if (this.#subscriptions.size === 0) return this.#become('idle');
    this.#become('waiting');
    this.#timer = setTimeout(() => void this.#open(), jitter(++this.#attempt, FIRST_WAIT, LONGEST_WAIT));
  }

  /** Lets go of the socket and of the next try. */
  #drop(): void {
    this.#token = null;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#connected = false;
    socket?.close();
  }

  #hear(text: string): void {
    const frame = read(text);
    // Whatever speaks like this is no live query server; another try may reach one.
    if (!frame) return this.#broken();
    const subscription = this.#subscriptions.get(frame.requestId ?? 0);
    switch (frame.op) {
      case 'connected':
        this.#connected = true;
        this.#attempt = 0;
        this.#become('open');
        for (const [id, one] of this.#subscriptions) this.#ask(id, one);
        return;
      case 'subscribed':
        if (!subscription) return;
        this.#reached(subscription, frame);
        return this.#begin(subscription, frame);
      case 'position':
        if (subscription) this.#reached(subscription, frame);
        return;
      case 'create':
      case 'enter':
      case 'update':
      case 'leave':
      case 'delete':
        if (!subscription) return;
        this.#reached(subscription, frame);
        return subscription.subscriber.event({ op: frame.op, object: frame.object, original: frame.original });
      case 'error':
        return this.#refused(frame);
    }
  }

  #reached(subscription: Subscription, { position }: Frame): void {
    if (position !== undefined) subscription.position = position;
  }

  #refused({ code = 1, error = 'refused', requestId, reconnect }: Frame): void {
    const failed = failureOfCode(code, error);
    const subscription = this.#subscriptions.get(requestId ?? 0);
    if (failed.code === 'invalid-session' && this.#token) {
      void this.#sessionEnded(this.#token);
    } else if (subscription) {
      this.#subscriptions.delete(requestId ?? 0);
      subscription.subscriber.failed(failed);
      if (this.#subscriptions.size === 0) this.close();
    } else if (reconnect === false) {
      this.#failAll(failed);
    }
  }

  /** Every live query ends with the session; but where another has begun meanwhile, they go on in its name. */
  async #sessionEnded(token: string): Promise<void> {
    await this.#session.ended(token);
    if (this.#token === token && this.#subscriptions.size > 0) this.reconnect();
  }

  #begin(subscription: Subscription, { requery, position }: Frame): void {
    // A server that knows no positions cannot go on where it was.
    const gap = requery === true || (subscription.begun && (subscription.fromNow || position === undefined));
    subscription.begun = true;
    subscription.subscriber.subscribed(gap);
  }

  #ask(requestId: number, subscription: Subscription): void {
    const { subscriber, position } = subscription;
    subscription.fromNow = position === '';
    this.#send({ op: 'subscribe', requestId, query: subscriber.query, after: position });
  }

  #send(frame: object): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  #failAll(error: BackendError): void {
    const all = [...this.#subscriptions.values()];
    this.#subscriptions.clear();
    for (const { subscriber } of all) subscriber.failed(error);
    this.#drop();
    this.#become('idle');
  }

  #become(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}

function read(text: string): Frame | undefined {
  try {
    return JSON.parse(text) as Frame;
  } catch {
    return undefined;
  }
}
