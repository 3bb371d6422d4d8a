// What is odd about the number of an identity document. It warns and forbids nothing: the clerk looks at the card.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";
const OLDEST_YEARS = 120;
const CHECKED = ["resident_card", "residence_permit", "foreign_permanent"];

/**
 * The key of a warning's words, or null (GB 11643-1999; the old number of fifteen digits and the foreigner's old card pass).
 * @param {string} kind code of the kind of document
 * @param {string} number as typed
 * @param {Date} now
 * @returns {"id_length" | "id_characters" | "id_check" | "id_date" | null}
 */
export function oddNumber(kind, number, now) {
  const plain = number.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
  if (!plain || !CHECKED.includes(kind)) return null;
  if (kind === "foreign_permanent" && /^[A-Z]{3}\d{12}$/.test(plain)) return null;
  if (kind === "resident_card" && /^\d{15}$/.test(plain))
    return isBirthday("19" + plain.slice(6, 12), now) ? null : "id_date";
  if (plain.length !== 18) return "id_length";
  if (!/^\d{17}[\dX]$/.test(plain)) return "id_characters";
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(plain[at]), 0);
  if (CHECKS[sum % 11] !== plain[17]) return "id_check";
  return isBirthday(plain.slice(6, 14), now) ? null : "id_date";
}

/** Whether eight digits are a day on which somebody who lives may have been born. */
function isBirthday(digits, now) {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number);
  const date = new Date(year, month - 1, day);
  const real = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return real && date <= now && now.getFullYear() - year <= OLDEST_YEARS;
}
