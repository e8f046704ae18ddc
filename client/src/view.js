import { fixedDate } from './core/shapes.js';

/**
 * @typedef {import('./core/model.js').Model} Model
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
  const any = /** @type {Partial<Known> & Partial<Entry>} */ (it);
  /** @type {Message} */
  const view = Object.freeze({
    id: any.id ?? null,
    conversationId,
    authorId: author.id,
    author,
    content: it.content ?? '',
    metadata: it.metadata ?? null,
    createdAt: fixedDate(it.createdAt),
    editedAt: any.editedAt ? fixedDate(any.editedAt) : null,
    seq: any.seq ?? 0,
    changeSeq: any.changeSeq ?? 0,
    clientMessageId: it.name,
    state: any.state ?? 'accepted',
    error: any.error ?? null,
    deleted: any.deleted ?? false,
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
 * @param {Model} model
 * @param {import('./core/conversation.js').KnownMember} it
 * @returns {Member}
 */
const memberOf = (model, it) =>
  Object.freeze({
    ...model.authors.of(it.id),
    email: it.email,
    role: it.role,
    online: model.online.has(it.id) || (it.id === model.userId && model.isReady),
  });

/**
 * @param {Model} model
 * @param {Conversation} it
 * @returns {ListedConversation}
 */
export function listedOf(model, it) {
  const shown = Object.freeze([...it.members.values()].map((member) => memberOf(model, member)));
  const others = shown.filter((member) => member.id !== model.userId);
  const isPrivate = it.type === 'private-chat';
  return Object.freeze({
    id: it.id,
    type: it.type,
    name: (isPrivate ? others[0]?.displayName : it.groupName) ?? '',
    metadata: it.metadata,
    lastMessage: it.last && messageOf(it.id, it.last, model.authors.of(it.last.authorId)),
    unread: it.unread,
    online: others.some((member) => member.online),
    members: shown,
    memberCount: it.memberCount,
  });
}

/**
 * @param {Model} model
 * @param {Conversation} it
 * @returns {Snapshot}
 */
export function snapshotOf(model, it) {
  const { authors } = model;
  let messages = it.messages.map((known) => messageOf(it.id, known, authors.of(known.authorId)));
  const entries = model.outbox.of(it.id);
  if (entries.length) {
    const changes = new Map(entries.filter((entry) => entry.kind !== 'send').map((entry) => [entry.messageId, entry]));
    messages = messages.map((message) => {
      const entry = changes.get(message.id ?? undefined);
      return entry ? withPending(message, entry) : message;
    });
    const names = new Set(it.messages.filter((known) => known.authorId === model.userId).map((known) => known.name));
    for (const entry of entries) {
      if (entry.kind === 'send' && !names.has(entry.name)) messages.push(messageOf(it.id, entry, authors.of(model.userId ?? '')));
    }
  }
  return Object.freeze({
    ...listedOf(model, it),
    messages: Object.freeze(messages),
    typing: Object.freeze([...it.typing].map((id) => authors.of(id))),
    readers: Object.freeze([...it.readers].map(([id, seq]) => Object.freeze({ user: authors.of(id), seq }))),
    readSeq: it.readSeq,
    seq: it.seq,
    loading: it.isOpen && !it.left && (!it.isPaged || it.pageRequest > 0),
    hasOlder: it.hasOlder,
    left: it.left,
  });
}

/**
 * @param {Model} model
 * @returns {readonly ListedConversation[]} newest activity first
 */
export function listOf(model) {
  const known = [...model.conversations.values()].filter((it) => it.isKnown);
  /** @param {Conversation} it */
  const activity = (it) => Math.max(it.createdAt, it.last?.createdAt ?? 0);
  // Ids of messages grow with time.
  known.sort((a, b) => activity(b) - activity(a) || Number(b.last?.id ?? b.id) - Number(a.last?.id ?? a.id));
  return Object.freeze(known.map((it) => listedOf(model, it)));
}
