import { html, nothing } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { PageElement, explain } from './element.js';
import { dayName, isSameDay } from './format.js';
import { keyOf, newestRead, oldestNew } from './marks.js';
import { renderMessage } from './message.js';
import { icon } from './parts.js';
import { Blocks, visibleBlocks } from './windowing.js';

/**
 * @typedef {import('@realtime-gateway/client').Message} Message
 * @typedef {import('@realtime-gateway/client').Snapshot} Snapshot
 */

const BLOCK_SIZE = 20;
const ESTIMATED_HEIGHT = 44;
const MARGIN = 1000;
/** From this far above the oldest message on, the page before it is read. */
const OLDER_FROM = 1200;
/** The list counts as scrolled to its end within this distance. */
const END = 48;
const GROUP_MS = 5 * 60_000;

/** The messages of a conversation. Only what is near the visible part is in the page. */
export class MessageLog extends PageElement {
  static properties = {
    context: { attribute: false },
    room: { attribute: false },
    snapshot: { attribute: false },
    editing: { state: true },
    problem: { state: true },
    isAtEnd: { state: true },
    unseen: { state: true },
  };

  constructor() {
    super();
    /** @type {import('./app.js').Context} */
    this.context = /** @type {any} */ (undefined);
    /** @type {import('@realtime-gateway/client').Room} */
    this.room = /** @type {any} */ (undefined);
    /** @type {Snapshot} */
    this.snapshot = /** @type {any} */ (undefined);
    /** The id of the message whose text is being changed. */
    this.editing = '';
    this.problem = '';
    this.isAtEnd = true;
    /** Messages of others that came in below the visible part. */
    this.unseen = 0;
    this.onVisible = () => this.markRead();
    this.resized = new ResizeObserver(() => this.settle());
    this.blocks = new Blocks(BLOCK_SIZE, ESTIMATED_HEIGHT);
    /** @type {ReturnType<Blocks['divide']>} */
    this.divided = [];
    /** Numbers of the first block in the page and of the one behind the last. @type {[number, number]} */
    this.range = [0, 0];
    /** Messages of others above this seq are new; null if none are. @type {number | null} */
    this.newAbove = null;
    /** Where the first visible message stood before a change. @type {{ key: string, offset: number } | null} */
    this.anchor = null;
    this.lastSeq = 0;
    this.isFilled = false;
    this.isShown = false;
    this.isReadingOlder = false;
    this.isEditNew = false;
    this.isScrolling = false;
  }

  /** Begins with another conversation. */
  start() {
    this.blocks = new Blocks(BLOCK_SIZE, ESTIMATED_HEIGHT);
    this.divided = [];
    this.range = [0, 0];
    this.isAtEnd = true;
    this.unseen = 0;
    this.editing = '';
    this.problem = '';
    this.newAbove = null;
    this.anchor = null;
    this.lastSeq = 0;
    this.isFilled = false;
    this.isShown = false;
    this.isReadingOlder = false;
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.onVisible);
    window.addEventListener('focus', this.onVisible);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.onVisible);
    window.removeEventListener('focus', this.onVisible);
    this.resized.disconnect();
  }

  get scroller() {
    return /** @type {HTMLElement} */ (this.find('.log'));
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const old = /** @type {import('@realtime-gateway/client').Room | undefined} */ (changed.get('room'));
    if (changed.has('room') && old) this.start();
    else this.hold();
    const { messages } = this.snapshot;
    if (changed.has('snapshot')) {
      this.learn();
      this.divided = this.blocks.divide(messages.map(keyOf));
      if (this.isAtEnd) this.range = this.lastBlocks();
      else this.place();
    }
  }

  /** Learns what came in since the last look. */
  learn() {
    const { messages, readSeq, seq, unread } = this.snapshot;
    const me = this.context.chat.user?.id;
    if (!this.isFilled) {
      if (messages.length === 0) return;
      this.isFilled = true;
      this.lastSeq = seq;
      if (unread > 0) this.newAbove = readSeq;
      return;
    }
    const fresh = messages.filter((it) => it.seq > this.lastSeq && it.authorId !== me && !it.deleted).length;
    if (fresh && (!this.isAtEnd || document.hidden)) {
      this.newAbove ??= this.lastSeq;
      if (!this.isAtEnd) this.unseen += fresh;
    }
    this.lastSeq = Math.max(this.lastSeq, seq);
  }

  /** Remembers where the first visible message stands. */
  hold() {
    this.anchor = null;
    const { scroller } = this;
    if (!scroller || this.isAtEnd) return;
    const top = scroller.getBoundingClientRect().top;
    for (const article of scroller.querySelectorAll('article')) {
      const rect = article.getBoundingClientRect();
      if (rect.bottom > top) {
        this.anchor = { key: article.dataset.key ?? '', offset: rect.top - top };
        return;
      }
    }
  }

  /** @returns {[number, number]} */
  lastBlocks() {
    const height = this.scroller?.clientHeight || 800;
    let from = this.divided.length;
    for (let sum = 0; from > 0 && sum < height + MARGIN; from--) sum += this.divided[from - 1]?.height ?? 0;
    return [from, this.divided.length];
  }

  /** Finds the blocks near the visible part. @returns {boolean} whether they have changed */
  place() {
    const { scroller } = this;
    const top = scroller.scrollTop - (this.find('.before')?.offsetHeight ?? 0);
    const range = visibleBlocks(this.divided, top, top + scroller.clientHeight, MARGIN);
    const isOther = range[0] !== this.range[0] || range[1] !== this.range[1];
    this.range = range;
    return isOther;
  }

  updated() {
    this.spread();
    this.settle();
    for (const block of this.querySelectorAll('.block')) this.resized.observe(block);
    this.resized.observe(this.scroller);
    if (this.isFilled && !this.isShown) this.showFirst();
    const box = /** @type {HTMLTextAreaElement | null} */ (this.find('.edit textarea'));
    if (box && document.activeElement !== box && this.isEditNew) {
      this.isEditNew = false;
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    }
    this.markRead();
    this.readOlder();
  }

  /** Gives what is not in the page its height. */
  spread() {
    const [from, to] = this.range;
    let above = 0;
    let below = 0;
    this.divided.forEach(({ height }, number) => {
      if (number < from) above += height;
      else if (number >= to) below += height;
    });
    const spaces = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.space')]);
    if (spaces[0]) spaces[0].style.height = `${above}px`;
    if (spaces[1]) spaces[1].style.height = `${below}px`;
  }

  /** Measures the blocks in the page, and puts back what the eye rests on. */
  settle() {
    const { scroller } = this;
    if (!scroller) return;
    for (const block of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('.block'))) {
      const height = block.offsetHeight;
      this.blocks.measure(block.dataset.key ?? '', height);
      const known = this.divided.find(({ key }) => key === block.dataset.key);
      if (known) known.height = height;
    }
    this.spread();
    if (this.isAtEnd) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (this.anchor) {
      const article = this.articleOf(this.anchor.key);
      if (article) {
        const moved = article.getBoundingClientRect().top - scroller.getBoundingClientRect().top - this.anchor.offset;
        if (Math.abs(moved) > 0.5) scroller.scrollTop += moved;
      }
    }
  }

  /** Shows a conversation for the first time: the line above what is new, or the end. */
  showFirst() {
    this.isShown = true;
    const line = this.find('.new-line');
    const { scroller } = this;
    if (line && scroller.scrollHeight - line.offsetTop > scroller.clientHeight) {
      this.isAtEnd = false;
      scroller.scrollTop = line.offsetTop - 56;
    }
  }

  /** @param {string} key @returns {HTMLElement | undefined} */
  articleOf(key) {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll('article')]).find((it) => it.dataset.key === key);
  }

  onScroll() {
    if (this.isScrolling) return;
    this.isScrolling = true;
    requestAnimationFrame(() => {
      this.isScrolling = false;
      const { scroller } = this;
      if (!scroller || !this.isConnected) return;
      const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < END;
      if (isAtEnd !== this.isAtEnd) this.isAtEnd = isAtEnd;
      if (isAtEnd) this.unseen = 0;
      this.hold();
      if (this.place()) this.requestUpdate();
      this.markRead();
      this.readOlder();
    });
  }

  readOlder() {
    const { scroller, snapshot } = this;
    if (!this.isFilled || !snapshot.hasOlder || this.isReadingOlder || scroller.scrollTop > OLDER_FROM) return;
    this.isReadingOlder = true;
    this.room.older().then(
      () => {
        this.isReadingOlder = false;
        this.requestUpdate();
      },
      (error) => {
        this.isReadingOlder = false;
        this.problem = explain(error);
      },
    );
  }

  markRead() {
    const { snapshot } = this;
    if (this.isFilled && this.isAtEnd && !document.hidden && !snapshot.left && snapshot.seq > snapshot.readSeq) this.room.markRead();
  }

  /** Scrolls to the newest message. */
  toEnd() {
    this.isAtEnd = true;
    this.unseen = 0;
    this.range = this.lastBlocks();
    this.requestUpdate();
  }

  jump() {
    this.toEnd();
    this.scroller.focus();
  }

  /** @param {string} id of an own message */
  edit(id) {
    this.isEditNew = true;
    this.editing = id;
    const message = this.snapshot.messages.find((it) => it.id === id);
    if (message && !this.articleOf(keyOf(message))) this.toEnd();
  }

  /** @param {Message} message @param {string} text */
  async keep(message, text) {
    this.stopEditing();
    const content = text.trim();
    if (!content || content === message.content || !message.id) return;
    await this.run(this.room.edit(message.id, content));
  }

  /** @param {Message} message */
  async erase(message) {
    if (message.id) await this.run(this.room.delete(message.id));
  }

  /** @param {Promise<unknown>} outcome */
  async run(outcome) {
    this.problem = '';
    try {
      await outcome;
    } catch (error) {
      this.problem = `The change was not accepted. ${explain(error)}`;
    }
  }

  stopEditing() {
    this.editing = '';
    /** @type {HTMLElement | null} */ (document.querySelector('#message-box'))?.focus();
  }

  render() {
    const { messages, hasOlder, loading } = this.snapshot;
    const [from, to] = this.range;
    const me = this.context.chat.user?.id;
    const readers = newestRead(this.snapshot, me);
    const newFrom = oldestNew(this.snapshot, me, this.newAbove);
    return html`<div class="log" role="log" aria-label="Messages" tabindex="0" aria-busy=${loading} @scroll=${this.onScroll}>
        <div class="before">${hasOlder || (loading && !messages.length)
          ? html`<p class="hint center">Loading messages …</p>`
          : html`<p class="beginning">${messages.length ? 'This is the beginning of the conversation.' : 'No messages yet. Write the first one.'}</p>`}</div>
        <div class="space" aria-hidden="true"></div>
        ${repeat(this.divided.slice(from, to), ({ key }) => key, (block) => html`<div class="block" data-key=${block.key}>${repeat(
          messages.slice(block.from, block.to),
          keyOf,
          (message, at) => this.renderEntry(message, messages[block.from + at - 1], newFrom, readers),
        )}</div>`)}
        <div class="space" aria-hidden="true"></div>
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem} <button class="link" @click=${() => (this.problem = '')}>Dismiss</button></p>` : nothing}
      ${this.isAtEnd
        ? nothing
        : html`<button class="jump" aria-label="Jump to newest" title="Jump to newest" @click=${() => this.jump()}>${icon('down')}${this.unseen ? html`<span class="badge" aria-hidden="true">${this.unseen}</span>` : nothing}</button>`}`;
  }

  /**
   * @param {Message} message
   * @param {Message | undefined} previous
   * @param {string} newFrom
   * @param {Map<string, string[]>} readers
   */
  renderEntry(message, previous, newFrom, readers) {
    const key = keyOf(message);
    const isNewDay = !previous || !isSameDay(previous.createdAt, message.createdAt);
    const isNew = key === newFrom;
    const continues =
      !isNewDay && !isNew && previous?.authorId === message.authorId && message.createdAt.getTime() - previous.createdAt.getTime() < GROUP_MS;
    return html`${isNewDay ? html`<p class="day"><time datetime=${message.createdAt.toISOString().slice(0, 10)}>${dayName(message.createdAt)}</time></p>` : nothing}
      ${isNew ? html`<p class="new-line"><span>New messages</span></p>` : nothing}
      ${renderMessage({
        message,
        key,
        continues,
        isOwn: message.authorId === this.context.chat.user?.id,
        isEditing: this.editing !== '' && message.id === this.editing,
        readers: readers.get(key) ?? [],
        log: this,
      })}`;
  }
}

customElements.define('message-log', MessageLog);
