import { html, nothing } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { PageElement } from './element.js';
import { fullTimeOf, shortTime } from './format.js';
import { avatar } from './parts.js';

/** @typedef {import('@realtime-gateway/client').ListedConversation} ListedConversation */

/** The user's conversations, newest activity first. */
export class ConversationList extends PageElement {
  static properties = {
    context: { attribute: false },
    list: { attribute: false },
    current: {},
    loading: { type: Boolean },
  };

  constructor() {
    super();
    /** @type {import('./app.js').Context} */
    this.context = /** @type {any} */ (undefined);
    /** @type {readonly ListedConversation[]} */
    this.list = [];
    this.current = '';
    this.loading = false;
  }

  /** The arrow keys go through the list. @param {KeyboardEvent} event */
  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const links = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('a.row')]);
    const next = links[links.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  render() {
    const { list } = this;
    return html`<ul class="conversations" role="list" aria-label="Conversations" @keydown=${this.onKey}>
        ${repeat(list, (it) => it.id, (it) => this.renderRow(it))}
      </ul>
      ${list.length === 0
        ? html`<p class="hint center">${this.loading ? 'Loading conversations …' : 'No conversations yet.'}</p>`
        : nothing}`;
  }

  /** @param {ListedConversation} it */
  renderRow(it) {
    const me = this.context.chat.user?.id;
    const name = it.name || 'Conversation';
    const other = it.type === 'private-chat' ? it.members.find(({ id }) => id !== me) : undefined;
    const last = it.lastMessage;
    const author = !last || it.type === 'private-chat' ? '' : last.authorId === me ? 'You: ' : `${last.author.displayName}: `;
    const own = last && it.type === 'private-chat' && last.authorId === me ? 'You: ' : '';
    const unread = it.unread ? `${it.unread > 99 ? '99+' : it.unread} unread` : '';
    const label = [name, it.online && other ? 'online' : '', unread].filter(Boolean).join(', ');
    return html`<li aria-label=${label}>
      <a class="row ${it.unread ? 'unread' : ''}" href="#/c/${it.id}" aria-current=${it.id === this.current ? 'page' : nothing}>
        ${avatar(other ?? { id: it.id, displayName: name, displayImage: null }, { isOnline: it.online && it.type === 'private-chat' })}
        <span class="text">
          <span class="line"><span class="name" dir="auto">${name}</span>${last
            ? html`<time datetime=${last.createdAt.toISOString()} title=${fullTimeOf(last.createdAt)}>${shortTime(last.createdAt)}</time>`
            : nothing}</span>
          <span class="line"><span class="preview" dir="auto">${last ? author + own + last.content.slice(0, 120) : 'No messages yet'}</span>${unread
            ? html`<span class="badge" aria-hidden="true">${it.unread > 99 ? '99+' : it.unread}</span><span class="hidden">${unread}</span>`
            : nothing}</span>
        </span>
      </a>
    </li>`;
  }
}

customElements.define('conversation-list', ConversationList);
