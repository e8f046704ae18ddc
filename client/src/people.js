import { profileOf } from './core/shapes.js';

/**
 * @typedef {import('./chat.js').Chat} Chat
 * @typedef {import('./types.js').Profile} Profile
 *
 * @typedef {object} FriendRequest
 * @property {Profile} user the other side
 * @property {Date} createdAt
 */

/**
 * Profiles, the search for people, and friends.
 *
 * @param {Chat} chat
 */
export function people(chat) {
  /** @type {Map<string, Promise<Profile | null>>} */
  const profiles = new Map();
  /** Asked for in this turn. @type {Map<string, (profile: Profile | null) => void>} */
  let wanted = new Map();
  chat.on('profile', ({ id }) => profiles.delete(id));
  chat.on('user', () => profiles.clear());

  async function ask() {
    const asked = wanted;
    wanted = new Map();
    const ids = [...asked.keys()];
    for (let at = 0; at < ids.length; at += 100) {
      const some = ids.slice(at, at + 100);
      /** @type {Map<string, Profile>} */
      let found = new Map();
      try {
        const { value } = await chat.request('GET', `/users?ids=${some.join(',')}`);
        found = new Map(value.map((/** @type {any} */ it) => [String(it.id), profileOf(it)]));
      } catch {
        for (const id of some) profiles.delete(id);
      }
      for (const id of some) asked.get(id)?.(found.get(id) ?? null);
    }
  }

  /**
   * @param {string} path
   * @returns {Promise<any[]>}
   */
  async function all(path) {
    const items = [];
    for (let next = path; next; ) {
      const page = await chat.request('GET', next);
      items.push(...page.value);
      next = page['@nextLink'];
    }
    return items;
  }

  return {
    /** @returns {Promise<Profile>} the own profile, read afresh */
    async me() {
      const body = await chat.request('GET', '/users/me');
      chat.learnUser(body);
      return profileOf(body);
    },

    /**
     * Changes the own profile.
     *
     * @param {{ displayName?: string, displayImage?: string | null }} change `displayImage` is an https address
     * @returns {Promise<Profile>}
     */
    async updateMe(change) {
      const body = await chat.request('PATCH', '/users/me', change);
      chat.learnUser(body);
      return profileOf(body);
    },

    /**
     * @param {string} id
     * @returns {Promise<Profile | null>} null if it is not there or may not be seen; calls of one moment become one request
     */
    profile(id) {
      let held = profiles.get(id);
      if (!held) {
        if (!wanted.size) queueMicrotask(ask);
        held = new Promise((resolve) => wanted.set(id, resolve));
        profiles.set(id, held);
      }
      return held;
    },

    /**
     * @param {string} text 2 to 100 characters: the beginning of a word of a name, or a whole e-mail address
     * @returns {Promise<Profile[]>} at most 20
     */
    async search(text) {
      return (await chat.request('GET', `/users?search=${encodeURIComponent(text)}`)).value.map(profileOf);
    },

    /** @returns {Promise<Profile[]>} */
    async friends() {
      return (await all('/users/friends?$top=200')).map(profileOf);
    },

    /** @returns {Promise<{ sent: FriendRequest[], received: FriendRequest[] }>} what is pending */
    async requests() {
      const [sent, received] = await Promise.all([all('/friendrequests/sent?$top=200'), all('/friendrequests/received?$top=200')]);
      return {
        sent: sent.map((it) => ({ user: profileOf(it.recipient), createdAt: new Date(it.createdAt) })),
        received: received.map((it) => ({ user: profileOf(it.sender), createdAt: new Date(it.createdAt) })),
      };
    },

    /** @param {string} email @returns {Promise<void>} */
    async request(email) {
      await chat.request('POST', '/friendrequests', { recipientEmail: email });
    },

    /** @param {string} userId @returns {Promise<void>} */
    async accept(userId) {
      await chat.request('PATCH', `/friendrequests/received/${userId}`);
    },

    /** @param {string} userId @returns {Promise<void>} */
    async decline(userId) {
      await chat.request('DELETE', `/friendrequests/received/${userId}`);
    },

    /** @param {string} userId @returns {Promise<void>} */
    async cancel(userId) {
      await chat.request('DELETE', `/friendrequests/sent/${userId}`);
    },

    /** @param {string} userId @returns {Promise<void>} */
    async unfriend(userId) {
      await chat.request('DELETE', `/users/friends/${userId}`);
    },
  };
}
