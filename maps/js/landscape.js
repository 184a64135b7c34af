// What lies on the land whoever holds it, and what is doubtful about its lines: ranges, railways, fronts. Drawn after the
// first picture, from texts that are unpacked late.

import { makeFronts } from "./fronts.js";
import { makeRailways } from "./railways.js";
import { makeRelief } from "./relief.js";

export function makeLandscape(app) {
  const relief = makeRelief(app);
  const rails = makeRailways(app);
  const fronts = makeFronts(app);

  function draw() {
    relief.draw();
    rails.draw();
    fronts.draw();
  }
  // Which kinds of lines are on the screen; the legend asks.
  function kindsInView(view) {
    return fronts.inView(view).concat(rails.inView(view) ? ["rail"] : []);
  }
  return { draw, kindsInView, ridgesInView: relief.inView };
}
