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
 * Says when the network goes and comes, and when the page is looked at again.
 *
 * @param {(isOnline: boolean) => void} onNetwork
 * @param {() => void} onWake
 * @returns {() => void} ends it
 */
export function watchDevice(onNetwork, onWake) {
  const end = new AbortController();
  const { signal } = end;
  const target = globalThis;
  if (typeof target.addEventListener !== 'function') return () => {};
  target.addEventListener('online', () => onNetwork(true), { signal });
  target.addEventListener('offline', () => onNetwork(false), { signal });
  target.addEventListener('pageshow', onWake, { signal });
  if (typeof document !== 'undefined') {
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && onWake(), { signal });
  }
  if (typeof navigator !== 'undefined' && navigator.onLine === false) onNetwork(false);
  return () => end.abort();
}
