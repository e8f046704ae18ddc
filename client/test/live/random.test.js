import { after, before, test } from 'node:test';
import { Deployment } from '../harness/deployment.js';
import { live } from '../random/life.js';

/** @type {Deployment} */
let deployment;
before(async () => void (deployment = await Deployment.start()));
after(() => deployment.stop());

/** Other seeds on every machine and day: what is found is repeated with `npm run seeds -- 1 SEED`. */
const first = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));

test(`random lives equal REST while engine and gateway are killed and the epoch changes (SEED=${first})`, async () => {
  const lives = Promise.all([0, 1, 2, 3].map((at) => live(deployment, first + at, { steps: 80 })));
  const restarts = async () => {
    await deployment.killCore();
    await deployment.changeEpoch();
    await deployment.killGateway();
  };
  await Promise.all([lives, restarts()]);
});
