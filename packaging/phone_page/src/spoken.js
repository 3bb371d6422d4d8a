// The words of the page in the language that was chosen.

/**
 * Gives a function that says a key such as `fields.name`, with details put in for `{names}` in braces.
 * @param {object} words one language's table
 * @returns {(key: string, details?: object) => string}
 */
export function speaker(words) {
  return (key, details = {}) => {
    const found = key.split(".").reduce((part, name) => (part === undefined ? part : part[name]), words);
    if (typeof found !== "string") throw new Error("no words for " + key);
    return found.replace(/\{(\w+)\}/g, (whole, name) => (name in details ? String(details[name]) : whole));
  };
}
