import { Conversation } from './conversation.js';
import { Outbox } from './outbox.js';
import { Authors } from './shapes.js';

/**
 * @typedef {import('../errors.js').ChatError} ChatError
 * @typedef {import('../types.js').Profile} Profile
 * @typedef {import('../types.js').State} State
 * @typedef {import('./events.js').Effect} Effect
 * @typedef {import('./timers.js').Timer} Timer
 */

/** All that the core knows. Views show it; the functions of each file change what is theirs. */
export class Model {
  // ---- what views show ----

  /** @type {State} */
  state = 'offline';
  /** Why the last connection or attempt ended. @type {ChatError | null} */
  lastError = null;
  /** Whether the server has greeted this connection: commands can be sent. */
  isReady = false;
  /** @type {string | null} */
  userId = null;
  /** @type {Profile | null} */
  user = null;
  authors = new Authors();
  /** Those that are known, and those that the application has asked for. @type {Map<string, Conversation>} */
  conversations = new Map();
  /** Users who are online. @type {Set<string>} */
  online = new Set();
  outbox = new Outbox();

  /** The last number that was given to a socket, request or command. */
  lastId = 0;

  // ---- effects and timers ----

  /** @type {Effect[]} */
  effects = [];
  /** Conversations that are to be shown again. @type {Set<string>} */
  touched = new Set();
  /** @type {Map<string, Timer>} */
  timers = new Map();

  // ---- the connection ----

  /** @type {'idle' | 'ticket' | 'opening' | 'catching-up' | 'live' | 'waiting'} */
  phase = 'idle';
  /** Whether the device has a network. */
  isOnline = true;
  attempts = 0;
  /** Silence after which a ping is sent, in milliseconds. */
  heartbeat = 25_000;
  isProbing = false;
  missedPongs = 0;
  /** Whether the application is to be asked for another token before the next ticket. */
  isTokenStale = false;
  /** The server's clock less this one's, in milliseconds. */
  clockOffset = 0;
  /** When the login expires, epoch milliseconds. */
  expiresAt = 0;

  // ---- the channel ----

  /** @type {number | null} */
  socket = null;
  /** What takes the answers, by ref. @type {Map<string, (frame: any) => void>} */
  refs = new Map();
  /** Frames that wait for the server's rate. @type {any[]} */
  held = [];
  perSecond = 20;
  burst = 40;
  tokens = 0;
  tokensAt = 0;

  // ---- requests and catch-up ----

  /** Requests on their way, and those that wait to be repeated. @type {Map<number, (body: any, error?: ChatError) => void>} */
  requests = new Map();
  /** Whether the list of conversations was read. */
  isListed = false;
  /** How many there were; requests of earlier ones are void. */
  catchUps = 0;
  /** Whether authors are being asked for. */
  isAsking = false;
  /** When typing was last sent, by conversation. @type {Map<string, number>} */
  typedAt = new Map();

  /**
   * @param {() => number} now epoch milliseconds
   * @param {() => number} random from 0 to 1, without 1
   */
  constructor(now, random) {
    this.now = now;
    this.random = random;
  }

  /**
   * @param {string | number} number or text of its id
   * @returns {Conversation} known or not
   */
  conversation(number) {
    const id = String(number);
    let held = this.conversations.get(id);
    if (!held) this.conversations.set(id, (held = new Conversation(id, () => this.userId)));
    return held;
  }
}
