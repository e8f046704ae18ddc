import { html, nothing } from 'lit';
import { PageElement, explain } from './element.js';
import { joinNames } from './format.js';
import { avatar, icon } from './parts.js';
import './composer.js';
import './members.js';
import './menu.js';
import './messages.js';

/**
 * @typedef {import('@realtime-gateway/client').Message} Message
 * @typedef {import('@realtime-gateway/client').Room} Room
 * @typedef {import('@realtime-gateway/client').Snapshot} Snapshot
 */

/** One conversation: its name and members, the messages, and the box for a new one. */
export class ConversationView extends PageElement {
  static properties = {
    context: { attribute: false },
    conversationId: {},
    snapshot: { state: true },
    showsMembers: { state: true },
    isRenaming: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    /** @type {import('./app.js').Context} */
    this.context = /** @type {any} */ (undefined);
    this.conversationId = '';
    /** @type {Snapshot | null} */
    this.snapshot = null;
    this.showsMembers = false;
    this.isRenaming = false;
    this.problem = '';
    /** @type {Room | null} */
    this.room = null;
    this.end = () => {};
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
    this.end = () => {};
    this.room = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate('conversationId');
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('conversationId') || this.room?.id === this.conversationId) return;
    this.end();
    this.showsMembers = false;
    this.stopRenaming(false);
    this.room = this.context.chat.conversation(this.conversationId);
    this.snapshot = this.room.snapshot;
    this.end = this.room.subscribe((snapshot) => (this.snapshot = snapshot));
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (!changed.has('isRenaming') || !this.isRenaming) return;
    const input = /** @type {HTMLInputElement | null} */ (this.find('.rename input'));
    input?.focus();
    input?.select();
  }

  /** @param {SubmitEvent} event */
  async rename(event) {
    event.preventDefault();
    const { room } = this;
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name')).trim();
    try {
      if (name && name !== this.snapshot?.name) await room?.rename(name);
      if (room === this.room) this.stopRenaming(true);
    } catch (error) {
      if (room === this.room) this.problem = explain(error);
    }
  }

  /** @param {boolean} focuses whether the button of the menu gets the focus back */
  stopRenaming(focuses) {
    const hasFocus = this.isRenaming && this.contains(document.activeElement);
    this.isRenaming = false;
    this.problem = '';
    if (focuses && hasFocus) this.find('action-menu button')?.focus();
  }

  render() {
    const { snapshot, context, room } = this;
    if (!snapshot || !room) return nothing;
    const me = context.chat.user?.id ?? '';
    const isGroup = snapshot.type === 'group-chat';
    const isOwner = isGroup && snapshot.members.some(({ id, role }) => id === me && role === 'owner');
    const other = isGroup ? undefined : snapshot.members.find(({ id }) => id !== me);
    const name = snapshot.name || 'Conversation';
    const actions = [
      ...(isOwner ? [{ label: 'Rename', run: () => (this.isRenaming = true) }] : []),
      { label: 'Members', run: () => (this.showsMembers = true) },
    ];
    return html`<div class="conversation">
      <header class="head">
        <button class="round narrow" aria-label="Conversations" @click=${() => this.dispatchEvent(new CustomEvent('close'))}>${icon('back')}</button>
        ${avatar(other ?? { id: snapshot.id, displayName: name, displayImage: null }, { isOnline: Boolean(other?.online) })}
        ${this.isRenaming
          ? this.renameForm(snapshot.name)
          : html`<div class="title"><h2 dir="auto">${name}</h2><p>${this.summary(isGroup, other)}</p></div>`}
        <action-menu .label=${'Conversation actions'} .items=${actions}></action-menu>
      </header>
      <div class="body">
        <div class="talk">
          <message-log .context=${context} .room=${room} .snapshot=${snapshot}></message-log>
          <p class="typing" aria-live="polite">${this.typingText()}</p>
          ${snapshot.left
            ? html`<p class="notice">You are no longer a member of this conversation.</p>`
            : html`<message-composer .context=${context} .room=${room} @edit-last=${this.editLast} @sent=${() => this.log?.toEnd()}></message-composer>`}
        </div>
        ${this.showsMembers
          ? html`<member-panel .context=${context} .room=${room} .snapshot=${snapshot} .isOwner=${isOwner} @close=${() => (this.showsMembers = false)} @left=${() => this.dispatchEvent(new CustomEvent('close'))}></member-panel>`
          : nothing}
      </div>
    </div>`;
  }

  /** @param {string} name */
  renameForm(name) {
    return html`<form
      class="rename"
      @submit=${this.rename}
      @focusout=${() => this.problem || this.stopRenaming(false)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && this.stopRenaming(true)}
    >
      <label class="hidden" for="group-name">Group name</label>
      <input id="group-name" name="name" maxlength="50" dir="auto" autocomplete="off" .value=${name} aria-describedby=${this.problem ? 'group-name-problem' : nothing} />
      ${this.problem ? html`<p class="problem" role="alert" id="group-name-problem">${this.problem}</p>` : nothing}
    </form>`;
  }

  /** @param {boolean} isGroup @param {{ online: boolean } | undefined} other */
  summary(isGroup, other) {
    const { snapshot } = this;
    if (!snapshot) return '';
    if (!isGroup) return other?.online ? 'online' : 'offline';
    const online = snapshot.members.filter(({ online }) => online).length;
    return `${snapshot.memberCount} ${snapshot.memberCount === 1 ? 'member' : 'members'}${online ? `, ${online} online` : ''}`;
  }

  get log() {
    return /** @type {import('./messages.js').MessageLog | null} */ (this.find('message-log'));
  }

  typingText() {
    const names = (this.snapshot?.typing ?? []).map(({ displayName }) => displayName || 'Someone');
    if (!names.length) return '';
    return html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${joinNames(names)} ${names.length === 1 ? 'is' : 'are'} typing`;
  }

  editLast() {
    const me = this.context.chat.user?.id;
    const messages = this.snapshot?.messages ?? [];
    for (let at = messages.length - 1; at >= 0; at--) {
      const message = /** @type {Message} */ (messages[at]);
      if (message.authorId === me && message.id && !message.deleted) {
        this.log?.edit(message.id);
        return;
      }
    }
  }
}

customElements.define('conversation-view', ConversationView);
