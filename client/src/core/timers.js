/**
 * Deadlines by name.
 *
 * @typedef {import('./model.js').Model} Model
 *
 * @typedef {object} Timer
 * @property {number} at epoch milliseconds
 * @property {(model: Model) => void} run
 * @property {(model: Model) => void} late instead of `run` if the machine slept
 */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
/** A timer that runs later than this was held up by a sleeping machine or a hidden tab. */
const LATE = 10 * SECOND;

/**
 * Sets a timer; one of the same name is replaced.
 *
 * @param {Model} model
 * @param {string} name
 * @param {number} ms from now
 * @param {(model: Model) => void} run
 * @param {(model: Model) => void} [late] instead of `run` if the machine slept
 */
export function at(model, name, ms, run, late = run) {
  model.timers.set(name, { at: model.now() + ms, run, late });
}

/**
 * @param {Model} model
 * @param {string} name
 */
export function cancel(model, name) {
  model.timers.delete(name);
}

/**
 * @param {Model} model
 * @returns {number} when the next one is due, epoch milliseconds; Infinity if there is none
 */
export function nextDue(model) {
  return Math.min(...[...model.timers.values()].map((it) => it.at));
}

/**
 * Runs what is due.
 *
 * @param {Model} model
 * @returns {boolean} whether the machine slept: what became due while it did says nothing about the server
 */
export function runDue(model) {
  const now = model.now();
  const due = [...model.timers].filter(([, it]) => it.at <= now).sort((a, b) => a[1].at - b[1].at);
  const first = due[0];
  const hasSlept = first !== undefined && now - first[1].at > LATE;
  for (const [name, timer] of due) {
    if (model.timers.get(name) !== timer) continue;
    model.timers.delete(name);
    if (hasSlept) timer.late(model);
    else timer.run(model);
  }
  return hasSlept;
}
