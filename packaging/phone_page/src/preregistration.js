// The fields as the text of a code (app/qr/preregistration.py): a line for each in this order, the story behind them.

/** The fields of one line each, in the order of the format. */
export const LINES = [
  "name",
  "id_type",
  "id_number",
  "phone",
  "area",
  "address",
  "place",
  "place_words",
  "purpose",
  "category",
  "persons",
];
export const MOST_STORY = 1500;
export const MOST_LINE = 200;
export const MOST_EVIDENCE = 12;

/**
 * The text of a code.
 * @param {Record<string, string> & {evidence: string[], story: string}} given
 * @returns {string}
 */
export function toText(given) {
  return [...LINES.map((name) => given[name]), given.evidence.join("\t"), given.story].join("\n");
}

/**
 * Whether nothing was said at all: a kind of document alone says nothing.
 * @returns {boolean}
 */
export function isEmpty(given) {
  return !given.story && !given.evidence.length && LINES.every((name) => name === "id_type" || !given[name]);
}
