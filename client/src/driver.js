import { Model } from './core/model.js';
import { handle } from './core/core.js';
import { systemClock, webSockets } from './transport.js';
import { Stores } from './stores.js';
import { ChatError } from './errors.js';
import { MOST_ENTRIES } from './core/outbox.js';
import { nextDue } from './core/timers.js';
import { newName } from './names.js';
import { messageOf } from './view.js';

/**
 * @typedef {import('./core/events.js').Event} Event
 * @typedef {import('./core/events.js').Effect} Effect
 * @typedef {import('./types.js').AcceptedMessage} AcceptedMessage
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').Options} Options
 * @typedef {import('./types.js').Snapshot} Snapshot
 * @typedef {Omit<Entry, 'name' | 'createdAt' | 'userId' | 'state'>} Command what the application asks for
 */

/**
 * Runs the core: gives it what happens, and does what it says. Each kind of effect has the method of its name.
 *
 * @typedef {import('./core/events.js').EffectHandlers} EffectHandlers
 * @implements {EffectHandlers}
 */
export class Driver {
  #url;
  #http;
  #clock;
  #transport;
  #storage;
  /** The last write to the storage. */
  #storing = Promise.resolve();
  /** @type {import('./types.js').Socket | null} */
  #socket = null;
  /** @type {unknown} */
  #timer = null;
  #timerAt = Infinity;
  /** Promises that wait, by what they wait for. @type {Map<string, { resolve: (value?: any) => void, reject: (error: ChatError) => void }[]>} */
  #waiting = new Map();

  /**
   * @param {string} url of the server, without a path
   * @param {import('./http.js').Http} http
   * @param {Options} options
   */
  constructor(url, http, { clock = systemClock, transport = webSockets, persist, random = Math.random }) {
    this.#url = url;
    this.#http = http;
    this.#clock = clock;
    this.#transport = transport;
    this.#storage = persist;
    this.model = new Model(() => clock.now(), random);
    this.stores = new Stores(this.model, () => this.on({ on: 'shown' }));
  }

  /** @param {Event} event */
  on(event) {
    for (const effect of handle(this.model, event)) /** @type {any} */ (this)[effect.do](effect);
    this.#arm();
  }

  #arm() {
    const at = nextDue(this.model);
    if (at === this.#timerAt) return;
    if (this.#timer !== null) this.#clock.cancel(this.#timer);
    this.#timerAt = at;
    const run = () => {
      this.#timer = null;
      this.#timerAt = Infinity;
      this.on({ on: 'time' });
    };
    this.#timer = at < Infinity ? this.#clock.after(run, Math.max(0, at - this.model.now())) : null;
  }

  // ---- calls of the application ----

  /**
   * @param {string} what it waits for
   * @param {Event} event that starts it
   * @returns {Promise<any>}
   */
  #wait(what, event) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(what, [...(this.#waiting.get(what) ?? []), { resolve, reject }]);
      this.on(event);
    });
  }

  /**
   * @param {string} what has come, or has failed
   * @param {any} value
   * @param {ChatError} [error]
   */
  #settle(what, value, error) {
    const all = this.#waiting.get(what) ?? [];
    this.#waiting.delete(what);
    for (const it of all) error ? it.reject(error) : it.resolve(value);
  }

  /** @returns {Promise<void>} */
  connect() {
    return this.#wait('connection', { on: 'connect' });
  }

  /**
   * Calls the listener with the conversation as it is, and after each change. As long as it has listeners, it holds messages.
   *
   * @param {string} id
   * @param {(snapshot: Snapshot) => void} listener
   * @returns {() => void} ends it
   */
  subscribe(id, listener) {
    const { stores } = this;
    const topic = 'room ' + id;
    if (!stores.has(topic)) this.on({ on: 'open', conversationId: id });
    const end = stores.room(id).subscribe(listener);
    return () => {
      end();
      if (!stores.has(topic)) this.on({ on: 'close', conversationId: id });
    };
  }

  /** @param {string} id @returns {Promise<boolean>} whether there are still older messages */
  async older(id) {
    await this.#wait('page ' + id, { on: 'older', conversationId: id });
    return this.model.conversation(id).hasOlder;
  }

  /** @param {Command} command @returns {Promise<AcceptedMessage>} */
  enqueue(command) {
    const result = this.#enqueue(command);
    // A failure shows in the snapshot as well, so that no caller has to look at the promise.
    result.catch(() => {});
    return result;
  }

  /** @param {Command} command */
  async #enqueue(command) {
    if (this.model.outbox.size >= MOST_ENTRIES) throw new ChatError('OutboxFull', `${MOST_ENTRIES} commands wait already`);
    const createdAt = this.model.now();
    const name = newName(createdAt);
    return this.#wait(name, { on: 'enqueue', entry: { ...structuredClone(command), name, createdAt, userId: null, state: 'sending' } });
  }

  // ---- effects: the connection ----

  /** @param {{ isFresh: boolean }} effect */
  async ticket({ isFresh }) {
    try {
      if (isFresh) this.#http.renewToken();
      const get = async () => String((await this.#http.request('GET', '/ws/token')).ticket);
      const ticket = await (this.#transport.ticket ? this.#transport.ticket(get) : get());
      this.on({ on: 'ticket', ticket });
    } catch (error) {
      this.on({ on: 'no-ticket', error: error instanceof ChatError ? error : new ChatError('Network', String(error)) });
    }
  }

  /** @param {{ ticket: string, socket: number }} effect */
  open({ ticket, socket }) {
    const url = `${this.#url.replace(/^http/, 'ws')}/ws?errors=close&ticket=${encodeURIComponent(ticket)}`;
    this.#socket = this.#transport.open(url, {
      onFrame: (text) => {
        let frame;
        try {
          frame = JSON.parse(text);
        } catch {
          return;
        }
        this.on({ on: 'frame', frame, socket });
      },
      onClose: (code, reason) => this.on({ on: 'closed', code, reason, socket }),
    });
  }

  shut() {
    this.#socket?.close(1000);
    this.#socket = null;
  }

  /** @param {{ frame: any }} effect */
  send({ frame }) {
    this.#socket?.send(JSON.stringify(frame));
  }

  /** @param {{ id: number, path: string }} effect */
  get({ id, path }) {
    this.#http.request('GET', path).then(
      (body) => this.on({ on: 'answer', id, body }),
      (error) => this.on({ on: 'answer', id, error }),
    );
  }

  connected() {
    this.#settle('connection', undefined);
  }

  /** @param {{ error: ChatError }} effect */
  refused({ error }) {
    this.#settle('connection', undefined, error);
  }

  // ---- effects: the outbox ----

  /**
   * Uses the storage, after what was written before.
   *
   * @param {string | null} userId
   * @param {(storage: import('./types.js').Storage, key: string) => Promise<void>} run
   */
  #store(userId, run) {
    const storage = this.#storage;
    if (!storage || !userId) return;
    this.#storing = this.#storing
      .then(() => run(storage, `${this.#url} ${userId}`))
      .catch((cause) => this.stores.emit('error', new ChatError('Storage', `Unsent messages do not survive a reload: ${cause}`)));
  }

  /** @param {{ userId: string }} effect */
  restore({ userId }) {
    this.#store(userId, async (storage, key) => this.on({ on: 'restored', userId, entries: await storage.load(key) }));
  }

  /** @param {{ entry: Entry }} effect */
  save({ entry }) {
    this.#store(entry.userId, (storage, key) => storage.save(key, { ...entry, error: null }));
  }

  /** @param {{ entry: Entry }} effect */
  remove({ entry }) {
    this.#store(entry.userId, (storage, key) => storage.remove(key, entry.name));
  }

  /** @param {Extract<Effect, { do: 'accepted' }>} effect */
  accepted(effect) {
    this.#settle(effect.name, this.#messageOf(effect));
  }

  /** @param {{ name: string, error: ChatError }} effect */
  failed({ name, error }) {
    this.#settle(name, undefined, error);
  }

  // ---- effects: what is shown ----

  /** @param {{ conversationId: string, message: import('./core/shapes.js').Known }} effect */
  #messageOf({ conversationId, message }) {
    return messageOf(conversationId, message, this.model.authors.of(message.authorId));
  }

  /** @param {{ topic: string, value: any }} effect */
  emit({ topic, value }) {
    this.stores.emit(topic, value);
  }

  /** @param {Extract<Effect, { do: 'message' }>} effect */
  message(effect) {
    this.stores.emit('message', { conversationId: effect.conversationId, message: this.#messageOf(effect) });
  }

  /** @param {{ conversationIds: Set<string> }} effect */
  changed({ conversationIds }) {
    for (const id of conversationIds) this.stores.change('room ' + id);
    this.stores.change('list');
  }

  presence() {
    this.stores.change('presence');
  }

  /** @param {{ conversationId: string }} effect */
  page({ conversationId }) {
    this.#settle('page ' + conversationId, undefined);
  }
}
