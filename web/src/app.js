import { Chat, account, indexedDB, people } from '@realtime-gateway/client';
import { html, nothing } from 'lit';
import { PageElement, explain } from './element.js';
import { icon } from './parts.js';
import { announce, mayBeSignedIn, setSignedIn, setUp } from './settings.js';
import './conversation.js';
import './dialogs/friends.js';
import './dialogs/new-conversation.js';
import './dialogs/profile.js';
import './list.js';
import './sign-in.js';

/**
 * @typedef {import('@realtime-gateway/client').State} State
 * @typedef {import('@realtime-gateway/client').ListedConversation} ListedConversation
 *
 * @typedef {object} Context what every part of the page uses
 * @property {Chat} chat
 * @property {ReturnType<typeof people>} people
 * @property {ReturnType<typeof account>} account
 */

/** The page: signs in, holds the connection, shows the list beside one conversation. */
export class ChatApp extends PageElement {
  static properties = {
    phase: { state: true },
    list: { state: true },
    connection: { state: true },
    route: { state: true },
    notice: { state: true },
    received: { state: true },
  };

  constructor() {
    super();
    const chat = new Chat({ persist: indexedDB() });
    /** @type {Context} */
    this.context = { chat, people: people(chat), account: account(chat) };
    /** @type {'starting' | 'signed-out' | 'signed-in'} */
    this.phase = 'starting';
    /** @type {readonly ListedConversation[]} */
    this.list = [];
    /** @type {State} */
    this.connection = 'connecting';
    this.route = '';
    this.notice = '';
    /** Friend requests that wait for an answer. */
    this.received = 0;
    this.onHash = () => {
      this.route = /^#\/c\/([0-9]+)$/.exec(location.hash)?.[1] ?? '';
    };
  }

  connectedCallback() {
    // What the server sent for the first moment makes room for the page.
    this.replaceChildren();
    super.connectedCallback();
    setUp();
    this.onHash();
    window.addEventListener('hashchange', this.onHash);
    const { chat } = this.context;
    this.ends = [
      chat.on('state', (state) => {
        this.connection = state;
        if (state === 'signed-out' && this.phase === 'signed-in') {
          this.phase = 'signed-out';
          this.notice = 'The login has ended. Sign in again; what is unsent is kept.';
        }
      }),
      chat.on('user', () => this.requestUpdate()),
      chat.on('error', (error) => (this.notice = explain(error))),
      chat.on('message', ({ conversationId, message }) => {
        const listed = this.list.find(({ id }) => id === conversationId);
        announce(message, listed, () => this.open(conversationId));
      }),
      chat.conversations.subscribe((list) => (this.list = list)),
    ];
    if (mayBeSignedIn()) void this.start();
    else this.phase = 'signed-out';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.onHash);
    for (const end of this.ends ?? []) end();
  }

  /** Connects with the login that the browser has. */
  async start() {
    try {
      await this.context.people.me();
    } catch (error) {
      if (/** @type {any} */ (error).code === 'UnauthorizedRequest') {
        this.phase = 'signed-out';
        setSignedIn(false);
        return;
      }
      // The server is unavailable: the connection state shows it, and the client reconnects.
    }
    this.phase = 'signed-in';
    setSignedIn(true);
    this.notice = '';
    try {
      await this.context.chat.connect();
      await this.readRequests();
    } catch (error) {
      const { code } = /** @type {any} */ (error);
      if (code === 'UnauthorizedRequest') this.phase = 'signed-out';
      else if (code !== 'Replaced' && code !== 'Disconnected') this.notice = explain(error);
    }
  }

  async readRequests() {
    try {
      this.received = (await this.context.people.requests()).received.length;
    } catch {
      // The dialog reads them again and shows the error.
    }
  }

  /** @param {string} id of a conversation, or '' for the list */
  open(id) {
    location.hash = id ? `#/c/${id}` : '#/';
  }

  /** @param {'new-conversation' | 'friends' | 'profile'} name */
  show(name) {
    /** @type {import('./dialogs/dialog.js').PageDialog | null} */ (this.find(`${name}-dialog`))?.open();
  }

  async signOut() {
    try {
      await this.context.account.logout();
    } catch (error) {
      this.notice = explain(error);
      return;
    }
    setSignedIn(false);
    // The next user starts with nothing of this one in memory.
    location.hash = '#/';
    location.reload();
  }

  updated() {
    const unread = this.list.reduce((sum, it) => sum + it.unread, 0);
    document.title = (unread ? `(${unread > 99 ? '99+' : unread}) ` : '') + 'Chat';
  }

  render() {
    if (this.phase === 'starting') return html`<p class="boot">Loading …</p>`;
    if (this.phase === 'signed-out') {
      return html`<sign-in .context=${this.context} .notice=${this.notice} @signed-in=${() => this.start()}></sign-in>`;
    }
    const { context, route } = this;
    return html`
      <a class="skip" href="#message-box" @click=${this.skip}>Skip to the message box</a>
      <div class="shell" data-view=${route ? 'conversation' : 'list'}>
        <header class="bar">
          <h1>Chat</h1>
          ${this.renderConnection()}
          <span class="gap"></span>
          <button class="round" aria-label=${this.received ? `Friends, ${this.received} requests` : 'Friends'} title="Friends" @click=${() => this.show('friends')}>
            ${icon('friends')}${this.received ? html`<span class="badge corner" aria-hidden="true">${this.received}</span>` : nothing}
          </button>
          <button class="round" aria-label="Your profile" title="Your profile" @click=${() => this.show('profile')}>${icon('person')}</button>
        </header>
        ${this.notice
          ? html`<p class="notice" role="alert">${this.notice}<button class="round small" aria-label="Dismiss" @click=${() => (this.notice = '')}>${icon('close')}</button></p>`
          : nothing}
        <nav class="side" aria-label="Chats">
          <conversation-list .context=${context} .list=${this.list} .current=${route} .loading=${this.list.length === 0 && this.connection === 'connecting'}></conversation-list>
          <button class="primary new" @click=${() => this.show('new-conversation')}>${icon('plus')}New conversation</button>
        </nav>
        <main class="stage">
          ${route
            ? html`<conversation-view .context=${context} .conversationId=${route} @close=${() => this.open('')}></conversation-view>`
            : html`<div class="empty"><div class="art" aria-hidden="true">${icon('people')}</div>
                <h2>${this.list.length ? 'Choose a conversation' : 'Start a conversation'}</h2>
                <p>${this.list.length ? 'Or start a new one with the people you know.' : 'Find people by name and write the first message.'}</p></div>`}
        </main>
      </div>
      <new-conversation-dialog .context=${context} @made=${(/** @type {CustomEvent} */ event) => this.open(event.detail)}></new-conversation-dialog>
      <friends-dialog .context=${context} @changed=${() => this.readRequests()} @direct=${(/** @type {CustomEvent} */ event) => this.open(event.detail)}></friends-dialog>
      <profile-dialog .context=${context} @sign-out=${() => this.signOut()}></profile-dialog>
    `;
  }

  renderConnection() {
    const { chat } = this.context;
    const { unsent } = chat;
    /** @type {{ [state in State]: [string, string]}} */
    const words = {
      online: ['Online', ''],
      connecting: ['Connecting', ''],
      waiting: ['Offline', 'trying again soon'],
      offline: ['Offline', navigator.onLine ? '' : 'no network'],
      'signed-out': ['Offline', 'signed out'],
      replaced: ['Offline', 'open in too many places'],
    };
    const [word, detail] = words[this.connection];
    const waits = unsent && this.connection !== 'online' ? `${unsent} unsent` : '';
    return html`<span class="connection" role="status" aria-label="Connection" data-state=${word}
        >${word}${detail || waits ? html`<small> · ${[waits, detail].filter(Boolean).join(', ')}</small>` : nothing}</span
      >${['replaced', 'waiting', 'offline'].includes(this.connection)
        ? html`<button class="link" @click=${() => this.start()}>Connect now</button>`
        : nothing}`;
  }

  /** @param {Event} event */
  skip(event) {
    event.preventDefault();
    this.find('#message-box')?.focus();
  }
}

customElements.define('chat-app', ChatApp);
