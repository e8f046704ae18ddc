#!/usr/bin/env node
// node conformance/run.js [--slow] [--only PART] -- COMMAND: plays the scripts against a client that runs as a command.
import { readFileSync, readdirSync } from 'node:fs';
import { play } from './play.js';
import { WirePlayer } from './wire.js';

const LONGEST_MS = 5000;

const dashes = process.argv.indexOf('--', 2);
const options = process.argv.slice(2, dashes < 0 ? undefined : dashes);
const command = dashes < 0 ? [] : process.argv.slice(dashes + 1);
if (command.length === 0) {
  console.error('usage: node conformance/run.js [--slow] [--only PART] -- COMMAND [ARGUMENT…]');
  process.exit(2);
}
const only = options.includes('--only') ? (options[options.indexOf('--only') + 1] ?? '') : '';
const folder = new URL('scripts/', import.meta.url);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of readdirSync(folder).sort()) {
  if (!file.includes(only)) continue;
  const script = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const longest = Math.max(0, ...script.steps.map((/** @type {any} */ step) => step.advance ?? 0));
  if (longest > LONGEST_MS && !options.includes('--slow')) {
    skipped++;
    continue;
  }
  const player = await new WirePlayer().start(command);
  try {
    await play(script, player);
    passed++;
    console.log(`ok      ${file}`);
  } catch (error) {
    failed++;
    console.log(`not ok  ${file}: ${error instanceof Error ? error.message : error}\n        ${script.about}`);
  } finally {
    await player.end();
  }
}
console.log(`${passed} passed, ${failed} failed, ${skipped} take long and run with --slow only`);
process.exitCode = failed ? 1 : 0;
