import { html, nothing } from 'lit';
import { PageElement, explain } from './element.js';

/** The page of those who are signed out. */
export class SignIn extends PageElement {
  static properties = {
    context: { attribute: false },
    notice: {},
    offers: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    /** @type {import('./app.js').Context} */
    this.context = /** @type {any} */ (undefined);
    this.notice = '';
    /** @type {{ devLogin: boolean, providers: { name: string, loginUrl: string }[] } | null} */
    this.offers = null;
    this.problem = '';
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    void this.read();
  }

  async read() {
    this.problem = '';
    try {
      this.offers = await this.context.account.providers();
    } catch (error) {
      this.problem = explain(error);
    }
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
    this.busy = true;
    this.problem = '';
    try {
      await this.context.account.devLogin({
        email: String(fields.get('email')).trim(),
        displayName: String(fields.get('name')).trim(),
      });
      this.dispatchEvent(new CustomEvent('signed-in'));
    } catch (error) {
      this.problem = explain(error);
    } finally {
      this.busy = false;
    }
  }

  render() {
    const { offers } = this;
    return html`<main class="sign-in">
      <div class="card">
        <img class="logo" src="/app/icon.svg" alt="" width="48" height="48" />
        <h1>Sign in</h1>
        ${this.notice ? html`<p class="hint">${this.notice}</p>` : nothing}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${offers === null
          ? this.problem
            ? html`<button class="primary" @click=${() => this.read()}>Try again</button>`
            : html`<p class="hint">Loading …</p>`
          : nothing}
        ${offers?.providers.map(
          ({ name, loginUrl }) => html`<a class="button provider" href=${loginUrl}>Continue with ${name}</a>`,
        )}
        ${offers?.devLogin && offers.providers.length ? html`<p class="or"><span>or</span></p>` : nothing}
        ${offers?.devLogin
          ? html`<form @submit=${this.submit}>
              <label>Email<input name="email" type="email" autocomplete="email" required maxlength="254" placeholder="ada@example.com" /></label>
              <label>Name<input name="name" autocomplete="name" required maxlength="100" placeholder="Ada Lovelace" dir="auto" /></label>
              <button class="primary" ?disabled=${this.busy}>Continue</button>
              <p class="warning"><strong>For trying it out:</strong> dev login is on, so everybody can be anybody here. Open this page in a second window and sign in as another user to chat with yourself.</p>
            </form>`
          : nothing}
        ${offers && !offers.devLogin && offers.providers.length === 0
          ? html`<p class="hint">Sign-in is not configured yet: add a provider (<code>auth.providers</code>), or give the client tokens of your own application. See the <a href="/docs">documentation</a>.</p>`
          : nothing}
        <p class="foot"><a href="/docs">Documentation</a></p>
      </div>
    </main>`;
  }
}

customElements.define('sign-in', SignIn);
