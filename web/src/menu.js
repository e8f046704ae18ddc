import { html, nothing } from 'lit';
import { PageElement, newId } from './element.js';
import { icon } from './parts.js';

/** @typedef {{ label: string, run: () => void, isDangerous?: boolean }} Item */

/** A button that opens a menu. Keys as the ARIA practices say: arrows, Home, End, Escape, Tab. */
export class ActionMenu extends PageElement {
  static properties = { label: {}, items: { attribute: false }, isOpen: { state: true }, isAbove: { state: true } };

  constructor() {
    super();
    this.label = '';
    /** @type {Item[]} */
    this.items = [];
    this.isOpen = false;
    this.isAbove = false;
    this.menuId = newId('menu');
    this.onOutside = (/** @type {Event} */ event) => {
      if (!this.contains(/** @type {Node} */ (event.target))) this.close(false);
    };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.onOutside, true);
  }

  async open() {
    const { bottom } = this.getBoundingClientRect();
    this.isAbove = bottom > innerHeight - 60 - 44 * this.items.length;
    this.isOpen = true;
    document.addEventListener('pointerdown', this.onOutside, true);
    await this.updateComplete;
    this.entries()[0]?.focus();
  }

  /** @param {boolean} focuses whether the button gets the focus back */
  close(focuses) {
    this.isOpen = false;
    document.removeEventListener('pointerdown', this.onOutside, true);
    if (focuses) this.find('button')?.focus();
  }

  entries() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll('[role=menuitem]')]);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (!this.isOpen) {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        void this.open();
      }
      return;
    }
    const all = this.entries();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    /** @type {{ [key: string]: number }} */
    const goal = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 };
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.stopPropagation();
      this.close(event.key === 'Escape');
    } else if (event.key in goal) {
      event.preventDefault();
      all[goal[event.key] ?? 0]?.focus();
    }
  }

  /** @param {Item} item */
  choose(item) {
    // The focus returns first, so that what the action focuses keeps it.
    this.close(true);
    item.run();
  }

  render() {
    return html`<span class="menu" @keydown=${this.onKey}
      ><button class="round small" aria-label=${this.label} aria-haspopup="menu" aria-expanded=${this.isOpen} aria-controls=${this.isOpen ? this.menuId : nothing}
        @click=${() => (this.isOpen ? this.close(true) : void this.open())}>${icon('more')}</button
      >${this.isOpen
        ? html`<div role="menu" id=${this.menuId} aria-label=${this.label} class=${this.isAbove ? 'above' : ''}>
            ${this.items.map(
              (item) => html`<button role="menuitem" tabindex="-1" class=${item.isDangerous ? 'danger' : ''} @click=${() => this.choose(item)}>${item.label}</button>`,
            )}
          </div>`
        : nothing}</span
    >`;
  }
}

customElements.define('action-menu', ActionMenu);
