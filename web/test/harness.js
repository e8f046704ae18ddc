import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Server } from '../../client/test/harness/server.js';

/**
 * @typedef {import('playwright-core').Browser} Browser
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').BrowserContextOptions} Options
 */

export const WAIT_MS = 60_000;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** How Chromium is started. */
export const browserOptions = () => ({
  executablePath: execFileSync(fileURLToPath(new URL('../../bin/chromium', import.meta.url)), { encoding: 'utf8' }).trim(),
  args: FLAGS,
});

/** A server of its own and a real Chromium. */
export class Stage {
  /** @param {Server} server @param {Browser} browser */
  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
    /** What the consoles of all pages complained about, and what they asked other hosts for. @type {string[]} */
    this.complaints = [];
  }

  /** @param {string[]} [settings] */
  static async start(settings = []) {
    const [server, browser] = await Promise.all([
      new Server({ settings: ['limits.sign-ins=off', ...settings] }).start(),
      chromium.launch(browserOptions()),
    ]);
    return new Stage(server, browser);
  }

  async stop() {
    await this.browser.close();
    await this.server.stop();
  }

  /** Opens a page in a browser of its own. @param {string} path @param {Options} [options] @returns {Promise<Page>} */
  async open(path, options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1200, height: 760 }, locale: 'en-GB', ...options });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(`${error.stack ?? error}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('request', (request) => {
      const { host, protocol } = new URL(request.url());
      if (host !== new URL(this.server.url).host && !['data:', 'blob:'].includes(protocol)) this.complaints.push(`asks ${request.url()}`);
    });
    await page.goto(this.server.url + path);
    return page;
  }

  /** Signs in by the form of the page. @param {string} name @param {Options} [options] @returns {Promise<Page>} */
  async user(name, options) {
    const page = await this.open('/', options);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('textbox', { name: 'Email' }).fill(`${name.toLowerCase().replace(' ', '.')}@example.com`);
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Continue' }).click();
    await online(page);
    return page;
  }

  /** Nothing has complained until now, but for what matches. @param {RegExp} [expected] */
  assertNoComplaints(expected = /^$/) {
    const complaints = this.complaints.splice(0);
    assert.deepEqual(complaints.filter((text) => !expected.test(text)), []);
  }
}

/** @param {Page} page @param {string} [state] */
export const online = (page, state = 'Online') => page.getByRole('status', { name: 'Connection' }).filter({ hasText: state }).waitFor();

/** @param {Page} page */
export const log = (page) => page.getByRole('log', { name: 'Messages' });

/** The article of a message. @param {Page} page @param {string | RegExp} text */
export const message = (page, text) => log(page).getByRole('article').filter({ hasText: text });

/** The item of a conversation. @param {Page} page @param {string | RegExp} name */
export const listed = (page, name) => page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').filter({ hasText: name });

/** Makes a conversation by the dialog, and opens it. @param {Page} page @param {readonly string[]} people @param {string} [group] */
export async function begin(page, people, group = '') {
  await page.getByRole('button', { name: 'New conversation' }).click();
  const dialog = page.getByRole('dialog', { name: 'New conversation' });
  for (const name of people) {
    await dialog.getByRole('combobox', { name: 'People' }).fill(name);
    await dialog.getByRole('option', { name }).first().click();
  }
  if (group) await dialog.getByRole('textbox', { name: 'Group name' }).fill(group);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await log(page).waitFor();
}

/** @param {Page} page @param {string} text */
export async function say(page, text) {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
  await page.getByRole('textbox', { name: 'Message', exact: true }).press('Enter');
}

/** Chooses from the menu of a message. @param {Page} page @param {string} text @param {string} item */
export async function act(page, text, item) {
  await message(page, text).first().hover();
  await message(page, text).first().getByRole('button', { name: 'Message actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
