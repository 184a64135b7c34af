// The legend lists only what is on the screen: holders by lineage, then hatchings, then lines, then symbols. A row of land
// lights it up.

import { h, refill, classIf } from "./dom.js";
import { inLang, number } from "./text.js";
import { claimSwatch, landSwatch, lineSwatch, markSwatch, shadeSwatch } from "./swatches.js";
import { marksNow } from "./marks.js";
import { STEPS, stepText } from "./often.js";
import { routesNow } from "./routes.js";
import { PASS_ZOOM, PORT_ZOOM, RANK_ZOOM } from "./townlabels.js";

const ROOMY = [1200, 600]; // from this size of window on, the legend starts open
const MARK_ORDER = ["treaty", "battle", "letter", "meeting", "shipment", "other"];
const ROUTE_ORDER = ["land", "mixed", "sea"];
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
    const view = app.plate.view();
    const parts = [app.state.often ? oftenRows() : holderRows(groups), app.state.often ? [] : claims.map(claimRow).concat(statusRows(groups)), lineRows(groups, view), symbolRows(view)]
      .filter((part) => part.length);
    const key = app.state.lang + parts.map((part) => part.map((row) => row.key).join("|")).join("||");
    if (key === signature) return;
    signature = key;
    refill(list, parts.map((part) => h("li", null, part[0].sign ? signsButton() : null,
      h("ul", { class: "legend-part" + (part[0].sign ? " signs" : "") }, part.map((row) => h("li", null, rowNode(row)))))));
    refill(toggle.querySelector(".count"), number(app, parts.reduce((sum, part) => sum + part.length, 0)));
  }

  // Signs fold away: with them the legend would lie over a town of the first rank. On paper they are all there.
  function signsButton() {
    const on = box.classList.contains("signs-on");
    const button = h("button", { type: "button", class: "legend-more", "aria-expanded": String(on) }, app.t("legend.signs"));
    button.addEventListener("click", () => {
      classIf(box, "signs-on", !box.classList.contains("signs-on"));
      button.setAttribute("aria-expanded", String(box.classList.contains("signs-on")));
      app.emit("layout");
    });
    return button;
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

  // Governments of one lineage share a colour, so they share a row: Armenia · Armenian SSR.
  function lineageRow(parties) {
    const names = (key) => parties.map((group) => inLang(app, app.model.parties[group.party][key] || app.model.parties[group.party].n));
    const [first] = parties;
    return { key: "p" + parties.map((group) => group.party).join(), draw: () => landSwatch(first, app.plate.patterns), text: names("s").join(" · "),
      whole: names("n").join(" · "), lights: (one) => parties.some((group) => group.party === one.party) };
  }

  function holderRows(groups) {
    const found = {};
    groups.filter((group) => !group.veiled && app.model.parties[group.party].id !== "unsettled").forEach((group) => {
      const party = found[group.party] || Object.assign({}, group, { status: "sovereign", over: [], ssr: false, area: 0 });
      party.area += group.list.reduce((sum, t) => sum + app.model.territories[t].a, 0);
      found[group.party] = party;
    });
    const parties = Object.keys(found).map((p) => found[p]).sort((a, b) => b.area - a.area);
    const lineages = Array.from(new Set(parties.map((group) => group.lineage)));
    return lineages.map((lineage) => lineageRow(parties.filter((group) => group.lineage === lineage)));
  }

  // On the map of changes the shades stand in place of the holders.
  function oftenRows() {
    return STEPS.map(([, shade], k) => ({ key: "o" + k, draw: () => shadeSwatch(shade), text: app.t("legend.often", { times: stepText(k) }),
      whole: app.t("legend.often", { times: stepText(k) }) }));
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

  // Kinds of places that are drawn with a symbol of their own on this view.
  let places = { key: "", kinds: [] };
  function placesInView(view) {
    const { plate } = app;
    const key = [plate.zoom, view.x, view.y, view.w, view.h].join();
    const within = ({ x, y }) => x > view.x && x < view.x + view.w && y > view.y && y < view.y + view.h;
    const from = { pass: () => PASS_ZOOM, port: (one) => (one.r <= 2 ? PORT_ZOOM : Infinity), mountain: (one) => RANK_ZOOM[one.r] };
    if (key !== places.key) {
      places = { key, kinds: Object.keys(from).filter((kind) => app.model.places.some((one) => one.k === kind && plate.zoom >= from[kind](one) &&
        within(plate.toPlate(one.y, one.x)))) };
    }
    return places.kinds;
  }

  // Signs that stand on the map at a point: towns and other places, events, the ways of aid.
  function symbolRows(view) {
    const row = (id) => Object.assign(worded(id, id, () => markSwatch(id), null), { sign: true });
    const bounds = app.map.getBounds();
    const marks = app.told && !app.state.story ? marksNow(app).filter(({ place }) => {
      const at = app.model.places[app.told.places[place]];
      return at && bounds.contains([at.y, at.x]);
    }) : [];
    const signs = Array.from(new Set(marks.map(({ list }) => list[0].sym)));
    const now = routesNow(app); // a route by its id: whether gold goes that way
    const routes = Object.keys(now).map((id) => app.told.route[id].k);
    const gold = Object.values(now).some(Boolean);
    return [row("town")].concat(placesInView(view).map((kind) => row(kind)), MARK_ORDER.filter((sign) => signs.indexOf(sign) >= 0).map((sign) => row("mark." + sign)),
      marks.some(({ list }) => list.length > 1) ? row("count") : [], ROUTE_ORDER.filter((kind) => routes.indexOf(kind) >= 0).map((kind) => row("route." + kind)),
      gold ? row("gold") : []);
  }

  function lineRows(groups, view) {
    const { plate, state } = app;
    const kinds = app.landscape.kindsInView(view);
    const rows = [];
    const add = (name, there, lights, id) => {
      if (there) rows.push(worded(id || name, name, () => lineSwatch(name), lights));
    };
    add("ssr", groups.some((group) => group.ssr && !group.veiled), (one) => one.ssr && !one.veiled);
    add("pending", plate.scene.pending.some((arc) => plate.seesArc(arc, view)), null);
    add("veiled", groups.some((group) => group.veiled), (one) => one.veiled, "veiled." + state.layer);
    ["front", "armistice", "doubt", "rail"].forEach((name) => add(name, kinds.indexOf(name) >= 0, null));
    return rows;
  }
  return { show };
}
