// Sources as people read them: the certainty word first, then where it stands, with the words that prove it.

import { h } from "./dom.js";
import { dateText } from "./days.js";
import { copyButton, plainCite } from "./citetext.js";
import { inLang } from "./text.js";

export function certaintyMark(app, certainty) {
  return h("span", { class: "certainty c-" + certainty, title: app.t("certainty." + certainty + ".long") },
    app.t("certainty." + certainty));
}

function textCite(app, cite) {
  const source = app.late().sources[cite.s] || [cite.s, [], 0, "tr"];
  const author = source[1].length ? source[1].join(", ") + ", " : "";
  const words = (cite.w || []).map((word) => "“" + word + "”").join(", ");
  return h("span", { class: "cite-body" }, author,
    h("cite", { lang: source[3] }, source[0]), source[2] ? " (" + source[2] + ")" : "",
    ", " + app.t("cite.lines", { lines: cite.l }),
    words ? [": ", h("q", { lang: source[3], class: "witness" }, words)] : null,
    cite.r ? " [" + cite.r + "]" : "",
    cite.via ? h("span", { class: "via" }, " " + app.t("cite.via", { via: cite.via })) : null);
}

function webCite(app, cite) {
  const day = app.days.fromIso(cite.o);
  return h("span", { class: "cite-body" },
    h("a", { href: cite.a, rel: "noreferrer noopener", target: "_blank" }, cite.t),
    day === null ? "" : " (" + app.t("cite.opened", { date: app.days.middle(day, app.state.lang) }) + ")",
    cite.says ? [": ", h("span", { class: "says", lang: "en" }, cite.says)] : null);
}

export function citeBody(app, cite) {
  return cite.s ? textCite(app, cite) : webCite(app, cite);
}

// The note of a holding.
export function rowNote(app, row) {
  return row.note ? h("p", { class: "note" }, inLang(app, app.late().notes[row.note])) : null;
}

// On a page with a chronicle the citations come with it, a moment later; the panel is then drawn again.
function atlasCite(app, index) {
  const { cites } = app.late();
  if (cites) return cites[index];
  return app.told ? app.told.cite(app.told.raw.late[index]) : null;
}

// The citations of a record of the atlas as plain text, one a line.
function citeText(app, list) {
  return (list || []).map((index) => atlasCite(app, index)).filter(Boolean).map((cite) => plainCite(app, cite)).join("\n");
}

export function citeList(app, list) {
  return h("ul", { class: "cites" }, (list || []).map((index) => {
    const cite = atlasCite(app, index);
    if (!cite) return null;
    return h("li", null, certaintyMark(app, cite.s ? "attested" : "standard"), " ", citeBody(app, cite));
  }));
}

// Where sources disagree: every variant with its sources, and why one date was taken.
export function disagreement(app, more) {
  if (!more.var || !more.var.length) return null;
  return h("div", { class: "disagree" },
    h("h4", null, app.t("disagree.title")),
    h("ul", null, more.var.map((one) => h("li", null,
      one.d !== undefined ? h("strong", null, dateText(app, one.d), one.s ? ": " : "") : null,
      one.s ? inLang(app, one.s) : null, citeList(app, one.q)))),
    more.ado ? h("p", null, h("strong", null, app.t("disagree.adopted") + " "), inLang(app, more.ado)) : null);
}

// Everything said about the basis at place `b`: note, reason, disagreement, sources.
export function basisBody(app, b) {
  const more = app.late().bases[b];
  return [
    more.m ? h("p", { class: "note" }, inLang(app, more.m)) : null,
    more.why ? h("p", { class: "reason" }, certaintyMark(app, "inferred"), " ", inLang(app, more.why)) : null,
    disagreement(app, more),
    citeList(app, more.q),
    more.q ? copyButton(app, citeText(app, more.q)) : null,
  ];
}
