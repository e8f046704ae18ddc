import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CONVERSATIONS, LINES, NAMES } from '../../demo/people.js';
import { Chat } from '../../src/node.js';

const DEMO = fileURLToPath(new URL('../../../bin/demo', import.meta.url));
const JAVA = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m';

/**
 * @param {string} data
 * @param {string[]} [more]
 */
function start(data, more = []) {
  const child = spawn(DEMO, ['--port', '0', '--data', data, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, RTG_JAVA_OPTS: JAVA, DEMO_PAUSE_MS: '400' },
  });
  let output = '';
  /** @type {Promise<string>} */
  const shown = new Promise((resolve) =>
    child.stdout.on('data', (part) => {
      output += part;
      if (output.includes('Ctrl-C')) resolve(output);
    }),
  );
  child.stderr.on('data', (part) => (output += part));
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const failed = ended.then((code) => assert.fail(`ended with ${code}: ${output}`));
  const shownOrFailed = Promise.race([shown, failed]);
  shownOrFailed.catch(() => {});
  return { child, ended, shown: shownOrFailed, output: () => output };
}

/** @param {string} url */
async function asCleo(url) {
  const response = await fetch(url + '/api/v1.0/auth/dev/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'cleo@example.com', displayName: NAMES.cleo }),
  });
  const token = /token=([^;]+)/.exec(response.headers.getSetCookie().join())?.[1] ?? '';
  const chat = new Chat({ url, token });
  await chat.connect();
  return chat;
}

/** @param {Chat} chat @param {number} count @returns {Promise<readonly any[]>} the newest messages, once so many are there */
function messages(chat, count) {
  const id = chat.conversations.snapshot.find((it) => it.name === 'Launch week')?.id ?? '';
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('they do not talk')), 60_000);
    const end = chat.conversation(id).subscribe((snapshot) => {
      if (snapshot.messages.length < count) return;
      clearTimeout(limit);
      queueMicrotask(() => end());
      resolve(snapshot.messages);
    });
  });
}

/** @param {Chat} chat of Cleo @returns {Promise<string[]>} the histories, as she sees them */
async function histories(chat) {
  const all = [];
  for (const { id } of chat.conversations.snapshot) {
    const { value } = await chat.request('GET', `/conversations/${id}/messages?$after=0&$top=200`);
    all.push(...value.map((/** @type {any} */ it) => it.content).filter((/** @type {string} */ it) => !LINES.includes(it)));
  }
  return all.sort();
}

test('the demonstration has people, history and a talk, also after a restart, and ends with Ctrl-C', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rtg-demo-'));
  const expected = CONVERSATIONS.flatMap(({ history }) => history.map(([, content]) => content)).sort();
  try {
    let before = 0;
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
      const demo = start(join(folder, 'data'));
      const lines = (await demo.shown).trim().split('\n');
      const url = /http:\/\/\S+/.exec(lines[0] ?? '')?.[0] ?? '';
      assert.match(lines.join('\n'), /^Open http:\/\/localhost:\d+ and sign in as "cleo@example.com"/);
      assert.ok(lines.length <= 10, lines.join('\n'));
      const chat = await asCleo(url);
      assert.deepEqual(chat.conversations.snapshot.map((it) => it.name).sort(), ['Ada Lindqvist', 'Emi Sato', 'Launch week', 'Lunch']);
      assert.deepEqual(await histories(chat), expected);
      const talk = await messages(chat, Math.max(before, 7) + 4);
      const speakers = new Set(talk.slice(-4).map((it) => it.author.displayName));
      assert.deepEqual([...speakers].sort(), [NAMES.ada, NAMES.ben]);
      before = talk.length;
      chat.disconnect();
      demo.child.kill(signal);
      assert.equal(await demo.ended, 0, demo.output());
      await assert.rejects(fetch(url + '/health'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a demonstration without dev login explains what it needs, and ends', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rtg-demo-'));
  try {
    const demo = start(join(folder, 'data'), ['--set', 'auth.dev-login=off']);
    assert.notEqual(await demo.ended, 0);
    assert.match(demo.output(), /needs dev login: auth\.dev-login=on/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
