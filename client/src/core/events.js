/**
 * What the core takes and what it answers: the vocabulary between it and its driver.
 *
 * @typedef {import('../errors.js').ChatError} ChatError
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('./shapes.js').Known} Known
 */

/**
 * What happened, from the driver to the core.
 *
 * @typedef {{ on: 'connect' } | { on: 'disconnect' }
 *   | { on: 'ticket', ticket: string } | { on: 'no-ticket', error: ChatError }
 *   | { on: 'frame', frame: any, socket: number } | { on: 'closed', code: number, reason: string, socket: number }
 *   | { on: 'time' } | { on: 'network', isOnline: boolean } | { on: 'wake' }
 *   | { on: 'answer', id: number, body?: any, error?: ChatError }
 *   | { on: 'restored', userId: string, entries: Entry[] }
 *   | { on: 'enqueue', entry: Entry } | { on: 'retry', name: string } | { on: 'discard', name: string }
 *   | { on: 'open', conversationId: string } | { on: 'close', conversationId: string } | { on: 'older', conversationId: string }
 *   | { on: 'read', conversationId: string, seq?: number } | { on: 'typing', conversationId: string, isTyping: boolean }
 *   | { on: 'conversation', body: any } | { on: 'fetch', conversationId: string } | { on: 'user', body: any }
 *   | { on: 'shown' }
 * } Event
 */

/**
 * What the driver has to do, from the core to the driver.
 *
 * @typedef {{ do: 'ticket', isFresh: boolean } | { do: 'open', ticket: string, socket: number } | { do: 'shut' }
 *   | { do: 'send', frame: any } | { do: 'get', id: number, path: string }
 *   | { do: 'emit', topic: 'state' | 'user' | 'profile', value: any } | { do: 'connected' } | { do: 'refused', error: ChatError }
 *   | { do: 'restore', userId: string } | { do: 'save', entry: Entry } | { do: 'remove', entry: Entry }
 *   | { do: 'accepted', name: string, message: Known, conversationId: string } | { do: 'failed', name: string, error: ChatError }
 *   | { do: 'changed', conversationIds: Set<string> } | { do: 'message', conversationId: string, message: Known }
 *   | { do: 'page', conversationId: string } | { do: 'presence' }
 * } Effect
 */

/**
 * What handles each kind of event.
 *
 * @typedef {{ [K in Event['on']]: (model: import('./model.js').Model, event: Extract<Event, { on: K }>) => void }} EventHandlers
 *
 * What handles each kind of effect.
 *
 * @typedef {{ [K in Effect['do']]: (effect: Extract<Effect, { do: K }>) => void }} EffectHandlers
 */
export {};
