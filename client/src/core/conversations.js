import { sendRead } from './activity.js';
import { learnAuthor } from './directory.js';
import { effect, touch } from './effects.js';
import { get } from './requests.js';
import { SECOND, at } from './timers.js';

/**
 * The conversations: opened and closed by the application, read by REST, changed by live events.
 *
 * @typedef {import('./model.js').Model} Model
 */

/** @typedef {import('./conversation.js').Conversation} Conversation */

const PAGE = 50;

/**
 * @param {Model} model
 * @param {string} conversationId
 */
function endPage(model, conversationId) {
  effect(model, { do: 'page', conversationId });
}

/**
 * Takes a conversation from REST.
 *
 * @param {Model} model
 * @param {{ body: any }} event
 */
export function adopt(model, { body }) {
  const it = model.conversation(body.id);
  for (const user of body.participants) learnAuthor(model, user);
  it.adopt(body);
  if (it.stale) {
    it.stale = false;
    at(model, 'stale ' + it.id, SECOND / 2, () => (it.stale = true));
  }
  if (it.wantedReadSeq > body.readSeq) sendRead(model, it);
  touch(model, it.id);
}

/**
 * @param {Model} model
 * @param {Conversation} it
 */
function fetch(model, it) {
  if (it.isFetching) return;
  it.stale = false;
  it.isFetching = true;
  get(
    model,
    `/conversations/${it.id}`,
    (body) => {
      it.isFetching = false;
      adopt(model, { body });
    },
    ({ status }) => {
      it.isFetching = false;
      if ([400, 403, 404].includes(status)) {
        it.leave(it.leftSeq);
        touch(model, it.id);
      }
    },
  );
}

/**
 * Reads a page of the history.
 *
 * @param {Model} model
 * @param {Conversation} it
 * @param {string} query
 */
function readPage(model, it, query) {
  const { id } = it;
  const request = (it.pageRequest = ++model.lastId);
  touch(model, id);
  const end = () => {
    it.pageRequest = 0;
    endPage(model, id);
    touch(model, id);
  };
  get(
    model,
    `/conversations/${id}/messages?$top=${PAGE}${query}`,
    (body) => {
      it.page(body.value, body['@nextLink'] !== undefined);
      end();
    },
    () => {
      it.endHistory();
      end();
    },
    () => it.pageRequest === request,
  );
}

/**
 * Starts to hold the messages of a conversation.
 *
 * @param {Model} model
 * @param {{ conversationId: string }} event
 */
export function openConversation(model, { conversationId }) {
  const it = model.conversation(conversationId);
  if (it.isOpen) return;
  it.open();
  if (it.epoch === '') it.stale = true;
  touch(model, it.id);
}

/**
 * @param {Model} model
 * @param {{ conversationId: string }} event
 */
export function closeConversation(model, { conversationId }) {
  model.conversation(conversationId).close();
}

/**
 * Reads the page before those that are held.
 *
 * @param {Model} model
 * @param {{ conversationId: string }} event
 */
export function readOlder(model, { conversationId }) {
  const it = model.conversation(conversationId);
  if (!it.isOpen) openConversation(model, { conversationId });
  else if (!it.pageRequest && it.isPaged && it.hasOlder) readPage(model, it, `&$before=${it.from}`);
  else if (it.left || (it.isPaged && !it.hasOlder)) endPage(model, it.id);
}

/**
 * Reads what is stale, and the newest page of what was opened.
 *
 * @param {Model} model
 */
export function readMissing(model) {
  for (const it of model.conversations.values()) {
    if (it.stale) fetch(model, it);
    if (it.isOpen && it.epoch !== '' && !it.isPaged && !it.pageRequest) readPage(model, it, '');
  }
}

/**
 * Takes a live event of the history.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function liveEvent(model, frame) {
  const it = model.conversation(frame.conversationID);
  const before = it.last;
  if (!it.live(frame)) return;
  touch(model, it.id);
  if (frame.type === 'message' && it.last && it.last !== before && String(frame.authorID) !== model.userId) {
    effect(model, { do: 'message', conversationId: it.id, message: it.last });
  }
}

/**
 * Has a conversation read again: its members may have changed, or the user is a member now.
 *
 * @param {Model} model
 * @param {any} what event of the driver or frame of the server
 */
export function refetch(model, { conversationId, conversationID = conversationId }) {
  model.conversation(conversationID).stale = true;
}

/**
 * The user is no member any more.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function removed(model, { conversationID, seq }) {
  const it = model.conversation(conversationID);
  if (it.epoch !== '' && seq <= it.seq) return;
  it.leave(seq);
  touch(model, it.id);
}

/**
 * Forgets those of the previous user; what the application has open stays open.
 *
 * @param {Model} model
 */
export function forgetConversations(model) {
  const known = [...model.conversations.values()];
  model.conversations.clear();
  for (const { id, isOpen } of known) {
    touch(model, id);
    if (isOpen) openConversation(model, { conversationId: id });
  }
}
