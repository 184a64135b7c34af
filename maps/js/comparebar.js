// The header while two sides are compared: what A and B are, swipe or side by side, changes only, and the way out.

import { h, refill, classIf } from "./dom.js";
import { dayAt } from "./lanes.js";
import { inLang } from "./text.js";
import { differences, makeSide, readyMade, textsWithLand } from "./sides.js";
import { sidesNow } from "./compare.js";
import { makeCompareMap } from "./comparemap.js";

const DAY = "day";
const isDay = (spec) => /^\d{4}/.test(spec) || spec.indexOf("@") > 0;

export function makeCompare(app) {
  const { root, state, plate } = app;
  const bar = h("div", { class: "compare-bar", hidden: true });
  root.querySelector(".bar").insertBefore(bar, root.querySelector(".tools"));
  const opener = root.querySelector(".go-compare");
  const maps = makeCompareMap(app);
  const drawDay = plate.show;
  let drawn = "";
  let fixed = { key: "", scene: null };

  // A treaty as side B takes the place of the day on the page's own map.
  plate.show = (layer, day, dragged) => {
    if (!state.cmp || !state.cmpB) {
      drawDay(layer, day, dragged);
      return;
    }
    const side = makeSide(app, state.cmpB);
    if (side.key !== fixed.key) fixed = { key: side.key, scene: side.scene() };
    plate.draw(fixed.scene);
  };

  app.compare = (a, b) => app.set({ cmp: a, cmpB: b, tab: "compare", sel: null, edge: "", art: "", ev: "", view: "map" });
  app.compareReady = (one) => {
    const day = one.b === "" || one.a === "past" ? state.day : makeSide(app, one.b).day;
    app.set({ cmp: one.a, cmpB: one.b, day, tab: "compare", sel: null, edge: "", art: "", ev: "", view: "map" }, "jump");
  };
  app.closeCompare = () => {
    app.set({ cmp: "", cmpB: "", only: false, tab: "day" });
    opener.focus();
  };
  function open() {
    if (state.cmp) return app.closeCompare();
    const first = readyMade(app).find((one) => one.a === "past");
    app.compare(first ? first.a : app.days.toIso(0), "");
    return bar.querySelector("select").focus();
  }
  opener.addEventListener("click", open);
  root.querySelectorAll(".menu .go-compare-too").forEach((button) => button.addEventListener("click", open));
  // Where the sides stand in time; the knob itself is B while B is the day of the page.
  const marks = ["a", "b"].map((side) => root.querySelector(".strip").appendChild(
    h("span", { class: "time-mark disc disc-" + side, "aria-hidden": "true", hidden: true }, side === "a" ? "A" : "B")));
  marks.forEach((mark, k) => dragged(mark, k ? "cmpB" : "cmp"));
  bar.addEventListener("keydown", (event) => { if (event.key === "Escape") app.closeCompare(); });

  // A side that is a day may be taken along the strip.
  function dragged(mark, key) {
    mark.addEventListener("pointerdown", (event) => {
      if (!isDay(state[key])) return;
      event.preventDefault();
      const move = ({ clientX }) => app.set({ [key]: state[key].slice(0, -10) + app.days.toIso(dayAt(mark.parentNode, clientX, app.model.span)) });
      mark.setPointerCapture(event.pointerId);
      mark.addEventListener("pointermove", move);
      mark.addEventListener("pointerup", () => mark.removeEventListener("pointermove", move), { once: true });
    });
  }

  // --- the controls --------------------------------------------------------------------------------------------
  function option(value, text, chosen) {
    return h("option", { value, selected: value === chosen }, text);
  }
  function texts(layer, chosen) {
    const list = textsWithLand(app, layer);
    return list.length ? h("optgroup", { label: app.t("compare.group." + layer) }, list.map((b) =>
      option(layer + ":" + app.model.bases[b].id, inLang(app, app.model.bases[b].n), chosen))) : null;
  }

  function chooser(which, spec) {
    const key = which === "a" ? "cmp" : "cmpB";
    const day = isDay(spec);
    const chosen = day ? DAY : spec;
    const select = h("select", { "aria-label": app.t("compare." + which), "data-side": which },
      which === "b" ? option("", app.t("compare.now"), chosen) : app.model.pastAt ? option("past", app.t("compare.history"), chosen) : null,
      option(DAY, app.t("compare.day"), chosen), texts("agreed", chosen), texts("claim", chosen));
    select.addEventListener("change", () => {
      app.set({ [key]: select.value === DAY ? app.days.toIso(which === "a" ? 0 : app.model.span) : select.value, tab: "compare" });
      bar.querySelector("[data-side=" + which + "]").focus();
    });
    const iso = day ? spec.slice(-10) : "";
    const field = h("input", { type: "date", "aria-label": app.t("compare.date." + which), min: app.days.toIso(0), max: app.days.toIso(app.model.span), hidden: !day });
    field.value = iso;
    field.addEventListener("change", () => {
      const typed = app.days.fromIso(field.value);
      if (typed === null || typed < 0 || typed > app.model.span) return;
      app.set({ [key]: (spec.indexOf("@") > 0 ? spec.slice(0, -10) : "") + field.value });
    });
    return h("div", { class: "side-choice" }, h("abbr", { class: "disc disc-" + which, title: app.t("compare." + which) }, which === "a" ? "A" : "B"), select, field);
  }

  function toggle(id, on, patch) {
    return h("button", { type: "button", class: "cmp-toggle", "aria-pressed": String(on), "data-cmp": id, onclick: () => {
      app.set(patch);
      bar.querySelector("[data-cmp=" + id + "]").focus();
    } }, app.t("compare." + id));
  }

  function drawBar() {
    const key = [state.cmp, state.cmpB, state.cmpView, state.only, state.lang].join("|");
    if (key === drawn) return;
    const typing = document.activeElement && document.activeElement.type === "date" && bar.contains(document.activeElement)
      ? document.activeElement.previousSibling.dataset.side : "";
    drawn = key;
    refill(bar, chooser("a", state.cmp), chooser("b", state.cmpB),
      h("div", { class: "cmp-modes", role: "group", "aria-label": app.t("compare.view") },
        toggle("swipe", state.cmpView !== "side", { cmpView: "swipe" }), toggle("side", state.cmpView === "side", { cmpView: "side" }),
        toggle("only", state.only, { only: !state.only })),
      h("button", { type: "button", class: "text-button cmp-close", onclick: app.closeCompare }, app.t("compare.close")));
    if (typing) bar.querySelector("[data-side=" + typing + "]").nextSibling.focus();
  }

  function show() {
    const on = Boolean(state.cmp);
    classIf(root, "comparing", on);
    classIf(root, "two-sides", on && Boolean(state.cmpB));
    opener.setAttribute("aria-pressed", String(on));
    if (on && bar.hidden) app.emit("comparing");
    bar.hidden = !on;
    if (!on) {
      drawn = "";
      marks.forEach((mark) => { mark.hidden = true; });
      maps.remove();
      return;
    }
    drawBar();
    const [a, b] = sidesNow(app);
    maps.show(a, b);
    const diff = state.only ? differences(app, a, b) : null;
    const stirred = diff && new Set(diff.changed.concat(diff.onlyA, diff.onlyB).map((one) => one.t));
    maps.dim(diff ? (t) => stirred.has(t) : null);
    marks.forEach((mark, k) => {
      const side = [a, b][k];
      mark.hidden = side.spec === "" || side.spec === "past";
      mark.style.left = "calc(10px + (100% - 20px) * " + side.day / app.model.span + ")";
    });
  }
  return { show };
}
