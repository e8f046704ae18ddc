// Plain DOM: the list of messages, and a form that sends.
import { Chat } from '@realtime-gateway/client';

const chat = new Chat({ url: 'https://chat.example.com', token: async () => (await fetch('/my/chat-token')).text() });
const log = /** @type {HTMLElement} */ (document.querySelector('[role=log]'));
const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
const box = /** @type {HTMLInputElement} */ (form.elements.namedItem('message'));
const status = /** @type {HTMLElement} */ (document.querySelector('[role=status]'));

chat.on('state', (state) => (status.textContent = state));
await chat.connect();
const room = chat.conversation('17');

room.subscribe(({ messages }) => {
  log.replaceChildren(
    ...messages.map(({ author, content, state, deleted }) => {
      const line = document.createElement('p');
      // Text, never markup: another user wrote it.
      line.textContent = `${author.displayName}: ${deleted ? 'deleted' : content}${state === 'accepted' ? '' : ` (${state})`}`;
      return line;
    }),
  );
  if (document.hasFocus()) room.markRead();
});

box.addEventListener('input', () => room.typing());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void room.send(box.value);
  box.value = '';
});
