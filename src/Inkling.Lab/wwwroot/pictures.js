// Grey levels of pictures that the browser has: of files that it decodes, and of the camera.

/** The shares of red, green and blue in grey, of 65,536 (Rec. ITU-R BT.709-6, item 3.2). */
const SHARES = [13933, 46871, 4732];

/** The most pixels of a picture that is decoded. */
const MAXIMUM_PIXELS = 1 << 24;

/**
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} levels [height, width], 0 for black to 255 for white.
 */

/**
 * Decodes a file; null where the browser cannot, or the picture is too large.
 * @param {Uint8Array} content
 * @returns {Promise<Picture | null>}
 */
export async function decode(content) {
  try {
    const bitmap = await createImageBitmap(new Blob([content]), { colorSpaceConversion: 'none' });
    if (bitmap.width * bitmap.height > MAXIMUM_PIXELS)
      return null;
    return grayLevels(bitmap, bitmap.width, bitmap.height);
  } catch {
    return null;
  }
}

/** Whether there may be a camera. */
export function hasCamera() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

/**
 * Shows the camera in a video element; false where there is none, or the user refuses.
 * @param {HTMLVideoElement} video
 */
export async function startCamera(video) {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    await video.play();
    return true;
  } catch {
    return false;
  }
}

/**
 * Takes the square in the middle of the camera's picture.
 * @param {HTMLVideoElement} video
 * @param {number} side The side of the picture that is returned, in pixels.
 * @returns {Picture}
 */
export function takePicture(video, side) {
  const square = Math.min(video.videoWidth, video.videoHeight);
  return grayLevels(
    video, side, side, (video.videoWidth - square) / 2, (video.videoHeight - square) / 2, square, square);
}

/** @param {HTMLVideoElement} video */
export function stopCamera(video) {
  const stream = /** @type {MediaStream | null} */ (video.srcObject);
  stream?.getTracks().forEach(track => track.stop());
  video.srcObject = null;
}

/**
 * @param {CanvasImageSource} source
 * @param {number} width
 * @param {number} height
 * @param {number} left
 * @param {number} top
 * @param {number} columns
 * @param {number} rows
 * @returns {Picture}
 */
function grayLevels(source, width, height, left = 0, top = 0, columns = width, rows = height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(source, left, top, columns, rows, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const levels = new Uint8Array(width * height);
  for (let i = 0; i < levels.length; i++)
    levels[i] = (SHARES[0] * data[4 * i] + SHARES[1] * data[4 * i + 1] + SHARES[2] * data[4 * i + 2] + 32768) >> 16;
  return { width, height, levels };
}
