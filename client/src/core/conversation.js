import { deepFreeze, knownOf } from './shapes.js';

/**
 * @typedef {import('./shapes.js').Known} Known
 * @typedef {import('../types.js').Metadata} Metadata
 */

/** Server's count of what is unread ends here. */
const MOST_UNREAD = 100;

/**
 * @typedef {object} KnownMember
 * @property {string} id
 * @property {string | null} email
 * @property {'owner' | 'member'} role
 */

/**
 * What is held of one conversation, and how events and pages change it. No I/O: what has to be
 * asked for is said by `stale` and by the results of the methods.
 *
 * The messages from `from` on are held without a hole; `seq` says up to which event that is so.
 */
export class Conversation {
  /**
   * @param {string} id
   * @param {() => string | null} me
   */
  constructor(id, me) {
    this.id = id;
    this.me = me;
    /** Grows when everything held is forgotten: answers to older requests are void. */
    this.generation = 0;
    /** @type {'private-chat' | 'group-chat'} */
    this.type = 'group-chat';
    /** @type {string | null} */
    this.groupName = null;
    /** @type {Metadata | null} */
    this.metadata = null;
    this.createdAt = 0;
    this.epoch = '';
    this.seq = 0;
    /** Seqs above a gap that came already. @type {Set<number>} */
    this.ahead = new Set();
    /** @type {Map<string, KnownMember>} in the order of joining */
    this.members = new Map();
    this.memberCount = 0;
    /** Up to which event members, name and metadata are known. */
    this.detailSeq = 0;
    /** @type {Map<string, number>} last seq of a change to each member, above detailSeq */
    this.memberSeqs = new Map();
    this.nameSeq = 0;
    /** @type {Known | null} the newest message that is not deleted */
    this.last = null;
    this.readSeq = 0;
    /** Marker that the server should have. */
    this.wantedReadSeq = 0;
    /** What the server counted up to `unreadSeq`. */
    this.unreadBase = 0;
    this.unreadSeq = 0;
    /** Unread messages of others above `unreadSeq`. @type {Map<string, number>} */
    this.unreadLater = new Map();
    /** @type {Map<string, number>} */
    this.readers = new Map();
    /** @type {Set<string>} */
    this.typing = new Set();
    /** Whether somebody looks at it. */
    this.isOpen = false;
    this.from = Infinity;
    this.hasOlder = false;
    /** Whether the newest page of the history was read. */
    this.isPaged = false;
    /** Ascending by seq, those that were deleted since they were held included. @type {Known[]} */
    this.messages = [];
    /** @type {Map<string, Known>} */
    this.byId = new Map();
    /** Changes to messages that are not held, as long as a page may bring the old state. @type {Map<string, any>} */
    this.patches = new Map();
    /** Requests for pages on their way. */
    this.pagesInFlight = 0;
    this.isResuming = false;
    /** Of the newest resume: pages of others are void. */
    this.resumeRef = '';
    /** Whether the conversation must be read again by REST. */
    this.stale = false;
    this.left = false;
    /** Events before it are of an earlier membership. */
    this.leftSeq = 0;
  }

  /** Whether it can be shown in a list. */
  get isKnown() {
    return this.createdAt > 0 && !this.left;
  }

  /**
   * Ends the own membership.
   *
   * @param {number} seq of the removal
   */
  leave(seq) {
    this.forget();
    this.stale = false;
    this.left = true;
    this.leftSeq = seq;
    this.members.clear();
    this.unreadBase = 0;
  }

  /** Starts to hold messages: from the next event on, then older ones page by page. */
  open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.#emptyWindow();
  }

  close() {
    this.isOpen = false;
    this.#emptyWindow();
  }

  /** Forgets what is held of the history. */
  forget() {
    this.generation++;
    this.isResuming = false;
    this.ahead.clear();
    this.patches.clear();
    this.pagesInFlight = 0;
    this.last = null;
    this.readers.clear();
    this.typing.clear();
    this.epoch = '';
    this.seq = this.unreadSeq = 0;
    this.unreadLater.clear();
    this.#emptyWindow();
    this.stale = true;
  }

  #emptyWindow() {
    this.messages = [];
    this.byId.clear();
    this.from = this.isOpen ? this.seq + 1 : Infinity;
    this.hasOlder = this.seq > 0;
    this.isPaged = false;
  }

  /**
   * Takes what REST says of it, unless events came that are newer; then it is `stale` again.
   *
   * @param {any} it
   * @returns {boolean} whether changes between what is held and this are missing
   */
  adopt(it) {
    const newest = Math.max(this.seq, ...this.ahead);
    let isMissing = this.ahead.size > 0;
    if (this.epoch !== it.epoch) {
      if (it.seq < this.leftSeq) return false;
      if (this.epoch) {
        this.forget();
        return this.adopt(it);
      }
      this.epoch = it.epoch;
      this.seq = it.seq;
      // Live events above this answer were not applied, because what they change was not known.
      isMissing = newest > it.seq;
      this.ahead.clear();
      this.readSeq = this.wantedReadSeq = 0;
      this.#emptyWindow();
    } else if (it.seq < newest) {
      this.stale = true;
      return isMissing;
    }
    this.stale = this.left = false;
    this.type = it.conversationType;
    this.groupName = it.groupName;
    this.metadata = deepFreeze(it.metadata ?? null);
    this.createdAt = Date.parse(it.createdDate);
    this.detailSeq = this.nameSeq = it.seq;
    this.memberSeqs.clear();
    this.members = new Map(
      it.participants.map((/** @type {any} */ { id, email, role }) => [String(id), { id: String(id), email: email ?? null, role }]),
    );
    this.memberCount = it.participantCount;
    this.#adoptUnread(it);
    if (it.lastMessage !== undefined) this.last = it.lastMessage && knownOf(it.lastMessage);
    if (!this.isOpen) this.#completeTo(it.seq);
    return isMissing || it.seq > this.seq;
  }

  /** @param {any} it with seq, readSeq and unreadCount */
  #adoptUnread(it) {
    this.readSeq = Math.max(this.readSeq, it.readSeq);
    this.wantedReadSeq = Math.max(this.wantedReadSeq, this.readSeq);
    this.unreadSeq = it.seq;
    this.unreadBase = this.readSeq >= it.seq ? 0 : it.unreadCount;
    for (const [id, seq] of this.unreadLater) {
      if (seq <= it.seq) this.unreadLater.delete(id);
    }
  }

  /**
   * Compares with a head of REST.
   *
   * @param {any} head
   * @returns {boolean} whether changes are missing
   */
  compare(head) {
    if (head.epoch !== this.epoch) {
      this.forget();
      return false;
    }
    if (head.seq === this.seq) this.#adoptUnread(head);
    return head.seq > this.seq || this.ahead.size > 0;
  }

  get unread() {
    return Math.min(MOST_UNREAD, this.unreadBase + this.unreadLater.size);
  }

  /**
   * Takes a live event.
   *
   * @param {any} frame
   * @returns {'old' | 'next' | 'gap'}
   */
  live(frame) {
    const seq = frame.seq;
    if (this.epoch === '') {
      this.ahead.add(seq);
      return 'gap';
    }
    if (seq <= this.seq || this.ahead.has(seq)) return 'old';
    this.#apply(frame, seq);
    this.ahead.add(seq);
    this.#completeTo(this.seq);
    return this.ahead.size ? 'gap' : 'next';
  }

  /** @param {number} seq */
  #completeTo(seq) {
    this.seq = Math.max(this.seq, seq);
    while (this.ahead.delete(this.seq + 1)) this.seq++;
    for (const early of this.ahead) if (early <= this.seq) this.ahead.delete(early);
    if (!this.ahead.size && !this.isResuming && !this.pagesInFlight) this.patches.clear();
  }

  /**
   * Takes a page of changes.
   *
   * @param {any} page
   * @returns {boolean} whether another one has to be asked for
   */
  changes(page) {
    if (this.epoch === '') return false;
    if (page.epoch !== this.epoch) {
      this.forget();
      return false;
    }
    for (const item of page.value) this.#apply(item, item.changeSeq);
    // As long as pages are missing, changes of what they may bring are kept.
    this.isResuming = page.more;
    this.#completeTo(page.seq);
    this.isResuming = false;
    return page.more || this.ahead.size > 0;
  }

  /**
   * @param {any} event
   * @param {number} changeSeq
   */
  #apply(event, changeSeq) {
    switch (event.type) {
      case 'message':
        this.created({ ...knownOf(event), changeSeq });
        this.typing.delete(String(event.authorID));
        break;
      case 'message_updated':
        this.#change(String(event.messageID), event, changeSeq);
        break;
      case 'message_deleted':
        this.#deleted(event, changeSeq);
        break;
      case 'member_added':
      case 'member_removed':
        this.#memberChanged(event, changeSeq);
        break;
      case 'conversation_updated':
        if (changeSeq <= this.nameSeq) break;
        this.nameSeq = changeSeq;
        this.groupName = event.groupName;
        this.metadata = deepFreeze(event.metadata ?? null);
        break;
    }
  }

  /**
   * Takes a message in its latest state.
   *
   * @param {Known} it
   */
  created(it) {
    if (it.seq > this.readSeq && it.seq > this.unreadSeq && it.authorId !== this.me()) {
      this.unreadLater.set(it.id, it.seq);
    }
    const held = this.#insert(it);
    if (held?.deleted || this.patches.get(it.id)?.type === 'message_deleted') {
      this.unreadLater.delete(it.id);
      return;
    }
    const newest = held ?? it;
    if (!this.last || newest.seq > this.last.seq) this.last = newest;
    else if (this.last.id === newest.id && newest.changeSeq > this.last.changeSeq) this.last = newest;
  }

  /**
   * @param {Known} it
   * @returns {Known | undefined} what is held of it now
   */
  #insert(it) {
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
    let at = this.messages.length;
    while (at > 0 && /** @type {Known} */ (this.messages[at - 1]).seq > it.seq) at--;
    this.messages.splice(at, 0, known);
    return known;
  }

  /**
   * @param {string} id
   * @param {any} event
   * @param {number} changeSeq
   * @returns {Known | undefined} the message as it was, if it is held
   */
  #change(id, event, changeSeq) {
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

  /**
   * @param {any} event
   * @param {number} changeSeq
   */
  #deleted(event, changeSeq) {
    const id = String(event.messageID);
    const wasLast = this.last?.id === id;
    const held = this.#change(id, event, changeSeq) ?? (wasLast ? this.last : null);
    if (!this.unreadLater.delete(id) && this.unreadBase > 0 && String(event.authorID) !== this.me()) {
      if (!held) this.stale = true;
      else if (!held.deleted && held.seq > this.readSeq && held.seq <= this.unreadSeq) this.unreadBase--;
    }
    if (wasLast) this.#findLast();
  }

  #findLast() {
    this.last = null;
    for (let at = this.messages.length - 1; at >= 0; at--) {
      const it = /** @type {Known} */ (this.messages[at]);
      if (!it.deleted) {
        this.last = it;
        return;
      }
    }
    if (!this.isOpen || this.hasOlder) this.stale = true;
  }

  /**
   * @param {any} event
   * @param {number} changeSeq
   */
  #memberChanged(event, changeSeq) {
    const id = String(event.userID);
    if (changeSeq <= Math.max(this.detailSeq, this.memberSeqs.get(id) ?? 0)) return;
    this.memberSeqs.set(id, changeSeq);
    const held = this.members.get(id);
    if (event.type === 'member_added') {
      if (held) return;
      this.members.set(id, { id, email: null, role: 'member' });
      this.memberCount++;
      return;
    }
    this.typing.delete(id);
    this.readers.delete(id);
    if (!held) {
      // One beyond the first 200 members: how many there are is a question for the server.
      this.stale = true;
      return;
    }
    this.members.delete(id);
    this.memberCount--;
    const [first] = this.members.values();
    if (held.role === 'owner' && first) this.members.set(first.id, { ...first, role: 'owner' });
  }

  /**
   * Takes a change of one's own that was acknowledged, ahead of its event.
   *
   * @param {string} messageID
   * @param {any} change
   * @param {number} changeSeq
   */
  provisional(messageID, change, changeSeq) {
    if (this.byId.has(messageID)) this.#apply({ ...change, messageID }, changeSeq);
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
    for (const it of [...known, ...later].sort((a, b) => a.seq - b.seq)) this.#insert(it);
    if (this.last === null) this.#findLast();
    else this.last = this.byId.get(this.last.id) ?? this.last;
  }

  /**
   * Moves the own read marker.
   *
   * @param {number} seq
   */
  read(seq) {
    if (seq <= this.readSeq) return;
    this.readSeq = seq;
    this.wantedReadSeq = Math.max(this.wantedReadSeq, seq);
    for (const [id, at] of this.unreadLater) if (at <= seq) this.unreadLater.delete(id);
    if (seq >= this.unreadSeq) this.unreadBase = 0;
    // How many of those that the server counted are left is a question for the server.
    else if (this.unreadBase) this.stale = true;
  }
}

/**
 * @param {Known} it
 * @param {any} change with its changeSeq
 * @returns {Known}
 */
export function patched(it, change) {
  const { changeSeq } = change;
  if (change.type === 'message_deleted') return { ...it, content: '', metadata: null, changeSeq, deleted: true };
  const metadata = deepFreeze(change.metadata ?? null);
  return { ...it, content: change.content, metadata, editedAt: Date.parse(change.updatedAt), changeSeq };
}
