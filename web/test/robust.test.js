import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stage, begin, listed, log, message, online, say } from './harness.js';

/** @type {Stage} */
let stage;
before(async () => (stage = await Stage.start()));
after(() => stage.stop());

// The browser reports each request that fails while the network is away.
const NETWORK = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to load resource|WebSocket connection to/;

test('a message written while the network is away is sent once it is back, also after a reload', async () => {
  const ada = await stage.user('Ada');
  const ben = await stage.user('Ben');
  await begin(ada, ['Ben'], 'Trains');
  await say(ada, 'first');
  await listed(ben, 'Trains').getByRole('link').click();
  await message(ben, 'first').waitFor();

  await ada.context().setOffline(true);
  await online(ada, 'Offline');
  await say(ada, 'from the tunnel');
  await message(ada, 'from the tunnel').getByText('sending').waitFor();
  await ada.getByRole('status', { name: 'Connection' }).filter({ hasText: '1 unsent' }).waitFor();
  await say(ben, 'still there?');
  await ada.context().setOffline(false);
  await online(ada);
  await message(ada, 'still there?').waitFor();
  await message(ben, 'from the tunnel').waitFor();
  await message(ada, 'from the tunnel').getByText('sending').waitFor({ state: 'detached' });

  // The page is closed before the network returns: the browser keeps what is unsent.
  await ada.route('**/ws/token', (route) => route.abort());
  await ada.context().setOffline(true);
  await online(ada, 'Offline');
  await say(ada, 'after the reload');
  await message(ada, 'after the reload').getByText('sending').waitFor();
  await ada.context().setOffline(false);
  await ada.unroute('**/ws/token');
  await ada.reload();
  await online(ada);
  await message(ben, 'after the reload').waitFor();
  await message(ada, 'after the reload').waitFor();
  assert.equal(await message(ben, 'after the reload').count(), 1);
  for (const page of [ada, ben]) await page.context().close();
  stage.assertNoComplaints(NETWORK);
});

test('a message on its way survives SIGKILL of the server, once', async () => {
  const ada = await stage.user('Ada');
  const ben = await stage.user('Ben');
  await begin(ada, ['Ben'], 'Storm');
  await listed(ben, 'Storm').getByRole('link').click();
  await say(ada, 'before');
  await message(ben, 'before').waitFor();
  await Promise.all([say(ada, 'in the storm'), stage.server.kill()]);
  await online(ada, 'Offline').catch(() => online(ada, 'Connecting'));
  await say(ada, 'and after it');
  await stage.server.start();
  await online(ada);
  await online(ben);
  for (const text of ['in the storm', 'and after it']) {
    await message(ben, text).waitFor();
    await message(ada, text).getByText('sending').waitFor({ state: 'detached' });
    assert.equal(await message(ben, text).count(), 1);
    assert.equal(await message(ada, text).count(), 1);
  }
  for (const page of [ada, ben]) await page.context().close();
  stage.assertNoComplaints(NETWORK);
});

test('on a slow network the page shows what it is doing, and finishes', async () => {
  const page = await stage.open('/');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 20_000 });
  await page.getByRole('textbox', { name: 'Email' }).fill('slow@example.com');
  await page.getByRole('textbox', { name: 'Name' }).fill('Slow');
  await page.getByRole('button', { name: 'Continue' }).click();
  await online(page);
  const ben = await stage.user('Ben');
  await begin(page, ['Ben'], 'Snail');
  await say(page, 'slowly');
  await message(page, 'slowly').getByText('sending').waitFor();
  await listed(ben, 'Snail').getByRole('link').click();
  await message(ben, 'slowly').waitFor();
  await message(page, 'slowly').getByText('sending').waitFor({ state: 'detached' });
  for (const it of [page, ben]) await it.context().close();
  stage.assertNoComplaints();
});

test('what is new is marked, and the way to it is short', async () => {
  const ada = await stage.user('Ada');
  const ben = await stage.user('Ben');
  await begin(ada, ['Ben'], 'News');
  for (let i = 1; i <= 30; i++) await say(ada, `line ${i}\nof two`);
  await message(ada, /line 30\s/).getByText('sending').waitFor({ state: 'detached' });
  await listed(ben, 'News').filter({ hasText: '30 unread' }).waitFor();
  await listed(ben, 'News').getByRole('link').click();
  await ben.getByText('New messages').waitFor();
  await message(ben, /line 1\s/).waitFor();
  await ben.getByRole('button', { name: 'Jump to newest' }).click();
  await message(ben, /line 30\s/).waitFor();
  await ben.getByRole('button', { name: 'Jump to newest' }).waitFor({ state: 'detached' });
  await message(ada, /line 30\s/).getByText('read by Ben').waitFor();

  // Reading up keeps its place while new messages come in below.
  await log(ben).evaluate((it) => (it.scrollTop = 200));
  await ben.getByRole('button', { name: 'Jump to newest' }).waitFor();
  const before = await log(ben).evaluate((it) => it.scrollTop);
  await say(ada, 'one more');
  await ben.getByRole('button', { name: 'Jump to newest' }).filter({ hasText: '1' }).waitFor();
  assert.ok(Math.abs((await log(ben).evaluate((it) => it.scrollTop)) - before) < 2);
  for (const page of [ada, ben]) await page.context().close();
  stage.assertNoComplaints();
});
