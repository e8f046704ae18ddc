import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chat, account, people } from '../../src/node.js';
import { Proxy } from '../harness/proxy.js';
import { Server } from '../harness/server.js';

/** @type {Server} */
let server;
/** @type {{ id: string, token: string }} */
let ada;
/** @type {{ id: string, token: string }} */
let ben;
/** @type {Chat[]} */
const chats = [];

before(async () => {
  server = await new Server({ settings: ['limits.sign-ins=off', 'limits.requests=off', 'gateway.outbound-high=64KiB', 'gateway.outbound-low=16KiB'] }).start();
  ada = await server.login('Ada');
  ben = await server.login('Ben');
});
after(async () => {
  for (const chat of chats) chat.disconnect();
  await server.stop();
});

/** @param {{ token: string }} user @param {string} [url] */
async function chatOf(user, url = server.url) {
  const chat = new Chat({ url, token: async () => user.token });
  chats.push(chat);
  await chat.connect();
  return chat;
}

/**
 * @template T
 * @param {{ subscribe: (listener: (value: any) => void) => () => void }} source
 * @param {(value: any) => T | undefined | false | null} check
 * @returns {Promise<T>}
 */
function until(source, check) {
  return new Promise((resolve, reject) => {
    /** @type {any} */
    let last;
    /** @type {() => void} */
    let end = () => {};
    const limit = setTimeout(() => {
      end();
      reject(new Error('It did not happen; the last was ' + JSON.stringify(last)));
    }, 30_000);
    end = source.subscribe((value) => {
      last = value;
      const found = check(value);
      if (!found) return;
      clearTimeout(limit);
      queueMicrotask(() => end());
      resolve(found);
    });
  });
}

test('two users chat: send, edit, delete, typing, read markers, presence', async () => {
  const [one, two] = [await chatOf(ada), await chatOf(ben)];
  const room = await one.create({ members: [ben.id], name: 'Tea' });
  const other = two.conversation(room.id);
  const shown = until(other, (it) => it.messages.find((/** @type {any} */ message) => message.content === 'Tea?'));
  const sent = await room.send('Tea?', { metadata: { order: 4711 } });
  const received = await shown;
  assert.equal(received.id, sent.id);
  assert.equal(received.author.displayName, 'Ada');
  assert.deepEqual(received.metadata, { order: 4711 });
  assert.throws(() => (received.metadata.order = 1), TypeError);
  assert.throws(() => received.createdAt.setTime(0), TypeError);

  await room.edit(sent.id, 'Tea at four?');
  await until(other, (it) => it.messages.find((/** @type {any} */ message) => message.content === 'Tea at four?' && message.editedAt));
  room.typing();
  await until(other, (it) => it.typing.find((/** @type {any} */ user) => user.displayName === 'Ada'));
  await until(one.conversations, (list) => list.find((/** @type {any} */ it) => it.id === room.id && it.online));
  assert.equal(other.snapshot.unread, 1);
  const ends = other.subscribe(() => {});
  const read = until(room, (it) => it.readers.find((/** @type {any} */ reader) => reader.user.id === ben.id));
  await until(other, (it) => !it.loading);
  other.markRead();
  assert.equal(other.snapshot.unread, 0);
  await read;
  await room.delete(sent.id);
  await until(other, (it) => it.messages.every((/** @type {any} */ message) => message.deleted || message.content !== 'Tea at four?'));
  ends();
});

test('what is sent while the server is killed arrives once, after it is back', async () => {
  const one = await chatOf(ada);
  const room = await one.create({ members: [ben.id], name: 'Kill' });
  const ends = room.subscribe(() => {});
  const before = room.send('before');
  await server.kill();
  const during = room.send('during');
  assert.equal(room.snapshot.messages.at(-1)?.state, 'sending');
  await server.start();
  await Promise.all([before, during]);
  const { value } = await server.rest(ada.token, 'GET', `/conversations/${room.id}/messages`);
  assert.deepEqual(value.map((/** @type {any} */ it) => it.content), ['before', 'during']);
  ends();
});

test('a reader that is too slow gets `lagging`, and has everything in the end', async () => {
  const proxy = await new Proxy({ requests: () => server.port, upgrades: () => server.port }).start();
  let lagged = 0;
  const { webSockets } = await import('../../src/transport.js');
  const slow = new Chat({
    url: proxy.url,
    token: ben.token,
    transport: {
      open: (url, events) =>
        webSockets.open(url, {
          ...events,
          onFrame: (text) => {
            if (JSON.parse(text).type === 'lagging') lagged++;
            events.onFrame(text);
          },
        }),
    },
  });
  chats.push(slow);
  try {
    await slow.connect();
    const one = await chatOf(ada);
    const room = await one.create({ members: [ben.id], name: 'Slow' });
    const other = slow.conversation(room.id);
    await until(other, (it) => !it.loading);
    const ends = other.subscribe(() => {});
    await until(other, (it) => !it.loading);
    proxy.isHeld = true;
    // More than what the kernel buffers between the two take: each is about 16 KB as a frame.
    const content = '\u{1F375}'.repeat(3990);
    let count = 0;
    while (lagged === 0 && count < 1500) {
      await Promise.all(
        Array.from({ length: 50 }, () => server.rest(ada.token, 'POST', `/conversations/${room.id}/messages`, { content: `${++count} ${content}` })),
      );
      if (count === 1000) proxy.isHeld = false;
    }
    proxy.isHeld = false;
    const last = await server.rest(ada.token, 'POST', `/conversations/${room.id}/messages`, { content: 'the end' });
    await until(other, (it) => it.seq >= last.seq && it.messages.at(-1)?.id === last.id && !it.loading);
    assert.ok(lagged > 0, 'lagging was not provoked');
    // One that is far behind begins afresh, with the newest page.
    while (await other.older());
    assert.equal(other.snapshot.messages.filter((it) => it.content !== 'the end').length, count);
    assert.deepEqual(
      other.snapshot.messages.map((it) => it.seq),
      other.snapshot.messages.map((_, at) => /** @type {any} */ (other.snapshot.messages[0]).seq + at),
    );
    ends();
  } finally {
    slow.disconnect();
    await proxy.stop();
  }
});

test('a refused login rejects connect, and signs out', async () => {
  const chat = new Chat({ url: server.url, token: async () => 'nonsense' });
  await assert.rejects(chat.connect(), { code: 'UnauthorizedRequest' });
  assert.equal(chat.state, 'signed-out');
  const page = new Chat({ url: server.url, token: async () => '<html> no token </html>' });
  await assert.rejects(page.connect(), { code: 'UnauthorizedRequest' });
});

test('the twenty-first session of a user replaces the first, which does not come back by itself', async () => {
  const cy = await server.login('Cy');
  const first = await chatOf(cy);
  const replaced = new Promise((resolve) => first.on('state', resolve));
  const others = [];
  for (let at = 0; at < 20; at++) others.push(await chatOf(cy));
  assert.equal(await replaced, 'replaced');
  assert.equal(first.error?.code, 'Replaced');
  others[0]?.disconnect();
  await first.connect();
  assert.equal(first.state, 'online');
  for (const chat of others) chat.disconnect();
  first.disconnect();
});

test('a login that is ended signs out', async () => {
  const dan = await server.login('Dan');
  const chat = await chatOf(dan);
  const states = /** @type {string[]} */ ([]);
  const out = new Promise((resolve) => chat.on('state', (state) => states.push(state) && state === 'signed-out' && resolve(state)));
  await server.rest(dan.token, 'POST', '/auth/logout');
  await out;
  assert.equal(states.at(-1), 'signed-out');
});

test('history is read page by page to its beginning', async () => {
  const one = await chatOf(ada);
  const room = await one.create({ members: [ben.id], name: 'Long' });
  for (let at = 0; at < 130; at++) await server.rest(ben.token, 'POST', `/conversations/${room.id}/messages`, { content: `${at}` });
  const ends = room.subscribe(() => {});
  await until(room, (it) => it.messages.length >= 50 && !it.loading);
  assert.equal(await room.older(), true);
  assert.equal(await room.older(), false);
  assert.deepEqual(room.snapshot.messages.map((it) => Number(it.content)), Array.from({ length: 130 }, (_, at) => at));
  assert.equal(await room.older(), false);
  ends();
});

test('members are added, removed and leave', async () => {
  const eve = await server.login('Eve');
  const [one, three] = [await chatOf(ada), await chatOf(eve)];
  const room = await one.create({ members: [ben.id], name: 'Members' });
  await room.add([eve.id]);
  await until(three.conversations, (list) => list.find((/** @type {any} */ it) => it.id === room.id));
  await until(room, (it) => it.members.find((/** @type {any} */ member) => member.displayName === 'Eve'));
  assert.deepEqual((await room.members()).map((it) => it.displayName), ['Ada', 'Ben', 'Eve']);
  await room.send('hello');
  const theirs = three.conversation(room.id);
  const left = until(theirs, (it) => it.left);
  await room.remove(eve.id);
  await left;
  assert.equal(three.conversations.snapshot.some((it) => it.id === room.id), false);
  await assert.rejects(theirs.send('still here?'), (error) => ['NotFoundRequest', 'ForbiddenRequest'].includes(/** @type {any} */ (error).code));
  await room.leave();
  await until(one.conversations, (list) => !list.some((/** @type {any} */ it) => it.id === room.id));
});

test('a group gets another name and metadata, on every device', async () => {
  const [one, two, phone] = [await chatOf(ada), await chatOf(ben), await chatOf(ada)];
  const room = await one.create({ members: [ben.id], name: 'Tea', metadata: { topic: 1 } });
  const seen = [two, phone].map((chat) => until(chat.conversation(room.id), (it) => it.name === 'Coffee' && it.metadata?.topic === 1));
  await room.rename('Coffee');
  assert.equal(room.snapshot.name, 'Coffee');
  assert.deepEqual(room.snapshot.metadata, { topic: 1 });
  await Promise.all(seen);
  const emptied = until(two.conversation(room.id), (it) => it.name === 'Coffee' && it.metadata === null);
  await room.update({ metadata: {} });
  await emptied;
  await assert.rejects(two.conversation(room.id).rename('Mine'), { code: 'ForbiddenRequest' });
  // What was missed while away comes with the changes.
  two.disconnect();
  await room.update({ name: 'Cocoa', metadata: { topic: 2 } });
  await two.connect();
  await until(two.conversation(room.id), (it) => it.name === 'Cocoa' && it.metadata?.topic === 2);
});

test('an edit of what another device has changed since is refused', async () => {
  const [laptop, phone] = [await chatOf(ada), await chatOf(ada)];
  const room = await laptop.create({ members: [ben.id], name: 'Two devices' });
  const ends = [laptop, phone].map((chat) => chat.conversation(room.id).subscribe(() => {}));
  const sent = await room.send('one');
  const { changeSeq } = sent;
  await phone.conversation(room.id).edit(sent.id, 'two', { ifChangeSeq: changeSeq });
  await assert.rejects(room.edit(sent.id, 'three', { ifChangeSeq: changeSeq }), { code: 'Conflict' });
  await assert.rejects(room.delete(sent.id, { ifChangeSeq: changeSeq }), { code: 'Conflict' });
  const held = await until(room, (it) => it.messages.find((/** @type {any} */ message) => message.content === 'two' && message.changeSeq > changeSeq));
  await room.edit(sent.id, 'three', { ifChangeSeq: held.changeSeq });
  await until(phone.conversation(room.id), (it) => it.messages.find((/** @type {any} */ message) => message.content === 'three'));
  assert.equal(room.snapshot.messages.at(-1)?.state, 'accepted');
  ends.forEach((end) => end());
});

test('people are found and written to, and see each other\'s new names', async () => {
  const fay = await server.login('Fay');
  const [one, two] = [await chatOf(ada), await chatOf(fay)];
  const found = await people(one).search('fay');
  assert.deepEqual(found.map((it) => it.id), [fay.id]);
  const room = await one.direct({ userId: fay.id });
  assert.equal((await two.direct({ userId: ada.id })).id, room.id);
  assert.equal(room.snapshot.type, 'private-chat');
  assert.equal(room.snapshot.name, 'Fay');
  await people(two).updateMe({ displayName: 'Fay Wray' });
  await until(room, (it) => it.name === 'Fay Wray');
  assert.equal(two.user?.displayName, 'Fay Wray');
  assert.equal((await people(one).profile(fay.id))?.displayName, 'Fay Wray');
  await assert.rejects(one.direct({ externalId: 'fay' }), { code: 'NotFoundRequest' });
});

test('a user of the application is written to by the name that it has there', async () => {
  const key = server.apiKey('direct');
  // A user may have another user's external id as its name. This one's name is its own external id, too.
  await server.login('gus-1');
  const { id } = await server.rest(key, 'PUT', '/server/users/gus-1', { displayName: 'gus-1' });
  await server.rest(key, 'PUT', '/server/users/gus-2', { displayName: 'Gus' });
  const one = await chatOf(ada);
  const room = await one.direct({ externalId: 'gus-1' });
  assert.deepEqual(room.snapshot.members.map((it) => it.id).sort(), [ada.id, id].sort());
  assert.equal((await one.direct({ externalId: 'gus-1' })).id, room.id);
  assert.notEqual((await one.direct({ externalId: 'gus-2' })).id, room.id);
  for (const externalId of ['GUS-1', 'gus-3', 'gus-1,gus-2', 'ada@example.com', 'gus%2D1']) {
    await assert.rejects(one.direct({ externalId }), { code: 'NotFoundRequest' }, externalId);
  }
});

test('friends are asked for, accepted and ended', async () => {
  const [one, two] = [await chatOf(ada), await chatOf(ben)];
  const [mine, theirs] = [people(one), people(two)];
  await mine.request('ben@example.com');
  assert.deepEqual((await theirs.requests()).received.map((it) => it.user.displayName), ['Ada']);
  await theirs.accept(ada.id);
  assert.deepEqual((await mine.friends()).map((it) => it.displayName), ['Ben']);
  await mine.unfriend(ben.id);
  assert.deepEqual(await theirs.friends(), []);
  assert.equal((await mine.me()).displayName, 'Ada');
});

test('a page learns what it may offer for sign-in', async () => {
  assert.deepEqual(await account(new Chat({ url: server.url })).providers(), { devLogin: true, providers: [] });
});
