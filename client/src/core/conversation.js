import { History } from './history.js';
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
 * What is held of one conversation, and how events and answers of REST change it. No I/O: `stale` and
 * `isBehind` say what has to be asked for.
 */
export class Conversation extends History {
  /** @type {'private-chat' | 'group-chat'} */
  type = 'group-chat';
  /** @type {string | null} */
  groupName = null;
  /** @type {Metadata | null} */
  metadata = null;
  createdAt = 0;
  epoch = '';
  /** Seqs of events above a gap that were applied already. @type {Set<number>} */
  ahead = new Set();
  /** @type {Map<string, KnownMember>} in the order of joining */
  members = new Map();
  memberCount = 0;
  /** The event up to which members, name and metadata are known. */
  detailSeq = 0;
  /** @type {Map<string, number>} last seq of a change to each member, above detailSeq */
  memberSeqs = new Map();
  nameSeq = 0;
  readSeq = 0;
  /** The marker that the server should have. */
  wantedReadSeq = 0;
  /** What the server counted up to `unreadSeq`. */
  unreadBase = 0;
  unreadSeq = 0;
  /** Unread messages of others above `unreadSeq`. @type {Map<string, number>} */
  unreadLater = new Map();
  /** @type {Map<string, number>} */
  readers = new Map();
  /** @type {Set<string>} */
  typing = new Set();
  /** Whether it is being read by REST. */
  isFetching = false;
  /** Whether changes are missing that a resume brings. */
  isBehind = false;
  /** Of the resume that is on its way, '' for none: pages of others are void. */
  resumeRef = '';
  left = false;
  /** Events up to this one belong to an earlier membership. */
  leftSeq = 0;

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

  /** Notes that changes were missed. */
  fallBehind() {
    if (this.epoch === '') this.stale = true;
    else this.isBehind = true;
  }

  /** Forgets what is held of the history. */
  forget() {
    this.resumeRef = '';
    this.ahead.clear();
    this.patches.clear();
    this.pageRequest = 0;
    this.last = null;
    this.readers.clear();
    this.typing.clear();
    this.epoch = '';
    this.seq = this.unreadSeq = 0;
    this.unreadLater.clear();
    this.emptyWindow();
    this.stale = true;
  }

  /**
   * Takes what REST says of it, unless newer events have come; then it is `stale` again.
   *
   * @param {any} it
   */
  adopt(it) {
    let isMissing = this.ahead.size > 0;
    if (this.epoch !== it.epoch) {
      if (it.seq < this.leftSeq) return;
      if (this.epoch) this.forget();
      this.epoch = it.epoch;
      this.seq = it.seq;
      // Live events above this answer were not applied, because what they change was not known.
      isMissing = Math.max(...this.ahead) > it.seq;
      this.ahead.clear();
      this.readSeq = this.wantedReadSeq = 0;
      this.emptyWindow();
    } else if (it.seq < Math.max(this.seq, ...this.ahead)) {
      this.stale = true;
      this.isBehind ||= isMissing;
      return;
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
    this.isBehind ||= isMissing || it.seq > this.seq;
  }

  /** @param {any} it with seq, readSeq and unreadCount */
  #adoptUnread(it) {
    this.readSeq = Math.max(this.readSeq, it.readSeq);
    this.wantedReadSeq = Math.max(this.wantedReadSeq, this.readSeq);
    this.unreadSeq = it.seq;
    this.unreadBase = this.readSeq >= it.seq ? 0 : it.unreadCount;
    this.#dropUnread(it.seq);
  }

  /** @param {number} seq up to which unread messages are counted, or read */
  #dropUnread(seq) {
    for (const [id, at] of this.unreadLater) if (at <= seq) this.unreadLater.delete(id);
  }

  /**
   * Compares with a head of REST.
   *
   * @param {any} head
   */
  compare(head) {
    if (head.epoch !== this.epoch) {
      this.forget();
      return;
    }
    if (head.seq === this.seq) this.#adoptUnread(head);
    this.isBehind ||= head.seq > this.seq || this.ahead.size > 0;
  }

  get unread() {
    return Math.min(MOST_UNREAD, this.unreadBase + this.unreadLater.size);
  }

  /**
   * Takes a live event.
   *
   * @param {any} frame
   * @returns {boolean} whether it is news
   */
  live(frame) {
    const seq = frame.seq;
    if (this.epoch === '') {
      this.ahead.add(seq);
      this.stale = true;
      return true;
    }
    if (seq <= this.seq || this.ahead.has(seq)) return false;
    this.#apply(frame, seq);
    this.ahead.add(seq);
    this.#completeTo(this.seq);
    if (this.ahead.size) this.isBehind = true;
    return true;
  }

  /**
   * @param {number} seq up to which all events are known
   * @param {boolean} [hasMore] whether a page of changes is still to come
   */
  #completeTo(seq, hasMore = this.resumeRef !== '') {
    this.seq = Math.max(this.seq, seq);
    while (this.ahead.delete(this.seq + 1)) this.seq++;
    for (const early of this.ahead) if (early <= this.seq) this.ahead.delete(early);
    if (!this.ahead.size && !hasMore && !this.pageRequest) this.patches.clear();
  }

  /**
   * Takes a page of changes.
   *
   * @param {any} page
   */
  changes(page) {
    this.isBehind = false;
    this.resumeRef = '';
    if (this.epoch === '') return;
    if (page.epoch !== this.epoch) {
      this.forget();
      return;
    }
    for (const item of page.value) this.#apply(item, item.changeSeq);
    // As long as pages are missing, changes of what they may bring are kept.
    this.#completeTo(page.seq, page.more);
    this.isBehind = page.more || this.ahead.size > 0;
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
        this.change(String(event.messageID), event, changeSeq);
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
    const held = this.insert(it);
    if (held?.deleted || this.patches.get(it.id)?.type === 'message_deleted') {
      this.unreadLater.delete(it.id);
      return;
    }
    const newest = held ?? it;
    if (!this.last || newest.seq > this.last.seq) this.last = newest;
    else if (this.last.id === newest.id && newest.changeSeq > this.last.changeSeq) this.last = newest;
  }

  /**
   * @param {any} event
   * @param {number} changeSeq
   */
  #deleted(event, changeSeq) {
    const id = String(event.messageID);
    const wasLast = this.last?.id === id;
    const held = this.change(id, event, changeSeq) ?? (wasLast ? this.last : null);
    if (!this.unreadLater.delete(id) && this.unreadBase > 0 && String(event.authorID) !== this.me()) {
      if (!held) this.stale = true;
      else if (!held.deleted && held.seq > this.readSeq && held.seq <= this.unreadSeq) this.unreadBase--;
    }
    if (wasLast) this.findLast();
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
      // One beyond the first 200 members: only the server knows how many there are.
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
   * Moves the own read marker.
   *
   * @param {number} seq
   */
  read(seq) {
    if (seq <= this.readSeq) return;
    this.readSeq = seq;
    this.wantedReadSeq = Math.max(this.wantedReadSeq, seq);
    this.#dropUnread(seq);
    if (seq >= this.unreadSeq) this.unreadBase = 0;
    // Only the server knows how many of those that it counted are left.
    else if (this.unreadBase) this.stale = true;
  }
}
