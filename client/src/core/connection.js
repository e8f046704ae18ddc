import { ChatError, UnavailableError, errorOf } from '../errors.js';
import { closeSocket, sendPing } from './channel.js';
import { effect, touch } from './effects.js';
import { backOff } from './outbox.js';
import { SECOND, at, cancel, runDue } from './timers.js';

/**
 * The life of the connection: attempts, back-off, liveness, and how it ends.
 *
 * @typedef {import('./model.js').Model} Model
 */

/** @typedef {import('../types.js').State} State */

export const TICKET_AND_HELLO = 20 * SECOND;
const PONG = 15 * SECOND;
const PROBE = 5 * SECOND;

/**
 * @param {Model} model
 * @param {State} state
 */
function enter(model, state) {
  if (state === model.state) return;
  model.state = state;
  effect(model, { do: 'emit', topic: 'state', value: state });
}

// ---- attempts ----

/** @param {Model} model */
function requestTicket(model) {
  model.phase = 'ticket';
  at(model, 'attempt', TICKET_AND_HELLO, () => {
    // The application may not have given a token: ask it again.
    model.isTokenStale = true;
    lost(model);
  });
  enter(model, 'connecting');
  effect(model, { do: 'ticket', isFresh: model.isTokenStale });
  model.isTokenStale = false;
}

/**
 * @param {Model} model
 * @param {ChatError} error why the last attempt failed
 * @param {number} [ms] until the next one
 */
export function retryLater(model, error, ms = backOff(model.attempts++, model.random())) {
  model.phase = 'waiting';
  model.lastError = error;
  enter(model, model.isOnline ? 'waiting' : 'offline');
  at(model, 'attempt', ms, requestTicket);
}

/** @param {Model} model */
function drop(model) {
  model.isReady = model.isProbing = false;
  closeSocket(model);
  for (const name of ['silence', 'pong', 'stable', 'refresh']) cancel(model, name);
  for (const it of model.conversations.values()) {
    it.isBehind = false;
    it.resumeRef = '';
    if (it.typing.size) {
      it.typing.clear();
      touch(model, it.id);
    }
  }
}

/**
 * No answer came in time.
 *
 * @param {Model} model
 */
export function lost(model) {
  drop(model);
  retryLater(model, new UnavailableError('Network', 'No answer in time'));
}

/**
 * Ends the connection until the application connects again.
 *
 * @param {Model} model
 * @param {State} state
 * @param {ChatError} error
 */
function end(model, state, error) {
  drop(model);
  model.phase = 'idle';
  cancel(model, 'attempt');
  model.lastError = error;
  // The answers to requests are void.
  model.requests.clear();
  for (const it of model.conversations.values()) {
    it.stale ||= it.isFetching;
    it.isFetching = false;
    if (it.pageRequest) effect(model, { do: 'page', conversationId: it.id });
    it.pageRequest = 0;
    touch(model, it.id);
  }
  enter(model, state);
  effect(model, { do: 'refused', error });
}

// ---- liveness ----

/**
 * Finds out soon whether the connection still works.
 *
 * @param {Model} model
 */
function probe(model) {
  if (!model.isReady || model.isProbing) return;
  model.isProbing = true;
  ping(model, PROBE);
}

/**
 * @param {Model} model
 * @param {number} ms
 */
function ping(model, ms) {
  sendPing(model);
  // In a hidden tab timers are always late: only the second pong that is missing counts.
  at(model, 'pong', ms, lost, () => {
    if (++model.missedPongs > 1) lost(model);
  });
}

/**
 * The server has sent something: the connection works.
 *
 * @param {Model} model
 */
export function heard(model) {
  model.isProbing = false;
  model.missedPongs = 0;
  cancel(model, 'pong');
  at(model, 'silence', model.heartbeat, () => ping(model, PONG));
}

/** @param {Model} model */
export function wake(model) {
  if (model.phase !== 'waiting') {
    probe(model);
    return;
  }
  model.attempts = 0;
  requestTicket(model);
}

/**
 * @param {Model} model
 * @param {ChatError} error
 */
export function signedOut(model, error) {
  end(model, 'signed-out', error);
}

/** @param {Model} model */
export function connect(model) {
  if (model.phase === 'live') effect(model, { do: 'connected' });
  if (model.phase !== 'idle' && model.phase !== 'waiting') return;
  model.attempts = 0;
  requestTicket(model);
}

/** @param {Model} model */
export function disconnect(model) {
  end(model, 'offline', new ChatError('Disconnected', 'disconnect() was called'));
}

/**
 * A socket has ended.
 *
 * @param {Model} model
 * @param {{ code: number, reason: string }} event
 */
export function closed(model, { code, reason }) {
  const wasReady = model.isReady;
  model.socket = null;
  drop(model);
  const hint = /-after=(\d+)/.exec(reason)?.[1];
  model.isTokenStale = code === 4401;
  if (code === 4403) {
    end(model, 'signed-out', errorOf('ForbiddenRequest', reason || 'Not allowed to connect', { status: 403 }));
  } else if (code === 4429 && wasReady) {
    end(model, 'replaced', new ChatError('Replaced', reason || 'Newer sessions took its place'));
  } else {
    const error = new UnavailableError('Network', `The connection ended with ${code} ${reason}`);
    // Of a refused upgrade it is in seconds, of a drain in milliseconds.
    retryLater(model, error, hint ? Number(hint) * (code === 4429 ? SECOND : 1) : undefined);
  }
}

/**
 * Nothing is missing any more.
 *
 * @param {Model} model
 */
export function caughtUp(model) {
  if (model.phase !== 'catching-up') return;
  model.phase = 'live';
  enter(model, 'online');
  effect(model, { do: 'connected' });
}

/**
 * @param {Model} model
 * @param {{ isOnline: boolean }} event
 */
export function networkChanged(model, { isOnline }) {
  model.isOnline = isOnline;
  if (model.phase !== 'waiting') probe(model);
  else if (isOnline) requestTicket(model);
  else enter(model, 'offline');
}

/** @param {Model} model */
export function timePassed(model) {
  if (!runDue(model)) return;
  model.isProbing = false;
  wake(model);
}
