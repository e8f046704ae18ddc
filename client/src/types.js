/**
 * The shapes that the client shows. All of them are frozen: a change gives a new object.
 *
 * @typedef {'connecting' | 'online' | 'waiting' | 'offline' | 'signed-out' | 'replaced'} State
 *   `connecting`: a connection is being made or catches up. `waiting`: the next attempt is
 *   scheduled. `offline`: the machine has no network, or `disconnect()` was called. `signed-out`:
 *   the server refuses the login or this page. `replaced`: newer sessions of the user took its place.
 *
 * @typedef {{ [key: string]: unknown }} Metadata The application's own data, a JSON object.
 *
 * @typedef {object} Author
 * @property {string} id
 * @property {string} displayName empty as long as it is unknown, and once the user was erased
 * @property {string | null} displayImage
 *
 * @typedef {object} Message
 * @property {string | null} id null until the server has accepted it
 * @property {string} conversationId
 * @property {string} authorId
 * @property {Author} author
 * @property {string} content empty once deleted
 * @property {Metadata | null} metadata
 * @property {Date} createdAt
 * @property {Date | null} editedAt
 * @property {number} seq of its creation; 0 until accepted
 * @property {number} changeSeq of its last change; 0 until accepted
 * @property {string | null} clientMessageId the name under which it was sent; a good key for lists
 * @property {'sending' | 'accepted' | 'failed'} state `sending` also while an edit or delete is on its way
 * @property {ChatError | null} error why it failed
 * @property {boolean} deleted
 *
 * @typedef {Message & { id: string }} AcceptedMessage
 *
 * @typedef {object} Member
 * @property {string} id
 * @property {string} displayName
 * @property {string | null} displayImage
 * @property {string | null} email null if hidden
 * @property {'owner' | 'member'} role
 * @property {boolean} online
 *
 * @typedef {object} Reader
 * @property {Author} user
 * @property {number} seq everything up to it was read
 *
 * @typedef {object} ListedConversation
 * @property {string} id
 * @property {'private-chat' | 'group-chat'} type
 * @property {string} name of the group, or of the other member of a private chat
 * @property {Metadata | null} metadata
 * @property {Message | null} lastMessage the newest that is not deleted
 * @property {number} unread counted to 100
 * @property {boolean} online whether another member is online
 * @property {readonly Member[]} members the first of them, in the order of joining
 * @property {number} memberCount
 *
 * @typedef {object} RoomView
 * @property {readonly Message[]} messages ascending; those not yet accepted come last
 * @property {readonly Author[]} typing
 * @property {readonly Reader[]} readers other members whose read markers are known
 * @property {number} readSeq the own read marker
 * @property {number} seq the newest event that is known
 * @property {boolean} loading whether a page of the history is on its way
 * @property {boolean} hasOlder whether `older()` finds more
 * @property {boolean} left whether one is a member no more, or the conversation is unknown
 *
 * @typedef {ListedConversation & RoomView} Snapshot
 *
 * @typedef {object} Profile
 * @property {string} id
 * @property {string} displayName
 * @property {string | null} displayImage
 * @property {string | null} email null if hidden
 *
 * @typedef {import('./errors.js').ChatError} ChatError
 *
 * @typedef {object} Entry a command in the outbox
 * @property {string} name its clientMessageID or commandID
 * @property {'send' | 'update' | 'delete'} kind
 * @property {string | null} userId whose command it is; null before the first connection
 * @property {string} conversationId
 * @property {string} [messageId]
 * @property {string} [content]
 * @property {Metadata} [metadata]
 * @property {number} [ifChangeSeq]
 * @property {number} createdAt epoch milliseconds
 * @property {'sending' | 'failed'} state
 * @property {ChatError | null} [error]
 *
 * @typedef {object} Storage where unsent commands survive a reload
 * @property {(key: string) => Promise<Entry[]>} load in the order of `save`
 * @property {(key: string, entry: Entry) => Promise<void>} save
 * @property {(key: string, name: string) => Promise<void>} remove
 *
 * @typedef {object} Socket what a connection is to the client
 * @property {(text: string) => void} send
 * @property {(code?: number) => void} close
 *
 * @typedef {object} SocketEvents
 * @property {(text: string) => void} onFrame
 * @property {(code: number, reason: string) => void} onClose
 *
 * @typedef {object} Transport
 * @property {(url: string, events: SocketEvents) => Socket} open opens a socket; `onClose` is called once
 * @property {(get: () => Promise<string>) => Promise<string>} [ticket] gives a ticket, by `get` if one is needed
 * @property {typeof fetch} [fetch]
 *
 * @typedef {object} Clock
 * @property {() => number} now epoch milliseconds
 * @property {(run: () => void, ms: number) => unknown} after
 * @property {(timer: any) => void} cancel
 *
 * @typedef {object} Options
 * @property {string} [url] of the server, such as `https://chat.example.com`; by default the origin of the page
 * @property {string | (() => string | Promise<string>)} [token] a bearer token, or what gives a new
 *   one; without it the cookie of the server's own sign-in counts
 * @property {Storage} [persist] such as `indexedDB()`
 * @property {Transport} [transport]
 * @property {Clock} [clock]
 * @property {() => number} [random] from 0 to 1, without 1
 */
export {};
