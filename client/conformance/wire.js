import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const STEP_MS = 5000;
const LOOK_MS = 300;

/**
 * Plays the server over HTTP and WebSocket on loopback, for a client that runs as a command.
 *
 * @implements {Omit<import('./play.js').Player, never>}
 */
export class WirePlayer {
  /** @type {import('./play.js').Request[]} */
  requests = [];
  /** @type {any[]} */
  frames = [];
  /** @type {string[]} */
  upgrades = [];
  /** @type {import('node:stream').Duplex | null} */
  #socket = null;
  /** @type {import('node:child_process').ChildProcess | null} */
  #client = null;
  /** @type {((line: any) => void)[]} */
  #reports = [];
  /** @type {(() => void) | null} */
  #notice = null;
  /** When a step has waited long enough. */
  #deadline = 0;
  #isLook = false;
  #server = createServer((request, response) => {
    const chunks = /** @type {Buffer[]} */ ([]);
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      this.requests.push({
        method: request.method ?? '',
        path: (request.url ?? '').replace(/^\/api\/v1\.0/, ''),
        ...(text && { body: JSON.parse(text) }),
        answer: ({ status = 200, body, headers = {} }) => {
          if (status === 0) {
            response.destroy();
            return;
          }
          response.writeHead(status, { 'content-type': 'application/json', ...headers });
          response.end(body === undefined ? '' : JSON.stringify(body));
        },
      });
      this.#happened();
    });
  });

  /** @param {string[]} command @returns {Promise<WirePlayer>} */
  async start([program = '', ...args]) {
    this.#server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    const client = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#client = client;
    createInterface({ input: client.stdout }).on('line', (line) => this.#reports.shift()?.(JSON.parse(line)));
    this.#write({ url: `http://127.0.0.1:${port}`, token: 'token' });
    return this;
  }

  #happened() {
    this.#notice?.();
    this.#notice = null;
  }

  /** @param {any} line */
  #write(line) {
    this.#client?.stdin?.write(JSON.stringify(line) + '\n');
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:stream').Duplex} socket
   */
  #upgrade(request, socket) {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const accept = createHash('sha1')
      .update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
      .digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    this.#socket = socket;
    this.frames = [];
    this.upgrades.push(query.get('ticket') ?? query.get('token') ?? '');
    let bytes = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (/** @type {Buffer} */ more) => {
      bytes = Buffer.concat([bytes, more]);
      for (let text = takeFrame(); text !== null; text = takeFrame()) {
        if (text !== '' && this.#socket === socket) this.frames.push(JSON.parse(text));
      }
      this.#happened();
    });
    /** @returns {string | null} the text of the next frame; empty if it is a control frame */
    const takeFrame = () => {
      if (bytes.length < 6) return null;
      const short = /** @type {number} */ (bytes[1]) & 127;
      const at = short === 126 ? 4 : 2;
      const length = short === 126 ? bytes.readUInt16BE(2) : short;
      if (bytes.length < at + 4 + length) return null;
      const mask = bytes.subarray(at, at + 4);
      const payload = bytes.subarray(at + 4, at + 4 + length).map((byte, index) => byte ^ /** @type {number} */ (mask[index & 3]));
      const isText = (/** @type {number} */ (bytes[0]) & 15) === 1;
      bytes = bytes.subarray(at + 4 + length);
      return isText ? Buffer.from(payload).toString() : '';
    };
    this.#happened();
  }

  /** @param {number} opcode @param {Buffer} payload */
  #frame(opcode, payload) {
    const long = payload.length > 125;
    const head = Buffer.alloc(long ? 4 : 2);
    head[0] = 0x80 | opcode;
    head[1] = long ? 126 : payload.length;
    if (long) head.writeUInt16BE(payload.length, 2);
    this.#socket?.write(Buffer.concat([head, payload]));
  }

  /** @param {any} command */
  async perform(command) {
    this.#deadline = 0;
    this.#write(command);
  }

  /** @param {any} frame */
  send(frame) {
    this.#deadline = 0;
    this.#frame(1, Buffer.from(JSON.stringify(frame)));
  }

  /** @param {number} code @param {string} reason */
  close(code, reason) {
    this.#deadline = 0;
    const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
    payload.writeUInt16BE(code);
    payload.write(reason, 2);
    this.#frame(8, payload);
    this.#socket?.end();
    this.#socket = null;
  }

  cut() {
    this.#deadline = 0;
    this.#socket?.destroy();
    this.#socket = null;
  }

  /** @param {number} ms */
  async advance(ms) {
    this.#deadline = 0;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** @param {boolean} [isLook] whether only to look whether something comes */
  async wait(isLook = false) {
    const now = Date.now();
    if (this.#deadline === 0 || isLook !== this.#isLook) this.#deadline = now + (isLook ? LOOK_MS : STEP_MS);
    this.#isLook = isLook;
    if (now >= this.#deadline) {
      this.#deadline = 0;
      return false;
    }
    await new Promise((resolve) => {
      this.#notice = () => resolve(undefined);
      setTimeout(resolve, 20);
    });
    return true;
  }

  /** @returns {Promise<any>} */
  report() {
    return new Promise((resolve) => {
      this.#reports.push(resolve);
      this.#write({ what: 'report' });
    });
  }

  async end() {
    this.#client?.stdin?.end();
    this.#client?.kill();
    this.#socket?.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
