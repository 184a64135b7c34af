// A treaty: its four dates as a track, and its articles as chips that open one at a time and light up their land.

import { h, refill } from "./dom.js";
import { TRACK, track } from "./track.js";
import { factBody } from "./sourced.js";
import { firstDay, labelOf, partyName, whenText } from "./chronicle.js";
import { edgesOfArticle } from "./clauses.js";
import { lineList } from "./bordercard.js";
import { inLang, km2 } from "./text.js";

function stepsOf(app, treaty) {
  const step = (key, when, who) => ({ key, day: firstDay(when), text: whenText(app, when, "middle"), who });
  return TRACK.filter((key) => treaty[key] !== undefined && key !== "ratified").map((key) => step(key, treaty[key]))
    .concat((treaty.rat || []).map((one) => step("ratified", one.d, partyName(app, one.y))));
}

function movedLands(app, article) {
  return (article.mv || []).slice(1).map((id) => app.told.territories[id]).filter((t) => t !== undefined);
}

function articleBody(app, treaty, article) {
  const lands = movedLands(app, article);
  const area = lands.reduce((sum, t) => sum + app.model.territories[t].a, 0);
  return h("div", { class: "article" },
    h("p", { class: "kicker" }, app.t("article.number", { n: article.no })),
    h("h5", null, app.told.text(article.n)), h("p", null, app.told.text(article.s)),
    lands.length ? h("p", { class: "sum" }, app.t("article.moves", { count: lands.length, area: km2(app, area) })) : null,
    lands.length ? h("ul", { class: "lands inline" }, lands.map((t) => h("li", null, h("button", { type: "button", class: "plain",
      onclick: () => app.choose("t", t) }, inLang(app, app.model.territories[t].n))))) : null,
    lands.length ? lineList(app, edgesOfArticle(app, treaty, article)) : null,
    article.i ? h("p", { class: "status" }, article.i.map((id) => labelOf(app, "item", id)).join(" · ")) : null,
    factBody(app, article, true));
}

function articlesOf(app, treaty) {
  if (!treaty.a) return null;
  const place = h("div", { class: "article-place", "aria-live": "polite" });
  const chips = treaty.a.map((article) => {
    const lands = movedLands(app, article);
    const area = lands.reduce((sum, t) => sum + app.model.territories[t].a, 0);
    const key = treaty.id + ":" + article.no;
    const chip = h("button", { type: "button", class: "chip", "data-article": key, "aria-pressed": String(app.state.art === key) },
      h("strong", null, article.no), h("span", null, app.told.text(article.n)),
      lands.length ? h("span", { class: "area" }, km2(app, area)) : null);
    chip.addEventListener("click", () => {
      const open = chip.getAttribute("aria-pressed") === "true";
      chips.forEach((one) => one.setAttribute("aria-pressed", "false"));
      chip.setAttribute("aria-pressed", String(!open));
      refill(place, open ? [] : articleBody(app, treaty, article));
      app.light(!open && lands.length ? (_, t) => lands.indexOf(t) >= 0 : null);
      app.lit = !open && lands.length > 0;
      app.set({ art: open ? "" : key, edge: "" });
    });
    if (app.state.art === key) refill(place, articleBody(app, treaty, article));
    return chip;
  });
  return h("section", { class: "articles" }, h("h4", null, app.t("articles.title", { count: chips.length })),
    h("div", { class: "chips" }, chips), place);
}

export function treatyBody(app, treaty, withFacts) {
  return [
    h("p", { class: "status" }, app.t("treaty.kind." + treaty.k) + " · " + treaty.y.map((id) => partyName(app, id)).join(", ")),
    withFacts ? h("p", { class: "summary" }, app.told.text(treaty.s)) : null, track(app, stepsOf(app, treaty), treaty.k === "treaty"),
    articlesOf(app, treaty), withFacts ? factBody(app, treaty) : null,
  ];
}
