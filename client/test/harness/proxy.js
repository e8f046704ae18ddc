import { connect, createServer } from 'node:net';

/**
 * @typedef {object} Fate
 * @property {number} bytes until both ends are cut
 * @property {boolean} isUpgrade
 * @property {boolean} isStranded
 */

/**
 * A proxy on loopback between a client and the server, which cuts connections at any byte and
 * delays what passes. Upgrades to WebSocket may go to another port than requests.
 */
export class Proxy {
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();
  /** The other ends of them. @type {Set<import('node:net').Socket>} */
  #servers = new Set();
  /** What is to come of each connection. @type {Set<Fate>} */
  #fates = new Set();
  /** Bytes after which the next connections are cut. @type {number[]} */
  #cuts = [];
  /** Delay of each chunk, milliseconds. */
  delay = () => 0;
  /** While true, nothing passes, and nothing is cut. */
  isHeld = false;
  /** While true, connections are refused. */
  isDown = false;
  #server;

  /** @param {{ requests: () => number, upgrades: () => number }} ports of the server */
  constructor({ requests, upgrades }) {
    this.#server = createServer((client) => {
      if (this.isDown) {
        client.destroy();
        return;
      }
      this.#sockets.add(client);
      client.on('error', () => {});
      client.on('close', () => this.#sockets.delete(client));
      client.once('data', (first) => {
        const isUpgrade = first.subarray(0, 9).toString() === 'GET /ws?' + 'e' || first.subarray(0, 8).toString() === 'GET /ws?';
        const server = connect(isUpgrade ? upgrades() : requests(), '127.0.0.1');
        server.on('error', () => client.destroy());
        this.#servers.add(server);
        server.on('close', () => this.#servers.delete(server));
        const fate = { bytes: this.#cuts.shift() ?? Infinity, isUpgrade, isStranded: false };
        this.#fates.add(fate);
        client.on('close', () => this.#fates.delete(fate));
        this.#pass(client, server, fate, first);
        this.#pass(server, client, fate);
      });
    });
  }

  /**
   * @param {import('node:net').Socket} from
   * @param {import('node:net').Socket} to
   * @param {Fate} fate
   * @param {Buffer} [first]
   */
  #pass(from, to, fate, first) {
    let queue = Promise.resolve();
    /** @param {Buffer} data */
    const pass = (data) => {
      from.pause();
      queue = queue.then(async () => {
        const ms = this.delay();
        if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
        while ((this.isHeld || fate.isStranded) && !from.destroyed) await new Promise((resolve) => setTimeout(resolve, 5));
        if (fate.isStranded) return;
        const part = data.subarray(0, fate.bytes);
        fate.bytes -= part.length;
        if (!to.destroyed) to.write(part);
        if (fate.bytes <= 0) {
          from.destroy();
          // What was written still leaves, so that the cut is at this byte.
          to.end();
          to.destroySoon();
        } else {
          from.resume();
        }
      });
    };
    if (first) pass(first);
    from.on('data', pass);
    from.on('close', () => void queue.then(() => fate.isStranded || to.destroySoon()));
  }

  /** @returns {Promise<Proxy>} listening */
  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return this;
  }

  get url() {
    return `http://localhost:${/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port}`;
  }

  /** Cuts the connection that is opened next after so many bytes of both directions. @param {number} bytes */
  cutNextAfter(bytes) {
    this.#cuts.push(bytes);
  }

  /** From now on nothing passes on the WebSockets that are open, and neither end notices; new ones work. */
  strand() {
    for (const fate of this.#fates) fate.isStranded = fate.isUpgrade;
  }

  /** Cuts all connections now. */
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Everything passes from now on. */
  heal() {
    this.#cuts = [];
    this.delay = () => 0;
    this.isHeld = false;
    this.isDown = false;
  }

  async stop() {
    this.cut();
    // Stranded ones do not notice that their client is gone.
    for (const server of this.#servers) server.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
