import { html, svg } from 'lit';
import { hueOf, initialsOf } from './format.js';

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  more: 'M12 5.500v.5M12 11.750v.5M12 18v.5',
  plus: 'M12 5v14M5 12h14',
  send: 'M5 12h13M12 5l7 7-7 7',
  down: 'M12 5v14M5 12l7 7 7-7',
  people: 'M16 19v-1a4 4 0 0 0-8 0v1M12 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M20 18v-1a3 3 0 0 0-3-3M4 18v-1a3 3 0 0 1 3-3',
  close: 'M6 6l12 12M18 6L6 18',
  friends: 'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M3 20v-1a6 6 0 0 1 12 0v1M18 8v6M15 11h6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.500 20a7.500 7.500 0 0 1 15 0',
};

/** A drawing that screen readers skip: its button has a name. @param {keyof typeof PATHS} name */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${PATHS[name]}></path>`}</svg>`;

/**
 * A person's picture, or their initials on a colour of their own.
 *
 * @param {{ id: string, displayName: string, displayImage: string | null }} who
 * @param {{ isOnline?: boolean, size?: 'small' | 'large' }} [look]
 */
export const avatar = (who, { isOnline, size } = {}) => html`<span
  class="avatar ${size ?? ''}"
  data-hue=${hueOf(who.id)}
  aria-hidden="true"
  >${who.displayImage && who.displayImage.startsWith('https://')
    ? html`<img src=${who.displayImage} alt="" loading="lazy" referrerpolicy="no-referrer" @error=${hideImage} /><span class="behind">${initialsOf(who.displayName)}</span>`
    : initialsOf(who.displayName)}${isOnline ? html`<span class="dot"></span>` : ''}</span
>`;

/** @param {Event} event */
const hideImage = (event) => /** @type {HTMLElement} */ (event.target).remove();
