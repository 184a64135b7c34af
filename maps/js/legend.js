// The legend lists only what is on the screen: holders, then hatchings, then lines. A row lights up its land.

import { h, svg, refill, classIf } from "./dom.js";
import { inLang, number } from "./text.js";

const ROOMY = [1200, 600]; // from this size of window on, the legend starts open
const STATUS_ORDER = ["occupied", "contested", "protected", "mandate", "autonomous", "neutral", "demilitarised", "unsettled"];

export function makeLegend(app) {
  const box = app.root.querySelector(".legend");
  const list = box.querySelector(".legend-list");
  const toggle = app.root.querySelector(".legend-toggle");
  let signature = "";

  setOpen(window.innerWidth >= ROOMY[0] && window.innerHeight >= ROOMY[1]);
  toggle.addEventListener("click", () => { setOpen(!box.classList.contains("open")); });

  // Seen from afar, the legend would cover half of Anatolia.
  ["view", "frame"].forEach((news) => app.on(news, (name) => { setOpen(name !== "wide" && window.innerWidth >= ROOMY[0]); }));

  function setOpen(open) {
    classIf(box, "open", open);
    toggle.setAttribute("aria-expanded", String(open));
    app.emit("layout");
  }

  // Groups with at least one territory in view.
  function inView() {
    const { scene } = app.plate;
    const seen = app.visibleTerritories();
    return scene.groups.filter((group) => group.list.some((t) => seen.has(t)));
  }

  function show() {
    if (!app.plate.scene) return;
    const groups = inView();
    const key = app.state.lang + app.state.theme + groups.map((g) => g.key).join() + app.plate.scene.claims.map((c) => c.key).join() +
      app.plate.scene.pending.length;
    if (key === signature) return;
    signature = key;
    const items = holderItems(groups).concat(claimItems(), statusItems(groups), lineItems(groups));
    refill(list, items);
    refill(toggle.querySelector(".count"), number(app, items.length));
  }

  function item(picture, text, on) {
    const row = h("button", { type: "button", class: "legend-row" }, picture, h("span", null, text));
    row.addEventListener("mouseenter", () => app.light(on));
    row.addEventListener("mouseleave", () => app.light(null));
    row.addEventListener("focus", () => app.light(on));
    row.addEventListener("blur", () => app.light(null));
    return h("li", null, row);
  }

  function picture(...kids) {
    return svg("svg", { class: "legend-swatch", width: 28, height: 17, viewBox: "0 0 28 17", "aria-hidden": "true" }, kids);
  }
  const full = { x: 0.5, y: 0.5, width: 27, height: 16 };

  function swatchOf(group) {
    return picture(svg("rect", Object.assign({ class: "wash w-" + group.lineage }, full)),
      app.plate.patterns.overlays(group).map((fill) => svg("rect", Object.assign({ fill }, full))),
      svg("rect", { x: 2.5, y: 2.5, width: 23, height: 12, fill: "none", "stroke-width": 3.4,
        class: "k-" + (group.status === "protected" && group.over.length ? group.over[0] : group.lineage) }),
      svg("rect", Object.assign({ class: "legend-edge" }, full)));
  }

  function holderItems(groups) {
    const seen = {};
    groups.forEach((group) => {
      if (group.veiled || seen[group.party]) return;
      seen[group.party] = Object.assign({}, group, { status: "sovereign", over: [], area: 0 });
    });
    groups.forEach((group) => {
      if (seen[group.party]) seen[group.party].area += group.list.reduce((sum, t) => sum + app.model.territories[t].a, 0);
    });
    return Object.keys(seen).map((p) => seen[p])
      .filter((group) => app.model.parties[group.party].id !== "unsettled")
      .sort((a, b) => b.area - a.area)
      .map((group) => item(swatchOf(group), inLang(app, app.model.parties[group.party].n), (one) => one.party === group.party));
  }

  function statusItems(groups) {
    return STATUS_ORDER.map((status) => {
      const group = groups.find((one) => one.status === status && !one.veiled);
      return group ? item(swatchOf(group), app.t("legend." + status), (one) => one.status === status) : null;
    }).filter(Boolean);
  }

  function claimItems() {
    const seen = app.visibleTerritories();
    return app.plate.scene.claims.filter((claim) => claim.list.some((t) => seen.has(t))).map((claim) => item(
      picture(svg("path", { class: "claim-line k-" + claim.lineage, d: "M2 8.5H26" })),
      app.t("legend.claim", { who: claim.parties.map((p) => inLang(app, app.model.parties[p].n)).join(", ") }),
      (_, t) => claim.list.indexOf(t) >= 0));
  }

  function lineItems(groups) {
    const items = [];
    const ssr = groups.some((group) => group.ssr && !group.veiled);
    if (ssr) {
      items.push(item(picture(svg("rect", Object.assign({ class: "legend-plain" }, full)),
        svg("path", { class: "p-soviet", "stroke-width": 1, opacity: 0.6, d: "M5 1V16M12 1V16M19 1V16M26 1V16" }),
        svg("rect", Object.assign({ class: "legend-edge" }, full))), app.t("legend.ssr"), (one) => one.ssr && !one.veiled));
    }
    if (app.plate.scene.pending.length) {
      items.push(item(picture(svg("path", { class: "pending", d: "M1 8.5H27" })), app.t("legend.pending"), null));
    }
    if (groups.some((group) => group.veiled)) {
      items.push(item(picture(svg("rect", Object.assign({ class: "legend-veil" }, full)), svg("rect", Object.assign({ class: "legend-edge" }, full))),
        app.t("legend.veiled." + app.state.layer), (one) => one.veiled));
    }
    return items;
  }
  return { show };
}
