// Takes the pictures of docs/images: a server with people who talk, seen on several screens.
import { fileURLToPath } from 'node:url';
import { mkdirSync } from 'node:fs';
import { Stage, act, begin, listed, log, message, online, say } from './harness.js';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
mkdirSync(FOLDER, { recursive: true });

/** @param {import('playwright-core').Page} page @param {string} name */
async function take(page, name) {
  await page.mouse.move(600, 5);
  await page.evaluate(() => Promise.all(document.getAnimations().filter((it) => it.effect?.getComputedTiming().endTime !== Infinity).map((it) => it.finished)));
  await page.screenshot({ path: `${FOLDER}${name}.png` });
}

const stage = await Stage.start();
try {
  const quiet = /** @type {const} */ ({ reducedMotion: 'reduce', viewport: { width: 1120, height: 700 } });
  const blank = await stage.open('/', quiet);
  await blank.getByRole('button', { name: 'Continue' }).waitFor();
  await take(blank, 'sign-in');
  const ben = await stage.user('Ben Okafor', quiet);
  const cleo = await stage.user('Cleo Martin', quiet);
  const ada = await stage.user('Ada Lindqvist', quiet);
  await ada.getByText('Start a conversation').waitFor();
  await take(ada, 'empty');
  await begin(cleo, ['Ada']);
  await say(cleo, 'Did you see the figures? I am still smiling.');
  await begin(ada, ['Ben', 'Cleo'], 'Launch week');
  await say(ada, 'Morning! The release candidate is up. Who takes the last round of tests?');
  await listed(ben, 'Launch week').getByRole('link').click();
  await listed(cleo, 'Launch week').getByRole('link').click();
  await say(ben, 'I do. Phones first, then the old laptop.');
  await say(ben, 'The plan is at https://wiki.example.com/launch (page two).');
  await say(cleo, 'I watch the numbers. Last night: `p99 = 3.1 ms` with 10,000 people online.');
  await message(ada, 'I watch the numbers').waitFor();
  await say(ada, 'That is better than I hopd.');
  await say(ada, 'Then we go at four. I bring cake.');
  await act(ada, 'hopd', 'Edit');
  await ada.getByRole('textbox', { name: 'Edit message' }).fill('That is better than I hoped.');
  await ada.keyboard.press('Enter');
  await message(ada, 'hoped').getByText('edited').waitFor();
  await message(ben, 'I bring cake').waitFor();
  await message(ada, 'I bring cake').getByText('read by').waitFor();
  await ben.getByRole('textbox', { name: 'Message', exact: true }).pressSequentially('Cake!');
  await ada.getByText('is typing').waitFor();
  await take(ada, 'chat');
  await cleo.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await cleo.getByRole('button', { name: 'Conversation actions' }).click();
  await cleo.getByRole('menuitem', { name: 'Members' }).click();
  await take(cleo, 'dark');
  await ben.setViewportSize({ width: 390, height: 780 });
  await take(ben, 'phone');
  await ben.getByRole('button', { name: 'Conversations' }).click();
  await take(ben, 'phone-list');
  await ada.getByRole('button', { name: 'New conversation' }).click();
  await ada.getByRole('combobox', { name: 'People' }).fill('ben');
  await ada.getByRole('option').first().waitFor();
  await take(ada, 'new-conversation');
  await ada.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  const rima = await stage.user('Rima Haddad', { ...quiet, locale: 'ar' });
  await begin(rima, ['Ada', 'Ben'], 'أسبوع الإطلاق');
  await say(rima, 'صباح الخير! النسخة جاهزة (رقم 2).');
  await listed(ben, 'أسبوع').getByRole('link').click();
  await say(ben, 'Good morning! I take the last round of tests.');
  await message(rima, 'Good morning').waitFor();
  await take(rima, 'right-to-left');
  await ada.context().setOffline(true);
  await online(ada, 'Offline');
  await say(ada, 'Written in a tunnel.');
  await message(ada, 'tunnel').getByText('sending').waitFor();
  await log(ada).waitFor();
  await take(ada, 'offline');
} finally {
  await stage.stop();
}
