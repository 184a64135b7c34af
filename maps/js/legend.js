// The legend lists only what is on the screen: holders, then hatchings, then lines and symbols. A row of land lights it up.

import { h, refill, classIf } from "./dom.js";
import { inLang, number } from "./text.js";
import { claimSwatch, landSwatch, lineSwatch } from "./swatches.js";
import { PASS_ZOOM } from "./townlabels.js";

const ROOMY = [1200, 600]; // from this size of window on, the legend starts open
const STATUS_ORDER = ["occupied", "contested", "protected", "mandate", "autonomous", "neutral", "demilitarised", "unsettled"];

export function makeLegend(app) {
  const box = app.root.querySelector(".legend");
  const list = box.querySelector(".legend-list");
  const toggle = app.root.querySelector(".legend-toggle");
  let signature = "";

  setOpen(window.innerWidth >= ROOMY[0] && window.innerHeight >= ROOMY[1] && app.state.look !== "wide");
  toggle.addEventListener("click", () => { setOpen(!box.classList.contains("open")); });

  // Beside another map it would speak of one of the two alone.
  app.on("comparing", () => setOpen(false));
  // Seen from afar, the legend would cover half of Anatolia.
  ["view", "frame"].forEach((news) => {
    app.on(news, (name) => { setOpen(name !== "wide" && window.innerWidth >= ROOMY[0]); });
  });

  function setOpen(open) {
    classIf(box, "open", open);
    toggle.setAttribute("aria-expanded", String(open));
    app.emit("layout");
  }

  function show() {
    const { scene } = app.plate;
    if (!scene) return;
    const seen = app.spoken || app.visibleTerritories(); // a story speaks of some land only
    const groups = scene.groups.filter((group) => group.list.some((t) => seen.has(t)));
    const claims = scene.claims.filter((claim) => claim.list.some((t) => seen.has(t)));
    const parts = [holderRows(groups), claims.map(claimRow).concat(statusRows(groups)), lineRows(groups)]
      .filter((part) => part.length);
    const key = app.state.lang + parts.map((part) => part.map((row) => row.key).join("|")).join("||");
    if (key === signature) return;
    signature = key;
    refill(list, parts.map((part) => h("li", null, h("ul", { class: "legend-part" }, part.map((row) => h("li", null, rowNode(row)))))));
    refill(toggle.querySelector(".count"), number(app, parts.reduce((sum, part) => sum + part.length, 0)));
  }

  // `lights` says which land a row lights up; a line or a symbol has none. What follows the short words of a drawing is
  // shown on paper.
  function rowNode({ draw, text, whole, lights, rest }) {
    const kids = [draw(), h("span", null, text, h("span", { class: "legend-rest" }, rest || ""))];
    if (!lights) return h("div", { class: "legend-row", title: whole }, kids);
    const row = h("button", { type: "button", class: "legend-row", title: whole, "aria-label": whole }, kids);
    row.addEventListener("mouseenter", () => app.light(lights));
    row.addEventListener("mouseleave", () => app.light(null));
    row.addEventListener("focus", () => app.light(lights));
    row.addEventListener("blur", () => app.light(null));
    return row;
  }

  function partyRow(group) {
    const { s, n } = app.model.parties[group.party];
    return { key: "p" + group.key, draw: () => landSwatch(group, app.plate.patterns), text: inLang(app, s || n),
      whole: inLang(app, n), lights: (one) => one.party === group.party };
  }

  function holderRows(groups) {
    const found = {};
    groups.filter((group) => !group.veiled && app.model.parties[group.party].id !== "unsettled").forEach((group) => {
      const party = found[group.party] || Object.assign({}, group, { status: "sovereign", over: [], area: 0 });
      party.key = String(group.party);
      party.area += group.list.reduce((sum, t) => sum + app.model.territories[t].a, 0);
      found[group.party] = party;
    });
    return Object.keys(found).map((p) => found[p]).sort((a, b) => b.area - a.area).map(partyRow);
  }

  // A text of the legend has its short words before the colon.
  function worded(id, key, draw, lights) {
    const whole = app.t("legend." + id);
    const text = whole.split(":")[0];
    return { key, draw, text, whole, lights, rest: whole.slice(text.length) };
  }

  function statusRows(groups) {
    return STATUS_ORDER.map((status) => groups.find((one) => one.status === status && !one.veiled)).filter(Boolean)
      .map((group) => worded(group.status, "s" + group.key, () => landSwatch(group, app.plate.patterns),
        (one) => one.status === group.status));
  }

  function claimRow(claim) {
    const who = claim.parties.map((p) => inLang(app, app.model.parties[p].s || app.model.parties[p].n)).join(", ");
    return { key: "c" + claim.key + who, draw: () => claimSwatch(claim.lineage), text: who, whole: app.t("legend.claim", { who }),
      lights: (_, t) => claim.list.indexOf(t) >= 0 };
  }

  let passes = { key: "", seen: false };
  function passInView(view) {
    const { plate } = app;
    const key = [plate.zoom, view.x, view.y, view.w, view.h].join();
    const within = ({ x, y }) => x > view.x && x < view.x + view.w && y > view.y && y < view.y + view.h;
    if (key !== passes.key) {
      passes = { key, seen: plate.zoom >= PASS_ZOOM && app.model.places.some((one) => one.k === "pass" && within(plate.toPlate(one.y, one.x))) };
    }
    return passes.seen;
  }

  function lineRows(groups) {
    const { plate, state } = app;
    const view = plate.view();
    const kinds = app.landscape.kindsInView(view);
    const rows = [];
    const add = (name, there, lights, id) => {
      if (there) rows.push(worded(id || name, name, () => lineSwatch(name), lights));
    };
    add("ssr", groups.some((group) => group.ssr && !group.veiled), (one) => one.ssr && !one.veiled);
    add("pending", plate.scene.pending.some((arc) => plate.seesArc(arc, view)), null);
    add("veiled", groups.some((group) => group.veiled), (one) => one.veiled, "veiled." + state.layer);
    ["front", "armistice", "doubt", "rail"].forEach((name) => add(name, kinds.indexOf(name) >= 0, null));
    add("pass", passInView(view), null);
    return rows;
  }
  return { show };
}
