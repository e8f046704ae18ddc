/**
 * @typedef {import('../types.js').Author} Author
 * @typedef {import('../types.js').Member} Member
 * @typedef {import('../types.js').Message} Message
 * @typedef {import('../types.js').Metadata} Metadata
 * @typedef {import('../types.js').Profile} Profile
 */

/**
 * What is known of a message, in one shape for REST and socket.
 *
 * @typedef {object} Known
 * @property {string} id
 * @property {string} authorId
 * @property {string} content
 * @property {Metadata | null} metadata
 * @property {number} createdAt epoch milliseconds
 * @property {number | null} editedAt
 * @property {number} seq
 * @property {number} changeSeq
 * @property {string | null} name its clientMessageID
 * @property {boolean} deleted
 */

/** A date that cannot be changed, because snapshots are shared. */
class FixedDate extends Date {}
for (const name of Object.getOwnPropertyNames(Date.prototype)) {
  if (name.startsWith('set')) {
    /** @type {any} */ (FixedDate.prototype)[name] = () => {
      throw new TypeError('A snapshot cannot be changed: copy the date with new Date(date)');
    };
  }
}

/**
 * @param {number} ms
 * @returns {Date}
 */
export const fixedDate = (ms) => Object.freeze(new FixedDate(ms));

/**
 * @template T
 * @param {T} value of JSON
 * @returns {T}
 */
export function deepFreeze(value) {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/**
 * A message of REST, or of a frame `message`, alone or in a page of changes.
 *
 * @param {any} it
 * @returns {Known}
 */
export function knownOf(it) {
  const edited = it.editedAt ?? it.updatedAt;
  return {
    id: String(it.id ?? it.messageID),
    authorId: String(it.creatorID ?? it.authorID),
    content: it.content,
    metadata: deepFreeze(it.metadata ?? null),
    createdAt: Date.parse(it.createdAt),
    editedAt: edited ? Date.parse(edited) : null,
    seq: it.seq,
    changeSeq: it.changeSeq ?? it.seq,
    name: it.clientMessageID ?? null,
    deleted: false,
  };
}

/**
 * A message after an edit or a deletion.
 *
 * @param {Known} it
 * @param {any} change with its changeSeq
 * @returns {Known}
 */
export function patched(it, change) {
  const { changeSeq } = change;
  if (change.type === 'message_deleted') return { ...it, content: '', metadata: null, changeSeq, deleted: true };
  const metadata = deepFreeze(change.metadata ?? null);
  return { ...it, content: change.content, metadata, editedAt: Date.parse(change.updatedAt), changeSeq };
}

/**
 * @param {any} it a user of REST
 * @returns {Profile}
 */
export const profileOf = (it) =>
  Object.freeze({
    id: String(it.id),
    displayName: it.displayName,
    displayImage: it.displayImage ?? null,
    email: it.email ?? null,
  });

/**
 * Authors by id. An author stays the same object as long as nothing about it changes.
 */
export class Authors {
  /** @type {Map<string, Author>} */
  #known = new Map();
  /** Ids that were shown and are not known. */
  #wanted = new Set();
  /** Ids that the server was asked for already. */
  #hidden = new Set();

  /**
   * @param {any} user of REST
   * @returns {boolean} whether this changed something
   */
  learn(user) {
    const { displayName, displayImage = null } = user;
    const id = String(user.id);
    const held = this.#known.get(id);
    this.#wanted.delete(id);
    if (held?.displayName === displayName && held?.displayImage === displayImage) return false;
    this.#known.set(id, Object.freeze({ id, displayName, displayImage }));
    return true;
  }

  /**
   * @param {string} id
   * @returns {Author}
   */
  of(id) {
    const held = this.#known.get(id);
    if (held) return held;
    this.learn({ id, displayName: '' });
    if (id && !this.#hidden.has(id)) this.#wanted.add(id);
    return /** @type {Author} */ (this.#known.get(id));
  }

  /** @returns {string[]} up to 100 ids to ask the server for, each once */
  take() {
    const ids = [...this.#wanted].slice(0, 100);
    for (const id of ids) {
      this.#wanted.delete(id);
      this.#hidden.add(id);
    }
    return ids;
  }
}
