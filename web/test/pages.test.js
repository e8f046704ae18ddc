import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stage, begin, log, message, online, say } from './harness.js';

/** @type {Stage} */
let stage;
before(async () => (stage = await Stage.start(['limits.commands=off'])));
after(() => stage.stop());

test('the first page is small, and asks no other host', async () => {
  let bytes = 0;
  const page = await stage.open('/docs/socket');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(stage.server.url + '/');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByRole('button', { name: 'Continue' }).waitFor();
  assert.ok(bytes > 10_000 && bytes <= 150 * 1024, `${bytes} bytes transferred`);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1);
  console.log(`first contentful paint after ${Math.round(paint)} ms, ${Math.round(bytes / 1024)} KiB transferred`);
  await page.context().close();
  const first = await fetch(stage.server.url + '/app/main.js');
  const again = await fetch(stage.server.url + '/app/main.js', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  assert.deepEqual([first.status, again.status, await again.text()], [200, 304, '']);
  stage.assertNoComplaints();
});

test('the documents are rendered without network', async () => {
  const rest = await stage.open('/docs#/');
  await rest.waitForURL('**/docs/api#/');
  await rest.getByText('/conversations/{id}/messages', { exact: true }).first().waitFor();
  const socket = await stage.open('/docs/socket');
  for (const text of ['send_message', 'hello', '4401']) await socket.getByText(text).first().waitFor();
  for (const page of [rest, socket]) await page.context().close();
  stage.assertNoComplaints();
});

test('scripts see no cookie, and a page of another origin gets no socket and leaves the ticket', async () => {
  const ada = await stage.user('Ada');
  assert.equal(await ada.evaluate(() => document.cookie), '');
  const { ticket } = await ada.evaluate(async () => (await fetch('/api/v1.0/ws/token')).json());
  /** @param {string} url */
  const open = (url) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url);
      socket.onmessage = (event) => {
        resolve(event.data);
        socket.close();
      };
      socket.onclose = (event) => resolve(event.code);
    });
  const address = `${stage.server.url.replace('http', 'ws')}/ws?token=${ticket}`;
  const context = await stage.browser.newContext();
  const foreign = await context.newPage();
  assert.equal(await foreign.evaluate(open, address), 1006);
  assert.match(String(await ada.evaluate(open, address)), /hello/);
  await context.close();
  await ada.context().close();
  stage.assertNoComplaints();
});

test('10,000 messages scroll', { timeout: 300_000 }, async () => {
  const ada = await stage.user('Ada');
  await stage.server.login('Ben');
  await begin(ada, ['Ben'], 'Long');
  const id = (await ada.evaluate(() => location.hash)).replace('#/c/', '');
  await ada.evaluate(async (conversationID) => {
    const { ticket } = await (await fetch('/api/v1.0/ws/token')).json();
    const socket = new WebSocket(`/ws?token=${ticket}`);
    let acks = 0;
    await new Promise((resolve, reject) => {
      let sent = 0;
      const more = () => {
        for (; sent < 10_000 && sent - acks < 50; sent++) {
          socket.send(JSON.stringify({ type: 'send_message', ref: `${sent}`, payload: { conversationID: Number(conversationID), content: `message ${sent} ${'word '.repeat(sent % 30)}` } }));
        }
      };
      socket.onmessage = ({ data }) => {
        const { type } = JSON.parse(data);
        if (type === 'hello') more();
        if (type === 'ack' && ++acks === 10_000) resolve(undefined);
        if (type === 'ack') more();
        if (type === 'error') reject(new Error(data));
      };
      socket.onclose = ({ code }) => reject(new Error(`closed ${code}`));
    });
    socket.close();
  }, id);
  await ada.reload();
  await online(ada);
  await message(ada, 'message 9999 ').waitFor();
  const frames = await log(ada).evaluate(async (it) => {
    /** @type {number[]} */
    const times = [];
    let last = performance.now();
    const start = last;
    // Up to the beginning, however many pages of history that takes.
    while (!(it.scrollTop === 0 && it.querySelector('.beginning')) && performance.now() - start < 200_000) {
      const top = it.scrollTop;
      it.scrollTop = top - 400;
      await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    times.sort((a, b) => a - b);
    /** @param {number} share */
    const at = (share) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
    return { frames: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), articles: it.querySelectorAll('article').length };
  });
  console.log(`10,000 messages, ms per frame while scrolling: ${JSON.stringify(frames)}`);
  await ada.getByText('This is the beginning of the conversation.').waitFor();
  await message(ada, 'message 0 ').waitFor();
  assert.ok(frames.articles < 500, `${frames.articles} articles in the page`);
  await ada.getByRole('button', { name: 'Jump to newest' }).click();
  await message(ada, 'message 9999 ').waitFor();
  await say(ada, 'the end');
  await message(ada, 'the end').waitFor();
  await ada.context().close();
  stage.assertNoComplaints();
});
