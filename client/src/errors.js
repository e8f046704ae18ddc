/** An error of the client or of the server: `code` is for programs, `message` for people. */
export class ChatError extends Error {
  /**
   * @param {string} code of the server's vocabulary, or `Network`, `Timeout`, `Disconnected`,
   *   `OtherUser`, `OutboxFull`, `Replaced`
   * @param {string} message
   * @param {{ target?: string, details?: readonly { code?: string, message?: string, target?: string }[],
   *   status?: number, retryAfterSeconds?: number, requestId?: string, inner?: { [key: string]: unknown } }} [more]
   */
  constructor(code, message, more = {}) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    /** The field or parameter that is meant. */
    this.target = more.target;
    this.details = more.details ?? [];
    /** HTTP status; 0 without an answer. */
    this.status = more.status ?? 0;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.requestId = more.requestId;
    this.inner = more.inner ?? {};
  }
}

/** The server refuses what was asked; asking again changes nothing. */
export class RefusedError extends ChatError {}

/** The login is missing, has ended or is not allowed here. */
export class SignedOutError extends RefusedError {}

/** There was no answer, or the server cannot serve now; asking again may help. */
export class UnavailableError extends ChatError {}

const TEMPORARY = new Set(['RateLimit', 'InternalServerError', 'BadGateway', 'ServiceUnavailable', 'Timeout']);

/** @param {string} code */
export const isTemporary = (code) => TEMPORARY.has(code);

/**
 * @param {string} code
 * @param {string} message
 * @param {ConstructorParameters<typeof ChatError>[2]} [more]
 * @returns {ChatError}
 */
export function errorOf(code, message, more) {
  const Kind =
    code === 'UnauthorizedRequest' ? SignedOutError : isTemporary(code) ? UnavailableError : RefusedError;
  return new Kind(code, message, more);
}
