import { knownOf, patched } from './shapes.js';

/** @typedef {import('./shapes.js').Known} Known */

/**
 * The messages of a conversation that are held. Those from `from` on are held without a hole; `seq`
 * says up to which event that is so.
 */
export class History {
  seq = 0;
  /** @type {Known | null} the newest message that is not deleted */
  last = null;
  /** Whether the application shows it. */
  isOpen = false;
  from = Infinity;
  hasOlder = false;
  /** Whether the newest page of the history was read. */
  isPaged = false;
  /** Ascending by seq, those that were deleted since they were held included. @type {Known[]} */
  messages = [];
  /** @type {Map<string, Known>} */
  byId = new Map();
  /** Changes to messages that are not held, as long as a page may bring the old state. @type {Map<string, any>} */
  patches = new Map();
  /** Number of the request for a page that is on its way, 0 for none: answers to others are void. */
  pageRequest = 0;
  /** Whether the conversation must be read again by REST. */
  stale = false;

  /**
   * @param {string} id of the conversation
   * @param {() => string | null} me
   */
  constructor(id, me) {
    this.id = id;
    this.me = me;
  }

  /** Starts to hold messages: from the next event on, then older ones page by page. */
  open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.emptyWindow();
  }

  close() {
    this.isOpen = false;
    this.emptyWindow();
  }

  /** Holds no messages: the window begins after the newest event. */
  emptyWindow() {
    this.messages = [];
    this.byId.clear();
    this.from = this.isOpen ? this.seq + 1 : Infinity;
    this.hasOlder = this.seq > 0;
    this.isPaged = false;
  }

  /**
   * @param {Known} it
   * @returns {Known | undefined} what is held of it now
   */
  insert(it) {
    const held = this.byId.get(it.id);
    if (held && held.changeSeq >= it.changeSeq) return held;
    let known = it;
    const patch = this.patches.get(it.id);
    if (patch && patch.changeSeq > it.changeSeq) known = patched(it, patch);
    if (!this.isOpen || it.seq < this.from) return undefined;
    this.byId.set(it.id, known);
    if (held) {
      this.messages[this.messages.indexOf(held)] = known;
      return known;
    }
    this.messages.splice(this.messages.findLastIndex((earlier) => earlier.seq < it.seq) + 1, 0, known);
    return known;
  }

  /**
   * @param {string} id
   * @param {any} event
   * @param {number} changeSeq
   * @returns {Known | undefined} the message as it was, if it is held
   */
  change(id, event, changeSeq) {
    const held = this.byId.get(id);
    const change = { ...event, changeSeq };
    if (held) {
      if (held.changeSeq < changeSeq) {
        const next = patched(held, change);
        this.byId.set(id, next);
        this.messages[this.messages.indexOf(held)] = next;
        if (this.last?.id === id) this.last = next;
      }
      return held;
    }
    if (!((this.patches.get(id)?.changeSeq ?? 0) >= changeSeq)) this.patches.set(id, change);
    if (this.last?.id === id && this.last.changeSeq < changeSeq) this.last = patched(this.last, change);
    return undefined;
  }

  /** Finds the newest message that is not deleted, or has it read. */
  findLast() {
    this.last = this.messages.findLast((it) => !it.deleted) ?? null;
    if (!this.last && (!this.isOpen || this.hasOlder)) this.stale = true;
  }

  /**
   * Takes a page of the history, the newest or the one before `from`.
   *
   * @param {any[]} value
   * @param {boolean} hasOlder
   */
  page(value, hasOlder) {
    if (!this.isOpen) return;
    this.isPaged = true;
    const known = value.map(knownOf);
    const first = known[0]?.seq;
    if (!hasOlder) this.from = 0;
    else if (first !== undefined) this.from = Math.min(this.from, first);
    this.hasOlder = hasOlder;
    const later = this.messages;
    this.messages = [];
    this.byId.clear();
    for (const it of [...known, ...later].sort((a, b) => a.seq - b.seq)) this.insert(it);
    if (this.last === null) this.findLast();
    else this.last = this.byId.get(this.last.id) ?? this.last;
  }

  /** Notes that there are no older messages, or none that may be read. */
  endHistory() {
    this.isPaged = true;
    this.hasOlder = false;
  }
}
