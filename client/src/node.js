import { openSocket } from './node-socket.js';
import { setFallback } from './transport.js';

// Node has a WebSocket of its own from version 22 on.
setFallback(openSocket);

export * from './index.js';
