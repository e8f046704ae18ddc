import { html, nothing } from 'lit';
import { PageElement, explain } from './element.js';
import { icon } from './parts.js';

const MOST_CHARACTERS = 4000;
const COUNTED_FROM = 3800;
/** What was typed and not sent, by conversation. @type {Map<string, string>} */
const DRAFTS = new Map();

/** Makes a text box as high as its text, up to what the style sheet allows. @param {HTMLTextAreaElement} box */
export function fit(box) {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}

/** The box for a new message. */
export class MessageComposer extends PageElement {
  static properties = { context: { attribute: false }, room: { attribute: false }, count: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {import('./app.js').Context} */
    this.context = /** @type {any} */ (undefined);
    /** @type {import('@realtime-gateway/client').Room} */
    this.room = /** @type {any} */ (undefined);
    this.count = 0;
    this.problem = '';
  }

  get box() {
    return /** @type {HTMLTextAreaElement} */ (this.find('textarea'));
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (!changed.has('room')) return;
    this.problem = '';
    this.box.value = DRAFTS.get(this.room.id) ?? '';
    this.onText();
    if (matchMedia('(pointer: fine)').matches) this.box.focus();
  }

  onText() {
    const { box } = this;
    this.count = [...box.value].length;
    DRAFTS.set(this.room.id, box.value);
    fit(box);
  }

  onInput() {
    this.onText();
    this.room.typing(this.box.value !== '');
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'ArrowUp' && this.box.value === '') {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('edit-last'));
    }
  }

  send() {
    const { box, room } = this;
    const text = box.value.trim();
    if (!text || this.count > MOST_CHARACTERS) return;
    box.value = '';
    this.problem = '';
    this.onText();
    room.typing(false);
    this.dispatchEvent(new CustomEvent('sent', { bubbles: true }));
    room.send(text).catch((error) => {
      // A refused message stays in the log with its reason. What never got there is reported here.
      const { code } = error;
      if (code === 'OutboxFull' || code === 'OtherUser') {
        this.problem = explain(error);
        if (!box.value) {
          box.value = text;
          this.onText();
        }
      }
    });
    box.focus();
  }

  render() {
    const over = this.count - MOST_CHARACTERS;
    return html`<form class="composer" @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      this.send();
    }}>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <label class="hidden" for="message-box">Message</label>
      <textarea id="message-box" rows="1" dir="auto" placeholder="Write a message" aria-describedby=${this.count >= COUNTED_FROM ? 'message-count' : nothing} @input=${this.onInput} @keydown=${this.onKey}></textarea>
      ${this.count >= COUNTED_FROM
        ? html`<span id="message-count" class=${over > 0 ? 'count over' : 'count'}>${over > 0 ? `${over} characters too long` : `${-over} left`}</span>`
        : nothing}
      <button class="round primary" aria-label="Send" title="Send" ?disabled=${this.count === 0 || over > 0}>${icon('send')}</button>
    </form>`;
  }
}

customElements.define('message-composer', MessageComposer);
