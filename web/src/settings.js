/**
 * What this browser remembers for the page: the colours, the direction, and whether it may notify.
 *
 * @typedef {'language' | 'ltr' | 'rtl'} Direction
 * @typedef {'system' | 'light' | 'dark'} Theme
 * @typedef {import('@realtime-gateway/client').Message} Message
 * @typedef {import('@realtime-gateway/client').ListedConversation} ListedConversation
 */

const THEME = 'realtime-gateway.theme';
const DIRECTION = 'realtime-gateway.direction';
const NOTIFY = 'realtime-gateway.notify';
const SIGNED_IN = 'realtime-gateway.signed-in';

/** @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage is blocked: nothing is remembered.
    return null;
  }
}

/** @param {string} key @param {string} value */
function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}

/**
 * Whether this browser may have a login: its cookie is hidden from scripts. A provider's sign-in
 * ends at `/chat`, the page's own sets a mark.
 */
export const mayBeSignedIn = () => read(SIGNED_IN) === 'yes' || location.pathname === '/chat';

/** @param {boolean} isSignedIn */
export const setSignedIn = (isSignedIn) => write(SIGNED_IN, isSignedIn ? 'yes' : 'no');

/** @returns {Theme} */
export function theme() {
  const held = read(THEME);
  return held === 'light' || held === 'dark' ? held : 'system';
}

/** @param {Theme} chosen */
export function setTheme(chosen) {
  write(THEME, chosen);
  setUp();
}

/** @returns {Direction} */
export function direction() {
  const held = read(DIRECTION);
  return held === 'ltr' || held === 'rtl' ? held : 'language';
}

/** @param {Direction} chosen */
export function setDirection(chosen) {
  write(DIRECTION, chosen);
  setUp();
}

/** Languages that are written from right to left, unless they name another script. */
const RIGHT_TO_LEFT = /^(?:ar|arc|ckb|dv|fa|he|iw|nqo|ps|sd|syr|ug|ur|yi)(?:-(?!Latn|Cyrl)|$)/i;

/** Shows the page in the chosen colours and direction. */
export function setUp() {
  const way = direction();
  document.documentElement.dir = way === 'language' ? (RIGHT_TO_LEFT.test(navigator.language) ? 'rtl' : 'ltr') : way;
  const chosen = theme();
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

/** @returns {boolean} */
export const notifies = () => read(NOTIFY) === 'on' && globalThis.Notification?.permission === 'granted';

/**
 * Asks the browser for leave to notify, and remembers it.
 *
 * @param {boolean} isOn
 * @returns {Promise<boolean>} whether notifications are on now
 */
export async function setNotifies(isOn) {
  if (isOn && globalThis.Notification && Notification.permission !== 'granted') await Notification.requestPermission();
  write(NOTIFY, isOn && globalThis.Notification?.permission === 'granted' ? 'on' : 'off');
  return notifies();
}

/**
 * Notifies of a message while the page cannot be seen.
 *
 * @param {Message} message
 * @param {ListedConversation | undefined} conversation
 * @param {() => void} open
 */
export function announce(message, conversation, open) {
  if (!document.hidden || !notifies()) return;
  const author = message.author.displayName || 'Someone';
  const title = conversation?.type === 'group-chat' ? `${author} in ${conversation.name}` : author;
  const shown = new Notification(title, { body: message.content.slice(0, 200), tag: message.conversationId });
  shown.addEventListener('click', () => {
    window.focus();
    open();
    shown.close();
  });
}
