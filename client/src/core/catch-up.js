import { sendRead } from './activity.js';
import { forgetAnswers } from './channel.js';
import { command } from './commands.js';
import { adopt } from './conversations.js';
import { resetPresence } from './directory.js';
import { touch } from './effects.js';
import { get } from './requests.js';
import { SECOND, at } from './timers.js';

/**
 * Reads what was missed: at a new connection, and after a gap or lost events on this one.
 *
 * @typedef {import('./model.js').Model} Model
 */

const RESUMED_AT_ONCE = 20;
const MOST_CONVERSATIONS = 1000;
/** Further behind than this, a conversation is read afresh. */
const FAR_BEHIND = 1000;

/** @param {Model} model */
function readList(model) {
  /** @param {any} body */
  const take = (body) => {
    for (const it of body.value) adopt(model, { body: it });
    model.isListed = true;
    const next = body['@nextLink'];
    if (next && model.conversations.size < MOST_CONVERSATIONS) get(model, next, take, undefined, isWanted);
  };
  const isWanted = untilNext(model);
  get(model, '/conversations?$top=100', take, undefined, isWanted);
}

/** @param {Model} model */
function readHeads(model) {
  /** @param {any} body */
  const take = (body) => {
    const seen = new Set();
    for (const head of body.value) {
      const it = model.conversation(head.id);
      seen.add(it);
      if (it.epoch === '') it.stale = true;
      else if (head.seq - it.seq > FAR_BEHIND) it.forget();
      else it.compare(head);
      touch(model, it.id);
    }
    if (body['@nextLink']) return;
    for (const it of model.conversations.values()) if (it.isKnown && !seen.has(it)) it.stale = true;
  };
  get(model, '/conversations/heads?$top=1000', take, undefined, untilNext(model));
}

/** @param {Model} model */
function untilNext(model) {
  const number = model.catchUps;
  return () => number === model.catchUps;
}

/**
 * Reads what is new, and resumes what is held.
 *
 * @param {Model} model
 */
export function catchUp(model) {
  model.catchUps++;
  resetPresence(model);
  for (const it of model.conversations.values()) {
    if (it.epoch === '') it.stale ||= it.isOpen || it.isKnown;
    else if (it.isOpen) it.isBehind = true;
    if (it.wantedReadSeq > 0) sendRead(model, it);
  }
  if (model.isListed) readHeads(model);
  else readList(model);
}

/**
 * Asks for the changes of the conversations that are behind.
 *
 * @param {Model} model
 */
export function resume(model) {
  const behind = [...model.conversations.values()].filter((it) => {
    it.isBehind &&= it.epoch !== '';
    return it.isBehind && !it.resumeRef;
  });
  while (behind.length) {
    const some = behind.splice(0, RESUMED_AT_ONCE);
    const ref = 'resume ' + ++model.lastId;
    for (const it of some) {
      it.isBehind = false;
      it.resumeRef = ref;
    }
    const conversations = some.map((it) => ({ conversationID: it.id, seq: it.seq, epoch: it.epoch }));
    command(model, 'resume', { conversations }, ref, () => {
      // Refused, or the page was lost on the way to a slow reader.
      for (const it of some) {
        if (it.resumeRef !== ref) continue;
        it.resumeRef = '';
        at(model, 'resume ' + it.id, (1 + model.random()) * SECOND, () => (it.isBehind ||= model.isReady));
      }
    });
  }
}

/**
 * @param {Model} model
 * @returns {boolean} whether nothing is missing any more
 */
export function isCaughtUp(model) {
  return model.isListed && ![...model.conversations.values()].some((it) => it.resumeRef || it.isBehind);
}

/**
 * Takes a page of changes.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function changes(model, frame) {
  const it = model.conversation(frame.conversationID);
  if (frame.ref !== it.resumeRef) return;
  it.changes(frame);
  touch(model, it.id);
}

/**
 * What is held of a conversation cannot be continued.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function reset(model, { conversationID }) {
  const it = model.conversation(conversationID);
  it.forget();
  touch(model, it.id);
}

/**
 * This session was too slow, and the server has dropped events.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function lagging(model, { conversationIDs }) {
  if (!conversationIDs) {
    forgetAnswers(model);
    for (const it of model.conversations.values()) it.resumeRef = '';
    catchUp(model);
    return;
  }
  for (const id of conversationIDs) {
    const it = model.conversation(id);
    // A page that is on its way may be from before what was missed.
    it.resumeRef = '';
    it.fallBehind();
  }
}

/**
 * The next catch-up reads the list of conversations, as for a new user.
 *
 * @param {Model} model
 */
export function forgetList(model) {
  model.isListed = false;
}
