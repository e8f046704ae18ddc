import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const START_MS = 180_000;

/** The built server as a process, on data of its own. It keeps its port over restarts. */
export class Server {
  /** @type {import('node:child_process').ChildProcess | null} */
  #process = null;
  #folder = mkdtempSync(join(tmpdir(), 'rtg-client-'));
  #port = 0;
  /** @type {string[]} */
  #settings;

  /** @type {string[]} */
  #args;

  /** @param {{ settings?: string[], args?: string[] }} [options] */
  constructor({ settings = [], args = [] } = {}) {
    this.#settings = settings;
    this.#args = args;
  }

  get data() {
    return join(this.#folder, 'data');
  }

  get url() {
    return `http://localhost:${this.#port}`;
  }

  get port() {
    return this.#port;
  }

  get log() {
    return readFileSync(join(this.#folder, 'log'), 'utf8').slice(-8000);
  }

  /** @returns {Promise<Server>} ready */
  async start() {
    const log = openSync(join(this.#folder, 'log'), 'a');
    const child = spawn(
      join(ROOT, 'bin/realtime-gateway'),
      ['run', '--port', String(this.#port), '--data', join(this.#folder, 'data'), ...this.#args, ...this.#settings.flatMap((it) => ['--set', it])],
      { stdio: ['ignore', 'pipe', log], env: { ...process.env, RTG_JAVA_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m' } },
    );
    closeSync(log);
    this.#process = child;
    await new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('The server did not start in time: ' + this.log)), START_MS);
      let text = '';
      child.stdout?.on('data', (data) => {
        text += data;
        const ready = /^ready http:\/\/[^:]+:(\d+)/m.exec(text);
        if (!ready) return;
        this.#port = Number(ready[1]);
        clearTimeout(limit);
        resolve(undefined);
      });
      child.once('exit', (code) => {
        clearTimeout(limit);
        reject(new Error(`The server ended with ${code}: ${this.log}`));
      });
    });
    return this;
  }

  /** SIGKILL. */
  async kill() {
    const child = /** @type {import('node:child_process').ChildProcess} */ (this.#process);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** @param {NodeJS.Signals} name */
  signal(name) {
    this.#process?.kill(name);
  }

  /** SIGTERM; the data stay. */
  async end() {
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
  }

  /** The local store is lost: histories begin a new epoch with the next start. */
  loseLocalStore() {
    rmSync(join(this.data, 'journal'), { recursive: true });
  }

  /** SIGTERM, and the data are gone. */
  async stop() {
    await this.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * Makes an API key.
   *
   * @param {string} name
   */
  apiKey(name) {
    const made = spawnSync(join(ROOT, 'bin/realtime-gateway'), ['api-key', 'create', name, '--data', join(this.#folder, 'data')], {
      encoding: 'utf8',
    });
    const key = /rtg_\S+/.exec(made.stdout);
    if (!key) throw new Error(made.stdout + made.stderr);
    return key[0];
  }

  /**
   * Signs in by dev login.
   *
   * @param {string} name
   * @returns {Promise<{ id: string, token: string }>}
   */
  async login(name) {
    const response = await fetch(this.url + '/api/v1.0/auth/dev/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.url },
      body: JSON.stringify({ email: `${name.toLowerCase()}@example.com`, displayName: name }),
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    const token = /token=([^;]+)/.exec(response.headers.getSetCookie().join())?.[1] ?? '';
    return { id: (await response.json()).id, token };
  }

  /**
   * @param {string} token
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async rest(token, method, path, body) {
    const response = await fetch(path.startsWith('/') ? this.url + '/api/v1.0' + path : path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}
