// What a move changes, in words: land by layer, and the balance.

import { h } from "../../../maps/js/dom.js";

const NAMED = 3; // territories of one line that are named; the others are counted

function names(t, list) {
  if (list.length <= NAMED + 1) return list.join(", ");
  return list.slice(0, NAMED).join(", ") + " " + t("changes.more", { n: list.length - NAMED });
}

// Land that changes in the same way stands in one line.
function landLines(desk, land) {
  const { teller, t } = desk;
  const lines = {};
  land.forEach((one) => {
    const key = [one.layer, teller.held(one.before), teller.held(one.after)].join("|");
    if (!lines[key]) lines[key] = { layer: one.layer, before: one.before, after: one.after, names: [], km2: 0 };
    lines[key].names.push(teller.territory(one.territory).name);
    lines[key].km2 += teller.territory(one.territory).km2;
  });
  return Object.keys(lines).map((key) => lines[key]).map((one) => h("li", null,
    h("b", null, names(t, one.names)), h("span", { class: "layer-word" }, t("layer." + one.layer)),
    h("span", null, teller.held(one.before), " → ", teller.held(one.after)),
    h("span", { class: "km2" }, desk.km2(one.km2))));
}

function variableLines(desk, variables) {
  const { teller } = desk;
  return variables.map((one) => h("li", null, h("b", null, teller.words.variables[one.word].name), " ",
    h("span", null, teller.value(one.word, one.before), " → ", teller.value(one.word, one.after))));
}

// What was otherwise than in history when the act opened, below its opening text: by which move history was left (`left`,
// a sentence), and the changes from history, the largest land first.
export function openedOtherwise(desk, left, changes) {
  const area = (one) => desk.teller.territory(one.territory).km2;
  const lines = landLines(desk, changes.land.slice().sort((a, b) => area(b) - area(a))).concat(variableLines(desk, changes.variables));
  return h("section", { class: "opened" }, left ? h("p", { class: "hint" }, left) : null,
    lines.length ? [h("p", { class: "hint" }, desk.t("opening.differs")), h("ul", { class: "effects" }, lines)] : null);
}

export function changeList(desk, changes) {
  const lines = landLines(desk, changes.land).concat(variableLines(desk, changes.variables));
  return lines.length ? h("ul", { class: "effects" }, lines) : h("p", { class: "hint" }, desk.t("changes.none"));
}
