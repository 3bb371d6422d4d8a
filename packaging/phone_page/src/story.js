// The story and its counter. Too long a text is counted and told, never cut.

import { element } from "./elements.js";
import { field } from "./fields.js";
import { lengthOf } from "./findings.js";
import { MOST_STORY } from "./preregistration.js";

const PAUSE = 1200;
const NEAR = 100;

/**
 * The field and its counter.
 * @param {(key: string, details?: object) => string} say
 * @param {string} value
 */
export function storyField(say, value) {
  const area = element("textarea", { rows: 8, autocomplete: "off", value });
  const count = element("p", { class: "count", "aria-hidden": "true" });
  const spoken = element("p", { class: "unseen", role: "status" });
  let waiting = 0;

  function tell() {
    const length = lengthOf(area.value);
    const over = length - MOST_STORY;
    const words =
      over > 0 ? say("story.over", { length, over, most: MOST_STORY }) : say("story.left", { length, left: -over });
    count.textContent = words;
    count.classList.toggle("wrong", over > 0);
    clearTimeout(waiting);
    waiting = setTimeout(() => (spoken.textContent = over > -NEAR ? words : ""), PAUSE);
  }

  area.addEventListener("input", tell);
  const node = field(say, "story", area, "story");
  node.append(count, spoken);
  tell();
  return { node, area, tell };
}
