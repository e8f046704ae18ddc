import { createHash, randomBytes } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const ABNORMAL = 1006;
const LARGEST = 1024 * 1024;

/**
 * A client's side of RFC 6455 for text messages, for Node before 22.
 *
 * @type {import('./types.js').Transport['open']}
 */
export function openSocket(url, { onFrame, onClose }) {
  const target = new URL(url);
  const key = randomBytes(16).toString('base64');
  /** @type {import('node:stream').Duplex | null} */
  let stream = null;
  let isOver = false;
  /** @type {Buffer} */
  let bytes = Buffer.alloc(0);
  /** @type {Buffer[]} */
  let parts = [];

  /** @param {number} code @param {string} [reason] */
  function end(code, reason = '') {
    if (isOver) return;
    isOver = true;
    request.destroy();
    stream?.destroy();
    onClose(code, reason);
  }

  /** @param {number} opcode @param {Buffer} payload */
  function write(opcode, payload) {
    if (!stream || isOver) return;
    const { length } = payload;
    const head = Buffer.alloc(length < 126 ? 2 : length < 65536 ? 4 : 10);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (length < 126 ? length : length < 65536 ? 126 : 127);
    if (length >= 65536) head.writeBigUInt64BE(BigInt(length), 2);
    else if (length >= 126) head.writeUInt16BE(length, 2);
    const mask = randomBytes(4);
    const masked = Buffer.from(payload.map((byte, at) => byte ^ /** @type {number} */ (mask[at & 3])));
    stream.write(Buffer.concat([head, mask, masked]));
  }

  /** @param {number} first @param {Buffer} payload */
  function take(first, payload) {
    const opcode = first & 15;
    const isLast = (first & 0x80) !== 0;
    if (opcode === PING) write(PONG, payload);
    else if (opcode === CLOSE) {
      write(CLOSE, payload.subarray(0, 2));
      end(payload.length >= 2 ? payload.readUInt16BE(0) : 1005, payload.subarray(2).toString());
    } else if (opcode <= TEXT) {
      parts.push(payload);
      if (!isLast) return;
      const text = Buffer.concat(parts).toString();
      parts = [];
      onFrame(text);
    }
  }

  function read() {
    while (bytes.length >= 2 && !isOver) {
      const first = /** @type {number} */ (bytes[0]);
      let length = /** @type {number} */ (bytes[1]) & 127;
      let at = 2;
      if (length === 126) {
        if (bytes.length < 4) return;
        length = bytes.readUInt16BE(2);
        at = 4;
      } else if (length === 127) {
        if (bytes.length < 10) return;
        length = Number(bytes.readBigUInt64BE(2));
        at = 10;
      }
      if (length > LARGEST) end(1009, 'A frame is too long');
      if (bytes.length < at + length) return;
      const payload = bytes.subarray(at, at + length);
      bytes = bytes.subarray(at + length);
      take(first, payload);
    }
  }

  const isSecure = target.protocol === 'wss:';
  target.protocol = isSecure ? 'https:' : 'http:';
  const request = (isSecure ? requestSecure : requestPlain)(target, {
    agent: false,
    headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key },
  });
  request.on('error', () => end(ABNORMAL));
  request.on('response', (response) => {
    response.resume();
    end(ABNORMAL, `The upgrade was answered with ${response.statusCode}`);
  });
  request.on('upgrade', (response, upgraded, head) => {
    const accept = createHash('sha1').update(key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
    stream = upgraded;
    upgraded.on('error', () => end(ABNORMAL));
    upgraded.on('close', () => end(ABNORMAL));
    upgraded.on('end', () => end(ABNORMAL));
    if (response.headers['sec-websocket-accept'] !== accept) {
      end(ABNORMAL, 'The upgrade was answered with another key');
      return;
    }
    upgraded.on('data', (/** @type {Buffer} */ more) => {
      bytes = bytes.length ? Buffer.concat([bytes, more]) : more;
      read();
    });
    if (head.length) upgraded.unshift(head);
  });
  request.end();

  return {
    send: (text) => write(TEXT, Buffer.from(text)),
    close: (code = 1000) => {
      if (isOver) return;
      const payload = Buffer.alloc(2);
      payload.writeUInt16BE(code);
      if (!stream) {
        isOver = true;
        request.destroy();
        return;
      }
      write(CLOSE, payload);
      isOver = true;
      stream.end();
    },
  };
}
