// What both sides need: the digits, repeated measurements, and the way back to compare.mjs.

/** @param {number} count @returns {Promise<{pixels: Uint8Array, labels: Uint8Array}>} the first training images of MNIST */
export async function digits(count) {
  const [pixels, labels] = await Promise.all([
    unzip('/mnist/train-images-idx3-ubyte.gz'), unzip('/mnist/train-labels-idx1-ubyte.gz'),
  ]);
  return { pixels: pixels.slice(16, 16 + count * 784), labels: labels.slice(8, 8 + count) };
}

/** @template T @param {number} times @param {() => T} measure @returns {T[]} */
export const best = (times, measure) => Array.from({ length: times }, measure);

/** @param {() => Promise<Record<string, number>>} measure sends its rows, or its error */
export async function send(measure) {
  const body = await measure().catch(error => ({ error: `${error}\n${error.stack}` }));
  await fetch('/result', { method: 'POST', body: JSON.stringify(body) });
}

async function unzip(url) {
  const response = await fetch(url);
  return new Uint8Array(await new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}
