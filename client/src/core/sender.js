import { errorOf, isTemporary } from '../errors.js';
import { sendTyping } from './activity.js';
import { command } from './commands.js';
import { effect, touch } from './effects.js';
import { knownOf, patched } from './shapes.js';
import { at } from './timers.js';

/**
 * Sends the commands of the outbox, and takes their answers.
 *
 * @typedef {import('./model.js').Model} Model
 */

/**
 * @typedef {import('./conversation.js').Conversation} Conversation
 * @typedef {import('./shapes.js').Known} Known
 * @typedef {import('../types.js').Entry} Entry
 */

/**
 * @param {Model} model
 * @param {Entry} entry
 */
function submit(model, entry) {
  const { kind, name, conversationId: conversationID, messageId: messageID, content, metadata, ifChangeSeq } = entry;
  const payload = { conversationID, messageID, content, metadata, ifChangeSeq, [kind === 'send' ? 'clientMessageID' : 'commandID']: name };
  command(model, kind + '_message', payload, 'c' + ++model.lastId, (frame) => settle(model, entry, frame));
}

/**
 * @param {Model} model
 * @param {Entry} entry
 * @param {any} frame
 */
function settle(model, entry, frame) {
  const { name, conversationId } = entry;
  if (model.outbox.find(name) !== entry) return;
  const it = model.conversation(conversationId);
  touch(model, conversationId);
  const { type, code, message, target } = frame;
  if (isTemporary(code) || code === 'UnauthorizedRequest') {
    model.outbox.later(entry, model.now(), model.random());
    return;
  }
  effect(model, { do: 'remove', entry });
  if (type === 'error') {
    const error = errorOf(code, message, { target });
    model.outbox.fail(entry, error);
    effect(model, { do: 'failed', name, error });
  } else {
    model.outbox.remove(name);
    effect(model, { do: 'accepted', name, message: accept(model, entry, it, frame), conversationId });
  }
}

/**
 * @param {Model} model
 * @param {Entry} entry
 * @param {Conversation} it
 * @param {any} frame
 * @returns {Known} the message as it was acknowledged
 */
function accept(model, { kind, content, metadata, name }, it, frame) {
  const id = String(frame.messageID);
  const { seq } = frame;
  const held = it.byId.get(id) ?? (it.last?.id === id ? it.last : undefined);
  const isSend = kind === 'send';
  const known = held ?? knownOf({
    ...frame,
    authorID: model.userId,
    content,
    metadata,
    seq: isSend ? seq : 0,
    clientMessageID: isSend ? name : undefined,
  });
  // An older one may have been changed since; what it is now comes with the page that is asked for.
  const isNews = it.epoch !== '' && seq > it.seq;
  if (isSend) {
    if (!held && isNews) it.created(known);
    return known;
  }
  const change = {
    type: `message_${kind}d`,
    authorID: model.userId,
    content,
    metadata: metadata ?? held?.metadata,
    updatedAt: frame.updatedAt,
    changeSeq: seq,
  };
  if (isNews) it.provisional(id, change, seq);
  return it.byId.get(id) ?? patched(known, change);
}

/**
 * Takes a command of the application.
 *
 * @param {Model} model
 * @param {{ entry: Entry }} event
 */
export function enqueue(model, { entry }) {
  const { conversationId } = entry;
  const { userId, outbox } = model;
  outbox.add({ ...entry, userId });
  sendTyping(model, { conversationId, isTyping: false });
  if (userId) effect(model, { do: 'save', entry: { ...entry, userId } });
  touch(model, conversationId);
}

/**
 * Sends again what the server had refused.
 *
 * @param {Model} model
 * @param {{ name: string }} event
 */
export function retry(model, { name }) {
  const entry = model.outbox.retry(name);
  if (!entry) return;
  effect(model, { do: 'save', entry });
  touch(model, entry.conversationId);
}

/**
 * @param {Model} model
 * @param {{ name: string }} event
 */
export function discard(model, { name }) {
  const entry = model.outbox.remove(name);
  if (!entry) return;
  effect(model, { do: 'remove', entry });
  touch(model, entry.conversationId);
}

/**
 * Takes what the storage has kept.
 *
 * @param {Model} model
 * @param {{ userId: string, entries: Entry[] }} event
 */
export function restored(model, { userId, entries }) {
  if (userId !== model.userId) return;
  model.outbox.restore(entries);
  for (const entry of entries) touch(model, entry.conversationId);
}

/**
 * Sends the first command of each conversation that can be sent now.
 *
 * @param {Model} model
 */
export function sendNext(model) {
  const time = model.now();
  for (const entry of model.outbox.next(time)) submit(model, entry);
  const retryAt = model.outbox.retryAt(time);
  if (retryAt < Infinity) at(model, 'outbox', retryAt - time, () => {});
}
