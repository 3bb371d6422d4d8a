// The titles of what will be brought: as many lines as are wanted, up to the most that a code says.

import { button, element } from "./elements.js";
import { line, note } from "./fields.js";
import { MOST_EVIDENCE } from "./preregistration.js";

/**
 * The list and a function that reads it.
 * @param {(key: string, details?: object) => string} say
 * @param {string[]} titles
 */
export function evidenceList(say, titles) {
  const rows = element("ol", { class: "titles" });
  const more = button(say("buttons.add_title"), () => add("").focus());
  const inputs = () => Array.from(rows.querySelectorAll("input"));

  function add(value) {
    const input = line(value);
    const gone = button(say("buttons.remove_title"), () => {
      if (inputs().length > 1) row.remove();
      else input.value = "";
      named();
      inputs().pop().focus();
    });
    const row = element("li", {}, input, gone);
    rows.append(row);
    named();
    return input;
  }

  /** Each line is told apart by its number, also for who cannot see it. */
  function named() {
    inputs().forEach((input, at) => {
      input.id = at ? "evidence-" + at : "evidence";
      input.setAttribute("aria-label", say("fields.title", { number: at + 1 }));
      input.setAttribute("aria-describedby", "evidence-hint evidence-note");
      input.nextSibling.setAttribute("aria-label", say("buttons.remove_title_of", { number: at + 1 }));
    });
    more.hidden = inputs().length >= MOST_EVIDENCE;
  }

  for (const title of titles.length ? titles : [""]) add(title);
  return {
    node: element(
      "div",
      { class: "field" },
      element("p", { class: "hint", id: "evidence-hint" }, say("hints.evidence")),
      rows,
      note("evidence"),
      more,
    ),
    read: () =>
      inputs()
        .map((input) => input.value.trim())
        .filter(Boolean),
    clean: (cleaned) => inputs().forEach((input) => (input.value = cleaned(input.value))),
  };
}
