import { html } from 'lit';
import { PageElement, newId } from '../element.js';
import { icon } from '../parts.js';

/** A modal dialog with a title; the browser keeps the focus in it and gives it back. */
export class PageDialog extends PageElement {
  static properties = {
    context: { attribute: false },
    isOpen: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../app.js').Context} */
    this.context = /** @type {any} */ (undefined);
    this.isOpen = false;
    this.problem = '';
    this.busy = false;
    this.titleId = newId('title');
  }

  get heading() {
    return '';
  }

  async open() {
    this.problem = '';
    this.isOpen = true;
    await this.updateComplete;
    /** @type {HTMLDialogElement} */ (this.find('dialog')).showModal();
    this.opened();
  }

  /** What happens once it is shown. */
  opened() {}

  close() {
    /** @type {HTMLDialogElement | null} */ (this.find('dialog'))?.close();
  }

  renderBody() {
    return html``;
  }

  render() {
    if (!this.isOpen) return html``;
    return html`<dialog aria-labelledby=${this.titleId} @close=${() => (this.isOpen = false)} @click=${(/** @type {Event} */ event) => {
      // A click on the backdrop has the dialog itself as its target.
      if (event.target === this.find('dialog')) this.close();
    }}>
      <div class="sheet">
        <header><h2 id=${this.titleId}>${this.heading}</h2><button class="round" aria-label="Close" @click=${() => this.close()}>${icon('close')}</button></header>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
        ${this.renderBody()}
      </div>
    </dialog>`;
  }
}
