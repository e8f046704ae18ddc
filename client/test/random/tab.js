import { Chat } from '../../src/node.js';

/**
 * @typedef {import('../../src/types.js').Entry} Entry
 * @typedef {import('../../src/types.js').Snapshot} Snapshot
 * @typedef {import('../harness/proxy.js').Proxy} Proxy
 */

const SPEED = 3;

/** A clock that is faster than the wall's, so that back-off takes less of the run. */
export const START = Date.now();
const fastClock = {
  now: () => START + (Date.now() - START) * SPEED,
  /** @param {() => void} run @param {number} ms */
  after: (run, ms) => setTimeout(run, ms / SPEED),
  /** @param {any} timer */
  cancel: (timer) => clearTimeout(timer),
};

/** What a browser would keep over a reload. */
export class MemoryStorage {
  /** @type {Map<string, Map<string, Entry>>} */
  #all = new Map();

  /** @param {string} key */
  #of(key) {
    // The address of the proxy is in the key; tabs of one user share the storage.
    const user = /** @type {string} */ (key.split(' ')[1]);
    let held = this.#all.get(user);
    if (!held) this.#all.set(user, (held = new Map()));
    return held;
  }

  /** @param {string} key */
  async load(key) {
    return structuredClone([...this.#of(key).values()]);
  }

  /** @param {string} key @param {Entry} entry */
  async save(key, entry) {
    this.#of(key).set(entry.name, structuredClone(entry));
  }

  /** @param {string} key @param {string} name */
  async remove(key, name) {
    this.#of(key).delete(name);
  }
}

/** One page of one user, behind a proxy of its own. */
export class Tab {
  /** @type {Map<string, Snapshot>} */
  shown = new Map();
  /** @type {Map<string, () => void>} */
  subscriptions = new Map();

  /**
   * @param {{ id: string, token: string, storage: MemoryStorage }} user
   * @param {Proxy} proxy
   * @param {() => number} random
   */
  constructor(user, proxy, random) {
    this.user = user;
    this.proxy = proxy;
    this.random = random;
    this.chat = this.#load();
  }

  #load() {
    const chat = new Chat({
      url: this.proxy.url,
      token: async () => this.user.token,
      persist: this.user.storage,
      clock: fastClock,
      random: this.random,
    });
    chat.connect().catch(() => {});
    return chat;
  }

  /** The page is loaded again: promises are lost, the storage stays. */
  reload() {
    this.chat.disconnect();
    this.subscriptions.clear();
    this.shown.clear();
    this.chat = this.#load();
  }

  /** @param {string} id */
  open(id) {
    if (this.subscriptions.has(id)) return;
    const end = this.chat.conversation(id).subscribe((snapshot) => {
      this.#check(snapshot);
      this.shown.set(id, snapshot);
    });
    this.subscriptions.set(id, end);
  }

  /** @param {string} id */
  close(id) {
    this.subscriptions.get(id)?.();
    this.subscriptions.delete(id);
    this.shown.delete(id);
  }

  /** What holds at every moment. @param {Snapshot} snapshot */
  #check({ messages }) {
    const names = new Set();
    let last = 0;
    for (const it of messages) {
      const key = it.clientMessageId ?? it.id;
      if (names.has(key)) this.failure ??= new Error(`Shown twice: ${it.content} ${key}`);
      names.add(key);
      if (it.id === null) continue;
      if (it.seq <= last) this.failure ??= new Error(`Not in order: ${it.content}`);
      last = it.seq;
    }
  }

  /** @type {Error | undefined} */
  failure;
}
