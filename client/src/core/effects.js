/**
 * What an event leads to: effects for the driver, and conversations that are to be shown again.
 *
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('./events.js').Effect} Effect
 */

/**
 * @param {Model} model
 * @param {Effect} effect
 */
export function effect(model, effect) {
  model.effects.push(effect);
}

/**
 * @param {Model} model
 * @param {string} conversationId of one that is to be shown again
 */
export function touch(model, conversationId) {
  model.touched.add(conversationId);
}

/**
 * @param {Model} model
 * @returns {Effect[]} those since the last call
 */
export function takeEffects(model) {
  const { effects, touched } = model;
  if (touched.size) effects.push({ do: 'changed', conversationIds: touched });
  model.effects = [];
  model.touched = new Set();
  return effects;
}
