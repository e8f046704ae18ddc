import { Chat } from '../../src/index.js';

/** The time at which scripts begin. */
const START = Date.parse('2026-11-24T08:00:00.000Z');

/** A clock that stands still until it is moved. */
export class ManualClock {
  #now = START;
  /** @type {Map<number, { at: number, run: () => void }>} */
  #timers = new Map();
  #last = 0;

  now = () => this.#now;

  /** @param {() => void} run @param {number} ms */
  after = (run, ms) => {
    this.#timers.set(++this.#last, { at: this.#now + ms, run });
    return this.#last;
  };

  /** @param {any} timer */
  cancel = (timer) => void this.#timers.delete(timer);

  /** @param {number} until @returns {boolean} whether a timer ran */
  next(until) {
    const first = [...this.#timers].filter(([, it]) => it.at <= until).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
    if (!first) {
      this.#now = until;
      return false;
    }
    this.#timers.delete(first[0]);
    this.#now = Math.max(this.#now, first[1].at);
    first[1].run();
    return true;
  }

  /** The machine sleeps: time passes and nothing runs. @param {number} ms */
  sleep(ms) {
    this.#now += ms;
  }
}

export async function turns() {
  for (let at = 0; at < 3; at++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Plays the server for the client of this package, in memory and with a manual clock.
 *
 * @implements {Omit<import('../../conformance/play.js').Player, never>}
 */
export class MemoryPlayer {
  clock = new ManualClock();
  /** @type {import('../../conformance/play.js').Request[]} */
  requests = [];
  /** @type {any[]} */
  frames = [];
  /** @type {string[]} */
  upgrades = [];
  /** @type {import('../../src/types.js').SocketEvents | null} */
  #socket = null;
  #waited = 0;
  /** @type {Map<string, () => void>} */
  #subscriptions = new Map();
  /** What promises of the client came to. @type {any[]} */
  outcomes = [];

  /** @param {Partial<import('../../src/types.js').Options>} [options] */
  constructor(options = {}) {
    /** @type {import('../../src/types.js').Transport} */
    const transport = {
      open: (url, events) => {
        this.upgrades.push(new URL(url).searchParams.get('token') ?? new URL(url).searchParams.get('ticket') ?? '');
        this.#socket = events;
        this.frames = [];
        return {
          send: (text) => {
            if (this.#socket === events) this.frames.push(JSON.parse(text));
          },
          close: () => {
            if (this.#socket === events) this.#socket = null;
          },
        };
      },
      fetch: (url, init) =>
        new Promise((resolve, reject) => {
          const path = String(url).slice('http://chat.test/api/v1.0'.length);
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
          this.requests.push({
            method: init?.method ?? 'GET',
            path,
            ...(init?.body ? { body: JSON.parse(String(init.body)) } : {}),
            answer: ({ status = 200, body, headers = {} }) => {
              if (status === 0) reject(new TypeError('fetch failed'));
              else resolve(new Response(body === undefined ? null : JSON.stringify(body), { status, headers }));
            },
          });
        }),
    };
    this.chat = new Chat({
      url: 'http://chat.test',
      token: () => 'token',
      transport,
      clock: this.clock,
      random: () => 0.5,
      ...options,
    });
  }

  /** @param {any} command */
  async perform(command) {
    this.#waited = 0;
    const { chat } = this;
    const room = command.in && chat.conversation(command.in);
    /** @param {Promise<any>} promise */
    const note = (promise) =>
      void promise.then(
        (value) => this.outcomes.push({ value }),
        (error) => this.outcomes.push({ code: error.code }),
      );
    switch (command.what) {
      case 'connect':
        return note(chat.connect());
      case 'disconnect':
        return chat.disconnect();
      case 'open':
        this.#subscriptions.set(command.in, room.subscribe(() => {}));
        return undefined;
      case 'close':
        return this.#subscriptions.get(command.in)?.();
      case 'send':
        return note(room.send(command.content));
      case 'edit':
        return note(room.edit(command.messageId, command.content, { ifChangeSeq: command.ifChangeSeq }));
      case 'delete':
        return note(room.delete(command.messageId, { ifChangeSeq: command.ifChangeSeq }));
      case 'older':
        return note(room.older());
      case 'read':
        return room.markRead();
      case 'typing':
        return room.typing();
      default:
        throw new Error('unknown command ' + command.what);
    }
  }

  /** @param {any} frame */
  send(frame) {
    this.#waited = 0;
    this.#socket?.onFrame(JSON.stringify(frame));
  }

  /** @param {number} code @param {string} reason */
  close(code, reason) {
    this.#waited = 0;
    const socket = this.#socket;
    this.#socket = null;
    socket?.onClose(code, reason);
  }

  cut() {
    this.close(1006, '');
  }

  /** @param {number} ms */
  async advance(ms) {
    this.#waited = 0;
    const until = this.clock.now() + ms;
    do await turns();
    while (this.clock.next(until));
    await turns();
  }

  async wait() {
    await turns();
    const isWaiting = this.#waited < 3;
    this.#waited = isWaiting ? this.#waited + 1 : 0;
    return isWaiting;
  }

  async report() {
    const { chat } = this;
    const rooms = Object.fromEntries(
      [...this.#subscriptions.keys()].map((id) => {
        const { messages, unread, typing, readers, hasOlder, left } = chat.conversation(id).snapshot;
        return [
          id,
          {
            messages: messages.map(({ id: messageId, content, state, deleted, author }) => ({ id: messageId, content, state, deleted, author: author.displayName })),
            unread,
            typing: typing.map((it) => it.id),
            readers: readers.map((it) => ({ id: it.user.id, seq: it.seq })),
            hasOlder,
            left,
          },
        ];
      }),
    );
    const conversations = chat.conversations.snapshot.map(({ id, name, unread, lastMessage, online, members }) => ({
      id,
      name,
      unread,
      last: lastMessage && lastMessage.content,
      online,
      members: members.map((it) => it.id),
    }));
    return { state: chat.state, conversations, rooms };
  }

  async end() {
    this.chat.disconnect();
  }
}
