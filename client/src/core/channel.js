import { effect } from './effects.js';
import { SECOND, at, cancel } from './timers.js';

/**
 * The socket, and what goes out through it at the server's rate.
 *
 * @typedef {import('./model.js').Model} Model
 */

/** @param {Model} model */
function flush(model) {
  if (model.socket === null) return;
  const time = model.now();
  model.tokens = Math.min(model.burst, model.tokens + (Math.max(0, time - model.tokensAt) / SECOND) * model.perSecond);
  model.tokensAt = time;
  while (model.held.length && (model.perSecond <= 0 || model.tokens >= 1)) {
    model.tokens--;
    effect(model, { do: 'send', frame: model.held.shift() });
  }
  if (model.held.length) at(model, 'pace', Math.ceil(((1 - model.tokens) / model.perSecond) * SECOND), flush);
}

/**
 * @param {Model} model
 * @param {any} frame
 */
export function transmit(model, frame) {
  model.held.push(frame);
  flush(model);
}

/**
 * Expects no answers any more: they were lost.
 *
 * @param {Model} model
 */
export function forgetAnswers(model) {
  model.refs.clear();
  cancel(model, 'answers');
  model.outbox.unsent();
}

/**
 * @param {Model} model
 * @param {string} ticket
 */
export function openSocket(model, ticket) {
  model.socket = ++model.lastId;
  effect(model, { do: 'open', ticket, socket: model.socket });
}

/** @param {Model} model */
export function closeSocket(model) {
  if (model.socket !== null) effect(model, { do: 'shut' });
  model.socket = null;
  model.held = [];
  cancel(model, 'pace');
  forgetAnswers(model);
}

/**
 * @param {Model} model
 * @param {any} hello with the server's rate
 */
export function setRate(model, { commandsPerSecond = 20, commandBurst = 40 }) {
  model.perSecond = commandsPerSecond;
  model.tokens = model.burst = commandBurst;
  model.tokensAt = model.now();
}

/**
 * Sends a ping ahead of what waits.
 *
 * @param {Model} model
 */
export function sendPing(model) {
  model.held.unshift({ type: 'ping', ref: 'ping' });
  flush(model);
}

