/**
 * Names for commands, of which no two are the same: the time and 96 random bits.
 *
 * @param {number} now epoch milliseconds
 * @returns {string} at most 32 characters
 */
export function newName(now) {
  // Not randomUUID, which pages on plain HTTP do not have.
  return [now, ...crypto.getRandomValues(new Uint32Array(3))].map((it) => it.toString(36)).join('-');
}
