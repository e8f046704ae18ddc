// The lines of the README, so that they are checked.
import { Chat } from '@realtime-gateway/client';

/** @type {(state: string) => void} */
const badge = (state) => console.log(state);
/** @type {(messages: readonly import('@realtime-gateway/client').Message[]) => void} */
const render = (messages) => console.log(messages);
/** @type {(list: readonly import('@realtime-gateway/client').ListedConversation[]) => void} */
const sidebar = (list) => console.log(list);

const chat = new Chat({ url: 'https://chat.example.com', token: async () => (await fetch('/my/chat-token')).text() });
chat.on('state', (state) => badge(state));
await chat.connect();
const room = await chat.direct({ externalId: 'u-18' });
room.subscribe(({ messages, typing, readers, unread, members }) => void [render(messages), typing, readers, unread, members]);
const sent = await room.send('Tea?', { metadata: { order: 4711 } });
await room.edit(sent.id, 'Tea at four?');
await room.delete(sent.id);
room.typing();
room.markRead();
await room.older();
chat.conversations.subscribe((list) => sidebar(list));
