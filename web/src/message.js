import { html, nothing } from 'lit';
import { explain } from './element.js';
import { fullTimeOf, isEmojiOnly, joinNames, richText, timeOf } from './format.js';
import { avatar } from './parts.js';
import { fit } from './composer.js';
import './menu.js';

/**
 * @typedef {import('@realtime-gateway/client').Message} Message
 *
 * @typedef {object} Shown
 * @property {Message} message
 * @property {string} key
 * @property {boolean} continues whether it stands under an earlier one of the same author
 * @property {boolean} isOwn
 * @property {boolean} isEditing
 * @property {readonly string[]} readers names of those whose newest read message it is
 * @property {import('./messages.js').MessageLog} log
 */

/** One message. @param {Shown} shown */
export function renderMessage(shown) {
  const { message, key, continues, isOwn } = shown;
  const name = message.author.displayName || 'Former member';
  const classes = ['message', isOwn ? 'own' : '', continues ? 'continued' : '', message.state];
  return html`<article class=${classes.filter(Boolean).join(' ')} data-key=${key} aria-label="${name}, ${timeOf(message.createdAt)}">
    ${continues ? html`<span class="aside" aria-hidden="true"><time>${timeOf(message.createdAt)}</time></span>` : avatar({ ...message.author, displayName: name })}
    <div class="content">
      <p class=${continues ? 'hidden' : 'by'}><span class="author" dir="auto">${name}</span> <time datetime=${message.createdAt.toISOString()} title=${fullTimeOf(message.createdAt)}>${timeOf(message.createdAt)}</time></p>
      ${shown.isEditing ? renderEdit(shown) : renderText(message)}
      ${renderMarks(shown)}
    </div>
    ${message.deleted || shown.isEditing || message.id === null ? nothing : html`<action-menu class="actions" .label=${'Message actions'} .items=${actionsOf(shown)}></action-menu>`}
  </article>`;
}

/** @param {Message} message */
function renderText(message) {
  if (message.deleted) return html`<p class="text deleted">This message was deleted.</p>`;
  return html`<div class="text ${isEmojiOnly(message.content) ? 'emoji' : ''}" dir="auto">${richText(message.content)}</div>`;
}

/** @param {Shown} shown */
function renderMarks({ message, isOwn, readers, log }) {
  const { room } = log;
  const name = message.clientMessageId;
  if (message.state === 'failed') {
    return html`<p class="marks failed" role="status">${message.id === null ? 'not sent' : 'change not accepted'}${message.error ? html`: ${explain(message.error)}` : nothing}
      ${message.id === null && name
        ? html`<button class="link" @click=${() => room.retry(name)}>Try again</button><button class="link" @click=${() => room.discard(name)}>Discard</button>`
        : nothing}</p>`;
  }
  const marks = [
    message.editedAt && !message.deleted ? html`<span title=${fullTimeOf(message.editedAt)}>edited</span>` : null,
    message.state === 'sending' ? html`<span class="pending">sending</span>` : null,
    isOwn && readers.length ? html`<span class="read">read by ${joinNames(readers)}</span>` : null,
  ].filter((mark) => mark !== null);
  return marks.length ? html`<p class="marks">${marks}</p>` : nothing;
}

/** @param {Shown} shown @returns {import('./menu.js').Item[]} */
function actionsOf({ message, isOwn, log }) {
  const copy = { label: 'Copy text', run: () => void navigator.clipboard?.writeText(message.content) };
  if (!isOwn) return [copy];
  return [
    { label: 'Edit', run: () => log.edit(message.id ?? '') },
    copy,
    { label: 'Delete', isDangerous: true, run: () => void log.erase(message) },
  ];
}

/** @param {Shown} shown */
function renderEdit({ message, log }) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.isComposing) return;
    const box = /** @type {HTMLTextAreaElement} */ (event.target);
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void log.keep(message, box.value);
    } else if (event.key === 'Escape') {
      log.stopEditing();
    }
  };
  const save = (/** @type {Event} */ event) => {
    const box = /** @type {HTMLElement} */ (event.target).closest('.edit')?.querySelector('textarea');
    if (box) void log.keep(message, box.value);
  };
  return html`<div class="edit">
    <textarea aria-label="Edit message" dir="auto" rows="1" maxlength="4000" .value=${message.content} @keydown=${onKey}
      @focus=${(/** @type {Event} */ event) => fit(/** @type {HTMLTextAreaElement} */ (event.target))}
      @input=${(/** @type {Event} */ event) => fit(/** @type {HTMLTextAreaElement} */ (event.target))}></textarea>
    <p class="hint"><button class="link" @click=${save}>Save</button> <button class="link" @click=${() => log.stopEditing()}>Cancel</button> Enter saves, Escape cancels.</p>
  </div>`;
}
