// Elements of the document, made without markup: no text of anybody is ever read as HTML.

/**
 * An element. Of its properties those that start with `on` are listeners, `class` and names with a hyphen attributes.
 * @param {string} tag
 * @param {object} [properties]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const name of Object.keys(properties)) {
    const value = properties[name];
    if (value === null) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "class" || name === "role" || name === "for" || name === "lang") {
      made.setAttribute(name, value);
    } else made[name] = value;
  }
  for (const child of children) if (child !== null) made.append(child);
  return made;
}

/**
 * A button that does something here and sends nothing; `look` is its class, "" for the plain one.
 * @param {string} words
 * @param {(event: Event) => void} onclick
 * @param {string} [look]
 * @returns {HTMLElement}
 */
export function button(words, onclick, look = "quiet") {
  return element("button", { type: "button", class: look, onclick }, words);
}
