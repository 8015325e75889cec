// Canvases that show the values of a layer as colours: drawn from bytes, chosen by pointer and arrow keys.

/**
 * @typedef {object} Receiver The component behind a canvas.
 * @property {(method: string, ...args: unknown[]) => Promise<unknown>} invokeMethodAsync
 */

/**
 * @typedef {object} Grid Maps of rows and columns, `across` of them side by side, with a pixel between them.
 * @property {number} maps
 * @property {number} rows
 * @property {number} columns
 * @property {number} across
 * @property {number} width In pixels of one value each.
 * @property {number} height
 */

/** @type {WeakMap<HTMLCanvasElement, ValueCanvas>} */
const canvases = new WeakMap();

/**
 * Lets a canvas show values. Its data attributes say how: `maps`, `rows`, `columns`, `across`, the greatest `width` in pixels of the page,
 * the index `mark` of the value that is outlined, and the `box` (first map, maps, top, left, height, width) that is outlined.
 * @param {HTMLCanvasElement} canvas
 * @param {Receiver | null} receiver Is told what is chosen; null for a canvas that only shows.
 * @param {Uint8Array} palette Red, green and blue of each byte.
 */
export function attach(canvas, receiver, palette) {
  canvases.set(canvas, new ValueCanvas(canvas, receiver, palette));
}

/**
 * Draws values.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} bytes One for each value, in the order of the maps.
 */
export function draw(canvas, bytes) {
  canvases.get(canvas)?.draw(bytes);
}

class ValueCanvas {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Receiver | null} receiver
   * @param {Uint8Array} palette
   */
  constructor(canvas, receiver, palette) {
    this.canvas = canvas;
    this.receiver = receiver;
    const bytes = Uint8Array.from({ length: 4 * 256 }, (_, i) => i % 4 < 3 ? palette[3 * (i >> 2) + i % 4] : 255);
    this.colors = new Uint32Array(bytes.buffer);
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.small = new OffscreenCanvas(1, 1);
    this.count = 0;
    this.isSending = false;
    if (!receiver)
      return;
    canvas.addEventListener('pointerdown', event => this.choose(this.indexAt(event)));
    canvas.addEventListener('pointermove', event => this.drag(event));
    canvas.addEventListener('keydown', event => this.step(event));
  }

  /** @param {Uint8Array} bytes */
  draw(bytes) {
    const grid = this.grid();
    const scale = Math.max(1, Math.floor(Number(this.canvas.dataset.width) / grid.width));
    this.count = bytes.length;
    this.paint(bytes, grid);
    const { canvas, context } = this;
    if (canvas.width !== grid.width * scale || canvas.height !== grid.height * scale) {
      canvas.width = grid.width * scale;
      canvas.height = grid.height * scale;
      canvas.style.width = `${canvas.width / 16}rem`;
    }
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(this.small, 0, 0, canvas.width, canvas.height);
    canvas.dataset.ready = '';
    const { mark, box } = canvas.dataset;
    if (box) {
      const [first, maps, top, left, height, width] = box.split(' ').map(Number);
      for (let map = first; map < first + maps; map++)
        this.outline(map, top, left, height, width, grid, scale);
    }
    if (mark) {
      const { map, row, column } = this.place(Number(mark), grid);
      this.outline(map, row, column, 1, 1, grid, scale);
    }
  }

  /**
   * Paints a pixel for each value.
   * @param {Uint8Array} bytes
   * @param {Grid} grid
   */
  paint(bytes, grid) {
    this.small.width = grid.width;
    this.small.height = grid.height;
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (this.small.getContext('2d'));
    const image = context.createImageData(grid.width, grid.height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let map = 0, i = 0; map < grid.maps; map++) {
      const { x, y } = this.corner(map, grid);
      for (let row = 0; row < grid.rows; row++) {
        const start = (y + row) * grid.width + x;
        for (let column = 0; column < grid.columns && i < bytes.length; column++)
          pixels[start + column] = this.colors[bytes[i++]];
      }
    }
    context.putImageData(image, 0, 0);
  }

  /** @returns {Grid} */
  grid() {
    const [maps, rows, columns, across] = ['maps', 'rows', 'columns', 'across'].map(name => Number(this.canvas.dataset[name]));
    return {
      maps, rows, columns, across, width: across * (columns + 1) - 1, height: Math.ceil(maps / across) * (rows + 1) - 1,
    };
  }

  /**
   * @param {number} index
   * @param {Grid} grid
   */
  place(index, { rows, columns }) {
    return { map: Math.floor(index / (rows * columns)), row: Math.floor(index / columns) % rows, column: index % columns };
  }

  /**
   * @param {number} map
   * @param {Grid} grid
   */
  corner(map, { across, rows, columns }) {
    return { x: (map % across) * (columns + 1), y: Math.floor(map / across) * (rows + 1) };
  }

  /** A dark line on a light one, which is seen on every colour. */
  outline(map, top, left, height, width, grid, scale) {
    const { x, y } = this.corner(map, grid);
    const box = [(x + left) * scale, (y + top) * scale, width * scale, height * scale];
    for (const [color, lineWidth] of [['#fff', 4], ['#000', 2]]) {
      this.context.strokeStyle = color;
      this.context.lineWidth = lineWidth;
      this.context.strokeRect(...box);
    }
  }

  /**
   * The index of the value under the pointer; undefined between the maps.
   * @param {PointerEvent} event
   */
  indexAt(event) {
    const grid = this.grid();
    const box = this.canvas.getBoundingClientRect();
    const x = Math.floor((event.clientX - box.left) * grid.width / box.width);
    const y = Math.floor((event.clientY - box.top) * grid.height / box.height);
    const [column, row] = [x % (grid.columns + 1), y % (grid.rows + 1)];
    if (column >= grid.columns || row >= grid.rows)
      return undefined;
    const map = Math.floor(y / (grid.rows + 1)) * grid.across + Math.floor(x / (grid.columns + 1));
    return (map * grid.rows + row) * grid.columns + column;
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (event.buttons & 1)
      this.choose(this.indexAt(event));
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const grid = this.grid();
    const mark = Number(this.canvas.dataset.mark ?? 0);
    const { map, row, column } = this.place(mark, grid);
    const moves = {
      ArrowLeft: column > 0 ? -1 : 0,
      ArrowRight: column < grid.columns - 1 ? 1 : 0,
      ArrowUp: row > 0 ? -grid.columns : 0,
      ArrowDown: row < grid.rows - 1 ? grid.columns : 0,
      PageUp: map > 0 ? -grid.rows * grid.columns : 0,
      PageDown: map < grid.maps - 1 ? grid.rows * grid.columns : 0,
    };
    const move = moves[event.key];
    if (move === undefined)
      return;
    event.preventDefault();
    this.choose(mark + move);
  }

  /**
   * Tells the component what is chosen; what is chosen meanwhile is told when it has answered.
   * @param {number | undefined} index
   */
  async choose(index) {
    if (index === undefined || index >= this.count)
      return;
    this.wanted = index;
    if (this.isSending)
      return;
    this.isSending = true;
    try {
      while (this.wanted !== undefined) {
        const next = this.wanted;
        this.wanted = undefined;
        await this.receiver.invokeMethodAsync('Choose', next);
      }
    } finally {
      this.isSending = false;
    }
  }
}
