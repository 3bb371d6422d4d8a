// A text sealed to one office: the bytes that app/qr/sealed_code.py describes and opens.

import { ChaCha20Poly1305 } from "@stablelib/chacha20poly1305";
import { HKDF } from "@stablelib/hkdf";
import { SHA256, hash as sha256 } from "@stablelib/sha256";
import { scalarMultBase, sharedKey } from "@stablelib/x25519";
import { joined } from "./byte_strings.js";
import { packed } from "./small_text.js";

const VERSION = 1;
const KEY_ID = 4;
const CHECK = 4;
const LAST_DAY = 0xffff;
const NAME = Uint8Array.from("XFP1", (letter) => letter.charCodeAt(0));

/** What stands in front of every code's Base45. */
export const PREFIX = "XFP1:";

/**
 * A whole code, under a key that is made now, used once and forgotten.
 * @param {string} text
 * @param {Uint8Array} office the office's public key
 * @param {Date} now
 * @returns {Uint8Array}
 */
export function sealed(text, office, now) {
  const oneTime = crypto.getRandomValues(new Uint8Array(32));
  const own = scalarMultBase(oneTime);
  const secret = sharedKey(oneTime, office, true);
  const derived = new HKDF(SHA256, secret, joined(own, office), NAME);
  const key = derived.expand(32);
  const cipher = new ChaCha20Poly1305(key);
  const head = joined(Uint8Array.of(VERSION), sha256(office).subarray(0, KEY_ID), own);
  const plain = joined(identity(), dayOf(now), packed(text));
  const code = joined(head, cipher.seal(new Uint8Array(12), plain, head));
  for (const used of [derived, cipher]) used.clean();
  for (const used of [oneTime, secret, key, plain]) used.fill(0);
  return joined(code, checkOf(code));
}

/**
 * What tells that nothing was misread.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
export function checkOf(bytes) {
  return sha256(bytes).subarray(0, CHECK);
}

/**
 * Days since 2020-01-01 in the phone's own calendar.
 * @param {Date} now
 * @returns {number}
 */
export function dayNumber(now) {
  return Math.round((Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.UTC(2020, 0, 1)) / 86400000);
}

/** Whether the phone's clock shows a day that a code can say. */
export function isClockSane(now) {
  const day = dayNumber(now);
  return day >= 0 && day <= LAST_DAY;
}

function dayOf(now) {
  const day = dayNumber(now);
  return Uint8Array.of(day >> 8, day & 255);
}

/** A random identity (RFC 9562, version 4). */
function identity() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes;
}
