import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENT = fileURLToPath(new URL('../../client/', import.meta.url));
const ISSUER = 'https://app.example.com';
const AUDIENCE = 'chat';

/** @param {unknown} value */
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * An application on an origin of its own, with users of its own: it serves pages, the package
 * of the client as `npm install` puts it there, and tokens.
 */
export class Application {
  #folder = mkdtempSync(join(tmpdir(), 'rtg-application-'));
  #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** HTML and scripts by path. @type {Map<string, string>} */
  #files = new Map();
  #server = createServer((request, response) => this.#answer(request, response));

  /** @returns {Promise<Application>} */
  async start() {
    writeFileSync(join(this.#folder, 'public.txt'), this.#keys.publicKey.export({ type: 'spki', format: 'pem' }));
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return this;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get origin() {
    const address = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${address.port}`;
  }

  /** What the chat server needs to know of it. */
  get settings() {
    return [
      `origins=${this.origin}`,
      `auth.application.issuer=${ISSUER}`,
      `auth.application.audience=${AUDIENCE}`,
      `auth.application.public-key-file=${join(this.#folder, 'public.txt')}`,
      'directory.search=everyone',
    ];
  }

  /** @param {string} path @param {string} content @returns {string} the page's address */
  serve(path, content) {
    this.#files.set(path, content);
    return this.origin + path;
  }

  /** @param {string} subject @param {string} name */
  token(subject, name) {
    const now = Math.floor(Date.now() / 1000);
    const signed = `${part({ alg: 'ES256', typ: 'JWT' })}.${part({ iss: ISSUER, aud: AUDIENCE, sub: subject, name, iat: now, exp: now + 3600 })}`;
    const signature = createSign('SHA256').update(signed).sign({ key: this.#keys.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    const file = /^\/node_modules\/@realtime-gateway\/client\/(src\/[\w/-]+\.js)$/.exec(pathname)?.[1];
    const content = file ? readFileSync(CLIENT + file, 'utf8') : this.#files.get(pathname);
    if (pathname === '/my/chat-token') {
      const subject = searchParams.get('as') ?? 'u-17';
      response.end(this.token(subject, `User ${subject}`));
    } else if (content === undefined) {
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { 'content-type': pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8' }).end(content);
    }
  }
}
