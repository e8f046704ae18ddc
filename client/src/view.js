import { fixedDate } from './core/shapes.js';

/**
 * @typedef {import('./core/core.js').Core} Core
 * @typedef {import('./core/conversation.js').Conversation} Conversation
 * @typedef {import('./core/shapes.js').Known} Known
 * @typedef {import('./types.js').Author} Author
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').ListedConversation} ListedConversation
 * @typedef {import('./types.js').Member} Member
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').Snapshot} Snapshot
 */

/** Views by what they show, so that what did not change stays the same object. @type {WeakMap<Known | Entry, Message>} */
const VIEWS = new WeakMap();

/**
 * @param {string} conversationId
 * @param {Known | Entry} it
 * @param {Author} author
 * @returns {Message}
 */
export function messageOf(conversationId, it, author) {
  const held = VIEWS.get(it);
  if (held?.author === author) return held;
  const known = /** @type {Partial<Known>} */ (it);
  const entry = /** @type {Partial<Entry>} */ (it);
  /** @type {Message} */
  const view = Object.freeze({
    id: known.id ?? null,
    conversationId,
    authorId: author.id,
    author,
    content: it.content ?? '',
    metadata: it.metadata ?? null,
    createdAt: fixedDate(it.createdAt),
    editedAt: known.editedAt ? fixedDate(known.editedAt) : null,
    seq: known.seq ?? 0,
    changeSeq: known.changeSeq ?? 0,
    clientMessageId: it.name,
    state: entry.state ?? 'accepted',
    error: entry.error ?? null,
    deleted: known.deleted ?? false,
  });
  VIEWS.set(it, view);
  return view;
}

/**
 * A message with the own edit or delete that is on its way.
 *
 * @param {Message} message
 * @param {Entry} entry
 * @returns {Message}
 */
function withPending(message, entry) {
  if (entry.state === 'failed') return Object.freeze({ ...message, state: 'failed', error: entry.error ?? null });
  const deleted = entry.kind === 'delete';
  const metadata = deleted ? null : (entry.metadata ?? message.metadata);
  return Object.freeze({ ...message, content: entry.content ?? '', metadata, deleted, state: 'sending' });
}

/**
 * @param {Core} core
 * @param {import('./core/conversation.js').KnownMember} it
 * @returns {Member}
 */
const memberOf = (core, it) =>
  Object.freeze({
    ...core.authors.of(it.id),
    email: it.email,
    role: it.role,
    online: core.online.has(it.id) || (it.id === core.userId && core.isReady),
  });

/**
 * @param {Core} core
 * @param {Conversation} it
 * @returns {ListedConversation}
 */
export function listedOf(core, it) {
  const shown = Object.freeze([...it.members.values()].map((member) => memberOf(core, member)));
  const others = shown.filter((member) => member.id !== core.userId);
  const isPrivate = it.type === 'private-chat';
  return Object.freeze({
    id: it.id,
    type: it.type,
    name: (isPrivate ? others[0]?.displayName : it.groupName) ?? '',
    metadata: it.metadata,
    lastMessage: it.last && messageOf(it.id, it.last, core.authors.of(it.last.authorId)),
    unread: it.unread,
    online: others.some((member) => member.online),
    members: shown,
    memberCount: it.memberCount,
  });
}

/**
 * @param {Core} core
 * @param {Conversation} it
 * @returns {Snapshot}
 */
export function snapshotOf(core, it) {
  const { authors } = core;
  let messages = it.messages.map((known) => messageOf(it.id, known, authors.of(known.authorId)));
  const entries = core.outbox.of(it.id);
  if (entries.length) {
    const changes = new Map(entries.filter((entry) => entry.kind !== 'send').map((entry) => [entry.messageId, entry]));
    messages = messages.map((message) => {
      const entry = changes.get(message.id ?? undefined);
      return entry ? withPending(message, entry) : message;
    });
    const names = new Set(it.messages.filter((known) => known.authorId === core.userId).map((known) => known.name));
    for (const entry of entries) {
      if (entry.kind === 'send' && !names.has(entry.name)) messages.push(messageOf(it.id, entry, authors.of(core.userId ?? '')));
    }
  }
  return Object.freeze({
    ...listedOf(core, it),
    messages: Object.freeze(messages),
    typing: Object.freeze([...it.typing].map((id) => authors.of(id))),
    readers: Object.freeze([...it.readers].map(([id, seq]) => Object.freeze({ user: authors.of(id), seq }))),
    readSeq: it.readSeq,
    seq: it.seq,
    loading: it.isOpen && !it.left && (!it.isPaged || it.pagesInFlight > 0),
    hasOlder: it.hasOlder,
    left: it.left,
  });
}

/**
 * @param {Core} core
 * @returns {readonly ListedConversation[]} newest activity first
 */
export function listOf(core) {
  const known = [...core.conversations.values()].filter((it) => it.isKnown);
  /** @param {Conversation} it */
  const activity = (it) => Math.max(it.createdAt, it.last?.createdAt ?? 0);
  // Ids of messages grow with time.
  known.sort((a, b) => activity(b) - activity(a) || Number(b.last?.id ?? b.id) - Number(a.last?.id ?? a.id));
  return Object.freeze(known.map((it) => listedOf(core, it)));
}
