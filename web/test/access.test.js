import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Stage, begin, listed, log, message, online, say } from './harness.js';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** @type {Stage} */
let stage;
before(async () => (stage = await Stage.start()));
after(() => stage.stop());

/**
 * axe finds nothing serious.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} state
 */
async function assertAccessible(page, state) {
  // Colours on their way to others are measured wrongly.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((it) => it.effect?.getComputedTiming().endTime !== Infinity).map((it) => it.finished)));
  // The driver evaluates outside of the page's policy, which forbids inline scripts.
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter((/** @type {any} */ it) => it.impact === 'serious' || it.impact === 'critical')
      .map((/** @type {any} */ it) => `${it.id}: ${it.nodes.map((/** @type {any} */ node) => `${node.html.slice(0, 160)} ${node.failureSummary}`).join(' | ')}`);
  });
  assert.deepEqual(found, [], state);
}

test('axe finds nothing serious in any state, light and dark, wide and narrow', async () => {
  const page = await stage.open('/');
  await page.getByRole('button', { name: 'Continue' }).waitFor();
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await assertAccessible(page, `sign-in, ${colorScheme}`);
  }
  const ben = await stage.user('Ben', { reducedMotion: 'reduce' });
  await ben.getByText('Start a conversation').waitFor();
  await assertAccessible(ben, 'empty');
  const ada = await stage.user('Ada', { reducedMotion: 'reduce' });
  await begin(ada, ['Ben'], 'Tea');
  await say(ada, 'See `this` at https://example.com and\n```\ncode\n```');
  await say(ada, 'gone');
  await message(ada, 'gone').hover();
  await message(ada, 'gone').getByRole('button', { name: 'Message actions' }).click();
  await assertAccessible(ada, 'menu');
  await ada.getByRole('menuitem', { name: 'Delete' }).click();
  await message(ada, 'was deleted').waitFor();
  await listed(ben, 'Tea').getByRole('link').click();
  await message(ben, 'See this').waitFor();
  await ben.getByRole('button', { name: 'Conversation actions' }).click();
  await ben.getByRole('menuitem', { name: 'Members' }).click();
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await ben.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await assertAccessible(ben, `conversation with members, ${colorScheme}`);
  }
  await ben.getByRole('button', { name: 'Close members' }).click();
  await ben.setViewportSize({ width: 360, height: 640 });
  await assertAccessible(ben, 'narrow conversation');
  await ben.getByRole('button', { name: 'Conversations' }).click();
  await assertAccessible(ben, 'narrow list');
  for (const [button, dialog] of /** @type {const} */ ([['Your profile', 'Your profile'], ['Friends', 'Friends'], ['New conversation', 'New conversation']])) {
    await ben.getByRole('button', { name: button }).click();
    await ben.getByRole('dialog', { name: dialog }).waitFor();
    await assertAccessible(ben, dialog);
    await ben.keyboard.press('Escape');
  }
  await ben.context().setOffline(true);
  await online(ben, 'Offline');
  await assertAccessible(ben, 'offline');
  for (const it of [page, ada, ben]) await it.context().close();
  stage.complaints.length = 0;
});

test('the keyboard alone signs in, begins a conversation, edits and deletes', async () => {
  const ben = await stage.user('Ben');
  const page = await stage.open('/');
  const { keyboard } = page;
  await page.getByRole('textbox', { name: 'Email' }).waitFor();
  /** Goes on with Tab until something with this name has the focus. @param {string} name */
  const tabTo = async (name) => {
    for (let i = 0; i < 60; i++) {
      await keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const it = /** @type {HTMLElement & { labels?: NodeList } | null} */ (document.activeElement);
        return it?.getAttribute('aria-label') ?? (it?.labels?.[0] ?? it)?.textContent?.trim() ?? '';
      });
      if (focused.startsWith(name)) return;
    }
    assert.fail(`Tab does not reach ${name}`);
  };
  await tabTo('Email');
  await keyboard.type('kim@example.com');
  await tabTo('Name');
  await keyboard.type('Kim');
  await keyboard.press('Enter');
  await online(page);
  await tabTo('New conversation');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.type('Ben');
  await page.getByRole('option', { name: 'Ben' }).first().waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await tabTo('Group name');
  await keyboard.type('Keys');
  await keyboard.press('Enter');
  await log(page).waitFor();
  await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'message-box');
  await keyboard.type('typed');
  await keyboard.press('Enter');
  await message(page, 'typed').getByText('sending').waitFor({ state: 'detached' });
  await keyboard.press('ArrowUp');
  await keyboard.type(' and changed');
  await keyboard.press('Enter');
  await message(page, 'typed and changed').getByText('edited').waitFor();
  await listed(ben, 'Keys').waitFor();
  await tabTo('Message actions');
  await keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
  await keyboard.press('End');
  await keyboard.press('Enter');
  await message(page, 'was deleted').waitFor();
  for (const it of [page, ben]) await it.context().close();
  stage.assertNoComplaints();
});

test('a page from right to left is the mirror of one from left to right', async () => {
  const ben = await stage.user('Ben', { locale: 'ar-EG' });
  const page = await stage.user('Rima', { locale: 'ar-EG', reducedMotion: 'reduce' });
  await begin(page, ['Ben'], 'أسبوع');
  await say(page, 'Good morning (all).');
  await say(page, 'صباح الخير');
  await message(page, 'صباح').waitFor();
  /** Where it begins and ends from the side at which the page begins. @param {import('playwright-core').Locator} locator */
  const span = (locator) =>
    locator.first().evaluate((it) => {
      const range = document.createRange();
      range.selectNodeContents(it);
      const { left, right } = range.getBoundingClientRect();
      return document.documentElement.dir === 'rtl' ? [innerWidth - right, innerWidth - left].map(Math.round) : [left, right].map(Math.round);
    });
  const places = async () => {
    const found = [];
    for (const locator of [
      page.getByRole('list', { name: 'Conversations' }),
      page.getByRole('heading', { name: 'أسبوع' }),
      message(page, 'Good').locator('.author'),
      message(page, 'Good').locator('.text'),
      message(page, 'صباح').locator('.text'),
      page.getByRole('button', { name: 'Send' }),
    ]) found.push((await span(locator))[0] ?? 0);
    return found;
  };
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  const mirrored = await places();
  // Each text reads by its own direction, and all of them begin at one edge.
  assert.equal(await message(page, 'Good').locator('.text').evaluate((it) => getComputedStyle(it).direction), 'ltr');
  assert.equal(mirrored[3], mirrored[4], `${mirrored}`);
  await assertAccessible(page, 'right to left');
  await page.getByRole('button', { name: 'Your profile' }).click();
  await page.getByRole('combobox', { name: 'Direction' }).selectOption('ltr');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'ltr');
  const straight = await places();
  straight.forEach((place, at) => assert.ok(Math.abs(place - (mirrored[at] ?? 0)) <= 2, `${at}: ${straight} and ${mirrored}`));
  await page.reload();
  await message(page, 'صباح').waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'ltr');
  await ben.setViewportSize({ width: 360, height: 640 });
  await listed(ben, 'أسبوع').getByRole('link').click();
  await message(ben, 'صباح').waitFor();
  assert.ok(await ben.evaluate(() => document.documentElement.scrollWidth <= 360));
  for (const it of [page, ben]) await it.context().close();
  stage.assertNoComplaints();
});

test('on a phone one thing is shown at a time, nothing is wider than the screen', async () => {
  const page = await stage.user('Pia', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
  await begin(page, ['Ben'], 'A group with a rather long name for a phone');
  await say(page, 'W'.repeat(300));
  await say(page, 'مرحبا بالعالم');
  await message(page, 'مرحبا').waitFor();
  assert.equal(await message(page, 'مرحبا').locator('.text').evaluate((it) => getComputedStyle(it).direction), 'rtl');
  assert.equal(await page.getByRole('list', { name: 'Conversations' }).isVisible(), false);
  await page.getByRole('status', { name: 'Connection' }).filter({ hasText: 'Online' }).waitFor();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok((await width()) <= 360);
  await page.getByRole('button', { name: 'Conversations' }).tap();
  await listed(page, 'A group with').waitFor();
  assert.equal(await page.getByRole('log').count(), 0);
  assert.ok((await width()) <= 360);
  await page.context().close();
  stage.assertNoComplaints();
});

test('on a phone nothing covers the text of a message, and an offline header fits', async () => {
  await (await stage.user('Rae')).context().close();
  const page = await stage.user('Quinn', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
  await begin(page, ['Rae'], 'A small screen');
  await say(page, 'W'.repeat(300));
  const box = (/** @type {import('playwright-core').Locator} */ it) => it.evaluate((element) => element.getBoundingClientRect().toJSON());
  const button = page.getByRole('button', { name: 'Message actions' });
  await button.waitFor();
  assert.ok((await box(message(page, 'WWW').locator('.text'))).right <= (await box(button)).left, 'the button covers the text');
  await page.context().setOffline(true);
  await online(page, 'Offline');
  await say(page, 'Written in a tunnel.');
  await message(page, 'tunnel').getByText('sending').waitFor();
  for (const name of ['Connect now', 'Friends', 'Your profile']) {
    assert.ok((await box(page.getByRole('button', { name }))).right <= 360, `${name} is cut off`);
  }
  await page.context().setOffline(false);
  await online(page);
  await message(page, 'tunnel').tap();
  await message(page, 'tunnel').getByRole('button', { name: 'Message actions' }).tap();
  await page.getByRole('menuitem', { name: 'Edit' }).tap();
  await page.getByRole('textbox', { name: 'Edit message' }).fill('Written on the train.');
  await page.getByRole('button', { name: 'Save' }).first().tap();
  await message(page, 'train').getByText('edited').waitFor();
  await page.context().close();
  stage.assertNoComplaints(/ERR_INTERNET_DISCONNECTED/);
});
