// Two maps of the same view: A lies over B and a bar wipes between them, or each has half of the room.

import { h, classIf } from "./dom.js";
import { makePlate } from "./plate.js";
import { makeLabels } from "./labels.js";
import { makeLandscape } from "./landscape.js";

const SWIPE_STEP = 2; // percent that an arrow key moves the bar
const LEAST = 4;
const HALF = 50;
const HALVED = 0.75; // zoom steps further out when each map has half of the room
const COPIED = ["minZoom", "maxZoom", "zoomSnap", "zoomDelta", "wheelPxPerZoomLevel", "crs"];

// A second app for the second map: its own state of day and layer over the page's, and the page's everything else.
function makeTwin(app, map) {
  const heard = {};
  const twin = Object.assign(Object.create(app), { map, prefix: "a-", state: Object.create(app.state) });
  twin.on = (name, work) => { (heard[name] = heard[name] || []).push(work); };
  twin.emit = (name, value) => { (heard[name] || []).forEach((work) => work(value)); };
  twin.plate = makePlate(twin);
  twin.landscape = makeLandscape(twin);
  return twin;
}

function copyOf(map, box) {
  // One of the two takes the keys; the other follows it.
  const options = { keyboard: false, zoomControl: false, attributionControl: false, fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false };
  COPIED.forEach((name) => { options[name] = map.options[name]; });
  return L.map(box, options).setView(map.getCenter(), map.getZoom(), { animate: false });
}

// Whichever map is moved, the other follows, until the function that is returned unties them.
function follow(one, other) {
  let busy = false;
  const tie = (from, to) => {
    const pull = () => {
      if (busy) return;
      busy = true;
      to.setView(from.getCenter(), from.getZoom(), { animate: false });
      busy = false;
    };
    from.on("move zoomend", pull);
    return () => from.off("move zoomend", pull);
  };
  const ties = [tie(one, other), tie(other, one)];
  return () => ties.forEach((untie) => untie());
}

export function makeCompareMap(app) {
  const box = app.root.querySelector(".map-box");
  const parts = { twin: null, at: HALF, key: "" };
  app.on("layout", () => { if (parts.twin) parts.names(); });

  function build() {
    const slot = h("div", { class: "map-slot twin-slot" });
    const container = h("div", { class: "folium-map" });
    const tags = ["a", "b"].map((side) => h("p", { class: "side-tag tag-" + side }));
    const bar = h("div", { class: "swipe", role: "slider", tabindex: 0, "aria-orientation": "horizontal", "aria-valuemin": 0, "aria-valuemax": 100 },
      h("span", { class: "swipe-grip", "aria-hidden": "true" }, "‹ ›"));
    slot.appendChild(container);
    box.insertBefore(slot, box.querySelector(".map-slot").nextSibling);
    tags.concat(bar).forEach((node) => box.appendChild(node));
    // What comes into being here is drawn only while two maps are compared.
    const map = copyOf(app.map, container);
    const twin = makeTwin(app, map);
    const labels = makeLabels(twin);
    parts.untie = follow(app.map, map);
    const names = () => {
      twin.landscape.draw();
      labels.place();
    };
    map.on("moveend zoomend", names);
    map.on("click", (event) => {
      const { p, t } = event.originalEvent.target.dataset || {};
      if (p !== undefined) app.choose("p", Number(p));
      else if (t !== undefined) app.choose("t", Number(t));
    });
    swiping(bar);
    Object.assign(parts, { slot, map, twin, names, bar, tags });
  }

  function swiping(bar) {
    const to = (clientX) => {
      const room = parts.slot.getBoundingClientRect();
      place((100 * (clientX - room.left)) / room.width);
    };
    bar.addEventListener("pointerdown", (event) => {
      bar.setPointerCapture(event.pointerId);
      event.preventDefault();
      bar.focus({ preventScroll: true });
    });
    bar.addEventListener("pointermove", (event) => { if (bar.hasPointerCapture(event.pointerId)) to(event.clientX); });
    bar.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -SWIPE_STEP, ArrowDown: -SWIPE_STEP, ArrowRight: SWIPE_STEP, ArrowUp: SWIPE_STEP }[event.key];
      const next = { Home: 0, End: 100 }[event.key];
      if (by === undefined && next === undefined) return;
      event.preventDefault();
      place(next === undefined ? parts.at + by : next);
    });
  }

  function place(percent) {
    parts.at = Math.max(LEAST, Math.min(100 - LEAST, percent));
    const cut = "inset(0 " + (100 - parts.at) + "% 0 0)";
    const side = app.state.cmpView === "side";
    parts.slot.style.clipPath = side ? "" : cut;
    parts.slot.style.webkitClipPath = side ? "" : cut;
    const room = app.map.getContainer().offsetWidth;
    parts.bar.style.left = "calc(var(--neat) + " + (room * parts.at) / 100 + "px)";
    parts.tags[0].style.right = side ? "" : "calc(100% - var(--neat) - " + ((room * parts.at) / 100 - 12) + "px)";
    parts.tags[1].style.left = side ? "" : "calc(var(--neat) + " + ((room * parts.at) / 100 + 12) + "px)";
    parts.bar.setAttribute("aria-valuenow", String(Math.round(parts.at)));
    parts.bar.setAttribute("aria-valuetext", app.t("compare.swipe.value", { n: Math.round(parts.at) }));
  }

  function show(a, b) {
    if (!parts.twin) build();
    const { twin, map, bar, tags } = parts;
    [[tags[0], "A", a], [tags[1], "B", b]].forEach(([tag, mark, side]) => { tag.textContent = mark + " · " + side.name("middle"); });
    const key = [a.key, app.state.lang, app.state.theme, app.state.cmpView, app.map.getSize()].join();
    if (key === parts.key) return; // only B has moved
    parts.key = key;
    Object.assign(twin.state, { day: a.day, layer: a.layer });
    classIf(app.root, "comparing-side", app.state.cmpView === "side");
    bar.setAttribute("aria-label", app.t("compare.swipe"));
    bar.hidden = app.state.cmpView === "side";
    fit(map);
    twin.plate.draw(a.scene());
    place(parts.at);
    parts.names();
  }

  // Half of the room shows the same ground smaller; an address that names a view is taken at its word.
  function fit(map) {
    const side = app.state.cmpView === "side";
    const zoom = app.map.getZoom() + (side === parts.side || (!parts.side && app.state.look) ? 0 : side ? -HALVED : parts.side ? HALVED : 0);
    const centre = app.map.getCenter();
    parts.side = side;
    [app.map, map].forEach((one) => {
      one.invalidateSize({ animate: false, pan: false });
      one.setView(centre, zoom, { animate: false });
    });
  }

  // Greys what stayed: on both maps, by the same test.
  function dim(test) {
    [app, parts.twin].forEach((one) => {
      Array.from(one.plate.layers.hits.children).forEach((path, t) => classIf(path, "dimmed", Boolean(test) && !test(t)));
    });
  }

  function remove() {
    if (!parts.twin) return;
    dim(null);
    parts.untie();
    parts.map.remove();
    [parts.slot, parts.bar].concat(parts.tags).forEach((node) => node.remove());
    parts.twin = null;
    parts.key = "";
    classIf(app.root, "comparing-side", false);
    const [centre, zoom] = [app.map.getCenter(), app.map.getZoom() + (parts.side ? HALVED : 0)];
    parts.side = undefined;
    app.map.invalidateSize({ animate: false, pan: false });
    app.map.setView(centre, zoom, { animate: false });
  }
  return { show, dim, remove };
}
