import { html } from 'lit';

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const SHORT_DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DAY_AND_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const DAY_MS = 86_400_000;

/** @param {Date} date */
const dayOf = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** @param {Date} one @param {Date} other */
export const isSameDay = (one, other) => dayOf(one) === dayOf(other);

/** @param {Date} date */
export const timeOf = (date) => TIME.format(date);

/** @param {Date} date */
export const fullTimeOf = (date) => FULL.format(date);

/** A day as a heading between messages. @param {Date} date @param {Date} [now] */
export function dayName(date, now = new Date()) {
  const days = Math.round((dayOf(now) - dayOf(date)) / DAY_MS);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return date.getFullYear() === now.getFullYear() ? DAY.format(date) : DAY_AND_YEAR.format(date);
}

/** The time of a list item: short, and exact enough to compare. @param {Date} date @param {Date} [now] */
export function shortTime(date, now = new Date()) {
  const days = Math.round((dayOf(now) - dayOf(date)) / DAY_MS);
  if (days <= 0) return TIME.format(date);
  if (days < 7) return WEEKDAY.format(date);
  return SHORT_DATE.format(date);
}

/** Up to two letters for a person without a picture. @param {string} name */
export function initialsOf(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase() || '?';
}

/** One of twelve hues, always the same one for the same text. @param {string} text */
export function hueOf(text) {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return (hash % 12) * 30;
}

const BLOCK = /```[^\n`]*\n?([\s\S]*?)```/g;
const INLINE = /(`[^`\n]+`)|(https?:\/\/[^\s<>"'`]+)/g;

/** An address without the signs that end the sentence around it; a bracket stays if it was opened in it. @param {string} text */
function trimAddress(text) {
  let address = text;
  for (;;) {
    const last = address[address.length - 1] ?? '';
    const opening = { ')': '(', ']': '[', '}': '{' }[last];
    const isUnopened = opening !== undefined && address.split(opening).length < address.split(last).length;
    if (!isUnopened && !'.,:;!?\'"'.includes(last)) return address;
    address = address.slice(0, -1);
  }
}

/** @param {string} text @param {unknown[]} parts */
function addLine(text, parts) {
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    let found = match[0];
    if (!match[1]) found = trimAddress(found);
    parts.push(text.slice(at, match.index));
    parts.push(
      match[1]
        ? html`<code>${found.slice(1, -1)}</code>`
        : html`<a href=${found} target="_blank" rel="noopener noreferrer nofollow">${found}</a>`,
    );
    at = (match.index ?? 0) + found.length;
  }
  parts.push(text.slice(at));
}

/**
 * The text of a message: addresses become links, text between backticks code. Nothing in it is markup.
 *
 * @param {string} text
 */
export function richText(text) {
  /** @type {unknown[]} */
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(BLOCK)) {
    // The block stands in lines of its own anyway.
    addLine(text.slice(at, match.index).replace(/\n$/, ''), parts);
    parts.push(html`<pre tabindex="0"><code>${match[1]?.replace(/\n$/, '')}</code></pre>`);
    at = (match.index ?? 0) + match[0].length;
    if (text[at] === '\n') at++;
  }
  addLine(text.slice(at), parts);
  return parts;
}

const EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)*|\p{Regional_Indicator}{2}|\s){1,12}$/u;

/** Whether a text is nothing but a few emoji, which are then shown large. @param {string} text */
export const isEmojiOnly = (text) => text.trim() !== '' && text.length < 40 && EMOJI.test(text);

/** Names in a sentence: "Ada", "Ada and Ben", "Ada, Ben and 3 others". @param {readonly string[]} names */
export function joinNames(names) {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= 3) return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
}
