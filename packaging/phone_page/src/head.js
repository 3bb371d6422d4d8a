// The top of the page: whose it is, the four words to compare, and what becomes of what is written.

import { element } from "./elements.js";

/**
 * The head as elements.
 * @param {object} office
 * @param {(key: string, details?: object) => string} say
 * @param {boolean} expired
 * @param {(language: string) => void} choose
 */
export function makeHead(office, say, expired, choose) {
  const languages = Object.keys(office.languages);
  return element(
    "header",
    {},
    languages.length > 1 ? languageList(office, say, languages, choose) : null,
    element("p", { class: "office" }, office.office + (office.station ? " · " + office.station : "")),
    element("h1", { tabIndex: -1 }, say("title")),
    expired ? element("p", { class: "summary wrong", role: "alert" }, say("expired", { until: office.until })) : null,
    element("p", {}, say("intro")),
    element(
      "div",
      { class: "words", role: "group", "aria-labelledby": "words-title" },
      element("p", { id: "words-title" }, say("compare")),
      element("ol", {}, ...office.words.map((word) => element("li", { lang: "zh-CN" }, word))),
      element("p", { class: "hint" }, say("compare_note")),
    ),
    element(
      "ul",
      { class: "promise" },
      ...["sealed", "kept", "free"].map((key) => element("li", {}, say("promise." + key, { office: office.office }))),
    ),
  );
}

function languageList(office, say, languages, choose) {
  const made = element("select", {
    "aria-label": say("language_choice"),
    class: "language",
    onchange: () => choose(made.value),
  });
  for (const language of languages)
    made.append(element("option", { value: language, lang: language }, office.languages[language].name));
  made.value = office.language;
  return made;
}
