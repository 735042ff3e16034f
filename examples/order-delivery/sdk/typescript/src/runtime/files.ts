// Files: up, and where they are.

import type { CallOptions } from './config.js';
import type { Http } from './http.js';
import type { StoredFile } from './types.js';

export interface UploadOptions extends CallOptions {
  /** `image/png`; a Blob knows its own. */
  readonly contentType?: string | undefined;
}

export class Files {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Uploads a file. What it gives is a value for a field, or for several. */
  async upload(name: string, data: Blob | Uint8Array | string, options: UploadOptions = {}): Promise<StoredFile> {
    const type = options.contentType || (typeof data === 'object' && 'type' in data && data.type) || 'application/octet-stream';
    const path = `/files/${encodeURIComponent(name)}`;
    const answer = await this.#http.call({ method: 'POST', path, content: { data, type } }, options);
    return { __type: 'File', ...(answer as { name: string; url: string }) };
  }

  /** Where a file can be read. */
  url(file: StoredFile): string {
    return file.url ?? '';
  }
}
