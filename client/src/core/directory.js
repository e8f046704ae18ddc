import { effect, touch } from './effects.js';
import { get } from './requests.js';
import { Authors, profileOf } from './shapes.js';

/**
 * Who the user is, who the others are, and who of them is online.
 *
 * @typedef {import('./model.js').Model} Model
 */

/**
 * @param {Model} model
 * @param {any} user with an id and a name
 */
export function learnAuthor(model, user) {
  if (model.authors.learn(user)) for (const { id } of model.conversations.values()) touch(model, id);
}

/**
 * Takes the own profile.
 *
 * @param {Model} model
 * @param {{ body: any }} event
 */
export function learnUser(model, { body }) {
  const user = profileOf(body);
  if (user.id !== model.userId && model.userId !== null) return;
  model.user = user;
  learnAuthor(model, user);
  effect(model, { do: 'emit', topic: 'user', value: model.user });
}

/**
 * @param {Model} model
 * @param {{ userID: any, isOnline: boolean }} frame
 */
export function showPresence(model, { userID, isOnline }) {
  const id = String(userID);
  if (isOnline) model.online.add(id);
  else model.online.delete(id);
  for (const it of model.conversations.values()) if (it.members.has(id)) touch(model, it.id);
  effect(model, { do: 'presence' });
}

/**
 * Asks for the own profile, unless it is known.
 *
 * @param {Model} model
 */
export function askUser(model) {
  if (!model.user) get(model, '/users/me', (body) => learnUser(model, { body }));
}

/**
 * Asks for the authors that were shown without a name.
 *
 * @param {Model} model
 */
export function askAuthors(model) {
  const ids = model.socket === null || model.isAsking ? [] : model.authors.take();
  if (!ids.length) return;
  model.isAsking = true;
  get(
    model,
    `/users?ids=${ids.join(',')}`,
    (body) => {
      model.isAsking = false;
      for (const user of body.value) learnAuthor(model, user);
    },
    () => (model.isAsking = false),
  );
}

/**
 * A user has another name or picture.
 *
 * @param {Model} model
 * @param {any} frame
 */
export function userUpdated(model, frame) {
  const id = String(frame.userID);
  if (id === model.userId && model.user) {
    model.user = profileOf({ ...model.user, ...frame, id });
    effect(model, { do: 'emit', topic: 'user', value: model.user });
  }
  learnAuthor(model, { ...frame, id });
  effect(model, { do: 'emit', topic: 'profile', value: model.authors.of(id) });
}

/**
 * Treats all users as offline: a new connection starts with those who are online.
 *
 * @param {Model} model
 */
export function resetPresence(model) {
  for (const userID of [...model.online]) showPresence(model, { userID, isOnline: false });
}

/**
 * Forgets what the previous user was allowed to see.
 *
 * @param {Model} model
 */
export function forgetDirectory(model) {
  model.userId = model.user = null;
  model.online.clear();
  model.authors = new Authors();
  model.isAsking = false;
}
