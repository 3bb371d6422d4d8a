// A code as the texts of its pictures: one where it fits, else frames as app/qr/frames.py puts them together.

import { hash as sha256 } from "@stablelib/sha256";
import { toBase45 } from "./base45.js";
import { joined } from "./byte_strings.js";
import { PREFIX, checkOf } from "./sealed_code.js";

const MARK = 0x81;
const SET = 8;
const HEAD = 1 + SET + 2;
const CHECK = 4;
const LARGEST = 4096;
const MOST_FRAMES = 8;
/** Bytes that fit behind the prefix into version 22 and 20 at error correction M (ISO/IEC 18004, table 7). */
const ROOM_OF_ONE = 752;
const ROOM_OF_FRAME = 643;

/**
 * The texts of the pictures, or null for a code that is too long for them.
 * @param {Uint8Array} code
 * @returns {string[] | null}
 */
export function pictureTexts(code) {
  const parts = code.length <= ROOM_OF_ONE ? [code] : framed(code);
  return parts && parts.map((part) => PREFIX + toBase45(part));
}

function framed(code) {
  const count = Math.ceil(code.length / (ROOM_OF_FRAME - HEAD - CHECK));
  if (count > MOST_FRAMES || code.length > LARGEST) return null;
  const size = Math.ceil(code.length / count);
  const name = sha256(code).subarray(0, SET);
  const made = [];
  for (let place = 0; place < count; place++) {
    const part = code.subarray(place * size, (place + 1) * size);
    const frame = joined(Uint8Array.of(MARK), name, Uint8Array.of(place + 1, count), part);
    made.push(joined(frame, checkOf(frame)));
  }
  return made;
}
