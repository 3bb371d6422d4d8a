// What stands above the form when no code can be made, or when something is worth a second look. It takes the focus.

import { button, element } from "./elements.js";

/**
 * The box with a line for each finding that leads to its field.
 * @param {(key: string, details?: object) => string} say
 * @param {import("./findings.js").Finding[]} findings
 * @param {boolean} wrong whether they keep a code from being made
 * @param {(() => void) | null} clean takes out what cannot be seen
 */
export function summaryOf(say, findings, wrong, clean) {
  const lines = findings.map((finding) => {
    const words = say("findings." + finding.key, finding);
    if (!finding.field) return element("li", {}, words);
    const go = (event) => {
      event.preventDefault();
      const target = document.getElementById(finding.field);
      (target.tagName === "FIELDSET" ? target.querySelector("input") : target).focus();
    };
    return element(
      "li",
      {},
      element("a", { href: "#" + finding.field, onclick: go }, say("fields." + finding.field)),
      "：" + words,
    );
  });
  const hidden = findings.some((finding) => finding.key === "hidden");
  return element(
    "div",
    { class: wrong ? "summary wrong" : "summary odd", role: "alert", tabIndex: -1 },
    element("h2", {}, say(wrong ? "summary.wrong" : "summary.odd")),
    element("ul", {}, ...lines),
    hidden ? button(say("buttons.clean"), clean) : null,
    wrong ? null : element("p", {}, say("summary.again")),
  );
}
