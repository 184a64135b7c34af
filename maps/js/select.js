// Choosing land and towns on the map: by mouse, by finger, and by keyboard with one tab stop for the whole map.

import { svg, refill, classIf } from "./dom.js";
import { inLang, placeName, holderName, statusText } from "./text.js";

const COAST_DEG = 0.035;
const BESIDE = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [1, -1], [-1, 1]];

function insideRing(points, x, y) {
  let inside = false;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const [x1, y1, x2, y2] = [points[i], points[i + 1], points[j], points[j + 1]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

export function makeSelect(app) {
  const { plate, model, map, root } = app;
  const tag = root.querySelector(".map-tag");
  const container = map.getContainer();
  let hovered = -1;

  const landAt = (lat, lng) => {
    const at = plate.toPlate(lat, lng);
    return model.territories.findIndex((_, t) =>
      plate.scaled.ringPoints(t).reduce((odd, ring) => odd !== insideRing(ring, at.x, at.y), false));
  };
  // A port may stand just outside the simplified coast: then the land beside it counts.
  const found = {};
  app.territoryAt = (lat, lng) => {
    const key = lat + "," + lng;
    if (found[key] === undefined) {
      found[key] = BESIDE.reduce((t, [dx, dy]) => (t >= 0 ? t : landAt(lat + dy * COAST_DEG, lng + dx * COAST_DEG)), -1);
    }
    return found[key];
  };

  app.choose = (kind, index) => {
    const same = app.state.sel && app.state.sel.kind === kind && app.state.sel.index === index;
    app.set({ sel: { kind, index }, tab: "place", edge: "", art: "" });
    if (app.state.view === "table") app.set({ view: "map" });
    if (!same) bringIntoView(kind, index);
  };

  function bringIntoView(kind, index) {
    const at = kind === "p" ? L.latLng(model.places[index].y, model.places[index].x) : centreOf(index);
    if (at && !map.getBounds().pad(-0.05).contains(at)) map.panTo(at);
  }

  function centreOf(t) {
    const box = plate.scaled.box(t);
    if (!box) return null;
    return map.unproject(L.point((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2).add(plate.origin), plate.zoom);
  }

  // Territories that reach into the screen; the legend asks.
  let seen = { key: "", list: null };
  app.visibleTerritories = () => {
    const key = [plate.zoom, ...Object.values(plate.view())].join();
    if (key !== seen.key) seen = { key, list: territoriesInView() };
    return seen.list;
  };
  function territoriesInView() {
    const view = plate.view();
    const found = new Set();
    const [right, low] = [view.x + view.w, view.y + view.h];
    model.territories.forEach((_, t) => {
      if (!plate.reaches(t, view)) return;
      const rings = plate.scaled.ringPoints(t);
      const inside = (points) => points.some((x, i) => i % 2 === 0 && x > view.x && x < right && points[i + 1] > view.y && points[i + 1] < low);
      const around = () => rings.reduce((odd, ring) => odd !== insideRing(ring, view.x + view.w / 2, view.y + view.h / 2), false);
      if (rings.some(inside) || around()) found.add(t);
    });
    return found;
  }

  function outline() {
    const { sel } = app.state;
    const paths = [];
    if (sel && sel.kind === "t") {
      const d = plate.scaled.land(sel.index);
      paths.push(svg("clipPath", { id: "clip-sel" }, svg("path", { d, "clip-rule": "evenodd" })),
        svg("path", { d, class: "selected-case", "clip-path": "url(#clip-sel)" }),
        svg("path", { d, class: "selected", "clip-path": "url(#clip-sel)" }));
    }
    refill(plate.layers.marked, paths);
  }

  app.light = (test) => {
    const { scene } = plate;
    Array.from(plate.layers.hits.children).forEach((path, t) => {
      classIf(path, "dimmed", Boolean(test) && !(scene.of[t] && test(scene.of[t], t)));
    });
  };

  // --- mouse and finger ----------------------------------------------------------------------------------------
  map.on("click", (event) => {
    const target = event.originalEvent.target;
    const { p, t } = target.dataset || {};
    if (p !== undefined) app.choose("p", Number(p));
    else {
      const edge = app.borderAt(event.originalEvent);
      if (edge) app.chooseEdge(edge.id);
      else if (t !== undefined) app.choose("t", Number(t));
    }
  });

  function describe(t, p) {
    const row = model.rowAt(app.state.layer, t, app.state.day);
    const name = p === null ? inLang(app, model.territories[t].n) : placeName(app, model.places[p]);
    const who = row ? holderName(app, row) + (row.status === "sovereign" ? "" : " · " + statusText(app, row)) : app.t("none.holder");
    return [name, who];
  }

  container.addEventListener("pointermove", (event) => {
    const data = (event.target && event.target.dataset) || {};
    const p = data.p === undefined ? null : Number(data.p);
    const t = p !== null ? app.territoryAt(model.places[p].y, model.places[p].x) : data.t === undefined ? -1 : Number(data.t);
    if (event.pointerType !== "mouse" || t < 0 || event.buttons) { hideTag(); return; }
    const edge = p === null ? app.borderAt(event) : null;
    const what = edge ? edge.id : p !== null ? "p" + p : t;
    if (what !== hovered) {
      hovered = what;
      const [name, who] = edge ? app.borderTag(edge) : describe(t, p);
      tag.firstElementChild.textContent = name;
      tag.lastElementChild.textContent = who;
    }
    const box = container.getBoundingClientRect();
    const left = event.clientX - box.left;
    tag.style.left = Math.min(left + 14, box.width - tag.offsetWidth - 8) + "px";
    tag.style.top = Math.max(4, event.clientY - box.top - tag.offsetHeight - 12) + "px";
    classIf(tag, "on", true);
  });
  container.addEventListener("pointerleave", hideTag);
  function hideTag() {
    hovered = -1;
    classIf(tag, "on", false);
  }

  // --- keyboard: Enter on the map begins with the land in the middle, Alt + arrows walk to its neighbours ---------
  container.addEventListener("keydown", (event) => {
    const turn = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Enter" && event.target === container) {
      const centre = map.getCenter();
      const t = app.territoryAt(centre.lat, centre.lng);
      if (t >= 0) app.choose("t", t);
    } else if (turn && event.altKey && app.state.sel) {
      event.preventDefault();
      event.stopPropagation();
      walk(turn);
    } else if (event.key === "Escape" && (app.state.sel || app.state.edge || app.state.art)) {
      app.set({ sel: null, edge: "", art: "", tab: "day" });
    }
  }, true);

  function walk([dx, dy]) {
    const { sel } = app.state;
    const from = sel.kind === "t" ? sel.index : app.territoryAt(model.places[sel.index].y, model.places[sel.index].x);
    if (from < 0) return;
    const near = new Set();
    plate.topology.sides.forEach((sides) => {
      if (sides.length === 2 && sides.indexOf(from) >= 0) near.add(sides[0] === from ? sides[1] : sides[0]);
    });
    const middle = (t) => { const b = plate.scaled.box(t); return [(b.x1 + b.x2) / 2, (b.y1 + b.y2) / 2]; };
    const [x, y] = middle(from);
    const scored = Array.from(near).map((t) => {
      const [ox, oy] = [middle(t)[0] - x, middle(t)[1] - y];
      return { t, score: (ox * dx + oy * dy) / (Math.hypot(ox, oy) || 1) };
    }).sort((a, b) => b.score - a.score);
    if (scored.length && scored[0].score > 0.2) app.choose("t", scored[0].t);
  }
  return { outline };
}
