// What is wrong with the fields (no code can be made) and what is odd about them (look again, then it can).

import { Unsayable, toGb18030 } from "./gb18030.js";
import { oddNumber } from "./identity_card.js";
import { LINES, MOST_EVIDENCE, MOST_LINE, MOST_STORY, isEmpty } from "./preregistration.js";

const MOST_REPRESENTATIVES = 5;
/** Controls, halves of characters, marks that turn the direction; the story may have its line feeds. */
const HIDDEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
const HIDDEN_ALL = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * @typedef {{field: string, key: string, [detail: string]: string | number}} Finding
 * `key` is one of the words under `findings`, the rest are details for its sentence.
 */

/**
 * How many characters a reader counts; a rare one is one.
 * @param {string} text
 * @returns {number}
 */
export function lengthOf(text) {
  return Array.from(text).length;
}

/**
 * A text without what cannot be seen in it; line feeds stay where they may.
 * @param {string} text
 * @param {boolean} lines whether it may have several lines
 * @returns {string}
 */
export function withoutHidden(text, lines) {
  return text.replace(/\t/g, " ").replace(HIDDEN_ALL, (mark) => (lines && mark === "\n" ? mark : ""));
}

/**
 * What keeps these fields from becoming a code.
 * @returns {Finding[]}
 */
export function errorsIn(given) {
  if (isEmpty(given)) return [{ field: "name", key: "empty" }];
  const found = [];
  for (const name of LINES) found.push(...inText(name, given[name], MOST_LINE));
  if (given.persons && !/^\d+$/.test(given.persons)) found.push({ field: "persons", key: "not_digits" });
  if (given.evidence.length > MOST_EVIDENCE) {
    found.push({ field: "evidence", key: "too_many", most: MOST_EVIDENCE, count: given.evidence.length });
  }
  given.evidence.forEach((title) => found.push(...inText("evidence", title, MOST_LINE)));
  return found.concat(inText("story", given.story, MOST_STORY));
}

/**
 * What is worth a second look; it forbids nothing.
 * @returns {Finding[]}
 */
export function warningsIn(given, now) {
  const found = [];
  const odd = oddNumber(given.id_type, given.id_number, now);
  if (odd) found.push({ field: "id_number", key: odd });
  if (given.phone && isOddPhone(given.phone)) found.push({ field: "phone", key: "phone" });
  if (Number(given.persons) > MOST_REPRESENTATIVES) found.push({ field: "persons", key: "many_persons" });
  return found;
}

function inText(field, text, most) {
  const length = lengthOf(text);
  if (length > most) return [{ field, key: "too_long", most, count: length, over: length - most }];
  if (HIDDEN.test(field === "story" ? text.replace(/\n/g, "") : text)) return [{ field, key: "hidden" }];
  try {
    toGb18030(text);
  } catch (error) {
    if (error instanceof Unsayable) return [{ field, key: "unsayable", character: error.character }];
    throw error;
  }
  return [];
}

/** Several numbers in one field are looked at one by one. */
function isOddPhone(text) {
  return text
    .normalize("NFKC")
    .split(/[,;/、]/)
    .some((piece) => {
      const digits = piece.replace(/^\s*(\+|00)86/, "").replace(/\D/g, "");
      return digits.length < 7 || digits.length > 12 || (digits[0] === "1" && !/^1[3-9]\d{9}$/.test(digits));
    });
}
