// The search box: results in groups, five each, all of them in the table; a result jumps to its day, place or card.

import { h, refill, classIf } from "./dom.js";
import { buildIndex, nearestNames } from "./searchindex.js";
import { collect, goTo, hitLabel } from "./searchhits.js";

const FIRST = 5;
const LETTERS = 2;
const WAIT = 90;

export function makeSearch(app) {
  const box = app.root.querySelector(".search");
  if (!box) return { show: () => {} };
  const field = box.querySelector(".search-field");
  const found = box.querySelector(".search-found");
  const count = box.querySelector(".search-count");
  const opener = box.querySelector(".go-search");
  let index = null;
  let timer = null;

  function ready() {
    if (!index) index = buildIndex(app);
    return index;
  }
  app.found = (query) => collect(app, ready(), query);
  app.on("told", () => { index = null; if (!found.hidden) show(); });

  function open(on) {
    found.hidden = !on;
    classIf(box, "open", on);
    opener.setAttribute("aria-expanded", String(on));
  }

  function act(one) {
    open(false);
    goTo(app, one);
    const body = app.root.querySelector(".panel-body");
    if (app.root.dataset.sheet !== "full") { app.root.dataset.sheet = "half"; classIf(app.root, "sheet-open", true); }
    body.focus({ preventScroll: true });
  }

  function row(one, words, group) {
    return h("li", null, h("button", { type: "button", class: "found-row", "data-group": group, onclick: () => act(one) },
      hitLabel(app, one, words)));
  }

  function groupPart(group, { by, words }) {
    if (!by[group].length) return null;
    return h("section", { class: "found-group" }, h("h3", null, app.t("search." + group)),
      h("ul", null, by[group].slice(0, FIRST).map((one) => row(one, words, group))));
  }

  // All of them, in the table: also those beyond the five of each group.
  function allPart(query, total) {
    return h("button", { type: "button", class: "plain found-all", onclick: () => {
      open(false);
      app.set({ view: "table", find: query });
      app.root.querySelector(".table-view").focus();
    } }, app.t("search.all", { count: total }));
  }

  function show() {
    const query = field.value.trim();
    if (query.length < LETTERS) { open(false); return; }
    const hits = collect(app, ready(), query);
    count.textContent = app.t("search.count", { count: hits.total });
    refill(found, hits.total ? [hits.order.map((group) => groupPart(group, hits)), allPart(query, hits.total)]
      : nothing(query, hits.words));
    open(true);
  }

  function nothing(query, words) {
    const near = nearestNames(ready(), query, 3);
    return [h("p", { class: "empty" }, app.t("search.none", { query })), near.length ? h("ul", null, near.map((one) => row(one, words, ""))) : null];
  }

  field.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(show, WAIT); });
  field.addEventListener("focus", () => { if (field.value.trim().length >= LETTERS) show(); });
  opener.addEventListener("click", () => { open(found.hidden && !box.classList.contains("open")); classIf(box, "open", opener.getAttribute("aria-expanded") === "true"); found.hidden = field.value.trim().length < LETTERS; if (box.classList.contains("open")) field.focus(); });
  box.addEventListener("keydown", (event) => {
    const rows = Array.from(found.querySelectorAll(".found-row, .found-all"));
    const at = rows.indexOf(document.activeElement);
    if (event.key === "Escape") { open(false); field.blur(); opener.focus(); }
    else if (event.key === "ArrowDown" && rows.length) { event.preventDefault(); rows[Math.min(rows.length - 1, at + 1)].focus(); }
    else if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (at ? rows[at - 1] : field).focus(); }
    else if (event.key === "Enter" && event.target === field) {
      event.preventDefault();
      window.clearTimeout(timer);
      show();
      const first = found.querySelector(".found-row");
      if (first) first.click();
    }
  });
  document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) open(false); });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range" && event.target.type !== "radio";
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    classIf(box, "open", true);
    field.focus();
    field.select();
  });
  return { show };
}
