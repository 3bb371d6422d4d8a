// GB 18030 written by a browser that can only read it: the table is made by reading every code once.
// Layout: two bytes 81-FE 40-FE; four bytes 81-FE 30-39 81-FE 30-39 in the order of the code points.

const FIRST_PLANE_CODES = 39420;
const REPLACEMENT = 0xfffd;
const REPLACEMENT_AT = 39417;
const LATER_PLANES_AT = 189000;
const LINE_FEED = 10;

let table = null;

/** Thrown for a character that GB 18030 has no code for; `character` says which. */
export class Unsayable extends Error {
  /** @param {string} character */
  constructor(character) {
    super("unsayable");
    this.character = character;
  }
}

/**
 * The bytes of a text in GB 18030.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function toGb18030(text) {
  table = table || madeTable();
  const bytes = [];
  for (const character of text) {
    const point = character.codePointAt(0);
    const code = point > 0xffff ? fourBytes(point - 0x10000 + LATER_PLANES_AT) : table[point];
    if (point < 0x80) bytes.push(point);
    else if (!code) throw new Unsayable(character);
    else if (code > 0xffff) bytes.push(code >>> 24, (code >>> 16) & 255, (code >>> 8) & 255, code & 255);
    else bytes.push(code >>> 8, code & 255);
  }
  return Uint8Array.from(bytes);
}

/** Code of each code unit as a number; 0 where there is none. Two bytes come before four where both exist. */
function madeTable() {
  const made = new Uint32Array(0x10000);
  const pairs = [];
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.push((lead << 8) | trail);
  }
  enter(made, pairs, (code) => [code >>> 8, code & 255]);
  const quads = [];
  for (let place = 0; place < FIRST_PLANE_CODES; place++) quads.push(fourBytes(place));
  enter(made, quads, (code) => [code >>> 24, (code >>> 16) & 255, (code >>> 8) & 255, code & 255]);
  return made;
}

/** Reads the codes, one a line, so that one that is none cannot spoil its neighbour. */
function enter(made, codes, bytesOf) {
  const bytes = [];
  for (const code of codes) bytes.push(...bytesOf(code), LINE_FEED);
  const lines = new TextDecoder("gb18030").decode(Uint8Array.from(bytes)).split("\n");
  codes.forEach((code, at) => {
    const unit = lines[at].charCodeAt(0);
    const read = lines[at].length === 1 && (unit !== REPLACEMENT || code === fourBytes(REPLACEMENT_AT));
    if (read && !made[unit]) made[unit] = code;
  });
}

/** The four bytes of the code with this place in the order, as one number. */
function fourBytes(place) {
  const last = place % 10;
  const third = Math.floor(place / 10) % 126;
  const second = Math.floor(place / 1260) % 10;
  const first = Math.floor(place / 12600);
  return ((first + 0x81) * 0x1000000 + ((second + 0x30) << 16) + ((third + 0x81) << 8) + last + 0x30) >>> 0;
}
