import { html } from 'lit';
import { explain } from '../element.js';
import { avatar } from '../parts.js';
import { PageDialog } from './dialog.js';

/**
 * @typedef {import('@realtime-gateway/client').Profile} Profile
 */

/** Friends, and requests in both directions. */
export class FriendsDialog extends PageDialog {
  static properties = { ...PageDialog.properties, friends: { state: true }, received: { state: true }, sent: { state: true }, done: { state: true } };

  constructor() {
    super();
    /** @type {Profile[] | null} */
    this.friends = null;
    /** @type {Profile[]} */
    this.received = [];
    /** @type {Profile[]} */
    this.sent = [];
    this.done = '';
  }

  get heading() {
    return 'Friends';
  }

  opened() {
    this.done = '';
    void this.read();
  }

  async read() {
    try {
      const [friends, requests] = await Promise.all([this.context.people.friends(), this.context.people.requests()]);
      this.friends = friends;
      this.received = requests.received.map(({ user }) => user);
      this.sent = requests.sent.map(({ user }) => user);
      this.dispatchEvent(new CustomEvent('changed'));
    } catch (error) {
      this.problem = explain(error);
    }
  }

  /** @param {() => Promise<unknown>} action @param {string} [done] */
  async run(action, done = '') {
    this.problem = '';
    this.done = '';
    try {
      await action();
      this.done = done;
      await this.read();
    } catch (error) {
      this.problem = explain(error);
    }
  }

  /** @param {SubmitEvent} event */
  ask(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const email = String(new FormData(form).get('email')).trim();
    void this.run(async () => {
      await this.context.people.request(email);
      form.reset();
    }, `Request sent to ${email}.`);
  }

  /** @param {Profile} friend */
  async message(friend) {
    await this.run(async () => {
      const room = await this.context.chat.direct({ userId: friend.id });
      this.close();
      this.dispatchEvent(new CustomEvent('direct', { detail: room.id }));
    });
  }

  /** @param {string} title @param {readonly Profile[]} rows @param {(it: Profile) => unknown} actions */
  renderPeople(title, rows, actions) {
    if (!rows.length) return '';
    return html`<h3>${title}</h3>
      <ul class="people" role="list" aria-label=${title}>
        ${rows.map((it) => html`<li>${avatar(it, { isOnline: this.context.chat.presence.snapshot.has(it.id) })}<span class="who"><span dir="auto">${it.displayName}</span>${it.email ? html`<small>${it.email}</small>` : ''}</span>${actions(it)}</li>`)}
      </ul>`;
  }

  renderBody() {
    const { people } = this.context;
    return html`
      <form class="inline" @submit=${this.ask}>
        <label>Email<input name="email" type="email" required maxlength="254" autocomplete="off" placeholder="Whom to ask" /></label>
        <button class="primary">Send request</button>
      </form>
      <p class="hint" role="status">${this.done}</p>
      ${this.renderPeople('Requests to you', this.received, (it) => html`<button class="primary" @click=${() => this.run(() => people.accept(it.id))}>Accept</button><button @click=${() => this.run(() => people.decline(it.id))}>Decline</button>`)}
      ${this.renderPeople('Requests from you', this.sent, (it) => html`<button @click=${() => this.run(() => people.cancel(it.id))}>Cancel request</button>`)}
      ${this.renderPeople('Friends', this.friends ?? [], (it) => html`<button @click=${() => this.message(it)}>Message</button><button @click=${() => this.run(() => people.unfriend(it.id))}>Unfriend</button>`)}
      ${this.friends === null ? html`<p class="hint">Loading …</p>` : this.friends.length === 0 ? html`<p class="hint">No friends yet. Ask someone by e-mail address.</p>` : ''}
    `;
  }
}

customElements.define('friends-dialog', FriendsDialog);
