import { LitElement } from 'lit';

/** An element without a shadow tree, so that one style sheet, labels and ids reach all of the page. */
export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  /**
   * @template {Element} [E=HTMLElement]
   * @param {string} selector
   * @returns {E | null}
   */
  find(selector) {
    return /** @type {E | null} */ (/** @type {unknown} */ (this.querySelector(selector)));
  }
}

let last = 0;

/** An id that no other element of the page has. @param {string} prefix */
export const newId = (prefix) => `${prefix}-${++last}`;

/**
 * What a person reads when something failed.
 *
 * @param {unknown} error
 */
export function explain(error) {
  const { code, message, details } = /** @type {any} */ (error);
  if (code === 'Network') return 'The server cannot be reached. Check the connection and try again.';
  if (code === 'Timeout') return 'The server took too long to answer. Try again.';
  if (details?.length) return details.map((/** @type {any} */ it) => it.message).join(' ');
  return message ?? String(error);
}
