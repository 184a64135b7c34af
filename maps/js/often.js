// The map of changes: how often land changed hands from the first day of the atlas to the last, in the layer on the map.

import { classIf, refill, svg } from "./dom.js";

// From this many changes on, the land is so dark.
export const STEPS = [[0, 0], [1, 0.16], [2, 0.3], [4, 0.46], [6, 0.64], [9, 0.84]];

const shadeOf = (times) => STEPS.filter(([from]) => from <= times).pop()[1];

export function stepText(k) {
  const [from, next] = [STEPS[k][0], STEPS[k + 1] && STEPS[k + 1][0] - 1];
  return next === undefined ? from + "+" : from === next ? String(from) : from + "–" + next;
}

export function makeOften(app) {
  const { model, state, root } = app;
  const row = root.querySelector(".go-often");
  if (!row) return;
  row.addEventListener("click", () => app.set({ often: !state.often }));

  function draw() {
    const { plate } = app;
    if (!plate.scaled || app.raw.odds) return;
    refill(plate.layers.veil, !state.often ? [] : model.territories.map((_, t) => svg("g", null, svg("path", { class: "often-paper", d: plate.scaled.land(t) }),
      svg("path", { class: "often", d: plate.scaled.land(t), "data-times": model.timesHeld(state.layer, t), "fill-opacity": shadeOf(model.timesHeld(state.layer, t)) }))));
    classIf(root, "often-on", state.often);
    row.setAttribute("aria-pressed", String(state.often));
  }
  app.on("rescaled", () => { if (state.often) draw(); });
  app.on("state", (before) => { if (before.often !== state.often || (state.often && before.layer !== state.layer)) draw(); });
  if (state.often) draw();
}
