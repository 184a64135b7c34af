// Marks of the events of the window: one button for each place, under its town; places beyond the map stand in a row.

import { h, svg, refill } from "./dom.js";
import { ALL_DATES, eventsAround, openEvent, placeNameOf, whenText } from "./chronicle.js";

const SIZE = 24;
const BELOW_TOWN = 15;
const BEYOND_PX = 118; // room that one place beyond the map takes in its row, near enough
const BESIDE_PX = 200; // what stands beside that row
export const SYMBOLS = {
  battle: "M6 6l12 12M18 6L6 18M5 15l4 4M19 15l-4 4",
  treaty: "M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  letter: "M5 7.5h14v9.5H5zM5 8l7 5.5L19 8",
  shipment: "M6.5 6.5h11v11h-11zM6.5 12h11M12 6.5v11",
  meeting: "M10 6a6 6 0 0 0 0 12zM14 6a6 6 0 0 1 0 12z",
  other: "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
};

export function symbolIcon(name) {
  return svg("svg", { class: "icon sym-" + name, viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true" },
    svg("path", { d: SYMBOLS[name] }));
}

// Events by the place of their mark, the nearest to the day first.
export function marksNow(app) {
  const day = app.state.day;
  const far = (one) => (one.a > day ? one.a - day : one.z < day ? day - one.z : 0);
  const groups = {};
  eventsAround(app).filter((one) => one.p.length && !one.long).forEach((one) => {
    (groups[one.p[0]] = groups[one.p[0]] || []).push(one);
  });
  return Object.keys(groups).sort().map((place) => ({ place, list: groups[place].sort((a, b) => far(a) - far(b)) }));
}

export function makeMarks(app) {
  const { map, model, root } = app;
  const pane = map.createPane("marks");
  pane.style.zIndex = "450";
  pane.setAttribute("role", "group");
  const beyond = root.querySelector(".beyond");

  function open(mark) {
    app.state.at = mark.list.length > 1 ? mark.place : "";
    openEvent(app, mark.list[0].id);
    if (mark.list.length > 1) app.set({ at: mark.place });
  }

  function button(mark, cls, kids) {
    const first = mark.list[0];
    const chosen = mark.list.some((one) => one.id === app.state.ev);
    const label = app.t("marks.label", { place: placeNameOf(app, mark.place), count: mark.list.length,
      title: app.told.text(first.n), date: whenText(app, first.d, "middle") });
    const look = chosen ? mark.list.find((one) => one.id === app.state.ev) : first;
    return h("button", { type: "button", class: cls + " m-" + look.sym + (chosen ? " chosen" : ""), "aria-label": label,
      title: label, "data-place": mark.place, onclick: (event) => { event.stopPropagation(); open(mark); } },
    symbolIcon(look.sym), kids, mark.list.length > 1 ? h("span", { class: "mark-count" }, String(mark.list.length)) : null);
  }

  function draw() {
    if (!app.told || !map.getSize().x) return;
    pane.setAttribute("aria-label", app.t("marks.group"));
    const crowded = app.state.win === ALL_DATES && !app.state.thread;
    // A stop of a story marks its own event alone.
    const spoken = (mark) => !app.state.story || mark.list.some((one) => one.id === app.state.ev);
    const marks = crowded ? [] : marksNow(app).filter(spoken);
    const size = map.getSize();
    const inside = [];
    const outside = [];
    marks.forEach((mark) => {
      const p = app.told.places[mark.place];
      if (p === undefined) return;
      mark.ll = [model.places[p].y, model.places[p].x];
      const at = map.latLngToContainerPoint(mark.ll);
      const shown = at.x > 14 && at.y > 4 && at.x < size.x - 14 && at.y < size.y - 30;
      (shown ? inside : outside).push(mark);
    });
    const focused = document.activeElement && pane.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    refill(pane, inside.map((mark, k) => {
      const at = map.latLngToLayerPoint(mark.ll);
      const node = button(mark, "mark", null);
      node.tabIndex = k ? -1 : 0;
      node.setAttribute("data-obstacle", "");
      node.style.left = Math.round(at.x - SIZE / 2) + "px";
      node.style.top = Math.round(at.y + BELOW_TOWN - SIZE / 2) + "px";
      return node;
    }));
    if (focused) {
      const again = Array.from(pane.children).find((node) => node.dataset.place === focused);
      if (again) again.focus({ preventScroll: true });
    }
    drawBeyond(outside, size);
  }

  function drawBeyond(list, size) {
    const most = Math.max(1, Math.floor((size.x - BESIDE_PX) / BEYOND_PX));
    list.sort((a, b) => b.list.length - a.list.length || (a.place < b.place ? -1 : 1));
    const rest = list.slice(most).reduce((sum, mark) => sum + mark.list.length, 0);
    beyond.hidden = !list.length;
    refill(beyond, h("span", { class: "beyond-word", "aria-hidden": "true" }, app.t("marks.beyond.short")),
      list.slice(0, most).map((mark) => button(mark, "beyond-mark", h("span", null, placeNameOf(app, mark.place)))),
      rest ? h("button", { type: "button", class: "plain", onclick: () => app.set({ ev: "", tab: "events" }) }, "+" + rest) : null);
  }

  // One tab stop for all marks; arrows go from mark to mark.
  pane.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const all = Array.from(pane.children);
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    all.forEach((node) => { node.tabIndex = node === next ? 0 : -1; });
    next.focus({ preventScroll: true });
  });
  map.on("zoomstart", () => { pane.style.visibility = "hidden"; });
  map.on("zoomend", () => { pane.style.visibility = ""; });
  return { draw };
}
