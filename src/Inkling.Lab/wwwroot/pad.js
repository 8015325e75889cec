// The drawing surface: strokes of mouse, touch, pen and keyboard on a canvas, sent as grey levels while they are drawn.

/** The side of the picture that is sent, in pixels. */
const SIDE = 112;

/** The width of a line, in pixels of the canvas: a tenth of a digit that nearly fills it, as the lines of MNIST's digits are. */
const LINE = 24;

/** The width of the eraser. */
const ERASER = 44;

/** How far an arrow key moves the pen, and how far with Shift, in pixels of the canvas. */
const STEP = 10;
const SMALL_STEP = 3;

/** The moves of the pen by keys, in steps. */
const ARROWS = new Map([['ArrowLeft', [-1, 0]], ['ArrowRight', [1, 0]], ['ArrowUp', [0, -1]], ['ArrowDown', [0, 1]]]);

/**
 * @typedef {object} Receiver The component behind the pad.
 * @property {(method: string, ...args: unknown[]) => Promise<unknown>} invokeMethodAsync
 *
 * @typedef {{x: number, y: number, width: number}} Point
 *
 * @typedef {{color: string, points: Point[]}} Stroke
 *
 * @typedef {{picture: CanvasImageSource, left: number, top: number, width: number, height: number}} Backdrop
 */

/**
 * Lets a canvas be drawn on.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} cursor Shows where the keyboard's pen is.
 * @param {Receiver} receiver
 */
export function attach(canvas, cursor, receiver) {
  return new Pad(canvas, cursor, receiver);
}

class Pad {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} cursor
   * @param {Receiver} receiver
   */
  constructor(canvas, cursor, receiver) {
    this.canvas = canvas;
    this.cursor = cursor;
    this.receiver = receiver;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    this.small = new OffscreenCanvas(SIDE, SIDE);
    /** @type {Stroke[]} */
    this.strokes = [];
    /** @type {Backdrop | undefined} */
    this.backdrop = undefined;
    /** @type {Stroke | undefined} */
    this.current = undefined;
    /** @type {number | undefined} */
    this.pointer = undefined;
    this.pen = { x: canvas.width / 2, y: canvas.height / 2, width: LINE };
    this.isErasing = false;
    this.isDirty = false;
    this.isSending = false;
    this.events = new AbortController();
    const options = { signal: this.events.signal };
    canvas.addEventListener('pointerdown', event => this.begin(event), options);
    canvas.addEventListener('pointermove', event => this.move(event), options);
    canvas.addEventListener('pointerup', event => this.end(event), options);
    canvas.addEventListener('pointercancel', event => this.end(event), options);
    canvas.addEventListener('keydown', event => this.press(event), options);
    canvas.addEventListener('blur', () => { this.current = undefined; this.placeCursor(); }, options);
    this.paint();
    this.placeCursor();
    canvas.dataset.ready = '';
  }

  detach() {
    this.events.abort();
  }

  clear() {
    this.strokes = [];
    this.backdrop = undefined;
    this.change();
  }

  undo() {
    if (!this.strokes.pop())
      this.backdrop = undefined;
    this.change();
  }

  /** @param {boolean} isErasing */
  setEraser(isErasing) {
    this.isErasing = isErasing;
  }

  /**
   * Shows a picture that can be drawn on; it is not sent.
   * @param {number} width
   * @param {number} height
   * @param {Uint8Array} levels [height, width], 0 for black to 255 for white.
   */
  show(width, height, levels) {
    const picture = new OffscreenCanvas(width, height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext('2d'));
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < levels.length; i++)
      pixels[i] = 0xff000000 | levels[i] * 0x010101;
    context.putImageData(image, 0, 0);
    const scale = Math.min(this.canvas.width / width, this.canvas.height / height);
    this.strokes = [];
    this.current = undefined;
    this.isDirty = false;
    this.backdrop = {
      picture,
      left: (this.canvas.width - scale * width) / 2,
      top: (this.canvas.height - scale * height) / 2,
      width: scale * width,
      height: scale * height,
    };
    this.paint();
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (this.pointer !== undefined || event.button > 0 && event.pointerType === 'mouse')
      return;
    this.canvas.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    const isErasing = this.isErasing || (event.buttons & 32) !== 0;
    this.current = { color: isErasing ? '#fff' : '#000', points: [] };
    this.strokes.push(this.current);
    this.extend(this.current, this.pointOf(event));
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (event.pointerId !== this.pointer || !this.current)
      return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event])
      this.extend(this.current, this.pointOf(each));
  }

  /** @param {PointerEvent} event */
  end(event) {
    if (event.pointerId !== this.pointer)
      return;
    this.pointer = undefined;
    this.current = undefined;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const arrow = ARROWS.get(event.key);
    if (arrow) {
      const step = event.shiftKey ? SMALL_STEP : STEP;
      this.pen = {
        x: Math.min(Math.max(this.pen.x + step * arrow[0], 0), this.canvas.width),
        y: Math.min(Math.max(this.pen.y + step * arrow[1], 0), this.canvas.height),
        width: this.isErasing ? ERASER : LINE,
      };
      if (this.current)
        this.extend(this.current, this.pen);
    } else if (event.key === ' ') {
      this.lowerOrLift();
    } else if (event.key === 'Delete') {
      this.clear();
    } else if (event.key === 'Backspace' || event.key === 'z' && (event.ctrlKey || event.metaKey)) {
      this.undo();
    } else {
      return;
    }
    event.preventDefault();
    this.placeCursor();
  }

  lowerOrLift() {
    if (this.current) {
      this.current = undefined;
      return;
    }
    this.current = { color: this.isErasing ? '#fff' : '#000', points: [] };
    this.strokes.push(this.current);
    this.extend(this.current, { ...this.pen, width: this.isErasing ? ERASER : LINE });
  }

  placeCursor() {
    this.cursor.style.left = `${100 * this.pen.x / this.canvas.width}%`;
    this.cursor.style.top = `${100 * this.pen.y / this.canvas.height}%`;
    this.cursor.classList.toggle('down', this.current !== undefined);
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  pointOf(event) {
    const box = this.canvas.getBoundingClientRect();
    const isPen = event.pointerType === 'pen' && event.pressure > 0;
    return {
      x: (event.clientX - box.left) * this.canvas.width / box.width,
      y: (event.clientY - box.top) * this.canvas.height / box.height,
      width: this.current?.color === '#fff' ? ERASER : LINE * (isPen ? 0.5 + event.pressure : 1),
    };
  }

  /**
   * @param {Stroke} stroke
   * @param {Point} point
   */
  extend(stroke, point) {
    stroke.points.push(point);
    this.canvas.toggleAttribute('data-blank', false);
    this.line(stroke, stroke.points.length - 1);
    this.isDirty = true;
    this.send();
  }

  /**
   * Draws the part of a stroke that ends at a point.
   * @param {Stroke} stroke
   * @param {number} index
   */
  line(stroke, index) {
    const context = this.context;
    const to = stroke.points[index];
    const from = stroke.points[Math.max(0, index - 1)];
    context.strokeStyle = stroke.color;
    context.lineWidth = to.width;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }

  /** Draws everything again. */
  paint() {
    this.context.fillStyle = '#fff';
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.backdrop) {
      const { picture, left, top, width, height } = this.backdrop;
      this.context.drawImage(picture, left, top, width, height);
    }
    for (const stroke of this.strokes)
      stroke.points.forEach((_, index) => this.line(stroke, index));
    this.canvas.toggleAttribute('data-blank', this.strokes.length === 0 && !this.backdrop);
  }

  change() {
    this.current = undefined;
    this.paint();
    this.isDirty = true;
    this.send();
  }

  /** Sends what is drawn; what is drawn meanwhile is sent when the receiver has answered. */
  async send() {
    if (this.isSending)
      return;
    this.isSending = true;
    delete this.canvas.dataset.ready;
    try {
      while (this.isDirty && !this.events.signal.aborted) {
        this.isDirty = false;
        if (this.strokes.length === 0 && !this.backdrop)
          await this.receiver.invokeMethodAsync('TakeNothing');
        else
          await this.receiver.invokeMethodAsync('TakePicture', SIDE, SIDE, this.grayLevels());
        await new Promise(requestAnimationFrame);
      }
    } finally {
      this.isSending = false;
      this.canvas.dataset.ready = '';
    }
  }

  grayLevels() {
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (this.small.getContext('2d', { willReadFrequently: true }));
    context.drawImage(this.canvas, 0, 0, SIDE, SIDE);
    const pixels = context.getImageData(0, 0, SIDE, SIDE).data;
    return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => pixels[4 * i]);
  }
}
