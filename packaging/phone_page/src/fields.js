// The fields of the form as elements: a label, a hint, the control, and a note for what is wrong or odd.

import { element } from "./elements.js";

/** @typedef {(key: string, details?: object) => string} Say */

/**
 * One control with all that belongs to it.
 * @param {Say} say
 * @param {string} name
 * @param {HTMLElement} control
 * @param {string | null} [hint] key of its words under `hints`
 */
export function field(say, name, control, hint = null) {
  control.id = name;
  control.setAttribute("aria-describedby", (hint ? name + "-hint " : "") + name + "-note");
  return element(
    "div",
    { class: "field" },
    element("label", { for: name }, say("fields." + name)),
    hint && element("p", { class: "hint", id: name + "-hint" }, say("hints." + hint)),
    control,
    note(name),
  );
}

/**
 * Where it is said what is wrong or odd about a field.
 * @param {string} name
 */
export function note(name) {
  return element("p", { class: "note", id: name + "-note", "aria-live": "polite" });
}

/**
 * A line to type into; nothing is cut, so it has no largest length, and nothing is remembered by the browser.
 * @param {string} value
 * @param {object} [properties]
 */
export function line(value, properties = {}) {
  return element("input", { type: "text", autocomplete: "off", value, ...properties });
}

/**
 * A list to choose one of; the first choice says nothing.
 * @param {[string, string][]} choices codes and their words
 * @param {string} value
 * @param {string | null} nothing words of the choice that says nothing
 */
export function list(choices, value, nothing) {
  const made = element("select", { autocomplete: "off" });
  const all = nothing === null ? choices : [["", nothing], ...choices];
  for (const [code, words] of all) made.append(element("option", { value: code }, words));
  made.value = value;
  return made;
}

/**
 * A few choices, all in sight, each with a sentence of its own.
 * @param {Say} say
 * @param {string} name
 * @param {[string, string, string][]} choices code, words, sentence
 * @param {string} value
 */
export function choices(say, name, choices, value) {
  return element(
    "fieldset",
    { class: "field", id: name },
    element("legend", {}, say("fields." + name)),
    ...choices.map(([code, words, sentence], at) =>
      element(
        "label",
        { class: "choice" },
        element("input", {
          type: "radio",
          name,
          value: code,
          id: name + "-" + at,
          checked: code === value,
          autocomplete: "off",
        }),
        element("span", {}, element("b", {}, words), element("small", {}, sentence)),
      ),
    ),
    note(name),
  );
}
