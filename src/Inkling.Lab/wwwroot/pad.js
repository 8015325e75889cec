// The drawing surface: strokes of mouse, touch and pen on a canvas, sent as grey levels while they are drawn.

/** The side of the picture that is sent, in pixels. */
const SIDE = 112;

/**
 * @typedef {object} Receiver The component behind the pad.
 * @property {(method: string, ...args: unknown[]) => Promise<unknown>} invokeMethodAsync
 */

/**
 * Lets a canvas be drawn on.
 * @param {HTMLCanvasElement} canvas
 * @param {Receiver} receiver
 */
export function attach(canvas, receiver) {
  return new Pad(canvas, receiver);
}

class Pad {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Receiver} receiver
   */
  constructor(canvas, receiver) {
    this.canvas = canvas;
    this.receiver = receiver;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    this.small = new OffscreenCanvas(SIDE, SIDE);
    this.isDirty = false;
    this.isSending = false;
    this.events = new AbortController();
    const options = { signal: this.events.signal };
    canvas.addEventListener('pointerdown', event => this.begin(event), options);
    canvas.addEventListener('pointermove', event => this.move(event), options);
    canvas.addEventListener('pointerup', () => { this.last = undefined; }, options);
    canvas.addEventListener('pointercancel', () => { this.last = undefined; }, options);
    this.clear();
  }

  clear() {
    this.last = undefined;
    this.isDirty = false;
    this.context.fillStyle = '#fff';
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  detach() {
    this.events.abort();
  }

  /** @param {PointerEvent} event */
  begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.position(event);
    this.line(this.last, this.last);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!this.last)
      return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const next = this.position(each);
      this.line(this.last, next);
      this.last = next;
    }
  }

  /** @param {PointerEvent} event */
  position(event) {
    const box = this.canvas.getBoundingClientRect();
    return {
      x: (event.clientX - box.left) * this.canvas.width / box.width,
      y: (event.clientY - box.top) * this.canvas.height / box.height,
    };
  }

  /**
   * @param {{x: number, y: number}} from
   * @param {{x: number, y: number}} to
   */
  line(from, to) {
    const context = this.context;
    context.strokeStyle = '#000';
    context.lineWidth = 20;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    this.isDirty = true;
    this.send();
  }

  /** Sends what is drawn; what is drawn meanwhile is sent when the receiver has answered. */
  async send() {
    if (this.isSending)
      return;
    this.isSending = true;
    try {
      while (this.isDirty) {
        this.isDirty = false;
        await this.receiver.invokeMethodAsync('TakePicture', SIDE, SIDE, this.grayLevels());
        await new Promise(requestAnimationFrame);
      }
    } finally {
      this.isSending = false;
    }
  }

  grayLevels() {
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (this.small.getContext('2d', { willReadFrequently: true }));
    context.drawImage(this.canvas, 0, 0, SIDE, SIDE);
    const pixels = context.getImageData(0, 0, SIDE, SIDE).data;
    return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => pixels[4 * i]);
  }
}
