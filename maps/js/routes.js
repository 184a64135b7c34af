// Aid routes on the plate: port to port, dashed at sea; where gold went, a lozenge on the way.

import { svg, refill } from "./dom.js";
import { mercator } from "./topology.js";

const LOZENGE = 6;

// Routes to draw: those of the chosen record, or of the deliveries of the window.
export function routesNow(app) {
  if (!app.told) return {};
  const { told, state } = app;
  const found = {};
  const add = (aid) => {
    if (!aid || !aid.r || !told.route[aid.r]) return;
    const gold = aid.g.some((one) => one.k === "gold");
    found[aid.r] = found[aid.r] || gold;
  };
  if (state.route) found[state.route] = false;
  if (state.aid) add(told.aid[state.aid]);
  else if (state.ev === "aid") told.raw.aid.filter((one) => one.k === "delivered" && one.a <= state.day).forEach(add);
  else if (told.aidOf[state.ev]) told.aidOf[state.ev].forEach(add);
  else if (state.win >= 0) told.raw.aid.filter((one) => one.a <= state.day + state.win && one.z >= state.day - state.win).forEach(add);
  return found;
}

export function makeRoutes(app) {
  const { plate } = app;

  function drawRoute(id, gold) {
    const route = app.told.route[id];
    const flat = mercator([].concat(...route.xy).map((value) => value / 1000));
    const at = plate.scaled.pixels(flat, false);
    let d = "";
    for (let i = 0; i < at.length; i += 2) d += (i ? "L" : "M") + at[i] + " " + at[i + 1];
    const kids = [svg("path", { class: "route-case", d }), svg("path", { class: "route " + route.k, d })];
    const marks = [];
    for (let i = 0; i + 3 < at.length; i += 2) {
      const [x, y] = [(at[i] + at[i + 2]) / 2, (at[i + 1] + at[i + 3]) / 2];
      const turn = (Math.atan2(at[i + 3] - at[i + 1], at[i + 2] - at[i]) * 180) / Math.PI;
      const far = Math.hypot(at[i + 2] - at[i], at[i + 3] - at[i + 1]);
      if (far < 40) continue;
      marks.push(gold ? svg("path", { class: "route-gold", d: "M" + (x - LOZENGE) + " " + y + "l" + LOZENGE + " -" + LOZENGE +
        " " + LOZENGE + " " + LOZENGE + " -" + LOZENGE + " " + LOZENGE + "Z" })
        : svg("path", { class: "route-way", d: "M-4 -4L4 0L-4 4", transform: "translate(" + x + " " + y + ") rotate(" + turn.toFixed(1) + ")" }));
    }
    const ends = [[at[0], at[1]], at.slice(-2)].map(([cx, cy]) => svg("circle", { class: "route-end", cx, cy, r: 3.4 }));
    return svg("g", { class: "route-group", "data-route": id }, kids, marks, ends);
  }

  function draw() {
    if (!app.told || !plate.scaled) return;
    const found = routesNow(app);
    refill(plate.layers.routes, Object.keys(found).sort().map((id) => drawRoute(id, found[id])));
  }
  app.on("rescaled", draw);
  return { draw };
}
