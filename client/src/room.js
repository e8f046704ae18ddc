import { profileOf } from './core/shapes.js';

/**
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').Member} Member
 * @typedef {import('./types.js').AcceptedMessage} AcceptedMessage
 * @typedef {import('./types.js').Metadata} Metadata
 * @typedef {import('./types.js').Snapshot} Snapshot
 */

/** One conversation. */
export class Room {
  #chat;
  #driver;

  /**
   * @param {import('./chat.js').Chat} chat
   * @param {string} id
   * @param {import('./driver.js').Driver} driver
   */
  constructor(chat, id, driver) {
    this.id = id;
    this.#chat = chat;
    this.#driver = driver;
  }

  /** What is known now; the same object until something changes. */
  get snapshot() {
    return this.#driver.stores.room(this.id).snapshot;
  }

  /**
   * Loads the newest messages, keeps them up to date, and reports every change. Without listeners a
   * conversation holds no messages.
   *
   * @param {(snapshot: Snapshot) => void} listener called at once, then after every change
   * @returns {() => void} ends it
   */
  subscribe(listener) {
    return this.#driver.subscribe(this.id, listener);
  }

  /**
   * Sends a message, now or when there is a connection. It shows at once, as `sending`.
   *
   * @param {string} content 1 to 4000 characters
   * @param {{ metadata?: Metadata }} [options] metadata of at most 2 KiB
   * @returns {Promise<AcceptedMessage>} once the server has accepted it
   * @throws {import('./errors.js').ChatError} if the server refuses it
   */
  send(content, { metadata } = {}) {
    return this.#enqueue({ kind: 'send', content, metadata });
  }

  /**
   * Changes an own message.
   *
   * @param {string} messageId
   * @param {string} content
   * @param {{ metadata?: Metadata, ifChangeSeq?: number }} [options] without `metadata` the old
   *   stays; with `ifChangeSeq` it is a `Conflict` if the message has changed since
   * @returns {Promise<AcceptedMessage>}
   */
  edit(messageId, content, { metadata, ifChangeSeq } = {}) {
    return this.#enqueue({ kind: 'update', messageId, content, metadata, ifChangeSeq });
  }

  /**
   * Erases an own message.
   *
   * @param {string} messageId
   * @param {{ ifChangeSeq?: number }} [options]
   * @returns {Promise<AcceptedMessage>}
   */
  delete(messageId, { ifChangeSeq } = {}) {
    return this.#enqueue({ kind: 'delete', messageId, ifChangeSeq });
  }

  /** @param {Omit<import('./driver.js').Command, 'conversationId'>} command */
  #enqueue(command) {
    return this.#driver.enqueue({ ...command, conversationId: this.id });
  }

  /**
   * Sends a message again that the server had refused.
   *
   * @param {string} clientMessageId
   */
  retry(clientMessageId) {
    this.#driver.on({ on: 'retry', name: clientMessageId });
  }

  /**
   * Gives up a command that failed or is unsent.
   *
   * @param {string} clientMessageId
   */
  discard(clientMessageId) {
    this.#driver.on({ on: 'discard', name: clientMessageId });
  }

  /**
   * Reports that the user types. Call it at every key: it is sent every few seconds, and ends by itself.
   *
   * @param {boolean} [isTyping]
   */
  typing(isTyping = true) {
    this.#driver.on({ on: 'typing', conversationId: this.id, isTyping });
  }

  /**
   * Marks as read what is known, or up to a message.
   *
   * @param {number} [seq]
   */
  markRead(seq) {
    this.#driver.on({ on: 'read', conversationId: this.id, seq });
  }

  /**
   * Loads the page of messages before those that are there. Needs a listener of `subscribe`.
   *
   * @returns {Promise<boolean>} whether there are more
   */
  older() {
    return this.#driver.older(this.id);
  }

  /**
   * @param {readonly string[]} userIds
   * @returns {Promise<void>}
   */
  async add(userIds) {
    await this.#chat.request('PATCH', `/conversations/${this.id}/participants`, { participantIDs: userIds });
    this.#driver.on({ on: 'fetch', conversationId: this.id });
  }

  /**
   * @param {string} userId
   * @returns {Promise<void>}
   */
  async remove(userId) {
    await this.#chat.request('DELETE', `/conversations/${this.id}/participants/${userId}`);
    this.#driver.on({ on: 'fetch', conversationId: this.id });
  }

  /** @returns {Promise<void>} */
  leave() {
    return this.remove(this.#chat.user?.id ?? 'me');
  }

  /**
   * @param {string} name 1 to 50 characters
   * @returns {Promise<void>}
   */
  rename(name) {
    return this.update({ name });
  }

  /**
   * Changes a group, as its owner.
   *
   * @param {{ name?: string, metadata?: Metadata }} change
   * @returns {Promise<void>}
   */
  async update({ name, metadata }) {
    const body = await this.#chat.request('PATCH', `/conversations/${this.id}`, { groupName: name, metadata });
    this.#driver.on({ on: 'conversation', body });
  }

  /** @returns {Promise<Member[]>} all members; a snapshot holds the first 200 */
  async members() {
    const all = [];
    let path = `/conversations/${this.id}/participants?$top=200`;
    while (path) {
      const page = await this.#chat.request('GET', path);
      for (const { role, isOnline, ...user } of page.value) all.push(Object.freeze({ ...profileOf(user), role, online: isOnline }));
      path = page['@nextLink'];
    }
    return all;
  }
}
