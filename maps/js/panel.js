// The panel beside the map: three tabs, and the strip of the chosen place pinned at its foot.

import { h, refill, classIf } from "./dom.js";
import { dayCards } from "./daycard.js";
import { holderTable } from "./holders.js";
import { tableView } from "./tableview.js";
import { foundTable } from "./foundtable.js";
import { eventsView } from "./eventlist.js";
import { comparePart, compareView } from "./compare.js";
import { borderCard } from "./bordercard.js";
import { historyView, holderStrip, territoryOf, selName } from "./history.js";


export function makePanel(app) {
  const { root } = app;
  const body = root.querySelector(".panel-body");
  const foot = root.querySelector(".panel-foot");
  const table = root.querySelector(".table-view");
  const buttons = Array.from(root.querySelectorAll("[role=tab]"));
  const names = buttons.map((button) => button.dataset.tab);
  let shown = "";
  let placed = "";

  buttons.forEach((button) => {
    button.addEventListener("click", () => app.set({ tab: button.dataset.tab }));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = names[(names.indexOf(app.state.tab) + step + names.length) % names.length];
      app.set({ tab: next });
      root.querySelector('[data-tab="' + next + '"]').focus();
    });
  });

  function show(lazy) {
    if (app.state.view !== "table" && root.classList.contains("telling")) return; // a story stands in its place
    const { tab, day, layer, lang, sel, view, ev, win, thread, kind, at, aid, route, cmp, cmpB, edge, find, table: kindOf } = app.state;
    buttons.forEach((button) => {
      const on = button.dataset.tab === tab;
      button.setAttribute("aria-selected", String(on));
      button.tabIndex = on ? 0 : -1;
      if (on) body.setAttribute("aria-labelledby", button.id);
    });
    const key = [tab, day, layer, lang, sel && sel.kind + sel.index, view, ev, win, thread, kind, at, aid, route, cmp, cmpB, edge, find, kindOf, Boolean(app.told), tab === "compare" && app.state.look].join();
    if (key === shown) return;
    shown = key;
    const top = lazy ? 0 : body.scrollTop;
    const views = { day: () => dayHead().concat(dayCards(app)), holders: () => [dayTitle(), comparePart(app), holderTable(app)],
      events: () => [dayTitle()].concat(eventsView(app)),
      compare: () => [dayTitle()].concat(compareView(app)),
      place: () => (app.state.edge ? borderCard(app) : historyView(app)) };
    const inside = body !== document.activeElement && body.contains(document.activeElement);
    refill(body, cmp && tab !== "compare" ? backToCompare() : [], views[tab === "compare" && !cmp ? "day" : tab]());
    const place = tab === "place" ? [sel && sel.kind + sel.index, day, layer].join() : "";
    body.scrollTop = place && place !== placed ? untilNow() : top;
    placed = place;
    // What had the focus is gone: who walks by keyboard goes on from the top of what is there now.
    if (inside) body.focus({ preventScroll: true });
    pinned();
    refill(table, view !== "table" ? [] : find ? foundTable(app) : tableView(app));
  }

  // How far down the row of the day is brought into sight under the head that stays.
  function untilNow() {
    const [head, now] = [body.querySelector(".place-head"), body.querySelector("[open]>.spans>.now")];
    if (!head || !now) return 0;
    const row = now.getBoundingClientRect();
    return row.bottom < body.getBoundingClientRect().bottom ? 0 : row.top - head.getBoundingClientRect().bottom;
  }

  function backToCompare() {
    return h("button", { type: "button", class: "plain back", onclick: () => app.set({ tab: "compare", sel: null, edge: "" }) }, app.t("compare.back"));
  }
  function dayTitle() {
    return h("h2", { class: "visually-hidden" }, app.days.long(app.state.day, app.state.lang));
  }
  function dayHead() {
    return [dayTitle()];
  }

  function pinned() {
    const { sel, tab, lang } = app.state;
    const t = territoryOf(app, sel);
    foot.hidden = tab === "place" || tab === "compare" || t < 0;
    if (foot.hidden) return;
    const layer = app.state.layer === "title" ? "title" : "control";
    refill(foot,
      h("div", { class: "foot-head" },
        h("button", { type: "button", class: "plain foot-name", onclick: () => app.set({ tab: "place" }) }, selName(app, sel)),
        h("span", null, app.t("foot." + layer))),
      holderStrip(app, t, layer),
      h("div", { class: "foot-years", "aria-hidden": "true" }, h("span", null, app.days.toIso(0).slice(0, 4)),
        h("span", null, app.days.toIso(app.model.span).slice(0, 4))));
    foot.lang = lang;
  }

  // On the phone the panel is a sheet with three heights.
  const handle = root.querySelector(".handle");
  const heights = ["low", "half", "full"];
  handle.addEventListener("click", () => {
    const at = heights.indexOf(root.dataset.sheet || "low");
    root.dataset.sheet = heights[(at + 1) % heights.length];
    handle.setAttribute("aria-expanded", String(root.dataset.sheet !== "low"));
    classIf(root, "sheet-open", root.dataset.sheet !== "low");
  });
  return { show };
}
