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
   */
  constructor(base, token, fetching) {
    this.api = base + '/api/v1.0';
    this.token = token;
    this.fetch = fetching;
  }

  /** Has the application give another token before the next request. */
  renewToken() {
    if (typeof this.token === 'function') this.#token = null;
  }

  async #bearer() {
    if (this.token === undefined) return null;
    const { token } = this;
    const asked = (this.#token ??= (async () => (typeof token === 'function' ? token() : token))());
    let text;
    try {
      text = await asked;
    } catch (cause) {
      if (this.#token === asked) this.#token = null;
      throw cause instanceof ChatError ? cause : new UnavailableError('Network', `token() failed: ${cause}`);
    }
    if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) {
      throw new SignedOutError('UnauthorizedRequest', 'token() gave no bearer token', {
        status: 401,
      });
    }
    return text;
  }

  /**
   * @param {string} method
   * @param {string} path below `/api/v1.0`, or an absolute link that the server gave
   * @param {object} [body]
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
   * @param {object | undefined} body
   * @param {{ [name: string]: string }} headers
   */
  async #once(method, path, body, headers) {
    const bearer = await this.#bearer();
    // Links of the server name its own address, which may not be the one of a proxy before it.
    const url = path.startsWith('/') ? this.api + path : this.api + path.slice(path.indexOf('/api/v1.0') + 9);
    let response;
    let text;
    try {
      response = await this.fetch(url, {
        method,
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
        cache: 'no-store',
        credentials: bearer ? 'omit' : 'include',
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
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
  const error = body?.error ?? {};
  const retry = headers.get('retry-after');
  const more = {
    status,
    target: error.target,
    details: error.details,
    inner: error.innererror,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: retry && /^\d+$/.test(retry) ? Number(retry) : undefined,
  };
  // Answers of a proxy have no code.
  const code = error.code ?? CODES[status] ?? (status < 500 ? 'BadRequest' : 'ServiceUnavailable');
  throw errorOf(code, error.message ?? `The server answered ${status}`, more);
}

/** @type {{ [status: number]: string }} */
const CODES = { 401: 'UnauthorizedRequest', 403: 'ForbiddenRequest', 404: 'NotFoundRequest', 429: 'RateLimit' };
