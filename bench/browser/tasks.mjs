// Trains on the page "Train" of the browser alone in headless Chromium, and prints the longest tasks of its thread: the processor time
// during which the page does not answer.
// node tasks.mjs NODE_MODULES PUBLISHED-WWWROOT [QUERY ...]
import { createRequire } from 'node:module';
import path from 'node:path';
import { serve } from './server.mjs';

const [modules, site, ...given] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(modules), 'modules.js'))('playwright-core');
const seconds = Number(process.env.SECONDS ?? 15);
const queries = given.length > 0 ? given : ['', 'model=cnn&batch-size=16', 'model=cnn', 'model=resnet18&batch-size=4&limit=20'];

const files = await serve(pathname => path.join(site, path.extname(pathname) ? pathname : 'index.html'));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
console.log('| settings | steps | tasks above 50 ms | longest tasks, ms |\n| --- | --- | --- | --- |');
try {
  for (const query of queries)
    await measure(query);
} finally {
  await browser.close();
  files.close();
}

/** Trains for some seconds and prints a row. */
async function measure(query) {
  const page = await browser.newPage();
  page.on('pageerror', error => console.error(error.message));
  await page.goto(`${files.address}/train?${query}`);
  await page.getByTestId('train-start').waitFor();
  const trace = await browser.newBrowserCDPSession();
  const tasks = [];
  trace.on('Tracing.dataCollected', data => tasks.push(...data.value.filter(event => event.name === 'RunTask' && event.tdur > 5000)));
  const includedCategories = ['disabled-by-default-devtools.timeline', 'toplevel'];
  await trace.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories, excludedCategories: ['*'] } });
  await page.getByTestId('train-start').click();
  await page.waitForTimeout(seconds * 1000);
  const complete = new Promise(resolve => trace.once('Tracing.tracingComplete', resolve));
  await trace.send('Tracing.end');
  await complete;

  // The thread of the page is the one that works most.
  const threads = {};
  for (const { pid, tid, tdur } of tasks)
    (threads[`${pid} ${tid}`] ??= []).push(tdur / 1000);
  const times = Object.values(threads).sort((a, b) => sum(b) - sum(a))[0] ?? [];
  times.sort((a, b) => b - a);
  const steps = await page.getByTestId('train-steps').first().textContent();
  const longest = times.slice(0, 8).map(time => time.toFixed(0)).join(', ');
  console.log(`| ${query || 'as the page opens'} | ${steps} | ${times.filter(time => time > 50).length} | ${longest} |`);
  await page.close();
}

/** @param {number[]} times */
function sum(times) {
  return times.reduce((total, time) => total + time, 0);
}
