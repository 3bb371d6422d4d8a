// The page: head, form, and the code that comes of it. Nothing leaves it but the picture on the screen.

import { missingAbilities } from "./abilities.js";
import { fromHex } from "./byte_strings.js";
import { codeView } from "./code_view.js";
import { button, element } from "./elements.js";
import { errorsIn, warningsIn } from "./findings.js";
import { UNTOUCHED, makeForm } from "./form.js";
import { pictureTexts } from "./frames.js";
import { makeHead } from "./head.js";
import { forgetWhenIdle } from "./idle.js";
import { isEmpty, toText } from "./preregistration.js";
import { isClockSane, sealed } from "./sealed_code.js";
import { speaker } from "./spoken.js";
import { summaryOf } from "./summary.js";

const office = JSON.parse(document.getElementById("office").textContent);
const body = document.getElementById("page");
const status = document.getElementById("status");
let say, form, view, looked, writing, summary;

/** The page in one language, with these values in the form. */
function lay(language, values) {
  office.language = language;
  const words = office.languages[language];
  say = speaker(words);
  document.documentElement.lang = language;
  document.documentElement.dir = words.direction;
  document.title = say("title") + " · " + office.office;
  if (view) view.stop();
  view = null;
  looked = "";
  form = makeForm(office, say, values);
  summary = element("div");
  writing = element(
    "form",
    { noValidate: true, autocomplete: "off", onsubmit: (event) => (event.preventDefault(), generate()) },
    form.node,
    element(
      "div",
      { class: "buttons" },
      element("button", { class: "main", id: "generate" }, say("buttons.generate")),
      clearing(),
    ),
    element("p", { class: "hint" }, say("not_sent")),
  );
  const head = makeHead(office, say, today() > office.until, (chosen) => lay(chosen, form.read()));
  body.textContent = "";
  body.append(head, summary, writing);
}

/** The phone's own day, as the page's last day is written. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

function generate() {
  const values = form.read();
  const now = new Date();
  const errors = errorsIn(values);
  if (!isClockSane(now)) errors.push({ field: "", key: "clock" });
  if (errors.length) return tell(errors, true);
  const warnings = warningsIn(values, now);
  const odd = JSON.stringify([warnings, values.id_number, values.phone, values.persons]);
  if (warnings.length && odd !== looked) {
    looked = odd;
    return tell(warnings, false);
  }
  const texts = pictureTexts(sealed(toText(values), fromHex(office.key), now));
  if (!texts) return tell([{ field: "story", key: "too_dense" }], true);
  tell([], false);
  form.mark(warnings, false);
  show(texts);
}

/** Says what is wrong or odd, above the form and at the fields; the focus goes there. */
function tell(findings, wrong) {
  form.mark(findings, wrong);
  const made = findings.length
    ? summaryOf(say, findings, wrong, () => (form.clean(), tell(errorsIn(form.read()), true)))
    : element("div");
  summary.replaceWith(made);
  summary = made;
  if (findings.length) summary.focus();
  else if (wrong) document.getElementById("generate").focus();
}

function show(texts) {
  const back = button(say("buttons.back"), write, "main");
  view = codeView(say, texts, { office: office.office, days: office.days }, [back, clearing()]);
  for (const part of [body.firstChild, writing]) part.hidden = true;
  body.append(view.node);
  view.begin();
  status.textContent = texts.length > 1 ? say("code.made_of", { count: texts.length }) : say("code.made");
}

/** Back to the form as it was. */
function write() {
  view.stop();
  view.node.remove();
  view = null;
  for (const part of [body.firstChild, writing]) part.hidden = false;
  status.textContent = "";
  document.getElementById("generate").focus();
}

/** The button that wipes everything, after a second question. */
function clearing() {
  const ask = button(say("buttons.clear"), () => swap(ask, sure, no));
  const no = button(say("buttons.keep"), () => swap(sure, ask, ask), "");
  const yes = button(say("buttons.clear_all"), wipe, "danger");
  const sure = element(
    "div",
    { class: "sure", role: "group", "aria-label": say("clear_sure") },
    element("p", {}, say("clear_sure")),
    yes,
    no,
  );
  return ask;
}

function swap(old, made, focused) {
  old.replaceWith(made);
  focused.focus();
}

/** Nothing that was typed is left in the page: all its elements are made anew. */
function wipe() {
  lay(office.language, UNTOUCHED);
  scrollTo(0, 0);
  status.textContent = say("cleared");
  body.querySelector("h1").focus();
}

/** Says at the lower edge that a shared tablet will soon forget. */
function warnOfIdleness(soon) {
  const old = document.getElementById("idle");
  if (old) old.remove();
  if (soon) document.body.append(element("p", { id: "idle", role: "alert" }, say("idle")));
}

/** What this browser lacks, in place of the page. */
function refuse(missing) {
  const words = office.languages[Object.keys(office.languages)[0]];
  const list = document.getElementById("missing");
  for (const name of missing) list.append(element("li", {}, words.missing[name]));
}

const missing = missingAbilities();
if (missing.length) refuse(missing);
else {
  document.getElementById("unable").remove();
  lay(Object.keys(office.languages)[0], UNTOUCHED);
  addEventListener("beforeunload", (event) => {
    if (isEmpty(form.read())) return;
    event.preventDefault();
    event.returnValue = "";
  });
  addEventListener("pageshow", (event) => event.persisted && wipe());
  if (office.shared) forgetWhenIdle(() => Boolean(view) || !isEmpty(form.read()), warnOfIdleness, wipe);
}
