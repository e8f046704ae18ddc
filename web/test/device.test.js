// The client in a browser, without the chat page: what it keeps, and what a laptop does to it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { Proxy } from '../../client/test/harness/proxy.js';
import { Stage, WAIT_MS, browserOptions } from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Stage} */
let stage;
before(async () => (stage = await Stage.start(['heartbeat.interval=3s', 'heartbeat.timeout=3s'])));
after(() => stage?.stop());

/** A page of the server's origin in which nothing runs yet. @param {import('playwright-core').BrowserContextOptions} [options] */
const blank = (options) => stage.open('/docs/webhooks', options);

/** Signs in by dev login. @param {Page} page @param {string} name */
const signIn = (page, name) =>
  page.evaluate(async (who) => {
    await fetch('/api/v1.0/auth/dev/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${who.toLowerCase()}@example.com`, displayName: who }),
    });
  }, name);

/** Makes `window.chat`, which keeps what is unsent, and connects it. @param {Page} page */
const connect = (page) =>
  page.evaluate(async () => {
    const path = '/app/client/index.js';
    const { Chat, indexedDB } = await import(path);
    const chat = new Chat({ persist: indexedDB() });
    /** @type {any[]} */
    const states = [];
    chat.on('state', (/** @type {string} */ state) => states.push({ state, at: Date.now() }));
    Object.assign(window, { chat, states });
    await chat.connect();
  });

/** What the browser keeps: kinds and contents. @param {Page} page @returns {Promise<string[]>} */
const kept = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('realtime-gateway', 1);
        opening.onerror = () => reject(opening.error);
        opening.onupgradeneeded = () => opening.result.createObjectStore('outbox', { keyPath: ['key', 'name'] });
        opening.onsuccess = () => {
          const reading = opening.result.transaction('outbox').objectStore('outbox').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result.map(({ entry }) => `${entry.kind} ${entry.content ?? ''}`.trim()));
          };
        };
      }),
  );

/** @param {() => Promise<boolean>} check */
async function until(check) {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) if (await check()) return;
  assert.fail('It did not happen');
}

/** A group of Ada and Ben with two messages of Ada. @returns {Promise<any>} */
async function group() {
  const [ada, ben] = [await stage.server.login('Ada'), await stage.server.login('Ben')];
  const { id } = await stage.server.rest(ada.token, 'POST', '/conversations', { participantIDs: [ben.id], conversationType: 'group-chat', groupName: 'Device' });
  const path = `/conversations/${id}/messages`;
  const messages = [];
  for (const content of ['first', 'second']) messages.push((await stage.server.rest(ada.token, 'POST', path, { content })).id);
  const contents = async () => (await stage.server.rest(ada.token, 'GET', path)).value.map((/** @type {any} */ it) => it.content);
  return { id, path, ada, messages, contents };
}

/** Drops acknowledgements on their way to the page. @param {Page} page @returns {Promise<{ acks: number }>} how many */
async function loseAcks(page) {
  const lost = { acks: 0 };
  await page.routeWebSocket(/\/ws\?/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      const { type, messageID } = JSON.parse(String(frame));
      if (type === 'ack' && messageID !== undefined) lost.acks++;
      else socket.send(frame);
    });
  });
  return lost;
}

test('commands whose acknowledgements are lost survive a reload, and are executed once', async () => {
  const { id, path, ada, messages, contents } = await group();
  const page = await blank();
  await signIn(page, 'Ada');
  const lost = await loseAcks(page);
  await connect(page);
  /** @param {(chat: any, id: string, messages: string[]) => unknown} run */
  const command = (run) => page.evaluate(`(${run})(chat.conversation(${JSON.stringify(id)}), ${JSON.stringify(messages)}), undefined`);
  // One for each conversation is on its way at a time, so each loses its own acknowledgement.
  await command((room, [first]) => room.edit(first, 'edited on the laptop'));
  await until(async () => lost.acks === 1);
  await command((room, [, second]) => room.delete(second));
  await command((room) => room.send('third'));
  await until(async () => (await kept(page)).length === 3);
  // Another device is ahead of what the page would repeat.
  await stage.server.rest(ada.token, 'PATCH', `${path}/${messages[0]}`, { content: 'edited on the phone' });
  await page.unrouteAll();
  await page.close();

  const again = await page.context().newPage();
  await again.goto(stage.server.url + '/docs/webhooks');
  assert.deepEqual((await kept(again)).sort(), ['delete', 'send third', 'update edited on the laptop']);
  await connect(again);
  await until(async () => (await kept(again)).length === 0);
  assert.deepEqual(await contents(), ['edited on the phone', 'third']);
  await again.context().close();
  stage.assertNoComplaints();
});

test('what one user left unsent is not sent by another in the same browser', async () => {
  const { id, contents } = await group();
  const page = await blank();
  await signIn(page, 'Ada');
  await connect(page);
  await page.evaluate((room) => {
    const { chat } = /** @type {any} */ (window);
    chat.disconnect();
    void chat.conversation(room).send('by Ada').catch(() => {});
  }, id);
  await until(async () => (await kept(page)).length === 1);
  for (const [name, expected] of /** @type {const} */ ([['Ben', ['first', 'second', 'by Ben']], ['Ada', ['first', 'second', 'by Ben', 'by Ada']]])) {
    await page.reload();
    await signIn(page, name);
    await connect(page);
    if (name === 'Ben') {
      assert.equal(await page.evaluate(() => /** @type {any} */ (window).chat.unsent), 0);
      await page.evaluate((room) => /** @type {any} */ (window).chat.conversation(room).send('by Ben'), id);
      assert.deepEqual(await kept(page), ['send by Ada']);
    } else {
      await until(async () => (await kept(page)).length === 0);
    }
    assert.deepEqual(await contents(), expected);
  }
  await page.context().close();
  stage.assertNoComplaints();
});

test('the device loses its network and gets it back', async () => {
  const page = await blank();
  await signIn(page, 'Ada');
  await connect(page);
  const state = (/** @type {string} */ wanted) => page.waitForFunction((it) => /** @type {any} */ (window).chat.state === it, wanted);
  let attempts = 0;
  page.on('requestfailed', (request) => void (attempts += request.url().endsWith('/ws/token') ? 1 : 0));
  await page.context().setOffline(true);
  await state('offline');
  // Attempts fail, and the pause between them grows beyond two seconds; the event ends it.
  await until(async () => attempts === 4);
  await page.context().setOffline(false);
  const back = await page.evaluate(() => Date.now());
  await state('online');
  const { at } = await page.evaluate(() => /** @type {any} */ (window).states.at(-1));
  assert.ok(at - back < 2000, `online ${at - back} ms after the network was back`);
  await page.context().close();
  stage.assertNoComplaints(/ERR_INTERNET_DISCONNECTED|WebSocket connection to/);
});

test('a laptop that slept notices that its connection is dead, and catches up', { timeout: 180_000 }, async () => {
  const { id, path, ada } = await group();
  const proxy = await new Proxy({ requests: () => stage.server.port, upgrades: () => stage.server.port }).start();
  const laptop = await chromium.launchServer(browserOptions());
  const processes = -(laptop.process().pid ?? 0);
  try {
    const browser = await chromium.connect(laptop.wsEndpoint());
    const page = await browser.newPage();
    await page.goto(proxy.url + '/docs/webhooks');
    await signIn(page, 'Ada');
    await connect(page);
    await page.evaluate((room) => {
      const { chat } = /** @type {any} */ (window);
      chat.conversation(room).subscribe((/** @type {any} */ it) => Object.assign(window, { shown: it.messages.map((/** @type {any} */ message) => message.content) }));
    }, id);
    await page.waitForFunction(() => /** @type {any} */ (window).shown.length === 2);
    process.kill(processes, 'SIGSTOP');
    proxy.strand();
    await stage.server.rest(ada.token, 'POST', path, { content: 'while it slept' });
    // The night: longer than a timer may be late in a busy process.
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    process.kill(processes, 'SIGCONT');
    const awake = Date.now();
    await page.waitForFunction(() => /** @type {any} */ (window).shown.includes('while it slept'), undefined, { timeout: WAIT_MS });
    const took = Date.now() - awake;
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).states.map((/** @type {any} */ it) => it.state)), ['connecting', 'online', 'waiting', 'connecting', 'online']);
    assert.ok(took < 12_000, `caught up ${took} ms after it woke up`);
    console.log(`caught up ${took} ms after it woke up`);
    await browser.close();
  } finally {
    process.kill(processes, 'SIGCONT');
    await laptop.kill();
    await proxy.stop();
  }
});
