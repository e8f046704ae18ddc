// `make demo`: starts the built server on data of its own, makes a few people and conversations with
// history unless they are there, and lets two of them talk until Ctrl-C.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Chat, RefusedError } from '../src/node.js';
import { CONVERSATIONS, LINES, NAMES, TALK, addressOf } from './people.js';

/**
 * @typedef {import('./people.js').Person} Person
 * @typedef {import('../src/room.js').Room} Room
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Between one message and the next, milliseconds. */
const PAUSE = Number(process.env.DEMO_PAUSE_MS ?? 6000);
const PEOPLE = /** @type {Person[]} */ (Object.keys(NAMES));

const given = process.argv.slice(2);
const data = given.includes('--data') ? [] : ['--data', 'data/demo'];
const server = spawn(`${ROOT}bin/realtime-gateway`, ['run', ...data, ...given], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
  // Ctrl-C reaches it through this process alone: a second signal would end it at once.
  detached: true,
});
/** @type {Chat[]} */
const chats = [];
/** @type {NodeJS.Timeout | undefined} */
let next;
let isEnding = false;
let hasFailed = false;

function stop() {
  isEnding = true;
  clearTimeout(next);
  for (const chat of chats) chat.disconnect();
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    stop();
    server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  });
}
process.on('exit', () => server.kill());
server.on('error', (error) => {
  console.error(`The server cannot be started: ${error.message}`);
  process.exitCode = 1;
});
server.on('exit', (code) => {
  stop();
  process.exitCode = hasFailed ? 1 : (code ?? 1);
});

/** @returns {Promise<string>} the address of the server, once it is ready */
function ready() {
  return new Promise((resolve) => {
    let text = '';
    let isReady = false;
    server.stdout.on('data', (part) => {
      text += part;
      const url = /^ready (\S+)$/m.exec(text)?.[1];
      if (!url || isReady) return;
      isReady = true;
      resolve(url);
    });
  });
}

/**
 * Signs in by dev login.
 *
 * @param {string} url
 * @param {Person} person
 * @returns {Promise<Chat>} connected
 */
async function signIn(url, person) {
  const response = await fetch(url + '/api/v1.0/auth/dev/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: addressOf(person), displayName: NAMES[person] }),
  });
  if (!response.ok) {
    throw new Error(`${NAMES[person]} cannot sign in (${response.status}). The demonstration needs dev login: auth.dev-login=on.`);
  }
  const token = /(?:^|, )token=([^;]+)/.exec(response.headers.getSetCookie().join(', '))?.[1] ?? '';
  const chat = new Chat({ url, token });
  chats.push(chat);
  await chat.connect();
  return chat;
}

/**
 * Makes the conversations that are not there, and the messages of their history: under names, so that
 * a second start adds none.
 *
 * @param {Map<Person, Chat>} everybody
 * @returns {Promise<Map<string, string>>} ids of the groups by name
 */
async function prepare(everybody) {
  /** @param {Person} person */
  const chatOf = (person) => /** @type {Chat} */ (everybody.get(person));
  /** @param {Person} person */
  const idOf = (person) => chatOf(person).user?.id ?? '';
  /** @type {Map<string, string>} */
  const groups = new Map();
  for (const { name, members, history } of CONVERSATIONS) {
    const [first, ...others] = members;
    const chat = chatOf(first);
    const known = chat.conversations.snapshot.find((it) => it.type === 'group-chat' && it.name === name);
    const ids = others.map(idOf);
    const { id } = known ?? (name ? await chat.create({ members: ids, name }) : await chat.direct({ userId: ids[0] ?? '' }));
    if (name) groups.set(name, id);
    for (const [index, [author, content]] of history.entries()) {
      await chatOf(author).request('POST', `/conversations/${id}/messages`, { content, clientMessageID: `demo-${index}` });
    }
  }
  return groups;
}

/** @param {readonly Room[]} speakers who say one line after the other, in turn, until the end */
function talk(speakers) {
  let turn = 0;
  const say = () => {
    const room = /** @type {Room} */ (speakers[turn % speakers.length]);
    room.typing();
    next = setTimeout(() => {
      // What the server refuses, or is away for, is not worth an end.
      room.send(LINES[turn % LINES.length] ?? '').catch(() => {});
      for (const it of speakers) it.markRead();
      turn++;
      next = setTimeout(say, PAUSE / 2);
    }, PAUSE / 2);
  };
  say();
}

try {
  const url = await ready();
  /** @type {Map<Person, Chat>} */
  const everybody = new Map();
  for (const person of PEOPLE) everybody.set(person, await signIn(url, person));
  const groups = await prepare(everybody);
  for (const [person, chat] of everybody) if (!TALK.speakers.some((it) => it === person)) chat.disconnect();
  const rooms = TALK.speakers.map((person) => /** @type {Chat} */ (everybody.get(person)).conversation(groups.get(TALK.name) ?? ''));
  if (!isEnding) {
    const [one, other] = TALK.speakers;
    console.log(`Open ${url} and sign in as "${addressOf('cleo')}", name "${NAMES.cleo}".`);
    console.log(`Others who are there: ${PEOPLE.filter((it) => it !== 'cleo').map((it) => addressOf(it)).join(', ')}.`);
    console.log(`${NAMES[one]} and ${NAMES[other]} talk in "${TALK.name}". Ctrl-C stops it; the data stay.`);
    talk(rooms);
  }
} catch (error) {
  if (!isEnding) {
    hasFailed = true;
    console.error(error instanceof RefusedError ? `The server refused (${error.code}): ${error.message}` : String(error));
    stop();
    server.kill('SIGTERM');
  }
}
