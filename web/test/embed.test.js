import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Chat } from '../../client/src/node.js';
import { Application } from './application.js';
import { Stage, WAIT_MS } from './harness.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const IMPORTS = '{ "imports": { "@realtime-gateway/client": "/node_modules/@realtime-gateway/client/src/index.js" } }';

/** @type {Application} */
let application;
/** @type {Stage} */
let stage;
/** The one whom the pages write to. @type {Chat} */
let other;

before(async () => {
  application = await new Application().start();
  stage = await Stage.start(application.settings);
  other = new Chat({ url: stage.server.url, token: application.token('u-18', 'Eighteen') });
  await other.connect();
});
after(async () => {
  other?.disconnect();
  await stage?.stop();
  await application.stop();
});

/** @param {string} address @param {readonly RegExp[]} [expected] what its console may complain about */
async function open(address, expected = []) {
  const context = await stage.browser.newContext();
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`${error.stack ?? error}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(address);
  return {
    page,
    async close() {
      await context.close();
      assert.deepEqual(complaints.filter((it) => !expected.some((pattern) => pattern.test(it))), []);
    },
  };
}

/** @param {(messages: readonly import('../../client/src/types.js').Message[]) => boolean} check */
function receives(check) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('It did not come: ' + JSON.stringify(other.conversations.snapshot))), 30_000);
    /** @type {Map<string, () => void>} */
    const rooms = new Map();
    const end = other.conversations.subscribe((list) => {
      for (const { id } of list) {
        if (rooms.has(id)) continue;
        rooms.set(id, () => {});
        rooms.set(id, other.conversation(id).subscribe(({ messages }) => {
          if (!check(messages)) return;
          clearTimeout(limit);
          resolve(undefined);
          queueMicrotask(() => [end, ...rooms.values()].forEach((it) => it()));
        }));
      }
    });
  });
}

/** @param {string} file @returns {string} its first JavaScript, for this server */
function lines(file) {
  const code = /```js\n([^]*?)```/.exec(readFileSync(ROOT + file, 'utf8'))?.[1] ?? '';
  assert.ok(code.includes('https://chat.example.com') && code.includes('/my/chat-token') && code.split('\n').length <= 12, code);
  return code.replace('https://chat.example.com', stage.server.url);
}

for (const [file, subject] of /** @type {const} */ ([['README.md', 'u-21'], ['client/README.md', 'u-22']])) {
  test(`the lines of ${file} work in an empty page of another origin`, async () => {
    const code = lines(file).replace('/my/chat-token', `/my/chat-token?as=${subject}`);
    const edited = receives((messages) => messages.some((it) => it.content === 'Tea at four?' && it.editedAt !== null && it.metadata?.order === 4711));
    const { page, close } = await open(application.serve(
      `/${subject}.html`,
      `<!doctype html><title>Mine</title><link rel="icon" href="data:,"><script type="importmap">${IMPORTS}</script>
      <script>
        window.seen = { states: [], messages: [], list: [] };
        const badge = (state) => seen.states.push(state);
        const render = (messages) => (seen.messages = messages);
        const sidebar = (list) => (seen.list = list);
      </script>
      <script type="module">${code}</script>`,
    ));
    await edited;
    await page.waitForFunction(() => /** @type {any} */ (window).seen.list.some((/** @type {any} */ it) => it.name === 'Eighteen' && it.lastMessage?.content === 'Tea at four?'));
    const seen = await page.evaluate(() => /** @type {any} */ (window).seen);
    assert.deepEqual(seen.states, ['connecting', 'online']);
    assert.deepEqual(seen.messages.map((/** @type {any} */ it) => [it.content, it.state, it.author.displayName]), [['Tea at four?', 'accepted', `User ${subject}`]]);
    await close();
  });
}

test('a page of an origin that is not allowed gets nothing', async () => {
  const stranger = await new Application().start();
  try {
    const code = lines('README.md').replace('/my/chat-token', application.origin + '/my/chat-token').replace(/await chat\.connect\(\);[^]*/, 'chat.connect();');
    const address = stranger.serve('/', `<!doctype html><script type="importmap">${IMPORTS}</script><script>window.states = []; const badge = (state) => states.push(state);</script><script type="module">${code}</script>`);
    const { page, close } = await open(address, [/CORS|ERR_FAILED|404/]);
    await page.waitForFunction(() => /** @type {any} */ (window).states.includes('waiting'));
    await close();
  } finally {
    await stranger.stop();
  }
});

/** @param {string} source @returns {Promise<string>} a bundle, in which the examples find the client */
async function bundle(source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: ROOT + 'web', loader: 'tsx' },
    // One copy of each: the examples stand in another package.
    alias: {
      '@realtime-gateway/client': ROOT + 'client/src/index.js',
      ...Object.fromEntries(['react', 'react-dom', 'vue'].map((name) => [name, `${ROOT}web/node_modules/${name}`])),
    },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** @param {string} subject */
const begin = (subject) => `
  const chat = new Chat({ url: '${stage.server.url}', token: async () => (await fetch('/my/chat-token?as=${subject}')).text() });
  await chat.connect();
  const room = await chat.direct({ externalId: 'u-18' });`;

/** Opens a page of one script, and writes in it and waits for what comes. @param {string} subject @param {string} source */
async function converse(subject, source) {
  application.serve(`/${subject}.js`, await bundle(source));
  const { page, close } = await open(application.serve(
    `/${subject}.html`,
    `<!doctype html><title>Mine</title><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="/${subject}.js"></script>`,
  ));
  await page.getByText('online').waitFor();
  const asked = receives((messages) => messages.some((it) => it.content === `from ${subject}`));
  await page.getByRole('button', { name: 'Say it' }).click();
  await asked;
  await page.getByRole('listitem').filter({ hasText: `User ${subject}: from ${subject}` }).waitFor();
  const room = other.conversations.snapshot.find((it) => it.name === `User ${subject}`);
  const answer = await other.conversation(room?.id ?? '').send('an answer');
  await page.getByRole('listitem').filter({ hasText: 'Eighteen: an answer' }).waitFor();
  return { page, close, answer };
}

test('the hooks for React show a conversation and mark it as read', async () => {
  const { page, close, answer } = await converse('u-23', `
    import { createElement as make, StrictMode } from 'react';
    import { createRoot } from 'react-dom/client';
    import { Chat } from '@realtime-gateway/client';
    import { useConnection, useConversations, useReadMarker, useRoom } from '../client/examples/react.ts';
    ${begin('u-23')}
    function Room() {
      const { messages } = useRoom(chat, room.id);
      const state = useConnection(chat);
      const [first] = useConversations(chat);
      useReadMarker(chat, room.id);
      return make('main', {}, make('p', {}, state, ' with ', first?.name),
        make('ul', {}, messages.map((it) => make('li', { key: it.clientMessageId ?? it.id }, it.author.displayName + ': ' + it.content))),
        make('button', { onClick: () => room.send('from u-23') }, 'Say it'));
    }
    createRoot(document.getElementById('root')).render(make(StrictMode, {}, make(Room)));`);
  await page.getByText('online with Eighteen').waitFor();
  await page.bringToFront();
  const room = other.conversation(answer.conversationId);
  await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('not read: ' + JSON.stringify(room.snapshot.readers))), 30_000);
    const end = room.subscribe(({ readers }) => {
      if (!readers.some((it) => it.seq >= (answer.seq ?? 0))) return;
      clearTimeout(limit);
      queueMicrotask(() => end());
      resolve(undefined);
    });
  });
  await close();
});

test('the composables for Vue show a conversation', async () => {
  const { close } = await converse('u-24', `
    import { createApp, h } from 'vue';
    import { Chat } from '@realtime-gateway/client';
    import { useConnection, useRoom } from '../client/examples/vue.ts';
    ${begin('u-24')}
    createApp({
      setup() {
        const shown = useRoom(chat, room.id);
        const state = useConnection(chat);
        return () => h('main', [h('p', state.value),
          h('ul', shown.value.messages.map((it) => h('li', { key: it.clientMessageId ?? it.id }, it.author.displayName + ': ' + it.content))),
          h('button', { onClick: () => room.send('from u-24') }, 'Say it')]);
      },
    }).mount('#root');`);
  await close();
});
