// The form: what a visitor may say before coming. Everything is in the elements themselves and nowhere else.

import { element } from "./elements.js";
import { evidenceList } from "./evidence.js";
import { choices, field, line, list } from "./fields.js";
import { warningsIn, withoutHidden } from "./findings.js";
import { LINES } from "./preregistration.js";
import { storyField } from "./story.js";

const NO_DOCUMENT = "none";

/** What a form says that nobody has touched. */
export const UNTOUCHED = { id_type: "resident_card", evidence: [], story: "" };
for (const name of LINES) UNTOUCHED[name] = UNTOUCHED[name] || "";

/**
 * The form as elements, with functions to read it, to mark what is wrong, and to take out what cannot be seen.
 * @param {object} office what the page was filled with
 * @param {(key: string, details?: object) => string} say
 * @param {object} given values to begin with
 */
export function makeForm(office, say, given) {
  const own = (listed, section) => listed.map(([code, label]) => [code, section[code] || label]);
  const words = office.languages[office.language];
  const controls = {
    name: line(given.name),
    id_type: list(own(office.documents, words.documents), given.id_type, null),
    id_number: line(given.id_number, { autocapitalize: "characters", spellcheck: false }),
    phone: line(given.phone, { type: "tel" }),
    area: list(office.areas, given.area, say("elsewhere")),
    address: line(given.address),
    place: list(office.areas, given.place, say("elsewhere")),
    place_words: line(given.place_words),
    category: list(own(office.classes, words.classes), given.category, say("unsure")),
    persons: line(given.persons, { inputMode: "numeric" }),
  };
  const purposes = own(office.purposes, words.purposes).map(([code, label]) => [
    code,
    label,
    words.purpose_notes[code] || "",
  ]);
  const purpose = choices(say, "purpose", [...purposes, ["", say("unsure"), say("unsure_note")]], given.purpose);
  const evidence = evidenceList(say, given.evidence);
  const story = storyField(say, given.story);
  const put = (name, hint) => field(say, name, controls[name], hint);
  const node = element(
    "div",
    {},
    section(
      say,
      "you",
      put("name", "name"),
      put("id_type"),
      put("id_number", "id_number"),
      put("phone"),
      put("area"),
      put("address"),
      put("persons", "persons"),
    ),
    section(say, "matter", purpose, put("category"), put("place"), put("place_words")),
    section(say, "story", story.node),
    section(say, "evidence", evidence.node),
  );

  function read() {
    const values = {};
    for (const name of LINES) values[name] = name === "purpose" ? "" : controls[name].value.trim();
    const chosen = purpose.querySelector("input:checked");
    values.purpose = chosen ? chosen.value : "";
    values.persons = values.persons.normalize("NFKC");
    if (!values.id_number && values.id_type !== NO_DOCUMENT) values.id_type = "";
    return { ...values, evidence: evidence.read(), story: story.area.value.trim() };
  }

  /** Says at each field what is wrong or odd there, and nothing at the others. */
  function mark(findings, wrong) {
    for (const place of node.querySelectorAll(".note")) {
      const name = place.id.replace("-note", "");
      const found = findings.find((finding) => finding.field === name);
      place.textContent = found ? say("findings." + found.key, found) : "";
      place.className = found ? (wrong ? "note wrong" : "note odd") : "note";
      const control = node.querySelector("#" + name);
      if (found && wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  /** What is odd is said as soon as a field is left, while the card is still in the hand. */
  node.addEventListener("change", (event) => {
    const name = event.target.id === "id_type" ? "id_number" : event.target.id;
    if (!["id_number", "phone", "persons"].includes(name)) return;
    const found = warningsIn(read(), new Date()).find((warning) => warning.field === name);
    const place = node.querySelector("#" + name + "-note");
    place.textContent = found ? say("findings." + found.key, found) : "";
    place.className = found ? "note odd" : "note";
  });

  function clean() {
    for (const name of Object.keys(controls)) {
      if (controls[name].tagName === "INPUT") controls[name].value = withoutHidden(controls[name].value, false);
    }
    evidence.clean((text) => withoutHidden(text, false));
    story.area.value = withoutHidden(story.area.value, true);
    story.tell();
  }

  return { node, read, mark, clean };
}

function section(say, name, ...children) {
  const id = "part-" + name;
  return element("section", { "aria-labelledby": id }, element("h2", { id }, say("parts." + name)), ...children);
}
