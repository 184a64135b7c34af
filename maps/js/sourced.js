// What stands under every record of the chronicle: its sources, readings side by side, and where sources disagree.

import { h } from "./dom.js";
import { copyButton, plainCite } from "./citetext.js";
import { certaintyMark, citeBody } from "./cites.js";
import { labelOf } from "./chronicle.js";

export function citesOf(app, list) {
  if (!list || !list.length) return null;
  return h("ul", { class: "cites" }, list.map((k) => {
    const cite = app.told.cite(k);
    return h("li", null, certaintyMark(app, cite.s ? "attested" : "standard"), " ", citeBody(app, cite));
  }));
}

// Certainty, reason, note and sources of a record; long lists of sources fold away under small records.
export function factBody(app, one, folded) {
  const { told } = app;
  const list = citesOf(app, one.q);
  const all = (one.q || []).map((k) => plainCite(app, told.cite(k))).join("\n");
  const sure = app.raw.certainties[one.c || 0];
  const sources = list && [list, copyButton(app, all)];
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
      h("details", { class: "folded" }, h("summary", null, app.t("sources.count", { count: cites.length })), citesOf(app, cites),
        copyButton(app, cites.map((cite) => plainCite(app, told.cite(cite))).join("\n")))))),
    h("p", null, h("strong", null, app.t(one.v.some(([, , taken]) => taken) ? "disagree.adopted" : "disagree.open") + " "), told.text(one.why)),
    one.m ? h("p", { class: "note" }, told.text(one.m)) : null));
}
