// X25519 (RFC 7748, section 5), from the library's ladder alone: its ready-made curve brings 19 kB of Ed25519 along.

import { montgomery } from "@noble/curves/abstract/montgomery.js";
import { pow } from "@noble/curves/abstract/modular.js";

const TWO = BigInt(2);
const PRIME = TWO ** BigInt(255) - BigInt(19);

/** `getPublicKey(secret)` and `getSharedSecret(secret, public)`, both of 32 bytes. */
export const x25519 = montgomery({
  P: PRIME,
  type: "x25519",
  powPminus2: (value) => pow(value, PRIME - TWO, PRIME),
  adjustScalarBytes: (scalar) => {
    scalar[0] &= 0xf8;
    scalar[31] = (scalar[31] & 0x7f) | 0x40;
    return scalar;
  },
});
