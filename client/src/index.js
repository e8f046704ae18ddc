export { Chat } from './chat.js';
export { Room } from './room.js';
export { ChatError, RefusedError, SignedOutError, UnavailableError } from './errors.js';
export { indexedDB } from './storage.js';
export { people } from './people.js';
export { account } from './account.js';

/**
 * @typedef {import('./types.js').AcceptedMessage} AcceptedMessage
 * @typedef {import('./types.js').Author} Author
 * @typedef {import('./types.js').Clock} Clock
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').ListedConversation} ListedConversation
 * @typedef {import('./types.js').Member} Member
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').Metadata} Metadata
 * @typedef {import('./types.js').Options} Options
 * @typedef {import('./types.js').Profile} Profile
 * @typedef {import('./types.js').Reader} Reader
 * @typedef {import('./types.js').Snapshot} Snapshot
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Storage} Storage
 * @typedef {import('./types.js').Transport} Transport
 */
