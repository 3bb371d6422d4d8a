// What is shown at the window: the code, or its frames in turn, and what to do with it.

import { cellsOf, draw } from "./code_picture.js";
import { button, element } from "./elements.js";

const TURN = 1000;
const LARGEST = 640;

/**
 * The view of these pictures' texts. `begin` starts it once it stands in the page, `stop` ends it.
 * @param {(key: string, details?: object) => string} say
 * @param {string[]} texts
 * @param {object} details what the sentences name
 * @param {Node[]} buttons what leads away from here
 */
export function codeView(say, texts, details, buttons) {
  const pictures = cellsOf(texts);
  const many = pictures.length > 1;
  const canvas = element("canvas", { role: "img" });
  const white = element("div", { class: "white" }, canvas);
  const place = element("p", { class: "place" });
  const halt = button("", () => (timer ? rest() : go()));
  const next = button(say("buttons.next"), () => (rest(), turn()));
  const heading = element("h2", { tabIndex: -1 }, say("code.title"));
  const line = (key, name = "") => element("p", { class: name }, say("code." + key, details));
  let shown = 0;
  let timer = 0;

  function show() {
    const of = { number: shown + 1, count: pictures.length };
    draw(canvas, pictures[shown], Math.min(white.clientWidth, innerHeight, LARGEST));
    canvas.setAttribute("aria-label", say(many ? "code.picture_of" : "code.picture", of));
    place.textContent = say("code.place", of);
  }

  function turn() {
    shown = (shown + 1) % pictures.length;
    show();
  }

  function go() {
    timer = setInterval(turn, TURN);
    halt.textContent = say("buttons.pause");
  }

  function rest() {
    clearInterval(timer);
    timer = 0;
    halt.textContent = say("buttons.resume");
  }

  const node = element(
    "section",
    { class: "code" },
    heading,
    line("not_yet", "lead"),
    line("show"),
    white,
    many ? element("div", { class: "turns" }, place, halt, next) : null,
    many ? line("in_turn") : null,
    element(
      "ul",
      {},
      ...["bright", "confirm", "photo", "unread"].map((key) => element("li", {}, say("code." + key, details))),
    ),
    element("div", { class: "buttons" }, ...buttons),
  );
  return {
    node,
    begin() {
      show();
      if (many) go();
      addEventListener("resize", show);
      scrollTo(0, 0);
      heading.focus();
    },
    stop() {
      rest();
      removeEventListener("resize", show);
      canvas.width = canvas.height = 0;
    },
  };
}
