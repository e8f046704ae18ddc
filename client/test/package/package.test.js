import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('../../', import.meta.url));

/** @param {string} source @returns {Promise<Buffer>} what a bundler for browsers makes of it */
async function bundle(source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: FOLDER },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return Buffer.from(/** @type {import('esbuild').OutputFile} */ (outputFiles[0]).contents);
}

test('the chat is at most 12 KiB minified and gzipped', async () => {
  const size = gzipSync(await bundle("import { Chat } from '@realtime-gateway/client'; globalThis.Chat = Chat;"), { level: 9 }).length;
  console.log(`client: ${size} bytes minified and gzipped`);
  assert.ok(size <= 12 * 1024, `${size} bytes`);
});

test('what is not used is left out of a bundle', async () => {
  const one = (await bundle("import { ChatError } from '@realtime-gateway/client'; globalThis.E = ChatError;")).length;
  assert.ok(one < 3000, `${one} bytes for an error class alone`);
});

test('it has no dependencies, and its lock file names no place to download from', () => {
  const described = JSON.parse(readFileSync(FOLDER + 'package.json', 'utf8'));
  assert.equal(described.dependencies, undefined);
  assert.doesNotMatch(readFileSync(FOLDER + 'package-lock.json', 'utf8'), /"resolved"/);
});

test('the package holds sources, types, conformance scripts and nothing else', () => {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: FOLDER, encoding: 'utf8' }));
  const paths = packed.files.map((/** @type {{ path: string }} */ it) => it.path);
  for (const path of paths) assert.match(path, /^(src|types|conformance)\/|^(README\.md|LICENSE|package\.json)$/, path);
  for (const wanted of ['src/index.js', 'src/node.js', 'types/index.d.ts', 'README.md', 'LICENSE']) assert.ok(paths.includes(wanted), wanted);
});
