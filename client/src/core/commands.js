import { transmit } from './channel.js';
import { lost } from './connection.js';
import { SECOND, at, cancel } from './timers.js';

/**
 * Commands through the socket, and what takes their answers.
 *
 * @typedef {import('./model.js').Model} Model
 */

/** The server answers every command: after this long without an answer the connection is of no use. */
const ANSWER = 45 * SECOND;

/** @param {Model} model */
function awaitAnswers(model) {
  at(model, 'answers', ANSWER, lost, awaitAnswers);
}

/**
 * @param {Model} model
 * @param {string} ref
 */
export function isAwaiting(model, ref) {
  return model.refs.has(ref);
}

/**
 * @param {Model} model
 * @param {string} type
 * @param {any} payload
 * @param {string} ref
 * @param {(frame: any) => void} done takes the ack or error
 */
export function command(model, type, payload, ref, done) {
  if (!model.refs.size) awaitAnswers(model);
  model.refs.set(ref, done);
  transmit(model, { type, ref, payload });
}

/**
 * @param {Model} model
 * @param {any} frame an ack or error
 */
export function answered(model, frame) {
  const done = model.refs.get(frame.ref);
  model.refs.delete(frame.ref);
  if (model.refs.size) awaitAnswers(model);
  else cancel(model, 'answers');
  done?.(frame);
}
