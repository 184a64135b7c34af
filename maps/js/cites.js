// Sources as people read them: the certainty word first, then where it stands, with the words that prove it.

import { h } from "./dom.js";
import { dateText } from "./days.js";
import { citeBody, plainCite } from "./citetext.js";
import { copyButton } from "./copytext.js";
import { inLang } from "./text.js";

export function certaintyMark(app, certainty) {
  return h("span", { class: "certainty c-" + certainty, title: app.t("certainty." + certainty + ".long") },
    app.t("certainty." + certainty));
}

const GRADES = ["document", "scholarly", "reference", "press", "other"];

// A citation of the map or the chronicle, as the record that is put into words.
function recordOf(app, cite) {
  if (!cite.s) {
    const day = app.days.fromIso(cite.o);
    return { title: cite.t, address: cite.a, opened: day === null ? "" : app.days.middle(day, app.state.lang), says: cite.says,
      grade: GRADES[cite.gr - 1] };
  }
  const [title, authors, year, lang] = app.late().sources[cite.s] || [cite.s, [], 0, "tr"];
  return { title, authors: authors.join(", "), year, lang, lines: cite.l, words: cite.w, reads: cite.r, via: cite.via };
}

// Citations as a list, with a button that copies them.
export function citesBody(app, cites) {
  if (!cites.length) return null;
  const records = cites.map((cite) => recordOf(app, cite));
  return [
    h("ul", { class: "cites" }, records.map((one) => h("li", null, certaintyMark(app, one.lines ? "attested" : "standard"), " ",
      citeBody(app.t, one)))),
    copyButton(app, records.map((one) => plainCite(app.t, one)).join("\n")),
  ];
}

// On a page with a chronicle some of the atlas comes with it, a moment later; the panel is then drawn again.
function lateOf(app, name) {
  return app.late()[name] || (app.told && app.told.raw.late[name]);
}

// The note of a holding.
export function rowNote(app, row) {
  const notes = lateOf(app, "notes");
  return row.note && notes ? h("p", { class: "note" }, inLang(app, notes[row.note])) : null;
}

// The citations of a record of the atlas.
export function citeList(app, list) {
  const cites = lateOf(app, "cites");
  return cites ? citesBody(app, (list || []).map((index) => cites[index])) : null;
}

// Where sources disagree: every variant with its sources, and why one date was taken.
export function disagreement(app, more) {
  if (!more.var || !more.var.length) return null;
  const days = more.var.every((one) => one.d !== undefined && !one.s);
  return h("div", { class: "disagree of-basis" },
    h("h4", null, app.t("disagree.title")), days ? h("p", null, h("strong", null, app.t("disagree.day"))) : null,
    h("ul", null, more.var.map((one) => h("li", null,
      one.d !== undefined ? h("strong", null, dateText(app, one.d), one.s ? ": " : "") : null,
      one.s ? inLang(app, one.s) : null, citeList(app, one.q)))),
    more.ado ? h("p", null, h("strong", null, app.t("disagree.adopted") + " "), inLang(app, more.ado)) : null);
}

// Everything said about the basis at place `b`: note, reason, disagreement, sources.
// `asked`: the questions on it stand above already, with these variants among their answers.
export function basisBody(app, b, asked) {
  const bases = lateOf(app, "bases");
  const more = bases && bases[b];
  return more ? [
    more.m ? h("p", { class: "note" }, inLang(app, more.m)) : null,
    more.why ? h("p", { class: "reason" }, certaintyMark(app, "inferred"), " ", inLang(app, more.why)) : null,
    asked ? null : disagreement(app, more),
    citeList(app, more.q),
  ] : null;
}
