// npm run seeds -- COUNT [FIRST]: random lives for the record, eight at a time, with restarts in between.
import { Deployment } from '../harness/deployment.js';
import { live, randomOf } from './life.js';

const count = Number(process.argv[2] ?? 1000);
const first = Number(process.argv[3] ?? 1);
const PARALLEL = Number(process.env.PARALLEL ?? 8);
const deployment = await Deployment.start();
const random = randomOf(first);
let next = first;
let passed = 0;
let messages = 0;
const restarts = { core: 0, gateway: 0, epoch: 0 };
/** @type {number[]} */
const failed = [];
let isOver = false;

async function worker() {
  while (next < first + count) {
    const seed = next++;
    try {
      const lived = await live(deployment, seed);
      messages += lived.messages;
      passed++;
    } catch (error) {
      failed.push(seed);
      console.log(`seed ${seed} failed: ${error instanceof Error ? (error.stack ?? '').slice(0, 3000) : error}`);
    }
    if ((passed + failed.length) % 50 === 0) console.log(`${passed} passed, ${failed.length} failed, restarts ${JSON.stringify(restarts)}`);
  }
}

async function restarter() {
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 6000 + random() * 6000));
    if (isOver) return;
    const which = random();
    if (which < 0.5) {
      restarts.core++;
      await deployment.killCore();
    } else if (which < 0.8) {
      restarts.gateway++;
      await deployment.killGateway();
    } else {
      restarts.epoch++;
      await deployment.changeEpoch();
    }
  }
}

const restarting = restarter();
await Promise.all(Array.from({ length: PARALLEL }, worker));
isOver = true;
await restarting;
await deployment.stop();
console.log(`${passed} of ${count} seeds passed, ${messages} messages, restarts ${JSON.stringify(restarts)}, failed: ${failed.join(' ') || 'none'}`);
process.exitCode = failed.length ? 1 : 0;
