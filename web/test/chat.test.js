import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stage, act, begin, listed, log, message, online, say } from './harness.js';

/** @type {Stage} */
let stage;
before(async () => (stage = await Stage.start()));
after(() => stage.stop());

test('two browsers chat: list, unread, typing, read marks, edit, delete', async () => {
  const ada = await stage.user('Ada');
  const ben = await stage.user('Ben');
  await begin(ada, ['Ben'], 'Tea');
  await say(ada, 'Tea?');
  await listed(ben, 'Tea').filter({ hasText: '1 unread' }).waitFor();
  assert.match((await listed(ben, 'Tea').getAttribute('aria-label')) ?? '', /Tea, 1 unread/);
  await listed(ben, 'Tea').getByRole('link').click();
  await message(ben, 'Tea?').filter({ hasText: 'Ada' }).waitFor();
  await message(ada, 'Tea?').getByText('read by Ben').waitFor();
  await listed(ben, 'Tea').filter({ hasText: 'unread' }).waitFor({ state: 'detached' });

  await ben.getByRole('textbox', { name: 'Message', exact: true }).pressSequentially('At fo');
  await ada.getByText('Ben is typing').waitFor();
  await say(ben, 'At four');
  await message(ada, 'At four').filter({ hasText: 'Ben' }).waitFor();
  await ada.getByText('Ben is typing').waitFor({ state: 'detached' });

  await act(ada, 'Tea?', 'Edit');
  const box = ada.getByRole('textbox', { name: 'Edit message' });
  assert.equal(await box.inputValue(), 'Tea?');
  assert.equal(await box.evaluate((it) => it === document.activeElement), true);
  await box.fill('Green tea?');
  await box.press('Enter');
  await message(ben, 'Green tea?').getByText('edited').waitFor();

  // The arrow key edits the own message that is the newest.
  await ada.getByRole('textbox', { name: 'Message', exact: true }).press('ArrowUp');
  await ada.getByRole('textbox', { name: 'Edit message' }).press('Escape');

  await act(ben, 'At four', 'Delete');
  await message(ada, 'At four').waitFor({ state: 'detached' });
  await message(ada, 'This message was deleted.').waitFor();
  assert.equal(await message(ben, 'Green tea?').getByRole('button', { name: 'Message actions' }).count(), 1);
  await ada.context().close();
  await ben.context().close();
  stage.assertNoComplaints();
});

test('presence follows sessions', async () => {
  const ada = await stage.user('Ada');
  const ben = await stage.user('Ben');
  await begin(ada, ['Ben']);
  await ada.getByRole('heading', { name: 'Ben', exact: true }).waitFor();
  await ada.getByText('online', { exact: true }).first().waitFor();
  await ben.context().close();
  await ada.locator('.head').getByText('offline').waitFor();
  await ada.context().close();
  stage.assertNoComplaints();
});

test('members are added, removed and leave; a group is renamed by its owner', async () => {
  const ada = await stage.user('Ada');
  const ben = await stage.user('Ben');
  const cleo = await stage.user('Cleo');
  await begin(ada, ['Ben'], 'Walk');
  await say(ada, 'Who comes?');
  const actions = ada.getByRole('button', { name: 'Conversation actions' });
  await actions.click();
  await ada.getByRole('menuitem', { name: 'Rename' }).click();
  const name = ada.getByRole('textbox', { name: 'Group name' });
  assert.equal(await name.inputValue(), 'Walk');
  await name.fill('Never');
  await name.press('Escape');
  await name.waitFor({ state: 'detached' });
  await actions.click();
  await ada.getByRole('menuitem', { name: 'Rename' }).click();
  await name.fill('Long walk');
  await name.press('Enter');
  await listed(ben, 'Long walk').waitFor();
  await ada.getByRole('heading', { name: 'Long walk' }).waitFor();
  assert.ok(await actions.evaluate((it) => it === document.activeElement));
  // A refusal is shown, and the box stays.
  await actions.click();
  await ada.getByRole('menuitem', { name: 'Rename' }).click();
  await name.fill('\u2800\u3164');
  await name.press('Enter');
  await ada.getByRole('alert').waitFor();
  await name.fill('Walk');
  await name.press('Enter');
  for (const page of [ada, ben]) await listed(page, 'Long walk').waitFor({ state: 'detached' });
  await ada.getByRole('heading', { name: 'Walk', exact: true }).waitFor();
  await actions.click();
  await ada.getByRole('menuitem', { name: 'Members' }).click();
  const members = ada.getByRole('region', { name: 'Members' });
  await members.getByRole('button', { name: 'Add people' }).click();
  await members.getByRole('combobox', { name: 'People' }).fill('cle');
  await members.getByRole('option', { name: 'Cleo' }).click();
  await members.getByRole('button', { name: 'Add', exact: true }).click();
  await members.getByRole('listitem').filter({ hasText: 'Cleo' }).waitFor();
  await listed(cleo, 'Walk').getByRole('link').click();
  await message(cleo, 'Who comes?').waitFor();
  await say(cleo, 'I do');
  await message(ada, 'I do').waitFor();
  await members.getByRole('listitem').filter({ hasText: 'Cleo' }).getByRole('button', { name: 'Remove', exact: true }).click();
  await members.getByRole('listitem').filter({ hasText: 'Cleo' }).waitFor({ state: 'detached' });
  await listed(cleo, 'Walk').waitFor({ state: 'detached' });
  // A former member keeps the name on what was written.
  await ada.reload();
  await online(ada);
  await message(ada, 'I do').filter({ hasText: 'Cleo' }).waitFor();
  await listed(ben, 'Walk').getByRole('link').click();
  await ben.getByRole('button', { name: 'Conversation actions' }).click();
  assert.equal(await ben.getByRole('menuitem', { name: 'Rename' }).count(), 0);
  await ben.getByRole('menuitem', { name: 'Members' }).click();
  assert.equal(await ben.getByRole('button', { name: 'Remove', exact: true }).count(), 0);
  await ben.getByRole('region', { name: 'Members' }).getByRole('button', { name: 'Leave' }).click();
  await listed(ben, 'Walk').waitFor({ state: 'detached' });
  for (const page of [ada, ben, cleo]) await page.context().close();
  stage.complaints.length = 0;
});

test('a click beside the open list of people reaches its button', async () => {
  const ada = await stage.user('Ada');
  await stage.server.login('Ben');
  await ada.getByRole('button', { name: 'New conversation' }).click();
  const dialog = ada.getByRole('dialog', { name: 'New conversation' });
  await dialog.getByRole('combobox', { name: 'People' }).fill('ben');
  await dialog.getByRole('option').first().waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached', timeout: 10_000 });
  await ada.context().close();
  stage.assertNoComplaints();
});

test('friends are asked and accept; the own profile changes', async () => {
  const ada = await stage.user('Ada');
  const ben = await stage.user('Ben');
  await ada.getByRole('button', { name: 'Friends' }).click();
  const friends = ada.getByRole('dialog', { name: 'Friends' });
  await friends.getByRole('textbox', { name: 'Email' }).fill('ben@example.com');
  await friends.getByRole('button', { name: 'Send request' }).click();
  await friends.getByText('Request sent').waitFor();
  await ben.getByRole('button', { name: /^Friends/ }).click();
  await ben.getByRole('button', { name: 'Accept' }).click();
  await ben.getByRole('list', { name: 'Friends' }).getByText('Ada', { exact: true }).waitFor();
  await ben.getByRole('button', { name: 'Close' }).click();
  await ben.getByRole('button', { name: 'Your profile' }).click();
  await ben.getByRole('textbox', { name: 'Name' }).fill('Benjamin');
  await ben.getByRole('button', { name: 'Save' }).click();
  await ben.getByText('Saved.').waitFor();
  await ben.getByRole('button', { name: 'Sign out' }).click();
  await ben.getByRole('heading', { name: 'Sign in' }).waitFor();
  for (const page of [ada, ben]) await page.context().close();
  stage.assertNoComplaints();
});

test('what people write stays text in every field', async () => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const ada = await stage.open('/');
  await ada.getByRole('textbox', { name: 'Email' }).fill('eve@example.com');
  await ada.getByRole('textbox', { name: 'Name' }).fill(evil);
  await ada.getByRole('button', { name: 'Continue' }).click();
  await online(ada);
  const ben = await stage.user('Ben');
  await begin(ada, ['Ben'], '<b onclick=1>group</b>');
  await say(ada, evil);
  await say(ada, 'javascript:alert(1) https://example.com/"onmouseover="document.title=3');
  await message(ada, 'onerror').first().waitFor();
  await listed(ben, '<b onclick').getByRole('link').click();
  await message(ben, 'onerror').first().waitFor();
  await ben.getByRole('textbox', { name: 'Message', exact: true }).fill(evil);
  for (const page of [ada, ben]) {
    assert.equal(await page.locator('main img[src="x"], main script, main b').count(), 0);
    assert.match(await page.title(), /Chat$/);
    assert.deepEqual(await page.locator('.log a').evaluateAll((links) => links.map((it) => new URL(/** @type {HTMLAnchorElement} */ (it).href).protocol)), ['https:']);
    await page.context().close();
  }
  assert.equal(await log(ada).count().catch(() => 0), 0);
  stage.assertNoComplaints();
});
