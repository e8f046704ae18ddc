import { ChatError, SignedOutError, UnavailableError, errorOf } from './errors.js';

const TIME_LIMIT_MS = 20_000;

/** Requests to the REST API: credentials, time limit, errors. */
export class Http {
  /** @type {Promise<string> | null} */
  #token = null;

  /**
   * @param {string} base such as `https://chat.example.com`
   * @param {import('./types.js').Options['token']} token
   * @param {typeof fetch} fetching
   * @param {import('./types.js').Clock} clock
   */
  constructor(base, token, fetching, clock) {
    this.api = base + '/api/v1.0';
    this.token = token;
    this.fetch = fetching;
    this.clock = clock;
  }

  /** Has the application give another token before the next request. */
  renewToken() {
    if (typeof this.token === 'function') this.#token = null;
  }

  async #bearer() {
    if (this.token === undefined) return null;
    const { token } = this;
    this.#token ??= (async () => (typeof token === 'function' ? token() : token))();
    const asked = this.#token;
    let text;
    try {
      text = await asked;
    } catch (cause) {
      if (this.#token === asked) this.#token = null;
      if (cause instanceof ChatError) throw cause;
      throw new UnavailableError('Network', `token() failed: ${cause}`);
    }
    if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) {
      throw new SignedOutError('UnauthorizedRequest', 'token() gave no bearer token: it must give its text alone', {
        status: 401,
      });
    }
    return text;
  }

  /**
   * @param {string} method
   * @param {string} path below `/api/v1.0`, or an absolute link that the server gave
   * @param {unknown} [body]
   * @param {{ [name: string]: string }} [headers]
   * @returns {Promise<any>} the body of the answer; undefined if it has none
   * @throws {ChatError}
   */
  async request(method, path, body, headers = {}) {
    try {
      return await this.#once(method, path, body, headers);
    } catch (error) {
      if (!(error instanceof SignedOutError) || typeof this.token !== 'function') throw error;
      this.renewToken();
      return this.#once(method, path, body, headers);
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   * @param {{ [name: string]: string }} headers
   */
  async #once(method, path, body, headers) {
    const limit = new AbortController();
    const late = new UnavailableError('Timeout', `${method} ${path} took more than ${TIME_LIMIT_MS / 1000} seconds`);
    /** @type {unknown} */
    let timer;
    /** @type {Promise<never>} */
    const expired = new Promise((_, reject) => {
      timer = this.clock.after(() => {
        limit.abort();
        reject(late);
      }, TIME_LIMIT_MS);
    });
    try {
      return await Promise.race([this.#exchange(method, path, body, headers, limit.signal), expired]);
    } finally {
      this.clock.cancel(timer);
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   * @param {{ [name: string]: string }} headers
   * @param {AbortSignal} signal
   */
  async #exchange(method, path, body, headers, signal) {
    const bearer = await this.#bearer();
    // Links of the server name its own address, which may not be the one of a proxy before it.
    const url = path.startsWith('/') ? this.api + path : this.api + path.slice(path.indexOf('/api/v1.0') + 9);
    let response;
    let text;
    try {
      response = await this.fetch(url, {
        method,
        signal,
        cache: 'no-store',
        credentials: bearer === null ? 'include' : 'omit',
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (cause) {
      throw new UnavailableError('Network', `The server cannot be reached: ${cause}`);
    }
    return parse(response, text);
  }
}

/**
 * @param {Response} response
 * @param {string} text
 */
function parse(response, text) {
  const { status, headers } = response;
  let body;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    // An answer of a proxy, as a page.
  }
  if (response.ok) {
    if (text !== '' && body === undefined) throw new UnavailableError('BadGateway', 'The answer is no JSON', { status });
    return body;
  }
  const said = body?.error ?? {};
  const retry = headers.get('retry-after');
  const more = {
    status,
    target: said.target,
    details: said.details,
    inner: said.innererror,
    requestId: headers.get('x-request-id') ?? undefined,
    ...(retry && /^\d+$/.test(retry) ? { retryAfterSeconds: Number(retry) } : {}),
  };
  const code = said.code ?? CODES[status] ?? (status >= 500 ? 'ServiceUnavailable' : 'BadRequest');
  throw errorOf(code, said.message ?? `The server answered ${status}`, more);
}

/** @type {{ [status: number]: string }} */
const CODES = {
  401: 'UnauthorizedRequest',
  403: 'ForbiddenRequest',
  404: 'NotFoundRequest',
  409: 'Conflict',
  410: 'Gone',
  429: 'RateLimit',
  502: 'BadGateway',
  504: 'Timeout',
};
