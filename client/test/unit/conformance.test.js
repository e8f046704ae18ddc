import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { play } from '../../conformance/play.js';
import { MemoryPlayer } from '../harness/memory-player.js';

const FOLDER = new URL('../../conformance/scripts/', import.meta.url);

for (const file of readdirSync(FOLDER).sort()) {
  const script = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  test(`conformance: ${script.name}`, async () => {
    const player = new MemoryPlayer();
    try {
      await play(script, player);
    } finally {
      await player.end();
    }
  });
}
