import { Core } from './core/core.js';
import { MOST_ENTRIES } from './core/outbox.js';
import { ChatError, RefusedError } from './errors.js';
import { Http } from './http.js';
import { newName } from './names.js';
import { Room } from './room.js';
import { systemClock, watchDevice, webSockets } from './transport.js';
import { listOf, messageOf, snapshotOf } from './view.js';

/**
 * @typedef {import('./types.js').AcceptedMessage} AcceptedMessage
 * @typedef {import('./types.js').Author} Author
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').ListedConversation} ListedConversation
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').Metadata} Metadata
 * @typedef {import('./types.js').Options} Options
 * @typedef {import('./types.js').Profile} Profile
 * @typedef {import('./types.js').Snapshot} Snapshot
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
 * @property {ChatError} error something failed that no promise says, such as the storage
 */

/**
 * @template T
 * @typedef {{ readonly snapshot: T, subscribe: (listener: (value: T) => void) => () => void }} Store
 */

/** The chat of one user. */
export class Chat {
  #core;
  #http;
  #clock;
  #transport;
  #persist;
  /** @type {Map<string, Set<(value: any) => void>>} */
  #listeners = new Map();
  /** @type {Map<string, Room>} */
  #rooms = new Map();
  /** @type {import('./types.js').Socket | null} */
  #socket = null;
  #socketNumber = 0;
  /** @type {unknown} */
  #timer = null;
  #timerAt = Infinity;
  /** Those who wait for `connect()`. @type {{ resolve: () => void, reject: (error: ChatError) => void }[]} */
  #connecting = [];
  /** @type {Map<string, { resolve: (message: AcceptedMessage) => void, reject: (error: ChatError) => void }>} */
  #commands = new Map();
  /** @type {Map<string, (() => void)[]>} */
  #pages = new Map();
  /** Conversations whose snapshots are to be made again. @type {Set<string>} */
  #dirty = new Set();
  /** @type {Map<string, Snapshot>} */
  #snapshots = new Map();
  #isFlushing = false;
  #isListDirty = false;
  #isPresenceDirty = false;
  /** @type {readonly ListedConversation[] | null} */
  #list = null;
  /** @type {ReadonlySet<string> | null} */
  #online = null;
  #storing = Promise.resolve();
  #unwatch = () => {};

  /**
   * @param {Options} [options]
   * @throws {TypeError} if `url` is no address
   */
  constructor(options = {}) {
    const base = new URL(options.url ?? globalThis.location?.href).origin;
    this.url = base;
    this.#clock = options.clock ?? systemClock;
    this.#transport = options.transport ?? webSockets;
    this.#persist = options.persist ?? null;
    const fetching = this.#transport.fetch ?? globalThis.fetch.bind(globalThis);
    this.#http = new Http(base, options.token, fetching);
    this.#core = new Core({ now: () => this.#clock.now(), random: options.random ?? Math.random });
    /** The user's conversations, newest activity first. @type {Store<readonly ListedConversation[]>} */
    this.conversations = this.#store('list', () => (this.#list ??= listOf(this.#core)));
    /** The ids of users who are online. @type {Store<ReadonlySet<string>>} */
    this.presence = this.#store('presence', () => (this.#online ??= new Set(this.#core.online)));
  }

  /**
   * @template T
   * @param {string} topic
   * @param {() => T} current
   * @returns {Store<T>}
   */
  #store(topic, current) {
    return {
      get snapshot() {
        return current();
      },
      subscribe: (listener) => this.#subscribe(topic, listener, current),
    };
  }

  /** @returns {State} */
  get state() {
    return this.#core.state;
  }

  /** @returns {Profile | null} the own profile, once it is known */
  get user() {
    return this.#core.user;
  }

  /** @returns {ChatError | null} why the last connection or attempt ended */
  get error() {
    return this.#core.lastError;
  }

  /** How many commands the server has not accepted yet. */
  get unsent() {
    return this.#core.outbox.size;
  }

  /**
   * Connects, reads the conversations, catches up, and from then on reconnects by itself.
   *
   * @returns {Promise<void>} once all that is done, however long it takes
   * @throws {ChatError} if the server refuses: `UnauthorizedRequest`, `ForbiddenRequest`, `Replaced`
   */
  connect() {
    return new Promise((resolve, reject) => {
      this.#connecting.push({ resolve: () => resolve(undefined), reject });
      this.#unwatch();
      this.#unwatch = watchDevice(
        (isOnline) => this.#on({ on: 'network', isOnline }),
        () => this.#on({ on: 'wake' }),
      );
      this.#on({ on: 'connect' });
    });
  }

  /** Ends the connection. What is unsent stays, and is sent after the next `connect()`. */
  disconnect() {
    this.#unwatch();
    this.#unwatch = () => {};
    this.#on({ on: 'disconnect' });
  }

  /**
   * @template {keyof Events} K
   * @param {K} event
   * @param {(value: Events[K]) => void} listener
   * @returns {() => void} ends it
   */
  on(event, listener) {
    return this.#listen(event, listener);
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
    const command = newName(this.#clock.now());
    const body = { participantIDs: members, conversationType: 'group-chat', groupName: name, ...(metadata && { metadata }) };
    const made = await this.request('POST', '/conversations', body, {
      'repeatability-request-id': command,
      'repeatability-first-sent': new Date(this.#clock.now()).toUTCString(),
    });
    return this.#known(String(made.id));
  }

  /** @param {string} id */
  async #known(id) {
    this.#on({ on: 'conversation', body: await this.request('GET', `/conversations/${id}`) });
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
    this.#on({ on: 'user', body });
  }

  // What rooms need. A field of its own, so that it does not show in the public shape.
  #driver = {
    /** @param {import('./core/core.js').Event} event */
    on: (event) => this.#on(event),
    /** @param {string} id @returns {Snapshot} */
    snapshot: (id) => {
      let held = this.#snapshots.get(id);
      if (!held) this.#snapshots.set(id, (held = snapshotOf(this.#core, this.#core.conversation(id))));
      return held;
    },
    /** @param {string} id @param {(snapshot: Snapshot) => void} listener */
    subscribe: (id, listener) => {
      if (!this.#listeners.get('room ' + id)?.size) this.#on({ on: 'open', conversationId: id });
      const end = this.#subscribe('room ' + id, listener, () => this.#driver.snapshot(id));
      return () => {
        end();
        if (this.#listeners.get('room ' + id)?.size === 0) {
          this.#listeners.delete('room ' + id);
          this.#on({ on: 'close', conversationId: id });
        }
      };
    },
    /** @param {string} id @returns {Promise<boolean>} */
    older: async (id) => {
      await new Promise((resolve) => {
        this.#pages.set(id, [...(this.#pages.get(id) ?? []), () => resolve(undefined)]);
        this.#on({ on: 'older', conversationId: id });
      });
      return this.#driver.snapshot(id).hasOlder;
    },
    /** @param {Omit<Entry, 'name' | 'createdAt' | 'userId' | 'state'>} command @returns {Promise<AcceptedMessage>} */
    enqueue: (command) => {
      const now = this.#clock.now();
      const name = newName(now);
      /** @type {Promise<AcceptedMessage>} */
      const result = new Promise((resolve, reject) => {
        if (this.#core.outbox.size >= MOST_ENTRIES) {
          reject(new ChatError('OutboxFull', `${MOST_ENTRIES} commands wait already`));
          return;
        }
        this.#commands.set(name, { resolve, reject });
        this.#on({ on: 'enqueue', entry: { ...structuredClone(command), name, createdAt: now, userId: null, state: 'sending' } });
      });
      // A failure shows in the snapshot as well, so that nobody has to look at the promise.
      result.catch(() => {});
      return result;
    },
  };

  // ---- events in, effects out ----

  /** @param {import('./core/core.js').Event} event */
  #on(event) {
    this.#perform(this.#core.on(event));
    this.#arm();
  }

  #arm() {
    const at = this.#core.wakeAt;
    if (at === this.#timerAt) return;
    if (this.#timer !== null) this.#clock.cancel(this.#timer);
    this.#timer = null;
    this.#timerAt = at;
    if (at === Infinity) return;
    this.#timer = this.#clock.after(() => {
      this.#timer = null;
      this.#timerAt = Infinity;
      this.#on({ on: 'time' });
    }, Math.max(0, at - this.#clock.now()));
  }

  /** @param {import('./core/core.js').Effect[]} effects */
  #perform(effects) {
    for (const effect of effects) this.#do(effect);
  }

  /** @param {import('./core/core.js').Effect} effect */
  #do(effect) {
    switch (effect.do) {
      case 'ticket':
        this.#ticket(effect.isFresh);
        break;
      case 'open':
        this.#open(effect.ticket, effect.socket);
        break;
      case 'shut':
        if (effect.socket === this.#socketNumber) this.#socket?.close(1000);
        this.#socket = null;
        break;
      case 'send':
        if (effect.socket === this.#socketNumber) this.#socket?.send(JSON.stringify(effect.frame));
        break;
      case 'get':
        this.request('GET', effect.path).then(
          (body) => this.#on({ on: 'answer', id: effect.id, body }),
          (error) => this.#on({ on: 'answer', id: effect.id, error }),
        );
        break;
      case 'state':
        this.#emit('state', effect.state);
        break;
      case 'connected':
        for (const it of this.#connecting.splice(0)) it.resolve();
        break;
      case 'refused':
        for (const it of this.#connecting.splice(0)) it.reject(effect.error);
        break;
      case 'restore':
        this.#restore(effect.userId);
        break;
      case 'save':
      case 'remove':
        this.#keep(effect.do, effect.entry);
        break;
      case 'accepted': {
        const { message, conversationId } = effect;
        this.#settle(effect.name)?.resolve(
          /** @type {AcceptedMessage} */ (messageOf(conversationId, message, this.#core.authors.of(message.authorId))),
        );
        break;
      }
      case 'failed':
        this.#settle(effect.name)?.reject(effect.error);
        break;
      case 'changed':
        for (const id of effect.conversationIds) {
          this.#dirty.add(id);
          this.#snapshots.delete(id);
        }
        this.#isListDirty = true;
        this.#list = null;
        this.#flushSoon();
        break;
      case 'presence':
        this.#isPresenceDirty = true;
        this.#online = null;
        this.#flushSoon();
        break;
      case 'user':
        this.#emit('user', this.#core.user);
        break;
      case 'profile':
        this.#emit('profile', this.#core.authors.of(effect.userId));
        break;
      case 'message': {
        const { conversationId, message } = effect;
        this.#emit('message', {
          conversationId,
          message: messageOf(conversationId, message, this.#core.authors.of(message.authorId)),
        });
        break;
      }
      case 'page':
        for (const resolve of this.#pages.get(effect.conversationId) ?? []) resolve();
        this.#pages.delete(effect.conversationId);
        break;
    }
  }

  /** @param {string} name */
  #settle(name) {
    const waiting = this.#commands.get(name);
    this.#commands.delete(name);
    return waiting;
  }

  /** @param {boolean} isFresh */
  async #ticket(isFresh) {
    try {
      if (isFresh) this.#http.renewToken();
      const get = async () => String((await this.request('GET', '/ws/token')).ticket);
      const ticket = await (this.#transport.ticket ? this.#transport.ticket(get) : get());
      this.#on({ on: 'ticket', ticket });
    } catch (error) {
      this.#on({ on: 'no-ticket', error: error instanceof ChatError ? error : new ChatError('Network', String(error)) });
    }
  }

  /**
   * @param {string} ticket
   * @param {number} socket
   */
  #open(ticket, socket) {
    this.#socketNumber = socket;
    const url = `${this.url.replace(/^http/, 'ws')}/ws?errors=close&ticket=${encodeURIComponent(ticket)}`;
    this.#socket = this.#transport.open(url, {
      onFrame: (text) => {
        let frame;
        try {
          frame = JSON.parse(text);
        } catch {
          return;
        }
        this.#on({ on: 'frame', frame, socket });
      },
      onClose: (code, reason) => this.#on({ on: 'closed', code, reason, socket }),
    });
  }

  /** @param {string} userId */
  #key(userId) {
    return `${this.url} ${userId}`;
  }

  /** @param {string} userId */
  async #restore(userId) {
    if (!this.#persist) return;
    try {
      await this.#storing;
      this.#on({ on: 'restored', userId, entries: await this.#persist.load(this.#key(userId)) });
    } catch (cause) {
      this.#storageFailed(cause);
    }
  }

  /**
   * @param {'save' | 'remove'} what
   * @param {Entry} entry
   */
  #keep(what, entry) {
    const persist = this.#persist;
    if (!persist || entry.userId === null) return;
    const key = this.#key(entry.userId);
    this.#storing = this.#storing
      .then(() => (what === 'save' ? persist.save(key, { ...entry, error: null }) : persist.remove(key, entry.name)))
      .catch((cause) => this.#storageFailed(cause));
  }

  /** @param {unknown} cause */
  #storageFailed(cause) {
    this.#emit('error', new ChatError('Storage', `Unsent messages do not survive a reload: ${cause}`));
  }

  // ---- listeners ----

  /**
   * @param {string} topic
   * @param {(value: any) => void} listener
   * @returns {() => void}
   */
  #listen(topic, listener) {
    let all = this.#listeners.get(topic);
    if (!all) this.#listeners.set(topic, (all = new Set()));
    // The same function may listen twice.
    const entry = (/** @type {any} */ value) => listener(value);
    all.add(entry);
    return () => void all.delete(entry);
  }

  /**
   * @param {string} topic
   * @param {(value: any) => void} listener
   * @param {() => any} current
   */
  #subscribe(topic, listener, current) {
    const end = this.#listen(topic, listener);
    call(listener, current());
    this.#askAuthors();
    return end;
  }

  /**
   * @param {string} topic
   * @param {any} value
   */
  #emit(topic, value) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) call(listener, value);
  }

  #flushSoon() {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush() {
    const ids = [...this.#dirty];
    this.#dirty.clear();
    for (const id of ids) {
      if (this.#listeners.get('room ' + id)?.size) this.#emit('room ' + id, this.#driver.snapshot(id));
    }
    if (this.#isListDirty) {
      this.#isListDirty = false;
      if (this.#listeners.get('list')?.size) this.#emit('list', this.conversations.snapshot);
    }
    if (this.#isPresenceDirty) {
      this.#isPresenceDirty = false;
      this.#emit('presence', this.presence.snapshot);
    }
    this.#askAuthors();
  }

  #askAuthors() {
    this.#perform(this.#core.askAuthors());
    this.#arm();
  }
}

/**
 * @param {(value: any) => void} listener
 * @param {any} value
 */
function call(listener, value) {
  try {
    listener(value);
  } catch (error) {
    // As with DOM events: a listener that fails disturbs neither the others nor the client.
    (globalThis.reportError ?? console.error)(error);
  }
}
