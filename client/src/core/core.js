import { ChatError, SignedOutError, UnavailableError, errorOf, isTemporary } from '../errors.js';
import { Conversation, patched } from './conversation.js';
import { Outbox, backOff } from './outbox.js';
import { Authors, knownOf, profileOf } from './shapes.js';

/**
 * @typedef {import('../types.js').State} State
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('./shapes.js').Known} Known
 */

/**
 * What happens, in the words of the driver.
 *
 * @typedef {{ on: 'connect' } | { on: 'disconnect' }
 *   | { on: 'ticket', ticket: string } | { on: 'no-ticket', error: ChatError }
 *   | { on: 'frame', frame: any, socket: number } | { on: 'closed', code: number, reason: string, socket: number }
 *   | { on: 'time' } | { on: 'network', isOnline: boolean } | { on: 'wake' }
 *   | { on: 'answer', id: number, body?: any, error?: ChatError }
 *   | { on: 'restored', userId: string, entries: Entry[] }
 *   | { on: 'enqueue', entry: Entry } | { on: 'retry', name: string } | { on: 'discard', name: string }
 *   | { on: 'open', conversationId: string } | { on: 'close', conversationId: string } | { on: 'older', conversationId: string }
 *   | { on: 'read', conversationId: string, seq?: number } | { on: 'typing', conversationId: string, isTyping: boolean }
 *   | { on: 'conversation', body: any } | { on: 'fetch', conversationId: string } | { on: 'user', body: any }
 * } Event
 *
 * What the driver has to do.
 *
 * @typedef {{ do: 'ticket', isFresh: boolean } | { do: 'open', ticket: string, socket: number } | { do: 'shut', socket: number }
 *   | { do: 'send', frame: any, socket: number } | { do: 'get', id: number, path: string }
 *   | { do: 'state', state: State } | { do: 'connected' } | { do: 'refused', error: ChatError }
 *   | { do: 'restore', userId: string } | { do: 'save', entry: Entry } | { do: 'remove', entry: Entry }
 *   | { do: 'accepted', name: string, message: Known, conversationId: string } | { do: 'failed', name: string, error: ChatError }
 *   | { do: 'changed', conversationIds: Set<string> } | { do: 'user' } | { do: 'message', conversationId: string, message: Known }
 *   | { do: 'page', conversationId: string } | { do: 'profile', userId: string } | { do: 'presence' }
 * } Effect
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TICKET_AND_HELLO = 20 * SECOND;
const PONG = 15 * SECOND;
const PROBE = 5 * SECOND;
const ANSWER = 45 * SECOND;
const STABLE = 10 * SECOND;
const LATE = 10 * SECOND;
const TYPING_SHOWN = 8 * SECOND;
const TYPING_REPEAT = 3 * SECOND;
const PAGE = 50;
const RESUMED_AT_ONCE = 20;
const MOST_CONVERSATIONS = 1000;
/** Further behind than this, a conversation is read afresh. */
const FAR_BEHIND = 1000;

/**
 * The client without input and output: events in, effects out. It holds what the user sees, the
 * life of the connection, and the outbox.
 */
export class Core {
  /** @type {'idle' | 'ticket' | 'opening' | 'catching-up' | 'live' | 'waiting'} */
  #phase = 'idle';
  #isNetworkThere = true;
  #attempts = 0;
  #isListed = false;
  /** @type {Effect[]} */
  #effects = [];
  /** @type {Map<number, (body: any, error?: ChatError) => void>} */
  #requests = new Map();
  #lastId = 0;
  #lastRef = 0;
  #lastSocket = 0;
  /** @type {number | null} */
  #socket = null;
  /** Answers by ref on this socket. @type {Map<string, (frame: any) => void>} */
  #refs = new Map();
  /** Deadlines by name, epoch milliseconds. @type {Map<string, { at: number, run: () => void }>} */
  #timers = new Map();
  #heartbeat = 25 * SECOND;
  #isProbing = false;
  /** Frames that wait for the server's rate. @type {any[]} */
  #held = [];
  #tokens = 0;
  #tokensAt = 0;
  #rate = { perSecond: 20, burst: 40 };
  /** @type {Set<Conversation>} */
  #toResume = new Set();
  /** @type {Map<string, number>} */
  #typedAt = new Map();
  /** Conversations that are being read. @type {Set<Conversation>} */
  #fetching = new Set();
  /** Conversations that are to be shown again. @type {Set<string>} */
  #touched = new Set();
  #isAskingAuthors = false;
  /** Whether the application is to be asked for another token before the next ticket. */
  #wantsFreshToken = false;
  /** Server's clock less this one's, in milliseconds. */
  #clockOffset = 0;
  #expiresAt = 0;
  #missedPongs = 0;
  /** Number of the newest catch-up; requests of earlier ones are void. */
  #catchUps = 0;

  /**
   * @param {{ now: () => number, random: () => number }} world
   */
  constructor({ now, random }) {
    this.now = now;
    this.random = random;
    /** @type {State} */
    this.state = 'offline';
    /** @type {string | null} */
    this.userId = null;
    /** @type {import('../types.js').Profile | null} */
    this.user = null;
    this.authors = new Authors();
    /** @type {Map<string, Conversation>} */
    this.conversations = new Map();
    /** @type {Set<string>} */
    this.online = new Set();
    this.outbox = new Outbox();
    /** @type {ChatError | null} */
    this.lastError = null;
  }

  /** When it wants an event `time`, epoch milliseconds; Infinity if never. */
  get wakeAt() {
    let at = Infinity;
    for (const timer of this.#timers.values()) at = Math.min(at, timer.at);
    return at;
  }

  /**
   * @param {Event} event
   * @returns {Effect[]}
   */
  on(event) {
    this.#effects = [];
    this.#take(event);
    this.#pump();
    this.#report();
    return this.#effects;
  }

  /** @param {Event} event */
  #take(event) {
    switch (event.on) {
      case 'connect':
        return this.#connect();
      case 'disconnect':
        return this.#end('offline', new ChatError('Disconnected', 'disconnect() was called'));
      case 'ticket':
        if (this.#phase === 'ticket') this.#open(event.ticket);
        else if (this.isReady) this.#refresh(event.ticket);
        return undefined;
      case 'no-ticket':
        return this.#noTicket(event.error);
      case 'frame':
        if (event.socket === this.#socket) this.#frame(event.frame);
        return undefined;
      case 'closed':
        if (event.socket === this.#socket) this.#closed(event.code, event.reason);
        return undefined;
      case 'time':
        return this.#time();
      case 'network':
        return this.#network(event.isOnline);
      case 'wake':
        return this.#wake();
      case 'answer': {
        const done = this.#requests.get(event.id);
        this.#requests.delete(event.id);
        done?.(event.body, event.error);
        return undefined;
      }
      case 'restored':
        return this.#restored(event.userId, event.entries);
      case 'enqueue':
        this.outbox.add({ ...event.entry, userId: this.userId });
        this.#typingEnded(event.entry.conversationId);
        if (this.userId) this.#effects.push({ do: 'save', entry: { ...event.entry, userId: this.userId } });
        return this.#touch(event.entry.conversationId);
      case 'retry':
      case 'discard': {
        const entry = event.on === 'retry' ? this.outbox.retry(event.name) : this.outbox.remove(event.name);
        if (!entry) return undefined;
        this.#effects.push({ do: event.on === 'retry' ? 'save' : 'remove', entry });
        return this.#touch(entry.conversationId);
      }
      case 'open':
        return this.#openConversation(this.conversation(event.conversationId));
      case 'close':
        this.conversation(event.conversationId).close();
        return undefined;
      case 'older':
        return this.#older(this.conversation(event.conversationId));
      case 'read':
        return this.#read(event.conversationId, event.seq);
      case 'typing':
        return this.#type(event.conversationId, event.isTyping);
      case 'conversation':
        this.#adopt(event.body);
        return undefined;
      case 'fetch':
        this.conversation(event.conversationId).stale = true;
        return undefined;
      case 'user':
        return this.#learnUser(event.body);
    }
  }

  /**
   * @param {string} id
   * @returns {Conversation} known or not
   */
  conversation(id) {
    let held = this.conversations.get(id);
    if (!held) this.conversations.set(id, (held = new Conversation(id, () => this.userId)));
    return held;
  }

  // ---- the connection ----

  #connect() {
    if (this.#phase === 'live') {
      this.#effects.push({ do: 'connected' });
      return;
    }
    if (this.#phase !== 'idle' && this.#phase !== 'waiting') return;
    this.#attempts = 0;
    this.#ticket();
  }

  #ticket() {
    this.#phase = 'ticket';
    this.#cancel('attempt');
    this.#at('attempt', TICKET_AND_HELLO, () => {
      // The application may not have given a token: ask it again.
      this.#wantsFreshToken = true;
      this.#lost();
    });
    this.#say('connecting');
    this.#effects.push({ do: 'ticket', isFresh: this.#wantsFreshToken });
    this.#wantsFreshToken = false;
  }

  /** @param {string} ticket */
  #open(ticket) {
    this.#phase = 'opening';
    this.#socket = ++this.#lastSocket;
    this.#at('attempt', TICKET_AND_HELLO, () => this.#lost());
    this.#effects.push({ do: 'open', ticket, socket: this.#socket });
  }

  /** @param {ChatError} error */
  #noTicket(error) {
    if (this.isReady) this.#at('refresh', MINUTE / 2, () => this.#effects.push({ do: 'ticket', isFresh: true }));
    if (this.#phase !== 'ticket') return;
    this.lastError = error;
    if (error instanceof SignedOutError || error.code === 'ForbiddenRequest') this.#end('signed-out', error);
    else this.#wait(error.retryAfterSeconds !== undefined ? error.retryAfterSeconds * SECOND : this.#backOff());
  }

  /**
   * @param {State} state
   * @param {ChatError} error
   */
  #end(state, error) {
    this.#dropSocket();
    this.#phase = 'idle';
    this.#cancel('attempt');
    this.lastError = error;
    this.#requests.clear();
    for (const it of this.#fetching) it.stale = true;
    this.#fetching.clear();
    for (const it of this.conversations.values()) {
      if (it.pagesInFlight) this.#effects.push({ do: 'page', conversationId: it.id });
      it.pagesInFlight = 0;
      this.#touch(it.id);
    }
    this.#say(state);
    this.#effects.push({ do: 'refused', error });
  }

  #dropSocket() {
    if (this.#socket !== null) this.#effects.push({ do: 'shut', socket: this.#socket });
    this.#socket = null;
    this.#refs.clear();
    this.#held = [];
    this.#toResume.clear();
    this.#isProbing = false;
    for (const name of ['silence', 'pong', 'stable', 'refresh', 'pace', 'answers']) this.#cancel(name);
    this.outbox.unsent();
    for (const it of this.conversations.values()) {
      it.isResuming = false;
      if (it.typing.size) {
        it.typing.clear();
        this.#touch(it.id);
      }
    }
  }

  #lost() {
    this.lastError = new UnavailableError('Network', 'No answer in time');
    this.#dropSocket();
    this.#wait(this.#backOff());
  }

  #backOff() {
    return backOff(this.#attempts++, this.random());
  }

  /** @param {number} ms */
  #wait(ms) {
    this.#phase = 'waiting';
    this.#say(this.#isNetworkThere ? 'waiting' : 'offline');
    this.#at('attempt', ms, () => this.#ticket());
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #closed(code, reason) {
    const wasLive = this.#phase === 'live' || this.#phase === 'catching-up';
    this.#socket = null;
    this.#dropSocket();
    const hint = /-after=(\d+)/.exec(reason)?.[1];
    this.#wantsFreshToken = code === 4401;
    if (code === 4403) {
      this.#end('signed-out', errorOf('ForbiddenRequest', reason || 'Not allowed to connect', { status: 403 }));
    } else if (code === 4429 && wasLive) {
      this.#end('replaced', new ChatError('Replaced', reason || 'Newer sessions took its place'));
    } else {
      this.lastError = new UnavailableError('Network', `The connection ended with ${code} ${reason}`);
      // Of a refused upgrade it is in seconds, of a drain in milliseconds.
      this.#wait(hint ? Number(hint) * (code === 4429 ? SECOND : 1) : this.#backOff());
    }
  }

  /** @param {boolean} isOnline */
  #network(isOnline) {
    this.#isNetworkThere = isOnline;
    if (this.#phase === 'waiting') {
      if (isOnline) this.#ticket();
      else this.#say('offline');
    } else {
      this.#probe();
    }
  }

  #wake() {
    if (this.#phase === 'waiting') {
      this.#attempts = 0;
      this.#ticket();
    } else {
      this.#probe();
    }
  }

  /** Finds out soon whether the connection still works. */
  #probe() {
    if (!this.isReady || this.#isProbing) return;
    this.#isProbing = true;
    this.#ping(PROBE);
  }

  /** @param {number} ms */
  #ping(ms) {
    this.#held.unshift({ type: 'ping', ref: 'ping' });
    this.#flush();
    this.#at('pong', ms, () => this.#lost());
  }

  #heard() {
    this.#isProbing = false;
    this.#missedPongs = 0;
    this.#cancel('pong');
    this.#at('silence', this.#heartbeat, () => this.#ping(PONG));
  }

  #time() {
    const now = this.now();
    const due = [...this.#timers].filter(([, timer]) => timer.at <= now).sort((a, b) => a[1].at - b[1].at);
    const first = due[0];
    // The machine slept: what was to happen meanwhile says nothing about the server.
    const hasSlept = first !== undefined && now - first[1].at > LATE;
    for (const [name, timer] of due) {
      if (this.#timers.get(name) !== timer) continue;
      this.#timers.delete(name);
      if (!hasSlept || (name !== 'pong' && name !== 'answers')) timer.run();
      // In a hidden tab timers are always late: a second pong that is missing counts.
      else if (name === 'pong' && ++this.#missedPongs > 1) this.#lost();
      else if (name === 'answers') this.#awaitAnswers();
    }
    if (!hasSlept) return;
    this.#isProbing = false;
    this.#wake();
  }

  /**
   * @param {string} name
   * @param {number} ms
   * @param {() => void} run
   */
  #at(name, ms, run) {
    this.#timers.set(name, { at: this.now() + ms, run });
  }

  /** @param {string} name */
  #cancel(name) {
    this.#timers.delete(name);
  }

  /** @param {State} state */
  #say(state) {
    if (state === this.state) return;
    this.state = state;
    this.#effects.push({ do: 'state', state });
  }

  // ---- frames ----

  /** @param {any} frame */
  #frame(frame) {
    this.#heard();
    if (frame.type === 'hello') return this.#hello(frame);
    if (this.#phase === 'opening') return undefined;
    switch (frame.type) {
      case 'ack':
      case 'error':
        return this.#answered(frame);
      case 'changes':
        return this.#changes(frame);
      case 'reset':
        return this.#reset(frame);
      case 'lagging':
        return this.#lagging(frame);
      case 'presence':
        return this.#presence(String(frame.userID), frame.isOnline);
      case 'typing':
        return this.#typed(String(frame.conversationID), String(frame.userID), frame.isTyping);
      case 'read':
        return this.#readBy(String(frame.conversationID), String(frame.userID), frame.seq);
      case 'user_updated':
        return this.#userUpdated(frame);
      case 'added_to_conversation':
        this.conversation(String(frame.conversationID)).stale = true;
        return undefined;
      case 'removed_from_conversation':
        return this.#removed(String(frame.conversationID), frame.seq);
      default:
        // Events of the history, those of later versions as well: they count, whatever they mean.
        return frame.seq && frame.conversationID ? this.#live(frame) : undefined;
    }
  }

  /** @param {any} frame */
  #hello(frame) {
    const userId = String(frame.userID);
    if (this.userId !== null && this.userId !== userId) this.#otherUser();
    const isFirst = this.userId === null;
    this.userId = userId;
    this.#heartbeat = (frame.heartbeatSeconds || 25) * SECOND;
    this.#heard();
    this.#rate = { perSecond: frame.commandsPerSecond ?? 20, burst: frame.commandBurst ?? 40 };
    this.#tokens = this.#rate.burst;
    this.#tokensAt = this.now();
    this.#phase = 'catching-up';
    this.#cancel('attempt');
    this.#at('stable', STABLE, () => (this.#attempts = 0));
    this.#expiresAt = 0;
    this.#clockOffset = Date.parse(frame.serverTime) - this.now();
    this.#scheduleRefresh(frame.expiresAt);
    if (isFirst) {
      for (const entry of this.outbox.claim(userId)) this.#effects.push({ do: 'save', entry });
      this.#effects.push({ do: 'restore', userId });
    }
    if (!this.user) this.#get('/users/me', (body) => this.#learnUser(body));
    this.#catchUp();
  }

  #otherUser() {
    const error = new ChatError('OtherUser', 'Another user has signed in');
    for (const entry of this.outbox.clear()) this.#effects.push({ do: 'failed', name: entry.name, error });
    this.userId = null;
    this.user = null;
    this.#isListed = false;
    this.#requests.clear();
    this.#fetching.clear();
    this.online.clear();
    this.authors = new Authors();
    this.#isAskingAuthors = false;
    const known = [...this.conversations.values()];
    this.conversations.clear();
    for (const { id, isOpen } of known) {
      this.#touch(id);
      if (isOpen) this.#openConversation(this.conversation(id));
    }
    this.#effects.push({ do: 'user' }, { do: 'presence' });
  }

  /** @param {string} expiresAt */
  #scheduleRefresh(expiresAt) {
    const at = Date.parse(expiresAt);
    const left = at - this.now() - this.#clockOffset;
    if (!(left > 0)) return;
    // The same login again ends when it did: look again for another one, but not all the time.
    const isLonger = at > this.#expiresAt + SECOND;
    const ms = isLonger ? left - Math.min(MINUTE, left / 4) : Math.max(10 * SECOND, left / 2);
    this.#expiresAt = at;
    this.#at('refresh', Math.min(ms, 2 ** 30), () => {
      this.#effects.push({ do: 'ticket', isFresh: true });
    });
  }

  /** @param {string} ticket */
  #refresh(ticket) {
    this.#command('refresh', { ticket }, 'refresh', (frame) => {
      if (frame.type === 'ack') this.#scheduleRefresh(frame.expiresAt);
    });
  }

  /** Reads what is new, and resumes what is held; also after events were lost. */
  #catchUp() {
    this.#catchUps++;
    // Presence starts afresh: who went offline meanwhile is not said.
    for (const userId of [...this.online]) this.#presence(userId, false);
    for (const it of this.conversations.values()) {
      if (it.epoch === '') it.stale ||= it.isOpen || it.isKnown;
      else if (it.isOpen) this.#toResume.add(it);
      if (it.wantedReadSeq > 0) this.#sendRead(it);
    }
    if (this.#isListed) this.#heads();
    else this.#list();
  }

  #list() {
    const isWanted = this.#untilNextCatchUp();
    /** @param {any} body */
    const take = (body) => {
      for (const it of body.value) this.#adopt(it);
      const next = body['@nextLink'];
      this.#isListed = true;
      if (next && this.conversations.size < MOST_CONVERSATIONS) this.#get(next, take, undefined, isWanted);
    };
    this.#get('/conversations?$top=100', take, undefined, isWanted);
  }

  #untilNextCatchUp() {
    const number = this.#catchUps;
    return () => this.#catchUps === number;
  }

  #heads() {
    /** @param {any} body */
    const take = (body) => {
      const seen = new Set();
      for (const head of body.value) {
        const it = this.conversation(String(head.id));
        seen.add(it);
        if (it.epoch === '') it.stale = true;
        else if (head.seq - it.seq > FAR_BEHIND) it.forget();
        else if (it.compare(head)) this.#toResume.add(it);
        this.#touch(it.id);
      }
      if (body['@nextLink']) return;
      for (const it of this.conversations.values()) if (it.isKnown && !seen.has(it)) it.stale = true;
    };
    const path = '/conversations/heads?$top=1000';
    this.#get(path, take, undefined, this.#untilNextCatchUp());
  }

  /** @param {any} body */
  #adopt(body) {
    const it = this.conversation(String(body.id));
    body.participants.forEach(this.#learnAuthor);
    if (it.adopt(body)) this.#toResume.add(it);
    if (it.stale) {
      it.stale = false;
      this.#at('stale ' + it.id, SECOND / 2, () => (it.stale = true));
    }
    if (it.wantedReadSeq > body.readSeq) this.#sendRead(it);
    this.#touch(it.id);
  }

  /** @param {Conversation} it */
  #fetch(it) {
    if (this.#fetching.has(it)) return;
    it.stale = false;
    this.#fetching.add(it);
    this.#get(
      `/conversations/${it.id}`,
      (body) => {
        this.#fetching.delete(it);
        if (this.conversations.get(it.id) === it) this.#adopt(body);
      },
      (error) => {
        this.#fetching.delete(it);
        if (error.status === 404 || error.status === 403 || error.status === 400) {
          it.leave(it.leftSeq);
          this.#touch(it.id);
        }
      },
    );
  }

  /** @param {any} frame */
  #live(frame) {
    const it = this.conversation(String(frame.conversationID));
    const before = it.last;
    const outcome = it.live(frame);
    if (outcome === 'old') return;
    if (outcome === 'gap') {
      if (it.epoch === '') it.stale = true;
      else this.#toResume.add(it);
    }
    this.#touch(it.id);
    if (frame.type === 'message' && it.last && it.last !== before && String(frame.authorID) !== this.userId) {
      this.#effects.push({ do: 'message', conversationId: it.id, message: it.last });
    }
  }

  /** @param {any} frame */
  #changes(frame) {
    const it = this.conversations.get(String(frame.conversationID));
    if (!it || !it.isResuming || frame.ref !== it.resumeRef) return;
    it.isResuming = false;
    if (it.changes(frame)) this.#toResume.add(it);
    else this.#toResume.delete(it);
    this.#touch(it.id);
  }

  /** @param {any} frame */
  #reset(frame) {
    const it = this.conversations.get(String(frame.conversationID));
    if (!it) return;
    it.forget();
    this.#touch(it.id);
  }

  /** @param {any} frame */
  #lagging(frame) {
    if (!frame.conversationIDs) {
      this.outbox.unsent();
      this.#refs.clear();
      for (const it of this.conversations.values()) it.isResuming = false;
      this.#catchUp();
      return;
    }
    for (const id of frame.conversationIDs) {
      const it = this.conversation(String(id));
      // A page that is on its way may be from before what was missed.
      it.isResuming = false;
      if (it.epoch === '') it.stale = true;
      else this.#toResume.add(it);
    }
  }

  /**
   * @param {string} id
   * @param {number} seq
   */
  #removed(id, seq) {
    const it = this.conversation(id);
    if (it.epoch !== '' && seq <= it.seq) return;
    it.leave(seq);
    this.#touch(id);
  }

  /**
   * @param {string} userId
   * @param {boolean} isOnline
   */
  #presence(userId, isOnline) {
    if (isOnline) this.online.add(userId);
    else this.online.delete(userId);
    for (const it of this.conversations.values()) if (it.members.has(userId)) this.#touch(it.id);
    this.#effects.push({ do: 'presence' });
  }

  /**
   * @param {string} id
   * @param {string} userId
   * @param {number} seq
   */
  #readBy(id, userId, seq) {
    const it = this.conversations.get(id);
    if (!it || it.epoch === '') return;
    if (userId === this.userId) it.read(seq);
    else it.readers.set(userId, Math.max(seq, it.readers.get(userId) ?? 0));
    this.#touch(id);
  }

  /** @param {any} frame */
  #userUpdated(frame) {
    const id = String(frame.userID);
    if (id === this.userId && this.user) {
      this.user = profileOf({ ...this.user, ...frame, id });
      this.#effects.push({ do: 'user' });
    }
    this.#learnAuthor({ ...frame, id });
    this.#effects.push({ do: 'profile', userId: id });
  }

  /** @param {any} body */
  #learnUser(body) {
    const user = profileOf(body);
    if (user.id !== this.userId && this.userId !== null) return;
    this.user = user;
    this.#learnAuthor(user);
    this.#effects.push({ do: 'user' });
  }

  /** @param {any} user */
  #learnAuthor = (user) => {
    if (this.authors.learn(user)) for (const it of this.conversations.values()) this.#touch(it.id);
  };

  /** Asks for the authors that were shown without a name. */
  askAuthors() {
    this.#effects = [];
    if (this.#socket !== null && !this.#isAskingAuthors) {
      const ids = this.authors.take();
      if (ids.length) {
        this.#isAskingAuthors = true;
        this.#get(
          `/users?ids=${ids.join(',')}`,
          (body) => {
            this.#isAskingAuthors = false;
            body.value.forEach(this.#learnAuthor);
          },
          () => (this.#isAskingAuthors = false),
        );
      }
    }
    this.#report();
    return this.#effects;
  }

  // ---- requests ----

  /**
   * Reads by REST. What is temporary is tried again as long as there is a connection, and else
   * after the next one.
   *
   * @param {string} path below `/api/v1.0`, or a link that the server gave
   * @param {(body: any) => void} done
   * @param {(error: ChatError) => void} [refused] after an error that stays
   * @param {() => boolean} [isWanted]
   * @param {number} [attempt]
   */
  #get(path, done, refused, isWanted = () => true, attempt = 0) {
    const id = ++this.#lastId;
    this.#requests.set(id, (body, error) => {
      if (!isWanted()) return;
      if (!error) {
        done(body);
        return;
      }
      if (error instanceof SignedOutError) {
        this.#end('signed-out', error);
        return;
      }
      if (!(error instanceof UnavailableError)) {
        refused?.(error);
        return;
      }
      const ms = Math.max((error.retryAfterSeconds ?? 0) * SECOND, backOff(attempt, this.random()));
      const waiting = ++this.#lastId;
      this.#requests.set(waiting, () => {});
      this.#at('request ' + waiting, ms, () => {
        if (this.#requests.delete(waiting) && isWanted()) this.#get(path, done, refused, isWanted, attempt + 1);
      });
    });
    this.#effects.push({ do: 'get', id, path });
  }

  /**
   * @param {Conversation} it
   * @param {string} query
   */
  #page(it, query) {
    const generation = it.generation;
    it.pagesInFlight++;
    this.#touch(it.id);
    const isCurrent = () => it.generation === generation && this.conversations.get(it.id) === it;
    const end = () => {
      this.#effects.push({ do: 'page', conversationId: it.id });
      this.#touch(it.id);
    };
    this.#get(
      `/conversations/${it.id}/messages?$top=${PAGE}${query}`,
      (body) => {
        if (!isCurrent()) return;
        it.pagesInFlight--;
        it.page(body.value, body['@nextLink'] !== undefined);
        end();
      },
      () => {
        if (!isCurrent()) return;
        it.pagesInFlight--;
        it.isPaged = true;
        it.hasOlder = false;
        end();
      },
    );
  }

  /** @param {Conversation} it */
  #openConversation(it) {
    if (it.isOpen) return;
    it.open();
    if (it.epoch === '') it.stale = true;
    this.#touch(it.id);
  }

  /** @param {Conversation} it */
  #older(it) {
    if (!it.isOpen) this.#openConversation(it);
    else if (it.pagesInFlight === 0 && it.isPaged && it.hasOlder) this.#page(it, `&$before=${it.from}`);
    else if (it.left || (it.isPaged && !it.hasOlder)) this.#effects.push({ do: 'page', conversationId: it.id });
  }

  // ---- commands ----

  /**
   * @param {string} id
   * @param {number} [seq]
   */
  #read(id, seq) {
    const it = this.conversation(id);
    if (it.epoch === '') return;
    it.read(Math.min(seq ?? it.seq, it.seq));
    this.#touch(id);
    this.#sendRead(it);
  }

  /** @param {Conversation} it */
  #sendRead(it) {
    const ref = 'read ' + it.id;
    if (!this.isReady || this.#refs.has(ref) || it.epoch === '') return;
    const seq = it.wantedReadSeq;
    this.#command('read', { conversationID: it.id, seq }, ref, () => {
      if (it.wantedReadSeq > seq) this.#sendRead(it);
    });
  }

  /**
   * @param {string} id
   * @param {boolean} isTyping
   */
  #type(id, isTyping) {
    const last = this.#typedAt.get(id);
    if (!this.isReady) return;
    if (isTyping ? last !== undefined && this.now() - last < TYPING_REPEAT : last === undefined) return;
    this.#transmit({ type: 'typing', payload: { conversationID: id, isTyping } });
    if (isTyping) this.#typedAt.set(id, this.now());
    else this.#typedAt.delete(id);
  }

  /** @param {string} id */
  #typingEnded(id) {
    this.#type(id, false);
  }

  /**
   * @param {string} id
   * @param {string} userId
   * @param {boolean} isTyping
   */
  #typed(id, userId, isTyping) {
    const it = this.conversations.get(id);
    if (!it) return;
    it.typing.delete(userId);
    if (isTyping) {
      it.typing.add(userId);
      // The server says when it ends; should that be lost, it ends all the same.
      this.#at(`typing ${id} ${userId}`, TYPING_SHOWN, () => this.#typed(id, userId, false));
    }
    this.#touch(id);
  }

  /**
   * @param {string} userId
   * @param {Entry[]} entries
   */
  #restored(userId, entries) {
    if (userId !== this.userId) return;
    this.outbox.restore(entries);
    for (const entry of entries) this.#touch(entry.conversationId);
  }

  get isReady() {
    return this.#phase === 'catching-up' || this.#phase === 'live';
  }

  /**
   * @param {string} type
   * @param {any} payload
   * @param {string} ref
   * @param {(frame: any) => void} done
   */
  #command(type, payload, ref, done) {
    this.#refs.set(ref, done);
    if (!this.#timers.has('answers')) this.#awaitAnswers();
    this.#transmit({ type, ref, payload });
  }

  /** The server answers every command: if no answer comes at all, the connection is of no use. */
  #awaitAnswers() {
    this.#at('answers', ANSWER, () => this.#lost());
  }

  /** @param {any} frame an ack or error */
  #answered(frame) {
    const done = this.#refs.get(frame.ref);
    this.#refs.delete(frame.ref);
    this.#cancel('answers');
    if (this.#refs.size) this.#awaitAnswers();
    done?.(frame);
  }

  #refill() {
    const { perSecond, burst } = this.#rate;
    const now = this.now();
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#tokensAt) / SECOND) * perSecond);
    this.#tokensAt = now;
  }

  /** Sends at the server's rate. @param {any} frame */
  #transmit(frame) {
    this.#held.push(frame);
    this.#flush();
  }

  #flush() {
    if (this.#socket === null) return;
    this.#refill();
    const isPaced = this.#rate.perSecond > 0;
    while (this.#held.length && (!isPaced || this.#tokens >= 1)) {
      this.#tokens--;
      this.#effects.push({ do: 'send', frame: this.#held.shift(), socket: this.#socket });
    }
    if (this.#held.length) {
      this.#at('pace', Math.ceil(((1 - this.#tokens) / this.#rate.perSecond) * SECOND), () => this.#flush());
    }
  }

  /** Sends what can be sent now: resumes and the first command of each conversation's outbox. */
  #pump() {
    if (!this.isReady) return;
    for (const it of this.conversations.values()) {
      if (it.stale) this.#fetch(it);
      if (it.isOpen && it.epoch !== '' && !it.isPaged && it.pagesInFlight === 0) this.#page(it, '');
    }
    this.#resume();
    const now = this.now();
    for (const entry of this.outbox.next(now)) this.#submit(entry);
    const retryAt = this.outbox.retryAt(now);
    if (retryAt < Infinity) this.#at('outbox', retryAt - now, () => {});
    if (this.#phase === 'catching-up' && this.#isListed && !this.#isBehind()) this.#goLive();
  }

  #isBehind() {
    for (const it of this.conversations.values()) if (it.isResuming) return true;
    return this.#toResume.size > 0;
  }

  #goLive() {
    this.#phase = 'live';
    this.#say('online');
    this.#effects.push({ do: 'connected' });
  }

  #resume() {
    const all = [...this.#toResume].filter((it) => !it.isResuming && it.epoch !== '');
    for (const it of this.#toResume) if (it.epoch === '') this.#toResume.delete(it);
    for (let at = 0; at < all.length; at += RESUMED_AT_ONCE) {
      const some = all.slice(at, at + RESUMED_AT_ONCE);
      const ref = 'resume ' + ++this.#lastRef;
      for (const it of some) {
        it.isResuming = true;
        it.resumeRef = ref;
        this.#toResume.delete(it);
      }
      const conversations = some.map((it) => ({ conversationID: it.id, seq: it.seq, epoch: it.epoch }));
      this.#command('resume', { conversations }, ref, () => {
        // Refused, or the page was lost on the way to a slow reader.
        for (const it of some) {
          if (!it.isResuming || it.resumeRef !== ref) continue;
          it.isResuming = false;
          this.#at('resume ' + it.id, (1 + this.random()) * SECOND, () => this.isReady && this.#toResume.add(it));
        }
      });
    }
  }

  /** @param {Entry} entry */
  #submit(entry) {
    const { kind, name, conversationId: conversationID, messageId: messageID, content, metadata, ifChangeSeq } = entry;
    const payload = { conversationID, messageID, content, metadata, ifChangeSeq, [kind === 'send' ? 'clientMessageID' : 'commandID']: name };
    this.#command(kind + '_message', payload, 'c' + ++this.#lastRef, (frame) => this.#settle(entry, frame));
  }

  /**
   * @param {Entry} entry
   * @param {any} frame
   */
  #settle(entry, frame) {
    if (this.outbox.find(entry.name) !== entry) return;
    const it = this.conversation(entry.conversationId);
    if (frame.type === 'error') {
      this.#touch(it.id);
      if (isTemporary(frame.code) || frame.code === 'UnauthorizedRequest') {
        this.outbox.later(entry, this.now(), this.random());
        return;
      }
      const error = errorOf(frame.code, frame.message, { target: frame.target });
      this.outbox.fail(entry, error);
      this.#effects.push({ do: 'remove', entry }, { do: 'failed', name: entry.name, error });
      return;
    }
    this.#accepted(entry, it, this.#result(entry, it, frame));
  }

  /**
   * @param {Entry} entry
   * @param {Conversation} it
   * @param {any} frame
   * @returns {Known} the message as the acknowledgement says it
   */
  #result(entry, it, frame) {
    const id = String(frame.messageID);
    const { seq } = frame;
    const { kind, content, metadata, name } = entry;
    const held = it.byId.get(id) ?? (it.last?.id === id ? it.last : undefined);
    const isSend = kind === 'send';
    const known = held ?? knownOf({
      ...frame,
      authorID: this.userId,
      content,
      metadata,
      seq: isSend ? seq : 0,
      clientMessageID: isSend ? name : undefined,
    });
    // An older one may have been changed since; what it is now comes with the page that is asked for.
    const isNews = it.epoch !== '' && seq > it.seq;
    if (isSend) {
      if (!held && isNews) it.created(known);
      return known;
    }
    const change = {
      type: `message_${kind}d`,
      authorID: this.userId,
      content,
      metadata: metadata ?? held?.metadata,
      updatedAt: frame.updatedAt,
      changeSeq: seq,
    };
    if (isNews) it.provisional(id, change, seq);
    return it.byId.get(id) ?? patched(known, change);
  }

  /**
   * @param {Entry} entry
   * @param {Conversation} it
   * @param {Known} message
   */
  #accepted(entry, it, message) {
    this.outbox.remove(entry.name);
    this.#effects.push({ do: 'remove', entry }, { do: 'accepted', name: entry.name, message, conversationId: it.id });
    this.#touch(it.id);
  }

  // ---- what is to be shown again ----

  /** @param {string} id */
  #touch(id) {
    this.#touched.add(id);
  }

  #report() {
    if (this.#touched.size) this.#effects.push({ do: 'changed', conversationIds: this.#touched });
    this.#touched = new Set();
  }
}
