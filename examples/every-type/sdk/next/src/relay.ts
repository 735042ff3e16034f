// The backend's server-sent events, told to a browser in the session of its cookie. The token stays on the server, and nothing
// of the backend is reached but the events of a class.

import type { CookieStorage } from './cookie.js';
import type { AnyClass, Config, FetchLike } from './core.js';

export interface RelayOptions {
  /** The classes that may be followed; by default each, as far as the user may read its objects. */
  readonly classes?: readonly AnyClass[] | undefined;
}

/** Whom the relay asks, and in which session. */
export interface Upstream {
  readonly config: Pick<Config, 'serverURL' | 'appId' | 'headers'>;
  readonly fetch: FetchLike;
  readonly session: CookieStorage;
}

/** What a page may say beside the class. */
const PARAMETERS = ['where', 'keys', 'watch', 'include'];
const CLASS = /^_?[A-Za-z][A-Za-z0-9_]*$/;
const SESSION_OVER = 209;

export async function relay(request: Request, { config, fetch, session }: Upstream, options: RelayOptions): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  const name = asked.get('class') ?? '';
  // The cookie does not come with what other sites ask; this is for those that share a domain with the app.
  const site = request.headers.get('Sec-Fetch-Site') ?? 'same-origin';
  if (site !== 'same-origin' && site !== 'none') return refused(403, 'live events are for pages of this origin');
  if (!CLASS.test(name)) return refused(400, 'say which `class` is meant');
  if (options.classes && !options.classes.some(({ className }) => className === name)) return refused(403, `\`${name}\` is not told here`);

  const query = new URLSearchParams(PARAMETERS.flatMap(key => asked.getAll(key).slice(0, 1).map(value => [key, value])));
  const position = request.headers.get('Last-Event-ID');
  const token = session.token();
  const headers = {
    ...config.headers,
    'X-Parse-Application-Id': config.appId,
    ...(token && { 'X-Parse-Session-Token': token }),
    ...(position && { 'Last-Event-ID': position }),
  };
  const url = `${config.serverURL.replace(/\/+$/, '')}/events/${name}?${query}`;
  let answer: Response;
  try {
    answer = await fetch(url, { headers, signal: request.signal });
  } catch {
    return refused(503, 'the backend cannot be reached');
  }
  if (answer.ok && answer.body) return stream(open(answer.body, position === null));
  if (answer.status >= 500 || answer.status === 429) return refused(503, 'the backend has no room');

  const text = await answer.text();
  const { code, error = `the backend answered ${answer.status}` } = parse(text);
  if (code === SESSION_OVER) await session.clear();
  // An EventSource tells its page nothing of an answer that is no stream, so a refusal is told as the backend ends one.
  return stream(`event: error\ndata: ${JSON.stringify({ code, error })}\n\n`);
}

function stream(body: ReadableStream<Uint8Array> | string): Response {
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      // Nobody keeps it, and nobody holds it back to compress it.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
}

function refused(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** `isNew`: what has changed since the page was rendered is not among the events, so it must be rendered anew. */
function open(events: ReadableStream<Uint8Array>, isNew: boolean): ReadableStream<Uint8Array> {
  const reader = events.getReader();
  const first = `retry: 1000\n\n${isNew ? 'event: requery\ndata: {}\n\n' : ''}`;
  return new ReadableStream({
    start: controller => controller.enqueue(new TextEncoder().encode(first)),
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch {
        // The way to the backend broke. The browser comes back and says what it has seen.
        controller.close();
      }
    },
    cancel: reason => reader.cancel(reason),
  });
}

function parse(text: string): { code?: unknown; error?: unknown } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}
