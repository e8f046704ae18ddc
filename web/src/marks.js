/**
 * @typedef {import('@realtime-gateway/client').Message} Message
 * @typedef {import('@realtime-gateway/client').Snapshot} Snapshot
 */

/** @param {Message} message @returns {string} what names it from before it is accepted until it is deleted */
export const keyOf = (message) => message.clientMessageId ?? message.id ?? '';

/**
 * @param {Snapshot} snapshot
 * @param {string | undefined} me
 * @param {number | null} newAbove messages of others above this seq are new; null if none are
 * @returns {string} the key of the message under the line "New messages", or ''
 */
export function oldestNew({ messages }, me, newAbove) {
  if (newAbove === null) return '';
  const first = messages.find((it) => it.seq > newAbove && it.authorId !== me && !it.deleted);
  return first ? keyOf(first) : '';
}

/**
 * @param {Snapshot} snapshot
 * @param {string | undefined} me
 * @returns {Map<string, string[]>} names of readers, by the key of the newest own message that they have read
 */
export function newestRead({ messages, readers }, me) {
  const own = messages.filter((it) => it.authorId === me && it.seq > 0 && !it.deleted);
  /** @type {Map<string, string[]>} */
  const byKey = new Map();
  for (const { user, seq } of readers) {
    const message = own.findLast((it) => it.seq <= seq);
    if (!message || user.id === me) continue;
    const key = keyOf(message);
    byKey.set(key, [...(byKey.get(key) ?? []), user.displayName || 'someone']);
  }
  return byKey;
}
