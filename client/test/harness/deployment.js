import { createServer } from 'node:net';
import { join } from 'node:path';
import { Server } from './server.js';

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Engine and API in one process, the gateway in another: each can be killed alone. */
export class Deployment {
  /**
   * @param {Server} core
   * @param {Server} gateway
   */
  constructor(core, gateway) {
    this.core = core;
    this.gateway = gateway;
    /** Ends of restarts that are under way. @type {Promise<unknown>} */
    this.restarting = Promise.resolve();
  }

  static async start() {
    const link = await freePort();
    const settings = ['limits.sign-ins=off', 'limits.upgrades=off', 'limits.requests=off', 'tokens.lifetime=1d'];
    const core = await new Server({ args: ['--roles', 'engine,api'], settings: [...settings, `link.port=${link}`] }).start();
    const gateway = await new Server({
      args: ['--roles', 'gateway'],
      settings: [
        ...settings,
        `link.engine=127.0.0.1:${link}`,
        `link.secret-file=${join(core.data, 'link.secret')}`,
        'gateway.outbound-high=64KiB',
        'gateway.outbound-low=16KiB',
      ],
    }).start();
    return new Deployment(core, gateway);
  }

  /**
   * @param {() => Promise<unknown>} what
   */
  #after(what) {
    const ended = this.restarting.then(what);
    // One that fails is reported by its caller, and must not keep the next from starting.
    this.restarting = ended.catch(() => {});
    return ended;
  }

  killCore() {
    return this.#after(async () => {
      await this.core.kill();
      await this.core.start();
    });
  }

  killGateway() {
    return this.#after(async () => {
      await this.gateway.kill();
      await this.gateway.start();
    });
  }

  changeEpoch() {
    return this.#after(async () => {
      await this.core.end();
      this.core.loseLocalStore();
      await this.core.start();
    });
  }

  async stop() {
    await this.restarting.catch(() => {});
    await this.gateway.stop();
    await this.core.stop();
  }
}
