// A text made small (app/qr/story_text.py): GB 18030, then deflate without a head, with our dictionary.

import { deflateSync } from "fflate";
import { toGb18030 } from "./gb18030.js";
import phrases from "phrases";

/**
 * The text made small.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function packed(text) {
  return deflateSync(toGb18030(text), { level: 9, mem: 12, dictionary: toGb18030(phrases) });
}
