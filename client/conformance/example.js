#!/usr/bin/env node
// The JavaScript client as a command for the conformance suite.
import { createInterface } from 'node:readline';
import { Chat } from '../src/node.js';

/** @type {Chat} */
let chat;
/** @type {Map<string, () => void>} */
const subscriptions = new Map();

/** @param {any} line */
function take(line) {
  if (line.url) {
    chat = new Chat({ url: line.url, token: () => line.token, random: () => 0.5 });
    return;
  }
  const room = line.in && chat.conversation(line.in);
  switch (line.what) {
    case 'connect':
      chat.connect().catch(() => {});
      break;
    case 'disconnect':
      chat.disconnect();
      break;
    case 'open':
      subscriptions.set(line.in, room.subscribe(() => {}));
      break;
    case 'close':
      subscriptions.get(line.in)?.();
      break;
    case 'send':
      void room.send(line.content);
      break;
    case 'edit':
      void room.edit(line.messageId, line.content, { ifChangeSeq: line.ifChangeSeq });
      break;
    case 'delete':
      void room.delete(line.messageId, { ifChangeSeq: line.ifChangeSeq });
      break;
    case 'older':
      void room.older();
      break;
    case 'read':
      room.markRead();
      break;
    case 'typing':
      room.typing();
      break;
    case 'report':
      console.log(JSON.stringify(report(chat, [...subscriptions.keys()])));
      break;
  }
}

/**
 * What scripts compare.
 *
 * @param {Chat} shown
 * @param {string[]} ids of the rooms that are open
 */
export function report(shown, ids) {
  const conversations = shown.conversations.snapshot.map(({ id, name, unread, lastMessage, online, members }) => ({
    id,
    name,
    unread,
    last: lastMessage && lastMessage.content,
    online,
    members: members.map((it) => it.id),
  }));
  const rooms = ids.map((id) => {
    const { messages, unread, typing, readers, hasOlder, left } = shown.conversation(id).snapshot;
    return [
      id,
      {
        messages: messages.map((it) => ({ id: it.id, content: it.content, state: it.state, deleted: it.deleted, author: it.author.displayName })),
        unread,
        typing: typing.map((it) => it.id),
        readers: readers.map((it) => ({ id: it.user.id, seq: it.seq })),
        hasOlder,
        left,
      },
    ];
  });
  return { state: shown.state, conversations, rooms: Object.fromEntries(rooms) };
}

createInterface({ input: process.stdin })
  .on('line', (line) => take(JSON.parse(line)))
  .on('close', () => process.exit(0));
