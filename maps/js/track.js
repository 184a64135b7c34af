// The dates of a treaty or an act of state, one under the other: signed, ratified, in force, carried out, ended. The line
// beside them is broken until the text is in force.

import { h, svg } from "./dom.js";

export const TRACK = ["signed", "ratified", "in_force", "carried_out", "ended"];

// The dates of a basis of the atlas, in that order: [key, date].
export function datesOf(basis) {
  return TRACK.map((key) => [key, basis[key === "signed" ? "d" : key]]).filter(([, date]) => date !== undefined);
}

const ROUND = { cx: 7, cy: 7, r: 4.6 };
const SYMBOL = {
  signed: () => svg("circle", Object.assign({ class: "sym-open" }, ROUND)),
  ratified: () => [SYMBOL.signed(), svg("path", { d: "M7 2.4a4.6 4.6 0 0 0 0 9.2z", class: "sym-full" })],
  in_force: () => svg("circle", { cx: 7, cy: 7, r: 5, class: "sym-full" }),
  carried_out: () => svg("rect", { x: 2.5, y: 2.5, width: 9, height: 9, class: "sym-full" }),
  ended: () => svg("path", { d: "M3 3l8 8M11 3l-8 8", class: "sym-cross" }),
  never: () => svg("circle", Object.assign({ class: "sym-dash" }, ROUND)),
};

function stop(app, { key, day, text, who }, solid) {
  const now = day === app.state.day;
  const inside = day >= 0 && day <= app.model.span && !now;
  return h("li", { class: (now ? "now" : "") + (solid ? " solid" : "") },
    svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" }, SYMBOL[key]()),
    h("span", null, inside ? h("button", { type: "button", class: "plain", onclick: () => app.set({ day }, "jump") }, text) : h("strong", null, text),
      " ", app.t("track." + (key === "never" ? "in_force" : key)) + (who ? " · " + who : "")));
}

// `steps`: { key, day, text, who }, the signing first; `binding`: a text of which one asks whether it came into force.
export function track(app, steps, binding) {
  const order = steps.slice().sort((x, y) => (y.key === "signed") - (x.key === "signed") || x.day - y.day);
  const from = order.findIndex((one) => one.key === "in_force");
  if (binding && from < 0) order.splice(1, 0, { key: "never", day: -1, text: app.t("track.never") });
  return order.length ? h("ol", { class: "track" }, order.map((one, k) => stop(app, one, from >= 0 && k >= from))) : null;
}
