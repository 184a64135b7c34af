// Something that has happened, told on a page of its own: what, what it changed, how sure it is, and the sources.

import { OPEN } from "../../../engine/fates.js";
import { citeBody } from "../../../maps/js/citetext.js";
import { h } from "../../../maps/js/dom.js";
import { changeList } from "./changes.js";

export function sourceList(t, sources, places) {
  return h("ul", { class: "sources" }, places.map((place) => h("li", null, citeBody(t, sources[place]))));
}

// How sure something is and what it rests on, folded away.
export function groundsOf(t, sources, one) {
  const places = one.sources || [];
  const events = one.events || [];
  if (!one.certainty) return null;
  return h("details", { class: "grounds" },
    h("summary", null, h("span", { class: "sureness sure-" + one.certainty }, t("certainty." + one.certainty)), " ",
      places.length ? t(places.length === 1 ? "source.count.one" : "source.count", { n: places.length }) : ""),
    h("p", { class: "hint" }, t("certainty." + one.certainty + ".long"), one.reason ? " " + one.reason : ""),
    events.length ? h("p", { class: "hint" }, t("source.events", { events: events.join(" · ") })) : null,
    places.length ? sourceList(t, sources, places) : null);
}

// What a source says of history, in a play that has left it.
const OF_HISTORY = ["attested", "standard"];

// `told`: { move (null: secret), actor, date, changes, rationale, departed } as the desk gives it.
export function happening(desk, told) {
  const { teller, t } = desk;
  const step = teller.step(told.step);
  const words = told.move ? teller.move(told.move) : { title: step.title, text: t("secret.decided", { who: teller.seat(told.actor) }) };
  const who = told.actor && told.actor !== "chance" ? teller.seat(told.actor) : "";
  return h("article", { class: "happening" },
    h("p", { class: "overline" }, [teller.date(told.date || step.date), who].filter(Boolean).join(" · ")),
    h("h2", { tabindex: "-1" }, words.title),
    words.choice ? h("p", { class: "outcome" }, words.choice) : null,
    words.text ? h("p", { class: "lead" }, words.text) : null,
    told.rationale ? h("p", null, h("q", null, told.rationale)) : null,
    told.changes.land.length || told.changes.variables.length ? changeList(desk, told.changes) : null,
    (words.missing || []).length ? h("p", { class: "missing" }, t("view.missing", { who: words.missing.join(", ") })) : null,
    groundsOf(t, teller.words.sources, told.departed && OF_HISTORY.indexOf(words.certainty) >= 0
      ? Object.assign({}, words, { certainty: "as-history" }) : words));
}

// The articles of a commission as they were sealed; `text` has the option of each, `open` where none was written. What was
// annulled since says so.
export function sealedText(desk, step, text, annulled = []) {
  const { items } = desk.teller.step(step);
  return h("ol", { class: "sealed" }, Object.keys(items).filter((item) => text[item] && text[item] !== OPEN).map((item) => {
    const article = items[item].options[text[item]].text;
    return h("li", null, h("b", null, items[item].title), " ", annulled.indexOf(item) < 0 ? article : [h("del", null, article), " ", h("small", null, desk.t("sealed.annulled"))]);
  }));
}
