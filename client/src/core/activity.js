import { transmit } from './channel.js';
import { command, isAwaiting } from './commands.js';
import { touch } from './effects.js';
import { SECOND, at } from './timers.js';

/**
 * Who types and who has read up to where, of the user and of others.
 *
 * @typedef {import('./model.js').Model} Model
 */

/** @typedef {import('./conversation.js').Conversation} Conversation */

const TYPING_SHOWN = 8 * SECOND;
const TYPING_REPEAT = 3 * SECOND;

/**
 * @param {Model} model
 * @param {Conversation} it
 */
export function sendRead(model, it) {
  const ref = 'read ' + it.id;
  const seq = it.wantedReadSeq;
  if (!model.isReady || isAwaiting(model, ref) || it.epoch === '') return;
  command(model, 'read', { conversationID: it.id, seq }, ref, () => {
    if (it.wantedReadSeq > seq) sendRead(model, it);
  });
}

/**
 * Another user types, or has stopped.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function showTyping(model, { conversationID, userID, isTyping }) {
  const userId = String(userID);
  const it = model.conversation(conversationID);
  it.typing.delete(userId);
  if (isTyping) {
    it.typing.add(userId);
    // The server says when it ends. If that frame is lost, this ends it.
    at(model, `typing ${it.id} ${userId}`, TYPING_SHOWN, () => showTyping(model, { conversationID, userID, isTyping: false }));
  }
  touch(model, it.id);
}

/**
 * Moves the own read marker, by default to the newest event.
 *
 * @param {Model} model
 * @param {{ conversationId: string, seq?: number }} event
 */
export function markRead(model, { conversationId, seq }) {
  const it = model.conversation(conversationId);
  if (it.epoch === '') return;
  it.read(Math.min(seq ?? it.seq, it.seq));
  touch(model, it.id);
  sendRead(model, it);
}

/**
 * A read marker moved, perhaps the own one by another session.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function showRead(model, { conversationID, userID, seq }) {
  const it = model.conversation(conversationID);
  const userId = String(userID);
  if (it.epoch === '') return;
  if (userId === model.userId) it.read(seq);
  else it.readers.set(userId, Math.max(seq, it.readers.get(userId) ?? 0));
  touch(model, it.id);
}

/**
 * The user types, or has stopped.
 *
 * @param {Model} model
 * @param {{ conversationId: string, isTyping: boolean }} event
 */
export function sendTyping(model, { conversationId: id, isTyping }) {
  const last = model.typedAt.get(id);
  if (!model.isReady) return;
  if (isTyping ? last !== undefined && model.now() - last < TYPING_REPEAT : last === undefined) return;
  transmit(model, { type: 'typing', payload: { conversationID: id, isTyping } });
  if (isTyping) model.typedAt.set(id, model.now());
  else model.typedAt.delete(id);
}
