// Draws on the page "Read" in headless Chromium, a move of the mouse in every frame, and prints how often what is shown is updated, and the
// processor time of an update in the server and in the browser.
// node live.mjs PUBLISHED-WWWROOT NODE_MODULES INKLING [MODEL ...], in a folder whose runs are the models
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { serve } from './server.mjs';

const [site, modules, inkling, ...models] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(modules), 'modules.js'))('playwright-core');
const seconds = Number(process.env.DURATION ?? 5);

/** What is open beside the prediction and the preparation of the picture. */
const views = {
  'prediction, preparation': ['activations', 'zoom'],
  'activations and zoom as well': [],
};

console.log('| host | model | open | updates/s | images/s | server, ms an update | browser, ms an update |');
console.log(`|${' --- |'.repeat(7)}`);
const lab = await startLab();
const files = await serve(pathname => path.join(site, pathname));
const { window, pids } = await open();
try {
  for (const [host, address, pid] of [['inkling lab', lab.address, lab.process.pid], ['browser alone', files.address, undefined]]) {
    for (const model of models.length > 0 ? models : [''])
      for (const [view, closed] of Object.entries(views))
        await measure(host, address, pid, model, view, closed);
  }
} finally {
  await window.browser().close();
  lab.process.kill();
  files.close();
}

/** Draws for some seconds and prints a row. */
async function measure(host, address, pid, model, view, closed) {
  const page = await window.newPage();
  page.on('pageerror', error => console.error(`${host}: ${error.message}`));
  page.on('console', message => message.type() === 'error' && console.error(`${host}: ${message.text()}`));
  await page.goto(address);
  const pad = page.getByTestId('pad');
  await pad.waitFor();
  const choice = page.getByTestId('model-choice');
  const name = model && (await choice.locator('option').allTextContents()).find(option => option.includes(model));
  if (name === undefined) {
    await page.close();
    return;
  }
  if (name)
    await choice.selectOption(name);
  const box = await pad.boundingBox();
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.2 * box.height, { steps: 4 });
  await page.mouse.up();
  await page.getByTestId('logit-0').filter({ hasText: /\d/ }).waitFor();
  for (const panel of closed)
    await page.getByTestId(`open-${panel}`).click();
  if (closed.length === 0) {
    // A value of the first layer with weights, with its products.
    await page.getByTestId('layer-1').click();
    await page.locator('[data-testid=layer-canvas][data-ready]').click({ position: { x: 30, y: 30 } });
    await page.getByTestId('products-sum').waitFor();
  }
  await page.getByTestId('pad').hover();
  await page.mouse.down();
  await page.evaluate(draw, 2000);
  const before = { server: pid ? milliseconds([pid]) : 0, browser: milliseconds(pids()) };
  const { updates, images, span } = await page.evaluate(draw, 1000 * seconds);
  const server = pid ? ((milliseconds([pid]) - before.server) / updates).toFixed(1) : '';
  const browser = ((milliseconds(pids()) - before.browser) / updates).toFixed(1);
  const rates = [updates, images].map(count => (count / span * 1000).toFixed(1));
  console.log(`| ${host} | ${name || 'pretrained'} | ${view} | ${rates.join(' | ')} | ${server} | ${browser} |`);
  await page.close();
}

/** Runs in the page: moves the pen in every frame, and counts changes of the last logit and of the last canvas. */
async function draw(duration) {
  const pad = document.querySelector('[data-testid="pad"]');
  const box = pad.getBoundingClientRect();
  const counts = { updates: 0, images: 0 };
  const observer = new MutationObserver(() => counts.updates++);
  observer.observe(document.querySelector('[data-testid="logit-9"]'), { characterData: true, childList: true, subtree: true });
  const shown = [...document.querySelectorAll('canvas')].filter(canvas => canvas !== pad).at(-1);
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;
  const putImageData = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.drawImage = function (...args) {
    counts.images += this.canvas === shown;
    return drawImage.apply(this, args);
  };
  CanvasRenderingContext2D.prototype.putImageData = function (...args) {
    counts.images += this.canvas === shown;
    return putImageData.apply(this, args);
  };
  const start = performance.now();
  let at = start;
  for (let i = 0; at - start < duration; i++) {
    pad.dispatchEvent(new PointerEvent('pointermove', {
      pointerId: 1, pointerType: 'mouse', buttons: 1, bubbles: true,
      clientX: box.x + box.width * (0.5 + 0.3 * Math.sin(i / 19)), clientY: box.y + box.height * (0.5 + 0.35 * Math.cos(i / 47)),
    }));
    // The ink is removed from time to time: a pad that is black all over changes no more.
    if (i % 120 === 119)
      ['Backspace', ' '].forEach(key => pad.dispatchEvent(new KeyboardEvent('keydown', { key })));
    at = await new Promise(requestAnimationFrame);
  }
  observer.disconnect();
  Object.assign(CanvasRenderingContext2D.prototype, { drawImage, putImageData });
  return { ...counts, span: at - start };
}

async function open() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'],
  });
  return { window: await browser.newContext({ viewport: { width: 1280, height: 900 } }), pids: () => descendants(process.pid, 'chrom') };
}

async function startLab() {
  const child = spawn(path.resolve(inkling), ['lab', '--no-browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise((resolve, reject) => {
    child.on('exit', code => reject(new Error(`inkling lab ended with ${code}`)));
    let text = '';
    child.stdout.on('data', part => {
      text += part;
      const found = /http:\/\/[0-9.:]+/.exec(text);
      if (found && text.includes('\n'))
        resolve(found[0]);
    });
  });
  return { process: child, address };
}

/** The processes below one whose name contains a text. */
function descendants(root, text) {
  const parents = new Map(readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(pid => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const [, name, rest] = /\((.*)\) (.*)/s.exec(stat);
      return [[Number(pid), { name, parent: Number(rest.split(' ')[1]) }]];
    } catch {
      return [];
    }
  }));
  const isBelow = pid => pid === root || parents.has(pid) && isBelow(parents.get(pid).parent);
  return [...parents].filter(([pid, { name }]) => name.includes(text) && isBelow(pid)).map(([pid]) => pid);
}

/** The processor time of processes so far. */
function milliseconds(pids) {
  return pids.reduce((sum, pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
      return sum + 10 * (Number(fields[11]) + Number(fields[12]));
    } catch {
      return sum;
    }
  }, 0);
}
