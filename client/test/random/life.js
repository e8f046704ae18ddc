import assert from 'node:assert/strict';
import { ChatError } from '../../src/node.js';
import { Proxy } from '../harness/proxy.js';
import { MemoryStorage, START, Tab } from './tab.js';

/**
 * @typedef {import('../harness/deployment.js').Deployment} Deployment
 * @typedef {import('../../src/types.js').Snapshot} Snapshot
 */

const SETTLED_MS = 240_000;

/** @param {number} seed */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A random life of three users, one with two tabs; at its end everything that their clients hold
 * must equal REST.
 *
 * @param {Deployment} deployment
 * @param {number} seed
 * @param {{ steps?: number }} [options]
 */
export async function live(deployment, seed, { steps = 40 } = {}) {
  const random = randomOf(seed);
  /** @param {number} n */
  const below = (n) => Math.floor(random() * n);
  /** @template T @param {readonly T[]} from @returns {T} */
  const pick = (from) => /** @type {T} */ (from[below(from.length)]);
  const { core, gateway } = deployment;

  /** @type {{ id: string, token: string, name: string, storage: MemoryStorage }[]} */
  const users = [];
  for (const name of ['Ann', 'Bob', 'Cy']) {
    const user = await again(() => core.login(`${name}-${seed}-${START}`));
    users.push({ ...user, name, storage: new MemoryStorage() });
  }
  const owner = /** @type {any} */ (users[0]);
  /** @param {string} name @param {any[]} members */
  const group = async (name, members) =>
    (
      await again(() =>
        core.rest(owner.token, 'POST', '/conversations', {
          participantIDs: members.map((it) => it.id),
          conversationType: 'group-chat',
          groupName: name,
        }),
      )
    ).id;
  /** @type {string[]} */
  const rooms = [await group(`one ${seed}`, users.slice(1)), await group(`two ${seed}`, users.slice(1))];

  /** @type {Tab[]} */
  const tabs = [];
  for (const user of [...users, owner]) {
    const proxy = await new Proxy({ requests: () => core.port, upgrades: () => gateway.port }).start();
    tabs.push(new Tab(user, proxy, random));
  }

  /** @type {Map<string, { outcome: 'open' | 'sent' | 'refused', author: string, error?: any }>} */
  const sent = new Map();
  let count = 0;

  /** @param {Tab} tab @param {string} room */
  const send = (tab, room) => {
    const content = `${seed}/${++count} ${'x'.repeat(below(30) === 0 ? 3000 : below(60))}`;
    const record = { outcome: /** @type {'open' | 'sent' | 'refused'} */ ('open'), author: tab.user.id, error: undefined };
    sent.set(content, record);
    tab.chat
      .conversation(room)
      .send(content, below(4) === 0 ? { metadata: { n: count } } : {})
      .then(
        () => (record.outcome = 'sent'),
        (error) => {
          record.outcome = 'refused';
          record.error = error;
        },
      );
  };
  /** @param {Tab} tab @param {string} room */
  const own = (tab, room) => {
    const known = (tab.shown.get(room)?.messages ?? []).filter((it) => it.id && !it.deleted && it.authorId === tab.user.id);
    return known.length ? pick(known) : null;
  };
  /** Contents that edits gave. */
  const edits = new Set();

  const actions = [
    ...Array(14).fill(send),
    ...Array(3).fill((/** @type {Tab} */ tab, /** @type {string} */ room) => {
      const message = own(tab, room);
      if (!message) return;
      const content = `edit ${seed}/${++count}`;
      edits.add(content);
      void tab.chat.conversation(room).edit(/** @type {string} */ (message.id), content);
    }),
    ...Array(2).fill((/** @type {Tab} */ tab, /** @type {string} */ room) => {
      const message = own(tab, room);
      if (message) void tab.chat.conversation(room).delete(/** @type {string} */ (message.id));
    }),
    ...Array(3).fill((/** @type {Tab} */ tab, /** @type {string} */ room) => tab.chat.conversation(room).markRead()),
    (/** @type {Tab} */ tab, /** @type {string} */ room) => tab.chat.conversation(room).typing(),
    ...Array(3).fill((/** @type {Tab} */ tab, /** @type {string} */ room) => tab.open(room)),
    (/** @type {Tab} */ tab, /** @type {string} */ room) => tab.close(room),
    ...Array(4).fill((/** @type {Tab} */ tab) => tab.proxy.cut()),
    ...Array(3).fill((/** @type {Tab} */ tab) => tab.proxy.cutNextAfter(below(4000))),
    (/** @type {Tab} */ tab) => {
      const most = below(30);
      tab.proxy.delay = () => below(most);
    },
    (/** @type {Tab} */ tab) => tab.proxy.heal(),
    (/** @type {Tab} */ tab) => {
      tab.proxy.isHeld = true;
      setTimeout(() => (tab.proxy.isHeld = false), below(300));
    },
    (/** @type {Tab} */ tab) => {
      tab.chat.disconnect();
      tab.chat.connect().catch(() => {});
    },
    (/** @type {Tab} */ tab) => tab.reload(),
    async () => {
      const member = pick(users.slice(1));
      const room = pick(rooms);
      await again(() => core.rest(owner.token, 'DELETE', `/conversations/${room}/participants/${member.id}`), [404]);
      if (below(2)) await again(() => core.rest(owner.token, 'PATCH', `/conversations/${room}/participants`, { participantIDs: [member.id] }));
    },
    async () => {
      const room = pick(rooms);
      const ids = users.slice(1).map((it) => it.id);
      await again(() => core.rest(owner.token, 'PATCH', `/conversations/${room}/participants`, { participantIDs: ids }));
    },
    async () => void rooms.push(await group(`more ${seed}/${++count}`, users.slice(1))),
  ];

  for (let step = 0; step < steps; step++) {
    await pick(actions)(pick(tabs), pick(rooms));
    if (below(3) === 0) await new Promise((resolve) => setTimeout(resolve, below(40)));
    else await new Promise((resolve) => setImmediate(resolve));
  }

  // Everything works again: from here on all must come to rest, and equal REST.
  for (const tab of tabs) {
    tab.proxy.heal();
    tab.chat.connect().catch(() => {});
    for (const room of rooms) tab.open(room);
  }
  try {
    await settle(deployment, tabs, rooms, sent, edits);
  } finally {
    for (const tab of tabs) {
      tab.chat.disconnect();
      await tab.proxy.stop();
    }
  }
  return { messages: sent.size };
}

/**
 * @param {Deployment} deployment
 * @param {Tab[]} tabs
 * @param {string[]} rooms
 * @param {Map<string, { outcome: string, author: string, error?: any }>} sent
 * @param {Set<string>} edits
 */
async function settle(deployment, tabs, rooms, sent, edits) {
  const deadline = Date.now() + SETTLED_MS;
  for (;;) {
    try {
      await deployment.restarting;
      await compare(deployment, tabs, rooms, sent, edits);
      return;
    } catch (error) {
      for (const tab of tabs) if (tab.failure) throw tab.failure;
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** @param {any} it */
const shownMessage = (it) => ({
  id: it.id,
  author: it.authorId,
  content: it.content,
  metadata: it.metadata,
  editedAt: it.editedAt?.toISOString() ?? null,
  createdAt: it.createdAt.toISOString(),
  seq: it.seq,
  state: it.state,
});

/**
 * @param {Deployment} deployment
 * @param {Tab[]} tabs
 * @param {string[]} rooms
 * @param {Map<string, { outcome: string, author: string, error?: any }>} sent
 * @param {Set<string>} edits
 */
async function compare({ core }, tabs, rooms, sent, edits) {
  /** @type {Map<string, any[]>} */
  const histories = new Map();
  for (const room of rooms) {
    const user = /** @type {Tab} */ (tabs[0]).user;
    const all = [];
    let path = `/conversations/${room}/messages?$after=0&$top=200`;
    while (path) {
      const page = await core.rest(user.token, 'GET', path);
      all.push(...page.value);
      path = page['@nextLink'];
    }
    histories.set(room, all);
  }
  for (const [index, tab] of tabs.entries()) {
    const { chat } = tab;
    const who = `tab ${index} of ${tab.user.id}`;
    assert.equal(chat.state, 'online', who);
    const failed = [...tab.shown.values()].flatMap((it) => it.messages).filter((it) => it.state === 'sending');
    assert.deepEqual(failed, [], who + ': unsent');
    /** @type {any[]} */
    const mine = (await core.rest(tab.user.token, 'GET', '/conversations?$top=200')).value;
    const listed = chat.conversations.snapshot;
    assert.deepEqual([...listed].map((it) => it.id).sort(), mine.map((it) => it.id).sort(), who + ': conversations');
    for (const it of mine) {
      const held = /** @type {import('../../src/types.js').ListedConversation} */ (listed.find((other) => other.id === it.id));
      const where = `${who} in ${it.id}`;
      assert.equal(held.unread, it.unreadCount, where + ': unread');
      assert.equal(held.name, it.groupName, where + ': name');
      assert.deepEqual(
        held.members.map((member) => `${member.id} ${member.role} ${member.displayName}`).sort(),
        it.participants.map((/** @type {any} */ member) => `${member.id} ${member.role} ${member.displayName}`).sort(),
        where + ': members',
      );
      const history = /** @type {any[]} */ (histories.get(it.id));
      while (await chat.conversation(it.id).older());
      const shown = /** @type {Snapshot} */ (tab.shown.get(it.id));
      assert.deepEqual(
        shown.messages.filter((message) => !message.deleted && message.id !== null).map(shownMessage),
        history.map((message) => ({
          id: message.id,
          author: message.creatorID,
          content: message.content,
          metadata: message.metadata ?? null,
          editedAt: message.editedAt ?? null,
          createdAt: message.createdAt,
          seq: message.seq,
          state: 'accepted',
        })),
        where + ': messages',
      );
      assert.equal(held.lastMessage?.id ?? null, history.at(-1)?.id ?? null, where + ': last message');
    }
  }
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const history of histories.values()) {
    for (const it of history) times.set(it.content, (times.get(it.content) ?? 0) + 1);
  }
  for (const [content, { outcome, error }] of sent) {
    assert.ok((times.get(content) ?? 0) <= 1, 'sent twice: ' + content);
    if (outcome === 'refused') {
      assert.ok(error instanceof ChatError && ['NotFoundRequest', 'ForbiddenRequest'].includes(error.code), `refused: ${error}`);
      assert.equal(times.get(content) ?? 0, 0, 'refused and there: ' + content);
    }
  }
  void edits;
}

/**
 * Repeats what fails because the server is restarted.
 *
 * @template T
 * @param {() => Promise<T>} run
 * @param {number[]} [passed] statuses that are fine
 * @returns {Promise<T>}
 */
async function again(run, passed = []) {
  const deadline = Date.now() + SETTLED_MS;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const status = Number(/: (\d{3}) /.exec(String(error))?.[1] ?? 0);
      if (passed.includes(status)) return /** @type {any} */ (undefined);
      if ((status !== 0 && status < 500) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
