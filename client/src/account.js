import { profileOf } from './core/shapes.js';

/**
 * @typedef {import('./chat.js').Chat} Chat
 *
 * @typedef {object} Login
 * @property {string} id
 * @property {Date} createdAt
 * @property {Date} expiresAt
 * @property {string | null} userAgent
 * @property {boolean} isCurrent
 */

/**
 * Sign-in by the server's own cookie, for pages of the same site.
 *
 * @param {Chat} chat
 */
export function account(chat) {
  return {
    /** @returns {Promise<{ devLogin: boolean, providers: { name: string, loginUrl: string }[] }>} what a page may offer */
    providers: () => chat.request('GET', '/auth/providers'),

    /**
     * Signs in by naming oneself, on servers that allow it; then `connect()`.
     *
     * @param {{ email: string, displayName: string }} who
     * @returns {Promise<import('./types.js').Profile>}
     */
    async devLogin({ email, displayName }) {
      return profileOf(await chat.request('POST', '/auth/dev/login', { email, displayName }));
    },

    /** Ends this login and the connection. @returns {Promise<void>} */
    async logout() {
      await chat.request('POST', '/auth/logout');
      chat.disconnect();
    },

    /** @returns {Promise<Login[]>} */
    async logins() {
      const { value } = await chat.request('GET', '/users/me/logins');
      return value.map((/** @type {any} */ it) => ({
        ...it,
        createdAt: new Date(it.createdAt),
        expiresAt: new Date(it.expiresAt),
      }));
    },

    /** @param {string} id @returns {Promise<void>} */
    async endLogin(id) {
      await chat.request('DELETE', `/users/me/logins/${encodeURIComponent(id)}`);
    },
  };
}
