import { Driver } from './driver.js';
import { RefusedError } from './errors.js';
import { Http } from './http.js';
import { newName } from './names.js';
import { Room } from './room.js';
import { watchDevice } from './transport.js';

/**
 * @typedef {import('./errors.js').ChatError} ChatError
 * @typedef {import('./types.js').Author} Author
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').Metadata} Metadata
 * @typedef {import('./types.js').Options} Options
 * @typedef {import('./types.js').Profile} Profile
 * @typedef {import('./types.js').State} State
 */

/**
 * What `on` can listen to.
 *
 * @typedef {object} Events
 * @property {State} state
 * @property {Profile | null} user the own profile
 * @property {{ conversationId: string, message: Message }} message a new message of another user, as it comes in
 * @property {Author} profile a user has another name or picture
 * @property {ChatError} error something failed that no promise reports, such as the storage
 */

/** The chat of one user. */
export class Chat {
  #http;
  #driver;
  /** @type {Map<string, Room>} */
  #rooms = new Map();
  #unwatch = () => {};

  /**
   * @param {Options} [options]
   * @throws {TypeError} if `url` is no address
   */
  constructor(options = {}) {
    this.url = new URL(options.url ?? globalThis.location?.href).origin;
    this.#http = new Http(this.url, options.token, options.transport?.fetch ?? globalThis.fetch.bind(globalThis));
    this.#driver = new Driver(this.url, this.#http, options);
    /** The user's conversations, newest activity first. */
    this.conversations = this.#driver.stores.list;
    /** The ids of users who are online. */
    this.presence = this.#driver.stores.presence;
  }

  /** @returns {State} */
  get state() {
    return this.#driver.model.state;
  }

  /** @returns {Profile | null} the own profile, once it is known */
  get user() {
    return this.#driver.model.user;
  }

  /** @returns {ChatError | null} why the last connection or attempt ended */
  get error() {
    return this.#driver.model.lastError;
  }

  /** How many commands the server has not accepted yet. */
  get unsent() {
    return this.#driver.model.outbox.size;
  }

  /**
   * Connects, reads the conversations, catches up, and from then on reconnects by itself.
   *
   * @returns {Promise<void>} once all that is done, however long it takes
   * @throws {ChatError} if the server refuses: `UnauthorizedRequest`, `ForbiddenRequest`, `Replaced`
   */
  connect() {
    this.#unwatch();
    this.#unwatch = watchDevice(
      (isOnline) => this.#driver.on({ on: 'network', isOnline }),
      () => this.#driver.on({ on: 'wake' }),
    );
    return this.#driver.connect();
  }

  /** Ends the connection. What is unsent stays, and is sent after the next `connect()`. */
  disconnect() {
    this.#unwatch();
    this.#driver.on({ on: 'disconnect' });
  }

  /**
   * @template {keyof Events} K
   * @param {K} event
   * @param {(value: Events[K]) => void} listener
   * @returns {() => void} ends it
   */
  on(event, listener) {
    return this.#driver.stores.listen(event, listener);
  }

  /**
   * @param {string} id
   * @returns {Room} the same one for the same id
   */
  conversation(id) {
    let room = this.#rooms.get(id);
    if (!room) this.#rooms.set(id, (room = new Room(this, String(id), this.#driver)));
    return room;
  }

  /**
   * Finds or creates the private chat with a user.
   *
   * @param {{ userId: string, externalId?: undefined } | { externalId: string, userId?: undefined }} who
   * @returns {Promise<Room>}
   */
  async direct({ userId, externalId }) {
    const id = userId ?? (await this.#userOf(/** @type {string} */ (externalId)));
    const made = await this.request('PUT', `/conversations/private-chats/${encodeURIComponent(id)}`);
    return this.#known(String(made.id));
  }

  /**
   * @param {string} externalId
   * @returns {Promise<string>}
   */
  async #userOf(externalId) {
    const { value } = await this.request('GET', `/users?externalIds=${encodeURIComponent(externalId)}`);
    // An id with a comma, which no user has, asks for several.
    const found = value.find((/** @type {any} */ it) => it.externalId === externalId);
    if (found) return found.id;
    throw new RefusedError('NotFoundRequest', `You may see no user ${externalId}`, { target: 'externalId', status: 404 });
  }

  /**
   * Creates a group.
   *
   * @param {{ members: readonly string[], name: string, metadata?: Metadata }} group members are user ids, without one's own
   * @returns {Promise<Room>}
   */
  async create({ members, name, metadata }) {
    const now = this.#driver.model.now();
    const body = { participantIDs: members, conversationType: 'group-chat', groupName: name, ...(metadata && { metadata }) };
    const made = await this.request('POST', '/conversations', body, {
      'repeatability-request-id': newName(now),
      'repeatability-first-sent': new Date(now).toUTCString(),
    });
    return this.#known(String(made.id));
  }

  /** @param {string} id */
  async #known(id) {
    this.#driver.on({ on: 'conversation', body: await this.request('GET', `/conversations/${id}`) });
    return this.conversation(id);
  }

  /**
   * A request to the REST API that this client has no method for.
   *
   * @param {string} method
   * @param {string} path below `/api/v1.0`, or an `@nextLink`
   * @param {object} [body]
   * @param {{ [name: string]: string }} [headers]
   * @returns {Promise<any>} the body of the answer
   * @throws {ChatError}
   */
  request(method, path, body, headers) {
    return this.#http.request(method, path, body, headers);
  }

  /**
   * Takes a newer own profile, such as the answer to a change of it.
   *
   * @param {any} body of REST
   */
  learnUser(body) {
    this.#driver.on({ on: 'user', body });
  }
}
