// Images of grey levels on a canvas.

/**
 * Shows an image.
 * @param {HTMLCanvasElement} canvas
 * @param {number} columns
 * @param {number} rows
 * @param {Uint8Array} levels [rows, columns], 0 for black to 255 for white.
 */
export function paint(canvas, columns, rows, levels) {
  canvas.width = columns;
  canvas.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < levels.length; i++)
    pixels[i] = 0xff000000 | levels[i] * 0x010101;
  context.putImageData(image, 0, 0);
}
