import { html } from 'lit';
import { explain } from '../element.js';
import '../people-picker.js';
import { PageDialog } from './dialog.js';

/** One person without a group name is a private chat, all else a group. */
export class NewConversationDialog extends PageDialog {
  get heading() {
    return 'New conversation';
  }

  get picker() {
    return /** @type {import('../people-picker.js').PeoplePicker} */ (this.find('people-picker'));
  }

  opened() {
    this.picker.focus();
  }

  /** @param {SubmitEvent} event */
  async create(event) {
    event.preventDefault();
    const { chosen } = this.picker;
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name')).trim();
    const [only] = chosen;
    if (!only) {
      this.problem = 'Choose at least one person.';
      this.picker.focus();
      return;
    }
    if (chosen.length > 1 && !name) {
      this.problem = 'Give the group a name.';
      this.find('input[name=name]')?.focus();
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      const { chat } = this.context;
      const room = name ? await chat.create({ members: chosen.map(({ id }) => id), name }) : await chat.direct({ userId: only.id });
      this.close();
      this.dispatchEvent(new CustomEvent('made', { detail: room.id }));
    } catch (error) {
      this.problem = explain(error);
    } finally {
      this.busy = false;
    }
  }

  renderBody() {
    return html`<form @submit=${this.create}>
      <people-picker .context=${this.context}></people-picker>
      <label>Group name<input name="name" maxlength="50" dir="auto" autocomplete="off" placeholder="Empty for a private chat" /></label>
      <footer><button type="button" @click=${() => this.close()}>Cancel</button><button class="primary" ?disabled=${this.busy}>Create</button></footer>
    </form>`;
  }
}

customElements.define('new-conversation-dialog', NewConversationDialog);
