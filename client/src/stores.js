import { listOf, snapshotOf } from './view.js';

/**
 * @typedef {import('./core/model.js').Model} Model
 * @typedef {import('./types.js').Snapshot} Snapshot
 */

/**
 * @template T
 * @typedef {{ readonly snapshot: T, subscribe: (listener: (value: T) => void) => () => void }} Store
 */

/** Snapshots of what the model holds, and the listeners that are called when they change. */
export class Stores {
  #model;
  #shown;
  /** @type {Map<string, Set<(value: any) => void>>} */
  #listeners = new Map();
  /** What makes the snapshot of each topic. @type {Map<string, () => any>} */
  #makers = new Map();
  /** Snapshots that are still valid. @type {Map<string, any>} */
  #snapshots = new Map();
  /** Topics whose listeners are to be called. @type {Set<string>} */
  #changed = new Set();

  /**
   * @param {Model} model
   * @param {() => void} shown called after listeners were called
   */
  constructor(model, shown) {
    this.#model = model;
    this.#shown = shown;
    this.list = this.#store('list', () => listOf(model));
    /** @type {Store<ReadonlySet<string>>} */
    this.presence = this.#store('presence', () => new Set(model.online));
  }

  /**
   * @param {string} id
   * @returns {Store<Snapshot>} of a conversation
   */
  room(id) {
    return this.#store('room ' + id, () => snapshotOf(this.#model, this.#model.conversation(id)));
  }

  /**
   * @template T
   * @param {string} topic
   * @param {() => T} make
   * @returns {Store<T>}
   */
  #store(topic, make) {
    this.#makers.set(topic, make);
    const current = () => this.#current(topic);
    return {
      get snapshot() {
        return current();
      },
      subscribe: (listener) => {
        const end = this.listen(topic, listener);
        call(listener, current());
        this.#shown();
        return end;
      },
    };
  }

  /** @param {string} topic */
  #current(topic) {
    let held = this.#snapshots.get(topic);
    if (!held) this.#snapshots.set(topic, (held = this.#makers.get(topic)?.()));
    return held;
  }

  /**
   * @param {string} topic
   * @param {(value: any) => void} listener
   * @returns {() => void} ends it
   */
  listen(topic, listener) {
    let all = this.#listeners.get(topic);
    if (!all) this.#listeners.set(topic, (all = new Set()));
    // The same function may listen twice.
    const entry = (/** @type {any} */ value) => listener(value);
    all.add(entry);
    return () => void all.delete(entry);
  }

  /** @param {string} topic @returns {boolean} whether it has listeners */
  has(topic) {
    return !!this.#listeners.get(topic)?.size;
  }

  /**
   * @param {string} topic
   * @param {any} value
   */
  emit(topic, value) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) call(listener, value);
  }

  /**
   * Calls the listeners soon, once however much changes until then.
   *
   * @param {string} topic
   */
  change(topic) {
    this.#snapshots.delete(topic);
    if (!this.#changed.size) queueMicrotask(() => this.#flush());
    // The topic that changed last comes last, so that the list comes after all rooms.
    this.#changed.delete(topic);
    this.#changed.add(topic);
  }

  #flush() {
    const changed = this.#changed;
    this.#changed = new Set();
    for (const topic of changed) if (this.has(topic)) this.emit(topic, this.#current(topic));
    this.#shown();
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
