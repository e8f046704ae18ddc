/**
 * @typedef {import('./types.js').Transport} Transport
 */

/** What opens sockets where there is no `WebSocket`: Node before 22. @type {Transport['open'] | null} */
let fallback = null;

/** @param {Transport['open']} open */
export function setFallback(open) {
  fallback = open;
}

/** @type {Transport['open']} */
function open(url, events) {
  if (typeof WebSocket === 'undefined') {
    if (fallback) return fallback(url, events);
    throw new Error('No WebSocket here: give new Chat() a transport');
  }
  const socket = new WebSocket(url);
  socket.onmessage = (event) => events.onFrame(event.data);
  socket.onclose = (event) => events.onClose(event.code, event.reason);
  return {
    send: (text) => socket.send(text),
    close: (code) => {
      socket.onmessage = socket.onclose = null;
      socket.close(code);
    },
  };
}

/** @type {Transport} */
export const webSockets = { open };

/** @type {import('./types.js').Clock} */
export const systemClock = {
  now: () => Date.now(),
  after: (run, ms) => setTimeout(run, ms),
  cancel: (timer) => clearTimeout(timer),
};

/**
 * Notices when the device loses or regains its network, and when the page becomes visible.
 *
 * @param {(isOnline: boolean) => void} onNetwork
 * @param {() => void} onWake
 * @returns {() => void} ends it
 */
export function watchDevice(onNetwork, onWake) {
  const end = new AbortController();
  const { addEventListener, document, navigator } = globalThis;
  /** @param {EventTarget | undefined} target @param {string} name @param {() => void} run */
  const on = (target, name, run) => target?.addEventListener(name, run, { signal: end.signal });
  if (typeof addEventListener === 'function') {
    on(globalThis, 'online', () => onNetwork(true));
    on(globalThis, 'offline', () => onNetwork(false));
    on(globalThis, 'pageshow', onWake);
    on(document, 'visibilitychange', () => document.hidden || onWake());
  }
  if (navigator?.onLine === false) onNetwork(false);
  return () => end.abort();
}
