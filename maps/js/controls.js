// Layer switch, language, theme, zoom, home, table: everything that is not time.

import { classIf } from "./dom.js";
import { frameFor } from "./views.js";

function playFrame(view) {
  return view && { west: view[0], south: view[1], east: view[2], north: view[3] };
}

export function makeControls(app) {
  const { root, map } = app;
  const find = (name) => root.querySelector(name);

  root.querySelectorAll(".layers input").forEach((input) => {
    input.addEventListener("change", () => app.set({ layer: input.value }));
  });
  root.querySelectorAll("[data-lang]").forEach((button) => {
    button.addEventListener("click", () => app.set({ lang: button.dataset.lang }));
  });
  find(".go-theme").addEventListener("click", () => app.set({ theme: isDark() ? "light" : "dark" }));
  find(".go-table").addEventListener("click", () => app.set({ view: app.state.view === "table" ? "map" : "table" }));
  find(".zoom-in").addEventListener("click", () => map.zoomIn());
  find(".zoom-out").addEventListener("click", () => map.zoomOut());
  find(".zoom-home").addEventListener("click", () => go("frontier", true));
  find(".zoom-wide").addEventListener("click", () => go("wide", true));

  function isDark() {
    if (app.state.theme) return app.state.theme === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // The zoom follows the size of the map. At a press of a button the map glides, unless the reader asked for less motion.
  function go(name, glide) {
    const own = app.raw.own || (name === "frontier" && playFrame(app.raw.view)); // of somebody else's land, or of a play
    const view = own ? Object.assign({ centre: [(own.south + own.north) / 2, (own.west + own.east) / 2] }, own)
      : frameFor(map.getSize().x, name);
    const bounds = L.latLngBounds([view.south, view.west], [view.north, view.east]);
    const there = () => app.emit("view", name);
    if (glide && map.options.zoomAnimation) map.once("moveend", there);
    map.setView(view.centre, map.getBoundsZoom(bounds, false), { animate: Boolean(glide && map.options.zoomAnimation) });
    if (!glide || !map.options.zoomAnimation) there();
  }

  function show() {
    const { layer, lang, view, theme } = app.state;
    root.querySelectorAll(".layers input").forEach((input) => { input.checked = input.value === layer; });
    root.querySelectorAll("[data-lang]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    });
    if (theme) document.documentElement.dataset.theme = theme;
    const table = view === "table";
    find(".go-table").setAttribute("aria-pressed", String(table));
    classIf(root, "table-on", table);
    find(".table-view").hidden = !table;
    if (!table) map.invalidateSize({ animate: false });
  }
  return { show, go };
}
