// How sure the holder of each territory is, on the map of probabilities: the less sure, the more paper shows through.

import { refill, svg } from "./dom.js";

const PALER = 1.5; // one per cent less is so many per cent more paper
const PALEST = 0.9;

export function makeOdds(app) {
  const { odds, layers } = app.raw;
  if (!odds) return;
  app.on("drawn", (scene) => {
    const shown = scene.day < odds.day ? [] : odds.of.filter(([, layer]) => layers[layer] === scene.layer);
    refill(app.plate.layers.veil, shown.map(([t, , share]) => svg("path", { class: "unsure", d: app.plate.scaled.land(t),
      "fill-opacity": Math.min(PALEST, PALER * (1 - share / 100)).toFixed(2), "data-share": share })));
  });
}
