import { ChatError } from '../errors.js';
import { markRead, sendTyping, showRead, showTyping } from './activity.js';
import { catchUp, changes, forgetList, isCaughtUp, lagging, reset, resume } from './catch-up.js';
import { answered } from './commands.js';
import { caughtUp, closed, connect, disconnect, heard, networkChanged, timePassed, wake } from './connection.js';
import { adopt, closeConversation, forgetConversations, liveEvent, openConversation, readMissing, readOlder, refetch, removed } from './conversations.js';
import { askAuthors, askUser, forgetDirectory, learnUser, showPresence, userUpdated } from './directory.js';
import { effect, takeEffects } from './effects.js';
import { greeted, noTicket, takeTicket } from './login.js';
import { requestAnswered } from './requests.js';
import { discard, enqueue, restored, retry, sendNext } from './sender.js';

/**
 * @typedef {import('./events.js').Event} Event
 * @typedef {import('./events.js').Effect} Effect
 * @typedef {import('./model.js').Model} Model
 */

/** What handles each event of the driver. @type {import('./events.js').EventHandlers} */
const EVENTS = {
  connect,
  disconnect,
  ticket: takeTicket,
  'no-ticket': noTicket,
  frame: takeFrame,
  closed,
  time: timePassed,
  network: networkChanged,
  wake,
  answer: requestAnswered,
  restored,
  enqueue,
  retry,
  discard,
  open: openConversation,
  close: closeConversation,
  older: readOlder,
  read: markRead,
  typing: sendTyping,
  conversation: adopt,
  fetch: refetch,
  user: learnUser,
  shown: askAuthors,
};

/** What handles each frame of the server. All others are events of the history. */
const FRAMES = {
  hello,
  ack: answered,
  error: answered,
  changes,
  reset,
  lagging,
  presence: showPresence,
  typing: showTyping,
  read: showRead,
  user_updated: userUpdated,
  added_to_conversation: refetch,
  removed_from_conversation: removed,
};

/**
 * The client without input and output: an event in, effects out. What it knows is the model; each job
 * has a file of functions that change it.
 *
 * @param {Model} model
 * @param {Event} event
 * @returns {Effect[]} in the order in which they are to be done
 */
export function handle(model, event) {
  // Ignore what an earlier socket still delivers.
  if ('socket' in event && event.socket !== model.socket) return [];
  EVENTS[event.on](model, /** @type {any} */ (event));
  if (model.isReady) {
    readMissing(model);
    resume(model);
    sendNext(model);
    if (isCaughtUp(model)) caughtUp(model);
  }
  return takeEffects(model);
}

/**
 * @param {Model} model
 * @param {{ frame: any }} event
 */
function takeFrame(model, { frame }) {
  heard(model);
  const { type } = frame;
  if (!model.isReady && type !== 'hello') return;
  if (Object.hasOwn(FRAMES, type)) FRAMES[/** @type {keyof FRAMES} */ (type)](model, frame);
  // Those of later versions count as well, whatever they mean.
  else if (frame.seq && frame.conversationID) liveEvent(model, frame);
}

/**
 * The server greets the session: learn whose it is, and catch up.
 *
 * @param {Model} model
 * @param {any} frame
 */
function hello(model, frame) {
  const userId = String(frame.userID);
  greeted(model, frame);
  if (model.userId !== null && model.userId !== userId) forgetUser(model);
  if (model.userId === null) {
    model.userId = userId;
    for (const entry of model.outbox.claim(userId)) effect(model, { do: 'save', entry });
    effect(model, { do: 'restore', userId });
  }
  askUser(model);
  catchUp(model);
}

/**
 * Another user has signed in: what the previous one had is gone.
 *
 * @param {Model} model
 */
function forgetUser(model) {
  const error = new ChatError('OtherUser', 'Another user has signed in');
  for (const { name } of model.outbox.clear()) effect(model, { do: 'failed', name, error });
  model.requests.clear();
  forgetDirectory(model);
  forgetList(model);
  forgetConversations(model);
  effect(model, { do: 'emit', topic: 'user', value: model.user });
  effect(model, { do: 'presence' });
}
