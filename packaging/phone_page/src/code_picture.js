// A code as a picture: whole dots of the screen for each of its cells, on white, with the quiet zone that readers need.

import { correction, generate, mode } from "lean-qr";

const QUIET = 4;
const LARGEST_VERSION = 22;

/**
 * The cells of these texts, all of one size so that the picture does not jump while they take turns.
 * @param {string[]} texts
 */
export function cellsOf(texts) {
  const drawn = (text, least) =>
    generate(mode.alphaNumeric(text), {
      minCorrectionLevel: correction.M,
      minVersion: least,
      maxVersion: LARGEST_VERSION,
    });
  const least = (drawn(texts[0], 1).size - 17) / 4;
  return texts.map((text) => drawn(text, least));
}

/**
 * Draws the cells as large as `room` (in the page's own points) allows.
 * @param {HTMLCanvasElement} canvas
 * @param {ReturnType<typeof generate>} cells
 * @param {number} room
 */
export function draw(canvas, cells, room) {
  const ratio = devicePixelRatio || 1;
  const side = cells.size + 2 * QUIET;
  const scale = Math.max(1, Math.floor((room * ratio) / side));
  canvas.width = canvas.height = side * scale;
  canvas.style.width = canvas.style.height = (side * scale) / ratio + "px";
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  for (let y = 0; y < cells.size; y++) {
    for (let x = 0; x < cells.size; x++) {
      if (cells.get(x, y)) pen.fillRect((x + QUIET) * scale, (y + QUIET) * scale, scale, scale);
    }
  }
}
