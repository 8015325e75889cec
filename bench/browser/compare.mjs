// Runs Inkling and TensorFlow.js in turn in headless Chromium and prints a table.
// node compare.mjs PUBLISHED-WWWROOT NODE_MODULES MNIST-FOLDER
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { serve } from './server.mjs';

const [ours, modules, mnist] = process.argv.slice(2);
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const folders = { inkling: ours, tensorflow: path.join(here, 'tensorflow'), npm: modules, mnist };

const traceCount = 'inkling/?option=--jiterpreter-minimum-trace-hit-count=1000';
const sides = {
  'Inkling': traceCount,
  'TensorFlow.js, plain JavaScript': 'tensorflow/?backend=cpu',
  'TensorFlow.js, WebAssembly': 'tensorflow/?backend=wasm',
  'Inkling, options as they come': 'inkling/?option=--jiterpreter-traces-enabled',
  'Inkling, no trace compiler': 'inkling/?option=--no-jiterpreter-traces-enabled',
  'Inkling, no vectors in traces': 'inkling/?option=--no-jiterpreter-simd-enabled',
};

let receive;
const server = await serve(
  pathname => {
    const [, name, ...rest] = pathname.split('/');
    return name === 'shared.js' ? path.join(here, name) : path.join(folders[name] ?? here, ...rest);
  },
  body => receive(body));

const rounds = Number(process.env.ROUNDS ?? 2);
const results = {};
for (let round = 0; round < rounds; round++) {
  for (const [name, address] of Object.entries(sides)) {
    console.error(`${name}, round ${round + 1} of ${rounds}`);
    const rows = await run(`${server.address}/${address}`);
    if (rows.error)
      throw new Error(`${name}: ${rows.error}`);
    for (const [row, value] of Object.entries(rows))
      ((results[name] ??= {})[row] ??= []).push(value);
  }
}

const rows = Object.keys(results.Inkling);
console.log(`| | ${rows.join(' | ')} |\n|${' --- |'.repeat(rows.length + 1)}`);
for (const [name, values] of Object.entries(results)) {
  const cells = rows.map(row => values[row] ? format((row.endsWith('/s') ? Math.max : Math.min)(...values[row])) : '');
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
server.close();

/** Opens a page in a browser of its own and waits for what it measured. */
async function run(url) {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'browser-'));
  const result = new Promise((resolve, reject) => {
    receive = resolve;
    setTimeout(() => reject(new Error(`${url}: no result within 180 s`)), 180_000).unref();
  });
  const browser = spawn(
    process.env.CHROMIUM ?? '/usr/bin/chromium',
    ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`, url], { stdio: 'ignore', detached: true });
  try {
    return await result;
  } finally {
    process.kill(-browser.pid);
    await new Promise(resolve => browser.on('exit', resolve));
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function format(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
