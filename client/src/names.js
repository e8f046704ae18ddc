/**
 * Names for commands, of which no two are the same: the time and 80 random bits.
 *
 * @param {number} now epoch milliseconds
 * @returns {string} of 32 characters
 */
export function newName(now) {
  // Not randomUUID, which pages on plain HTTP do not have.
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return now.toString(16).padStart(12, '0') + [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
