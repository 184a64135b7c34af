// A list that shows what is chosen in full: by itself a closed list has one line and cuts what is longer.

import { h, refill } from "../../../maps/js/dom.js";

// The words stand in as many lines as they need; the list lies over them, unseen, and is pressed and heard as any other.
export function inFull(select) {
  const words = h("span", { class: "phrase-words", "aria-hidden": "true" });
  const show = () => refill(words, select.options[Math.max(select.selectedIndex, 0)].text);
  select.addEventListener("change", show);
  show();
  return h("span", { class: "phrase-whole" }, words, select);
}
