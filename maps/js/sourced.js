// What stands under every record of the chronicle: its sources, readings side by side, and where sources disagree.

import { h } from "./dom.js";
import { certaintyMark, citesBody } from "./cites.js";
import { labelOf } from "./chronicle.js";

export function citesOf(app, list) {
  return citesBody(app, (list || []).map(app.told.cite));
}

// Certainty, reason, note and sources of a record; long lists of sources fold away under small records.
export function factBody(app, one, folded) {
  const { told } = app;
  const sure = app.raw.certainties[one.c || 0];
  const sources = citesOf(app, one.q);
  return [
    one.m ? h("p", { class: "note" }, told.text(one.m)) : null,
    one.why ? h("p", { class: "reason" }, certaintyMark(app, "inferred"), " ", told.text(one.why)) : null,
    !sources ? null : folded
      ? h("details", { class: "folded" }, h("summary", null, certaintyMark(app, sure), " ",
        app.t("sources.count", { count: one.q.length })), sources)
      : h("section", null, h("h4", null, certaintyMark(app, sure), " ", app.t("sources.title")), sources),
  ];
}

export function readingsOf(app, list) {
  if (!list || !list.length) return null;
  const { told } = app;
  const asked = Array.from(new Set(list.map((one) => one.qu)));
  return h("section", { class: "readings" }, h("h4", null, app.t("readings.title")), asked.map((question) => [
    h("h5", null, labelOf(app, "question", question)),
    h("div", { class: "reading-pair" }, list.filter((one) => one.qu === question).map((one) => h("div", { class: "reading" },
      h("p", { class: "school" }, h("strong", null, app.t("school." + one.k)), told.text(one.h)),
      h("p", null, told.text(one.s)), factBody(app, one, true)))),
  ]));
}

export function doubtsOf(app, list) {
  const { told } = app;
  return (list || []).map((one) => h("section", { class: "disagree" },
    h("h4", null, app.t("disagree.title")), h("p", null, h("strong", null, told.text(one.n))),
    h("ol", { class: "variants" }, one.v.map(([says, cites, taken]) => h("li", { class: taken ? "adopted" : "" },
      told.text(says), taken ? h("span", { class: "adopted-word" }, app.t("disagree.taken")) : null,
      h("details", { class: "folded" }, h("summary", null, app.t("sources.count", { count: cites.length })),
        citesOf(app, cites))))),
    h("p", null, h("strong", null, app.t(one.v.some(([, , taken]) => taken) ? "disagree.adopted" : "disagree.open") + " "), told.text(one.why)),
    one.m ? h("p", { class: "note" }, told.text(one.m)) : null));
}
