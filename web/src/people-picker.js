import { html, nothing } from 'lit';
import { PageElement, explain, newId } from './element.js';
import { avatar, icon } from './parts.js';

/** @typedef {import('@realtime-gateway/client').Profile} Profile */

const TYPING_PAUSE_MS = 150;

/** Chooses people by the beginning of their names: a combobox with the chosen ones before it. */
export class PeoplePicker extends PageElement {
  static properties = {
    context: { attribute: false },
    exclude: { attribute: false },
    chosen: { state: true },
    options: { state: true },
    active: { state: true },
    isOpen: { state: true },
    hint: { state: true },
  };

  constructor() {
    super();
    /** @type {import('./app.js').Context} */
    this.context = /** @type {any} */ (undefined);
    /** Ids that are not offered. @type {readonly string[]} */
    this.exclude = [];
    /** @type {Profile[]} */
    this.chosen = [];
    /** @type {Profile[]} */
    this.options = [];
    this.active = -1;
    this.isOpen = false;
    this.hint = '';
    this.inputId = newId('people');
    this.listId = newId('people-list');
    this.asked = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  clear() {
    this.chosen = [];
    this.options = [];
    this.isOpen = false;
    this.hint = '';
    const input = /** @type {HTMLInputElement | null} */ (this.find('input'));
    if (input) input.value = '';
  }

  focus() {
    this.find('input')?.focus();
  }

  /** @param {InputEvent} event */
  onInput(event) {
    const text = /** @type {HTMLInputElement} */ (event.target).value.trim();
    clearTimeout(this.timer);
    if (text.length < 2) {
      this.asked++;
      this.options = [];
      this.isOpen = false;
      this.hint = text ? 'Type at least two letters.' : '';
      return;
    }
    this.timer = setTimeout(() => void this.search(text), TYPING_PAUSE_MS);
  }

  /** @param {string} text */
  async search(text) {
    const asked = ++this.asked;
    /** @type {Profile[]} */
    let found = [];
    let hint = '';
    try {
      found = await this.context.people.search(text);
    } catch (error) {
      if (/** @type {any} */ (error).code === 'ForbiddenRequest') {
        const start = text.toLocaleLowerCase();
        const friends = await this.context.people.friends().catch(() => []);
        found = friends.filter(({ displayName }) => displayName.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(start)));
        hint = 'Only friends can be found on this server.';
      } else {
        hint = explain(error);
      }
    }
    // Ignore the answer to an earlier text.
    if (asked !== this.asked) return;
    const hidden = new Set([...this.exclude, ...this.chosen.map(({ id }) => id), this.context.chat.user?.id]);
    this.options = found.filter(({ id }) => !hidden.has(id));
    this.hint = hint || (this.options.length ? '' : found.length ? 'They are chosen or there already.' : `No user is called “${text}”.`);
    this.active = this.options.length ? 0 : -1;
    this.isOpen = this.options.length > 0;
  }

  /** @param {Profile | undefined} profile */
  choose(profile) {
    if (!profile) return;
    this.chosen = [...this.chosen, profile];
    this.options = [];
    this.isOpen = false;
    this.hint = '';
    const input = /** @type {HTMLInputElement} */ (this.find('input'));
    input.value = '';
    input.focus();
    this.dispatchEvent(new CustomEvent('chosen'));
  }

  /** @param {Profile} profile */
  drop(profile) {
    this.chosen = this.chosen.filter(({ id }) => id !== profile.id);
    this.focus();
    this.dispatchEvent(new CustomEvent('chosen'));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { options } = this;
    const last = this.chosen[this.chosen.length - 1];
    if (event.key === 'Backspace' && last && /** @type {HTMLInputElement} */ (event.target).value === '') {
      this.drop(last);
    } else if (event.key === 'Escape' && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.isOpen = false;
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (this.isOpen) this.choose(options[this.active]);
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && options.length) {
      event.preventDefault();
      this.isOpen = true;
      this.active = (this.active + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length;
    }
  }

  render() {
    return html`<div class="picker">
      <label for=${this.inputId}>People</label>
      <div class="chips">
        ${this.chosen.map(
          (it) => html`<span class="chip">${avatar(it, { size: 'small' })}<span dir="auto">${it.displayName}</span><button type="button" class="round small" aria-label="Unselect ${it.displayName}" @click=${() => this.drop(it)}>${icon('close')}</button></span>`,
        )}
        <input id=${this.inputId} role="combobox" autocomplete="off" dir="auto" maxlength="100" placeholder=${this.chosen.length ? '' : 'Begin to type a name'}
          aria-autocomplete="list" aria-expanded=${this.isOpen} aria-controls=${this.listId}
          aria-activedescendant=${this.isOpen && this.active >= 0 ? `${this.listId}-${this.active}` : nothing}
          @input=${this.onInput} @keydown=${this.onKey} @blur=${() => (this.isOpen = false)} />
      </div>
      <ul id=${this.listId} role="listbox" aria-label="People" ?hidden=${!this.isOpen}>
        ${this.options.map(
          (it, at) => html`<li role="option" id="${this.listId}-${at}" aria-selected=${at === this.active} @pointerdown=${(/** @type {Event} */ event) => {
            event.preventDefault();
            this.choose(it);
          }}>${avatar(it, { size: 'small' })}<span><span dir="auto">${it.displayName}</span>${it.email ? html`<small>${it.email}</small>` : nothing}</span></li>`,
        )}
      </ul>
      <p class="hint" role="status">${this.hint}</p>
    </div>`;
  }
}

customElements.define('people-picker', PeoplePicker);
