// The card of an event: what happened, who, where, what it asked and what answered it, figures, readings, doubts, sources.

import { h } from "./dom.js";
import { doubtsOf, factBody, readingsOf } from "./sourced.js";
import { aidRow } from "./aid.js";
import { treatyBody } from "./treatycard.js";
import { marksNow } from "./marks.js";
import { edgesOfBasis } from "./clauses.js";
import { lineList } from "./bordercard.js";
import { basisBody } from "./cites.js";
import { changesBy, changesPart } from "./changes.js";
import { labelOf, openEvent, partyName, placeNameOf, whenText, whoName } from "./chronicle.js";

const MOST_REPLIES = 4;
const MOST_OPEN = 4; // more positions than this fold away
const TREATY_KINDS = ["treaty", "armistice", "law"]; // other events only name the treaty

export function eventButton(app, one) {
  return h("button", { type: "button", class: "plain", onclick: () => openEvent(app, one.id) }, app.told.text(one.n));
}

function joined(nodes, mark) {
  return nodes.map((node, k) => [k ? mark || ", " : "", node]);
}

function fact(app, label, nodes) {
  return nodes && nodes.length ? [h("dt", null, app.t(label)), h("dd", null, joined(nodes))] : null;
}

function personButton(app, id) {
  if (!app.told.person[id]) return partyName(app, id);
  return h("button", { type: "button", class: "plain", onclick: () => app.set({ ev: "person:" + id, tab: "events" }) }, whoName(app, id));
}

function placeButton(app, id) {
  const p = app.told.places[id];
  return p === undefined ? id : h("button", { type: "button", class: "plain", onclick: () => app.choose("p", p) }, placeNameOf(app, id));
}

function factsOf(app, one) {
  return h("dl", { class: "event-facts" },
    fact(app, "event.from", (one.by || []).map((id) => personButton(app, id))),
    fact(app, "event.to", (one.to || []).map((id) => personButton(app, id))),
    one.sent !== undefined ? fact(app, "event.sent", [whenText(app, one.sent)]) : null,
    one.arr !== undefined ? fact(app, "event.arrived", [whenText(app, one.arr)]) : null,
    fact(app, "event.persons", (one.w || []).map((id) => personButton(app, id))),
    fact(app, "event.parties", (one.y || []).map((id) => partyName(app, id))),
    fact(app, "event.organisations", (one.o || []).map((id) => h("button", { type: "button", class: "plain",
      onclick: () => app.set({ ev: "organisation:" + id, tab: "events" }) }, labelOf(app, "organisation", id)))),
    fact(app, "event.places", one.p.map((id) => placeButton(app, id))));
}

// One thread followed: the event before and the event after in it.
function threadRow(app, one, id) {
  const list = app.told.threadOf[id];
  const at = list.indexOf(one);
  const step = (to, label) => {
    const other = list[at + to];
    return h("button", { type: "button", class: "step", disabled: !other, "aria-label": app.t(label) + (other ? ": " + app.told.text(other.n) : ""),
      title: other ? app.told.text(other.n) : "", onclick: other ? () => openEvent(app, other.id) : null }, to < 0 ? "‹" : "›");
  };
  const followed = app.state.thread === id;
  return h("li", null, step(-1, "thread.prev"), h("button", { type: "button", class: "plain", "aria-pressed": String(followed),
    onclick: () => app.set({ thread: followed ? "" : id }) }, labelOf(app, "thread", id)),
  h("span", { class: "status" }, " " + (at + 1) + "/" + list.length), step(1, "thread.next"));
}

function positionRow(app, one) {
  return h("li", { class: "position" },
    h("p", { class: "kicker" }, partyName(app, one.y), " · ", app.t("stance." + one.k), " · ", labelOf(app, "item", one.i)),
    h("p", null, app.told.text(one.s)),
    h("p", { class: "status" }, whenText(app, one.d), one.to ? " · " + app.t("position.to", { who: partyName(app, one.to) }) : ""),
    factBody(app, one, true));
}

// What the others said next on the same matters: the answer, where no letter is recorded as one.
function repliesTo(app, mine) {
  const found = [];
  mine.forEach((one) => app.told.raw.positions.forEach((other) => {
    if (other.i === one.i && other.y !== one.y && other.a >= one.a && other.a - one.a < 120 && mine.indexOf(other) < 0 &&
      found.indexOf(other) < 0) found.push(other);
  }));
  return found.sort((a, b) => a.a - b.a).slice(0, MOST_REPLIES);
}

function positionsPart(app, one) {
  const mine = app.told.positionsOf[one.id] || [];
  if (!mine.length) return null;
  const replies = repliesTo(app, mine);
  return [h("details", { class: "positions", open: mine.length <= MOST_OPEN }, h("summary", null, h("h4", null,
    app.t("positions.title", { count: mine.length }))), h("ul", null, mine.map((p) => positionRow(app, p)))),
    replies.length ? h("section", { class: "positions replies" }, h("h4", null, app.t("positions.replies")),
      h("ul", null, replies.map((p) => h("li", null, positionRow(app, p), p.e && app.told.event[p.e]
        ? h("p", { class: "row-links" }, eventButton(app, app.told.event[p.e])) : null)))) : null];
}

function lettersPart(app, one) {
  const answers = app.told.answered[one.id] || [];
  const asked = one.ans && app.told.event[one.ans];
  return h("div", { class: "letters" },
    one.asks ? h("p", null, h("strong", null, app.t("event.asks") + " "), app.told.text(one.asks)) : null,
    asked ? h("p", null, h("strong", null, app.t("event.answers") + " "), eventButton(app, asked)) : null,
    answers.length ? h("p", null, h("strong", null, app.t("event.answered") + " "), joined(answers.map((other) => eventButton(app, other)))) : null,
    one.eff ? h("p", null, h("strong", null, app.t("event.effect") + " "), app.told.text(one.eff)) : null);
}

// Others of the same day in the same thread: a talk and its topics.
function sameDay(app, one) {
  const list = app.told.events.filter((other) => other !== one && !other.long && other.a === one.a && other.z === one.z &&
    other.t.some((id) => one.t.indexOf(id) >= 0));
  return list.length ? h("section", { class: "same-day" }, h("h4", null, app.t("event.sameday")),
    h("ul", null, list.map((other) => h("li", null, eventButton(app, other), h("span", { class: "digest" }, app.told.text(other.s)))))) : null;
}

function alsoHere(app, one) {
  const mark = app.state.at && marksNow(app).find((other) => other.place === app.state.at);
  const list = mark ? mark.list.filter((other) => other !== one) : [];
  return list.length ? h("details", { class: "also", open: list.length < 4 }, h("summary", null, app.t("event.also", { place: placeNameOf(app, mark.place), count: list.length })),
    h("ul", null, list.map((other) => h("li", null, eventButton(app, other), h("span", { class: "status" }, " · " + whenText(app, other.d, "middle")))))) : null;
}

// An event that moved land drew a line too; a treaty shows that under its articles.
function linesPart(app, one) {
  const causes = (one.b || []).map((id) => ({ id, edges: edgesOfBasis(app, id) })).filter(({ edges }) => edges.length);
  return causes.map(({ id, edges }) => {
    const key = "basis:" + id;
    const button = h("button", { type: "button", class: "plain show-line", "aria-pressed": String(app.state.art === key) }, app.t("border.show"));
    button.addEventListener("click", () => {
      const on = app.state.art !== key;
      button.setAttribute("aria-pressed", String(on));
      app.set({ art: on ? key : "", edge: "" });
    });
    return h("section", { class: "event-line" }, button, lineList(app, edges));
  });
}

// What changed hands by causes of the atlas, under the name of the layer where it is not the one on the map. On the card
// of a day they are the changes of that day.
function movedPart(app, causes, ofDay) {
  if (ofDay && ofDay.length) return changesPart(app, ofDay);
  return causes.map((id) => changesBy(app, app.model.basisAt(id))).filter(Boolean).map(({ layer, changes }) => [
    layer === app.state.layer ? null : h("p", { class: "status" }, app.t("changed.layer", { layer: app.t("layer." + layer) })), changesPart(app, changes)]);
}

// What the atlas notes of the causes, and the sources of its rows.
function causesPart(app, causes, asked) {
  return causes.map(app.model.basisAt).filter((b) => b >= 0).map((b) => h("section", { class: "cause-of" }, basisBody(app, b, asked)));
}

export function eventCard(app, one, ofDay) {
  const { told } = app;
  const where = one.p.length ? " · " + placeNameOf(app, one.p[0]) : "";
  const treaty = one.tr && told.treaty[one.tr];
  const about = (table, more) => (table[one.id] || []).concat((more && table[more.id]) || []).filter((x, k, all) => all.indexOf(x) === k);
  return h("article", { class: "card event-card", "data-event": one.id },
    alsoHere(app, one),
    h("p", { class: "kicker" }, app.t("event.kind." + one.k) + where),
    h("h3", null, told.text(one.n)),
    h("p", { class: "event-date" }, h("strong", null, whenText(app, one.d)), one.dn ? h("span", { class: "status" }, " · " + told.text(one.dn)) : null),
    h("p", { class: "summary" }, told.text(one.s)), lettersPart(app, one),
    treaty ? h("section", { class: "treaty-part" }, h("h4", null, h("button", { type: "button", class: "plain",
      onclick: () => app.set({ ev: "treaty:" + treaty.id }) }, told.text(treaty.n))), TREATY_KINDS.indexOf(one.k) >= 0 ? treatyBody(app, treaty) : null) : null,
    movedPart(app, one.b || [], ofDay), doubtsOf(app, about(told.doubtsOn, treaty)),
    linesPart(app, one), positionsPart(app, one),
    told.aidOf[one.id] ? h("section", { class: "aid-of" }, h("h4", null, app.t("aid.title")), h("ul", { class: "aid-list" },
      told.aidOf[one.id].map((aid) => aidRow(app, aid)))) : null,
    readingsOf(app, about(told.readingsOn, treaty)),
    one.vm ? h("div", { class: "view-missing" }, one.vm.map((id) => h("p", null, app.t("view.missing", { who: labelOf(app, "view", id) })))) : null,
    factsOf(app, one),
    h("section", null, h("h4", null, app.t("event.threads")), h("ul", { class: "threads" }, one.t.map((id) => threadRow(app, one, id)))),
    sameDay(app, one), factBody(app, one), causesPart(app, one.b || [], about(told.doubtsOn, treaty).length > 0));
}

export function treatyCard(app, treaty, ofDay) {
  const events = app.told.byTreaty[treaty.id] || [];
  const about = (table) => [treaty].concat(events.filter((one) => TREATY_KINDS.indexOf(one.k) >= 0))
    .reduce((all, one) => all.concat(table[one.id] || []), []).filter((x, k, all) => all.indexOf(x) === k);
  return h("article", { class: "card event-card" }, h("p", { class: "kicker" }, app.t("search.treaties")),
    h("h3", null, app.told.text(treaty.n)), treatyBody(app, treaty, true),
    movedPart(app, treaty.b ? [treaty.b] : [], ofDay), doubtsOf(app, about(app.told.doubtsOn)), readingsOf(app, about(app.told.readingsOn)),
    events.length ? h("section", null, h("h4", null, app.t("treaty.events")), h("ul", null, events.map((one) => h("li", null, eventButton(app, one))))) : null);
}

export function personCard(app, person) {
  const { told } = app;
  const life = [person.born, person.died].map((when) => (when === undefined ? "?" : whenText(app, when, "middle")));
  const events = told.eventsOf[person.id] || [];
  return h("article", { class: "card event-card" }, h("p", { class: "kicker" }, app.t("search.people")),
    h("h3", null, told.text(person.n)),
    person.born === undefined && person.died === undefined ? null : h("p", { class: "event-date" }, life.join(" – ")),
    person.aka ? h("p", { class: "status" }, person.aka.join(", ")) : null,
    person.m ? h("p", { class: "note" }, told.text(person.m)) : null,
    person.off ? h("ul", { class: "offices" }, person.off.map((one) => h("li", null, h("strong", null, told.text(one.n)),
      one.from === undefined && one.till === undefined ? null : h("span", { class: "status" }, " · " + termOf(app, one)), factBody(app, one, true)))) : null,
    eventsPart(app, events));
}

// When something began and ended, as far as either is known.
function termOf(app, one) {
  return [one.from, one.till].map((when) => (when === undefined ? "" : whenText(app, when, "middle"))).join(" – ");
}

export function organisationCard(app, one) {
  const { told } = app;
  const known = one.from !== undefined || one.till !== undefined;
  return h("article", { class: "card event-card" }, h("p", { class: "kicker" }, app.t("event.organisations")),
    h("h3", null, told.text(one.n)), known ? h("p", { class: "event-date" }, termOf(app, one)) : null,
    eventsPart(app, told.eventsOfOrganisation[one.id] || []), factBody(app, one));
}

function eventsPart(app, events) {
  return [h("h4", null, app.t("person.events", { count: events.length })),
    h("ul", { class: "event-list" }, events.map((one) => h("li", null, h("span", { class: "status" }, whenText(app, one.d, "middle") + " "), eventButton(app, one))))];
}
