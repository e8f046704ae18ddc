import { SignedOutError, UnavailableError } from '../errors.js';
import { signedOut } from './connection.js';
import { effect } from './effects.js';
import { backOff } from './outbox.js';
import { SECOND, at } from './timers.js';

/**
 * Reads by REST. What fails for a while is tried again.
 *
 * @typedef {import('./model.js').Model} Model
 */

/** @typedef {import('../errors.js').ChatError} ChatError */

/**
 * @param {Model} model
 * @param {string} path below `/api/v1.0`, or a link that the server gave
 * @param {(body: any) => void} done
 * @param {(error: ChatError) => void} [refused] after an error that stays
 * @param {() => boolean} [isWanted] whether the answer still matters
 * @param {number} [attempt]
 */
export function get(model, path, done, refused, isWanted = () => true, attempt = 0) {
  const id = ++model.lastId;
  model.requests.set(id, (body, error) => {
    if (!isWanted()) return;
    if (!error) done(body);
    else if (error instanceof SignedOutError) signedOut(model, error);
    else if (!(error instanceof UnavailableError)) refused?.(error);
    else {
      model.requests.set(id, () => {});
      const ms = Math.max((error.retryAfterSeconds ?? 0) * SECOND, backOff(attempt, model.random()));
      at(model, 'request ' + id, ms, () => {
        if (model.requests.delete(id) && isWanted()) get(model, path, done, refused, isWanted, attempt + 1);
      });
    }
  });
  effect(model, { do: 'get', id, path });
}

/**
 * @param {Model} model
 * @param {{ id: number, body?: any, error?: ChatError }} answer
 */
export function requestAnswered(model, { id, body, error }) {
  const done = model.requests.get(id);
  model.requests.delete(id);
  done?.(body, error);
}

