// Canvases that show values as colours or grey levels: drawn from bytes, many in one call; values are chosen by pointer and arrow keys.

/** The largest side of a value, in pixels: a kernel of nine weights is no larger than the image that it slides over. */
const LARGEST = 40;

/**
 * @typedef {object} Receiver The .NET object behind the canvases.
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

const OPAQUE = 0xff000000;

/** The colours of grey levels. */
const GRAYS = Uint32Array.from({ length: 256 }, (_, level) => OPAQUE | level * 0x010101);

/** The colours of values. */
let colors = GRAYS;

/** @type {Receiver} */
let receiver;

/** @type {Map<number, Canvas>} */
const canvases = new Map();

/**
 * Gives what all canvases have in common.
 * @param {Receiver} object Is told which value of which canvas was chosen.
 * @param {Uint8Array} palette Red, green and blue of the byte of each value.
 */
export function start(object, palette) {
  receiver = object;
  colors = Uint32Array.from({ length: 256 }, (_, i) => OPAQUE | palette[3 * i + 2] << 16 | palette[3 * i + 1] << 8 | palette[3 * i]);
  canvases.clear();
}

/**
 * Draws on several canvases. The data attributes of each say how: `maps`, `rows`, `columns`, `across`, the greatest `width` in pixels of the
 * page (without one the bytes are grey levels), the index `mark` of the value that is outlined, and the `box` (first map, maps, top, left,
 * height, width) that is outlined.
 * @param {number[]} lengths Of each canvas the number in its attribute `canvas`, and how many of the bytes are its.
 * @param {Uint8Array} bytes One for each value, in the order of the maps.
 */
export function draw(lengths, bytes) {
  for (let i = 0, at = 0; i < lengths.length; at += lengths[i + 1], i += 2)
    find(lengths[i])?.draw(bytes.subarray(at, at + lengths[i + 1]));
}

/** The canvas with a number; undefined where there is none. */
function find(number) {
  const known = canvases.get(number);
  if (known?.element.isConnected)
    return known;
  canvases.delete(number);
  const element = document.querySelector(`canvas[data-canvas="${number}"]`);
  if (!element)
    return undefined;
  for (const [key, canvas] of canvases)
    if (!canvas.element.isConnected)
      canvases.delete(key);
  const canvas = new Canvas(number, element);
  canvases.set(number, canvas);
  return canvas;
}

class Canvas {
  /**
   * @param {number} number
   * @param {HTMLCanvasElement} element
   */
  constructor(number, element) {
    this.number = number;
    this.element = element;
    this.context = /** @type {CanvasRenderingContext2D} */ (element.getContext('2d'));
    /** @type {ImageData | undefined} */
    this.image = undefined;
    this.count = 0;
    this.isSending = false;
    if (!element.hasAttribute('tabindex'))
      return;
    element.addEventListener('pointerdown', event => this.choose(this.indexAt(event)));
    element.addEventListener('pointermove', event => this.drag(event));
    element.addEventListener('keydown', event => this.step(event));
  }

  /** @param {Uint8Array} bytes */
  draw(bytes) {
    this.count = bytes.length;
    const grid = this.grid();
    const image = this.paint(bytes, grid);
    const { width, mark, box } = this.element.dataset;
    const scale = width ? Math.max(1, Math.min(LARGEST, Math.floor(Number(width) / grid.width))) : 1;
    if (width)
      this.resizeElement(`${grid.width * scale / 16}rem`);
    this.element.dataset.ready = '';
    // A pixel for each value, which the style enlarges; outlines need pixels of the page.
    const isOutlined = Boolean(mark || box);
    this.resize(grid, isOutlined ? scale : 1);
    if (!isOutlined) {
      this.context.putImageData(image, 0, 0);
      return;
    }

    const small = new OffscreenCanvas(grid.width, grid.height);
    /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext('2d')).putImageData(image, 0, 0);
    this.context.imageSmoothingEnabled = false;
    this.context.clearRect(0, 0, this.element.width, this.element.height);
    this.context.drawImage(small, 0, 0, this.element.width, this.element.height);
    if (box) {
      const [first, maps, top, left, rows, columns] = box.split(' ').map(Number);
      for (let map = first; map < first + maps; map++)
        this.outline(map, top, left, rows, columns, grid, scale);
    }
    if (mark) {
      const { map, row, column } = this.place(Number(mark), grid);
      this.outline(map, row, column, 1, 1, grid, scale);
    }
  }

  /** @param {string} width */
  resizeElement(width) {
    if (this.element.style.width !== width)
      this.element.style.width = width;
  }

  /**
   * @param {Grid} grid
   * @param {number} scale The pixels of a side of a value.
   */
  resize({ width, height }, scale) {
    if (this.element.width === width * scale && this.element.height === height * scale)
      return;
    this.element.width = width * scale;
    this.element.height = height * scale;
  }

  /**
   * Paints a pixel for each value.
   * @param {Uint8Array} bytes
   * @param {Grid} grid
   */
  paint(bytes, grid) {
    if (this.image?.width !== grid.width || this.image.height !== grid.height)
      this.image = new ImageData(grid.width, grid.height);
    const pixels = new Uint32Array(this.image.data.buffer).fill(0);
    const palette = this.element.dataset.width ? colors : GRAYS;
    for (let map = 0, i = 0; map < grid.maps; map++) {
      const { x, y } = this.corner(map, grid);
      for (let row = 0; row < grid.rows; row++) {
        const start = (y + row) * grid.width + x;
        for (let column = 0; column < grid.columns && i < bytes.length; column++)
          pixels[start + column] = palette[bytes[i++]];
      }
    }
    return this.image;
  }

  /** @returns {Grid} */
  grid() {
    const [maps, rows, columns, across] = ['maps', 'rows', 'columns', 'across'].map(name => Number(this.element.dataset[name]));
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
    const box = this.element.getBoundingClientRect();
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
    const mark = Number(this.element.dataset.mark ?? 0);
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
        await receiver.invokeMethodAsync('Choose', this.number, next);
      }
    } finally {
      this.isSending = false;
    }
  }
}
