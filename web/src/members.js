import { html, nothing } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { PageElement, explain, newId } from './element.js';
import { avatar, icon } from './parts.js';
import './people-picker.js';

/**
 * @typedef {import('@realtime-gateway/client').Member} Member
 */

/** The members of a conversation, beside it or over it. */
export class MemberPanel extends PageElement {
  static properties = {
    context: { attribute: false },
    room: { attribute: false },
    snapshot: { attribute: false },
    isOwner: { attribute: false },
    all: { state: true },
    isAdding: { state: true },
    isLeaving: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    /** @type {import('./app.js').Context} */
    this.context = /** @type {any} */ (undefined);
    /** @type {import('@realtime-gateway/client').Room} */
    this.room = /** @type {any} */ (undefined);
    /** @type {import('@realtime-gateway/client').Snapshot} */
    this.snapshot = /** @type {any} */ (undefined);
    this.isOwner = false;
    /** All members, where the snapshot holds only the first. @type {readonly Member[] | null} */
    this.all = null;
    this.isAdding = false;
    this.isLeaving = false;
    this.problem = '';
    this.busy = false;
  }

  firstUpdated() {
    this.find('button')?.focus();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const { members, memberCount } = this.snapshot;
    if (changed.has('snapshot') && memberCount <= members.length) this.all = null;
    else if (changed.has('room') && memberCount > members.length) void this.run(async () => (this.all = await this.room.members()));
  }

  /** @param {() => Promise<unknown>} action */
  async run(action) {
    this.problem = '';
    this.busy = true;
    try {
      await action();
      if (this.snapshot.memberCount > this.snapshot.members.length) this.all = await this.room.members();
      return true;
    } catch (error) {
      this.problem = explain(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  async startAdding() {
    this.isAdding = true;
    await this.updateComplete;
    this.picker.focus();
  }

  get picker() {
    return /** @type {import('./people-picker.js').PeoplePicker} */ (this.find('people-picker'));
  }

  /** @param {SubmitEvent} event */
  async add(event) {
    event.preventDefault();
    const { chosen } = this.picker;
    if (!chosen.length) {
      this.problem = 'Choose at least one person.';
      this.picker.focus();
      return;
    }
    if (await this.run(() => this.room.add(chosen.map(({ id }) => id)))) {
      this.picker.clear();
      this.isAdding = false;
      this.find('button')?.focus();
    }
  }

  async leave() {
    if (await this.run(() => this.room.leave())) this.dispatchEvent(new CustomEvent('left'));
  }

  render() {
    const { snapshot, context } = this;
    const me = context.chat.user?.id;
    const isGroup = snapshot.type === 'group-chat';
    const members = this.all ?? snapshot.members;
    return html`<section class="panel" aria-label="Members" @keydown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.dispatchEvent(new CustomEvent('close'));
    }}>
      <header><h3>Members <span class="hint">${snapshot.memberCount}</span></h3><button class="round" aria-label="Close members" @click=${() => this.dispatchEvent(new CustomEvent('close'))}>${icon('close')}</button></header>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${!isGroup || snapshot.left
        ? nothing
        : this.isAdding
          ? html`<form @submit=${this.add}><people-picker .context=${context} .exclude=${members.map(({ id }) => id)}></people-picker>
              <footer><button type="button" @click=${() => (this.isAdding = false)}>Cancel</button><button class="primary" ?disabled=${this.busy}>Add</button></footer></form>`
          : html`<button class="wide" @click=${() => this.startAdding()}>${icon('plus')}Add people</button>`}
      <ul class="people" role="list" aria-label="Members">
        ${repeat(members, ({ id }) => id, (it) => {
          const nameId = newId('member');
          return html`<li>${avatar(it, { isOnline: it.online })}<span class="who" id=${nameId}><span dir="auto">${it.displayName}${it.id === me ? ' (you)' : ''}</span><small>${[it.role === 'owner' && isGroup ? 'owner' : '', it.online ? 'online' : 'offline'].filter(Boolean).join(', ')}</small></span>${this.isOwner && it.id !== me
            ? html`<button aria-describedby=${nameId} ?disabled=${this.busy} @click=${() => this.run(() => this.room.remove(it.id))}>Remove</button>`
            : nothing}</li>`;
        })}
      </ul>
      ${!isGroup || snapshot.left
        ? nothing
        : html`<button class="wide danger" ?disabled=${this.busy} @click=${() => this.leave()}>Leave</button>`}
    </section>`;
  }
}

customElements.define('member-panel', MemberPanel);
