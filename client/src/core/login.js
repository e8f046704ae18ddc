import { SignedOutError } from '../errors.js';
import { openSocket, setRate } from './channel.js';
import { command } from './commands.js';
import { TICKET_AND_HELLO, heard, lost, retryLater, signedOut } from './connection.js';
import { effect } from './effects.js';
import { MINUTE, SECOND, at, cancel } from './timers.js';

/**
 * Tickets and what they are good for: a new socket, or a longer login on the same one.
 *
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('../errors.js').ChatError} ChatError
 */

/** A connection that lasts this long makes the next back-off short again. */
const STABLE = 10 * SECOND;

/**
 * @param {Model} model
 * @param {string} time at which the login expires
 */
function scheduleRefresh(model, time) {
  const end = Date.parse(time);
  const left = end - model.now() - model.clockOffset;
  if (!(left > 0)) return;
  // The same login again ends when it did: look again for another one, but not all the time.
  const isLonger = end > model.expiresAt + SECOND;
  const ms = isLonger ? left - Math.min(MINUTE, left / 4) : Math.max(10 * SECOND, left / 2);
  model.expiresAt = end;
  at(model, 'refresh', Math.min(ms, 2 ** 30), requestLongerLogin);
}

/** @param {Model} model */
function requestLongerLogin(model) {
  effect(model, { do: 'ticket', isFresh: true });
}

/**
 * A ticket for a new socket, or for a longer login on this one.
 *
 * @param {Model} model
 * @param {{ ticket: string }} event
 */
export function takeTicket(model, { ticket }) {
  if (model.phase === 'ticket') {
    model.phase = 'opening';
    at(model, 'attempt', TICKET_AND_HELLO, lost);
    openSocket(model, ticket);
  } else if (model.isReady) {
    command(model, 'refresh', { ticket }, 'refresh', (frame) => {
      if (frame.type === 'ack') scheduleRefresh(model, frame.expiresAt);
    });
  }
}

/**
 * @param {Model} model
 * @param {{ error: ChatError }} event
 */
export function noTicket(model, { error }) {
  if (model.isReady) at(model, 'refresh', MINUTE / 2, requestLongerLogin);
  if (model.phase !== 'ticket') return;
  const { code, retryAfterSeconds } = error;
  if (error instanceof SignedOutError || code === 'ForbiddenRequest') signedOut(model, error);
  else retryLater(model, error, retryAfterSeconds !== undefined ? retryAfterSeconds * SECOND : undefined);
}

/**
 * The server greets this socket.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function greeted(model, frame) {
  model.phase = 'catching-up';
  model.isReady = true;
  model.heartbeat = (frame.heartbeatSeconds || 25) * SECOND;
  heard(model);
  setRate(model, frame);
  cancel(model, 'attempt');
  at(model, 'stable', STABLE, () => (model.attempts = 0));
  model.expiresAt = 0;
  model.clockOffset = Date.parse(frame.serverTime) - model.now();
  scheduleRefresh(model, frame.expiresAt);
}
