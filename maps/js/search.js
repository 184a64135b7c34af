// The search box: results in groups, five each and all on demand; a result jumps to its day, place or card.

import { h, refill, classIf } from "./dom.js";
import { GROUPS, buildIndex, daysTyped, fold, nearestNames, searchFor } from "./searchindex.js";
import { openEvent, whenText } from "./chronicle.js";
import { goodsText } from "./aid.js";
import { km2 } from "./text.js";

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
  let whole = {};
  let timer = null;

  function ready() {
    if (!index) index = buildIndex(app);
    return index;
  }
  app.on("told", () => { index = null; if (!found.hidden) show(); });

  function open(on) {
    found.hidden = !on;
    classIf(box, "open", on);
    opener.setAttribute("aria-expanded", String(on));
    if (!on) whole = {};
  }

  function act(one) {
    open(false);
    if (one.day !== undefined) app.set({ day: one.day, ev: "", tab: app.told ? "events" : "day" }, "jump");
    else if (one.act.kind) app.choose(one.act.kind, one.act.index);
    else if (one.act.aid) app.set({ ev: "aid", aid: one.act.aid, tab: "events", day: Math.max(0, Math.min(app.model.span, Math.max(one.aid.z, app.state.day))) }, "jump");
    else openEvent(app, one.act.ev);
    if (app.state.view === "table") app.set({ view: "map" });
    const body = app.root.querySelector(".panel-body");
    if (app.root.dataset.sheet !== "full") { app.root.dataset.sheet = "half"; classIf(app.root, "sheet-open", true); }
    body.focus({ preventScroll: true });
  }

  // The part that matched stands bold; folding may change lengths, so words are compared one by one.
  function marked(text, words) {
    return text.split(/(\s+)/).map((word) => (words.some((one) => fold(word).indexOf(one) === 0) ? h("b", null, word) : word));
  }

  // Of a long delivery the goods that were asked for stand first.
  function goodsHit(aid, words) {
    const all = aid.g.map((thing) => goodsText(app, thing));
    const hit = (text) => words.some((word) => (" " + fold(text)).indexOf(" " + word) >= 0);
    return all.filter(hit).concat(all.filter((text) => !hit(text))).slice(0, 2).join(", ");
  }

  function labelOfHit(one, words) {
    if (one.day !== undefined) return [marked(app.days.long(one.day, app.state.lang), words)];
    if (one.names) {
      const hit = one.names.filter((name) => words.some((word) => (" " + fold(name)).indexOf(" " + word) >= 0));
      const first = one.names[0];
      const what = one.act.kind === "p" ? app.t("place." + app.model.places[one.act.index].k) : km2(app, app.model.territories[one.act.index].a);
      return [marked([first].concat(hit.filter((name) => name !== first).slice(0, 2)).join(" · "), words), h("span", { class: "status" }, " · " + what)];
    }
    const text = one.aid ? goodsHit(one.aid, words) : app.told.text(one.name);
    const sub = one.article ? app.t("article.number", { n: one.article.no }) + " " + app.told.text(one.article.n)
      : one.when === undefined ? "" : whenText(app, one.when, "middle");
    return [marked(text, words), sub ? h("span", { class: "status" }, marked(" · " + sub, words)) : null];
  }

  function groupPart(group, list, words) {
    if (!list.length) return null;
    const shown = whole[group] ? list : list.slice(0, FIRST);
    return h("section", { class: "found-group" }, h("h3", null, app.t("search." + group)),
      h("ul", null, shown.map((one) => h("li", null, h("button", { type: "button", class: "found-row", "data-group": group, onclick: () => act(one) }, labelOfHit(one, words))))),
      list.length > shown.length ? h("button", { type: "button", class: "plain found-all", onclick: () => { whole[group] = true; show(); } },
        app.t("search.all", { count: list.length })) : null);
  }

  function show() {
    const query = field.value.trim();
    if (query.length < LETTERS) { open(false); return; }
    const words = fold(query).split(" ").filter(Boolean);
    const hits = searchFor(ready(), query);
    const by = {};
    GROUPS.forEach((group) => { by[group] = hits.filter((one) => one.group === group); });
    const typed = daysTyped(app, query);
    by.days = typed.map((day) => ({ day }));
    // A whole date also finds what happened on it, whether or not the texts name the day.
    if (typed.length && words.length > 2) by.events = ready().filter((one) => one.group === "events" && one.when === typed[0])
      .concat(by.events.filter((one) => one.when !== typed[0]));
    const total = GROUPS.reduce((sum, group) => sum + by[group].length, 0);
    count.textContent = app.t("search.count", { count: total });
    refill(found, total ? GROUPS.map((group) => groupPart(group, by[group], words)) : nothing(query, words));
    open(true);
  }

  function nothing(query, words) {
    const near = nearestNames(ready(), query, 3);
    return [h("p", { class: "empty" }, app.t("search.none", { query })), near.length ? h("ul", null, near.map((one) => h("li", null,
      h("button", { type: "button", class: "found-row", onclick: () => act(one) }, labelOfHit(one, words))))) : null];
  }

  field.addEventListener("input", () => { window.clearTimeout(timer); whole = {}; timer = window.setTimeout(show, WAIT); });
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
