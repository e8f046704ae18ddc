import { html } from 'lit';
import { explain } from '../element.js';
import { avatar } from '../parts.js';
import { direction, notifies, setDirection, setNotifies, setTheme, theme } from '../settings.js';
import { PageDialog } from './dialog.js';

/** The own profile, and how this browser shows the page. */
export class ProfileDialog extends PageDialog {
  static properties = { ...PageDialog.properties, done: { state: true }, isNotifying: { state: true } };

  constructor() {
    super();
    this.done = '';
    this.isNotifying = false;
  }

  get heading() {
    return 'Your profile';
  }

  opened() {
    this.done = '';
    this.isNotifying = notifies();
  }

  /** @param {SubmitEvent} event */
  async save(event) {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const image = String(fields.get('image')).trim();
    this.problem = '';
    this.done = '';
    this.busy = true;
    try {
      await this.context.people.updateMe({ displayName: String(fields.get('name')).trim(), displayImage: image || null });
      this.done = 'Saved.';
    } catch (error) {
      this.problem = explain(error);
    } finally {
      this.busy = false;
    }
  }

  /** @param {Event} event */
  async notify(event) {
    const box = /** @type {HTMLInputElement} */ (event.target);
    this.isNotifying = await setNotifies(box.checked);
    if (box.checked && !this.isNotifying) this.problem = 'The browser does not allow notifications for this page. Allow them in its settings, then try again.';
    box.checked = this.isNotifying;
  }

  renderBody() {
    const me = this.context.chat.user;
    return html`
      <form @submit=${this.save}>
        <div class="me">${avatar(me ?? { id: '', displayName: '', displayImage: null }, { size: 'large' })}<span class="who"><strong dir="auto">${me?.displayName}</strong>${me?.email ? html`<small>${me.email}</small>` : ''}</span></div>
        <label>Name<input name="name" required maxlength="100" dir="auto" autocomplete="name" .value=${me?.displayName ?? ''} /></label>
        <label>Picture address<input name="image" type="url" maxlength="2048" pattern="https://.*" placeholder="https://…" autocomplete="off" .value=${me?.displayImage ?? ''} /></label>
        <footer><span class="hint" role="status">${this.done}</span><button class="primary" ?disabled=${this.busy}>Save</button></footer>
      </form>
      <h3>This browser</h3>
      <label class="check"><input type="checkbox" .checked=${this.isNotifying} @change=${this.notify} />Notify me of messages while this tab is hidden</label>
      <label>Colours<select @change=${(/** @type {Event} */ event) => setTheme(/** @type {any} */ (event.target).value)}>
          ${[['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']].map(([value, text]) => html`<option value=${value} ?selected=${theme() === value}>${text}</option>`)}
        </select></label>
      <label>Direction<select @change=${(/** @type {Event} */ event) => setDirection(/** @type {any} */ (event.target).value)}>
          ${[['language', 'As the browser’s language'], ['ltr', 'Left to right'], ['rtl', 'Right to left']].map(([value, text]) => html`<option value=${value} ?selected=${direction() === value}>${text}</option>`)}
        </select></label>
      <footer><button class="danger" @click=${() => this.dispatchEvent(new CustomEvent('sign-out'))}>Sign out</button></footer>
    `;
  }
}

customElements.define('profile-dialog', ProfileDialog);
