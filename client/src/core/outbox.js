/**
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').ChatError} ChatError
 */

const FIRST_BACK_OFF = 500;
const LONGEST_BACK_OFF = 30_000;

/**
 * @param {number} attempts so far
 * @param {number} random from 0 to 1
 * @returns {number} milliseconds to wait
 */
export function backOff(attempts, random) {
  return Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** attempts) * (0.5 + random / 2);
}

/** Most commands that may wait. */
export const MOST_ENTRIES = 1000;

/**
 * Commands that the server has not answered, in the order in which they were added. Of each
 * conversation one is on its way, so that their order stays.
 */
export class Outbox {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** Names of those on their way. @type {Set<string>} */
  #sent = new Set();
  /** @type {Map<string, { at: number, attempts: number }>} */
  #retries = new Map();

  get size() {
    return this.#entries.size;
  }

  /**
   * Takes a command; it replaces one about the same message that the server has refused.
   *
   * @param {Entry} entry
   */
  add(entry) {
    for (const { name, state, messageId } of this.#entries.values()) {
      if (state === 'failed' && messageId && messageId === entry.messageId) this.remove(name);
    }
    this.#entries.set(entry.name, entry);
  }

  /**
   * Takes those that were kept, and puts them before those that were added since.
   *
   * @param {Entry[]} entries
   */
  restore(entries) {
    this.#entries = new Map([...entries.map((it) => /** @type {[string, Entry]} */ ([it.name, it])), ...this.#entries]);
  }

  /** @param {string} name */
  find(name) {
    return this.#entries.get(name);
  }

  /** @param {string} name */
  remove(name) {
    const entry = this.#entries.get(name);
    this.#entries.delete(name);
    this.#sent.delete(name);
    this.#retries.delete(name);
    return entry;
  }

  /** @returns {Entry[]} all, removed */
  clear() {
    const all = [...this.#entries.values()];
    for (const { name } of all) this.remove(name);
    return all;
  }

  /**
   * Assigns those that were added before the first connection to this user.
   *
   * @param {string} userId
   * @returns {Entry[]}
   */
  claim(userId) {
    const claimed = [...this.#entries.values()].filter((it) => it.userId === null);
    for (const it of claimed) it.userId = userId;
    return claimed;
  }

  /** The socket is gone: what was sent must be sent again. */
  unsent() {
    this.#sent.clear();
  }

  /**
   * @param {Entry} entry
   * @param {number} now
   * @param {number} random
   */
  later(entry, now, random) {
    const attempts = this.#retries.get(entry.name)?.attempts ?? 0;
    this.#sent.delete(entry.name);
    this.#retries.set(entry.name, { at: now + backOff(attempts, random), attempts: attempts + 1 });
  }

  /**
   * @param {Entry} entry
   * @param {ChatError} error
   */
  fail(entry, error) {
    this.#sent.delete(entry.name);
    this.#retries.delete(entry.name);
    this.#entries.set(entry.name, { ...entry, state: 'failed', error });
  }

  /**
   * @param {string} name
   * @returns {Entry | undefined} the one that had failed
   */
  retry(name) {
    const entry = this.#entries.get(name);
    if (entry?.state !== 'failed') return undefined;
    /** @type {Entry} */
    const again = { ...entry, state: 'sending', error: null };
    this.#entries.delete(name);
    this.#entries.set(name, again);
    return again;
  }

  /**
   * @param {number} now
   * @returns {Entry[]} those to be sent now, which count as sent from here on
   */
  next(now) {
    const busy = new Set();
    const ready = [];
    for (const entry of this.#entries.values()) {
      if (entry.state === 'failed' || busy.has(entry.conversationId)) continue;
      busy.add(entry.conversationId);
      if (this.#sent.has(entry.name) || (this.#retries.get(entry.name)?.at ?? 0) > now) continue;
      this.#sent.add(entry.name);
      ready.push(entry);
    }
    return ready;
  }

  /**
   * @param {number} now
   * @returns {number} when the next one may be sent again, epoch milliseconds, or Infinity
   */
  retryAt(now) {
    let at = Infinity;
    for (const retry of this.#retries.values()) if (retry.at > now) at = Math.min(at, retry.at);
    return at;
  }

  /**
   * @param {string} conversationId
   * @returns {Entry[]}
   */
  of(conversationId) {
    return [...this.#entries.values()].filter((it) => it.conversationId === conversationId);
  }
}
