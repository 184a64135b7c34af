// A pupil's desk: the parts of a play round one position, which the server sends; letters, drafts for later, and the brief.

import { h, refill, classIf } from "../../../maps/js/dom.js";
import { readId } from "../../../engine/kernel.js";
import { makeFrame, header, tool } from "../../play/js/frame.js";
import { makeDraft } from "../../play/js/draft.js";
import { makeDecision } from "../../play/js/decision.js";
import { briefOf, publicPart } from "../../play/js/brief.js";
import { openedOtherwise } from "../../play/js/changes.js";
import { happening, sealedText } from "../../play/js/happening.js";
import { balanceList, leftHistory, lineOf } from "../../play/js/record.js";
import { boot, $, t, post, say, listen, clock, makeRoomDesk, party, swatch, tableName, undone, votesCast } from "./common.js";
import { mapInto } from "./mapping.js";
import { makeAhead } from "./ahead.js";
import { makeForecast } from "./forecast.js";

const TALKS = ["amend", "pass", "accept"];
const root = $("#desk");
const desk = makeRoomDesk(root);
const { teller } = desk;
const mapBox = h("section", { class: "map-box play-map" }, h("p", { class: "map-making" }, t("map.making")));
const frame = makeFrame(root, mapBox);
const parts = { draft: makeDraft(desk), decision: makeDecision(desk) };
const ahead = makeAhead(desk);
const forecast = makeForecast(desk);
const bar = h("div", { class: "room-bar", role: "status", hidden: true });
const news = h("div", { class: "news" });
const letters = h("ol", { id: "letters", tabindex: "0", "aria-label": t("talk.letters") });
const log = h("ol", { id: "log", class: "log", tabindex: "0", "aria-label": t("log") });
const left = h("p", { class: "note" }); // where the table left history
const agreed = h("section", { class: "agreed", "aria-label": t("agreed") });
const vote = h("div", { class: "ballot", "aria-live": "polite" });
const facts = h("section", { class: "facts", tabindex: "0", "aria-label": t("facts") });
let room = boot.room;
let now = boot.now;
let moves = []; // of the play so far, as far as this seat may know
let drawn = "";
let panel = "";
let asked = "";
let present = {};
let roster = boot.roster || {};

desk.send = async (list, why) => {
  const answer = await post("/api/move", { moves: list, at: now.at, why });
  if (!answer.ok) turn(true);
};

const commission = () => now.ahead.find((one) => one.step === now.step) || {};
const position = () => Object.assign({}, now, { moves, prepared: (commission().draft || {}).text });
const mine = () => Boolean(boot.seat) && now.actor === boot.seat && !now.over && room.phase === "running";
const stepDate = () => (now.step ? teller.step(now.step).date : now.day);

// --- header ---------------------------------------------------------------------------------------------------------
function head() {
  const about = [teller.words.title, " · ", tableName(boot.table, now.parent), " · ", boot.me];
  refill(left, now.parent ? tableName(boot.table, now.parent) + ". " : "", now.left ? leftHistory(desk, now.left) : "");
  refill(frame.head, header(desk, { position: now, date: stepDate(), mine: mine() }, about, [
    h("p", { class: "desk-clock" }, h("span", { class: "visually-hidden" }, t("clock")), h("b", { class: "clock" })),
    tool("go-brief", t("head.brief"), () => open(panel ? "" : "brief")), $("#langs").content.cloneNode(true)]));
  classIf(root, "mine", mine() && !panel);
  clock.show();
}

function state() {
  const key = room.phase === "waiting" ? "room.waiting" : room.phase === "ended" ? "room.ended" : room.paused ? "room.paused" : "";
  bar.hidden = !key && !room.debrief;
  refill(bar, key ? h("p", null, t(key)) : null, room.debrief ? h("a", { class: "button", href: "/debrief" }, t("debrief.open")) : null);
}

// --- the text panel: a text on the table, a decision, what others do, or the brief ---------------------------------------
// What is otherwise than in history for the play that the act goes on from.
function otherwise() {
  return boot.opened ? openedOtherwise(desk, leftHistory(desk, { number: 0, move: boot.opened.left }), boot.opened.changes) : null;
}

// What the lesson leaves out: the program decides it.
function program() {
  const titles = boot.left_out.map((id) => teller.step(id).title);
  return titles.length ? h("p", { class: "note" }, t("program.plays", { what: titles.join(" · ") })) : null;
}

function told(overline, title, text, note, more) {
  return { body: h("div", null, overline ? h("p", { class: "overline" }, overline) : null, h("h2", { tabindex: "-1" }, title),
    h("p", { class: "lead" }, text), more || null), foot: h("p", { class: "hint" }, note) };
}

// Who decides, and what of it there is to do meanwhile.
function waits() {
  const drafts = now.ahead.some((one) => !one.program && one.seats.indexOf(boot.seat) >= 0);
  return [t("decide.watch", { who: teller.seat(now.actor) })].concat(!boot.seat ? [] : [
    room.phase === "running" && now.forecast.length ? t("decide.forecast") : "", drafts ? t("decide.drafts") : "", t("decide.letters")]).filter(Boolean).join(" ");
}

function part() {
  if (panel) return { body: brief(), foot: h("div", { class: "buttons" }, tool("primary close-panel", t("back"), () => open(""))) };
  if (now.over) {
    const end = teller.ending(now.ending) || teller.noAct() || { title: t("over"), text: "" };
    return told("", end.title, end.text, t(room.debrief ? "over.open" : "over.note"));
  }
  if (!now.step) return told("", teller.words.title, teller.opening(), t("waiting.note"), [otherwise(), program()]);
  const step = teller.step(now.step);
  const ended = room.phase === "ended";
  if (!now.table && (ended || !now.legal.length)) {
    return told(teller.date(step.date), step.title, step.says, ended ? t(room.debrief ? "ended.open" : "ended.note") : now.actor ? waits() : t("waiting.note"));
  }
  const chosen = now.table ? parts.draft : parts.decision;
  chosen.show(position());
  return chosen;
}

function turn(anew) {
  const key = [now.at, now.actor, now.over, panel, room.debrief, room.phase].join();
  if (key === drawn && !anew) return;
  drawn = key;
  desk.preview(null);
  const { body, foot } = part();
  refill(frame.text, panel ? null : vote, body, panel ? null : forecast.node, panel ? null : agreed, panel ? null : ahead.node);
  refill(frame.foot, foot);
}

// What was sealed stays in sight: the articles of every commission that came to a text, the last one first and open.
let inSight = "";
function sealedTexts() {
  const made = moves.filter((one) => one.move).map((one) => readId(one.move));
  const steps = made.filter((one) => one.kind === "seal").map((one) => one.step).reverse();
  const seen = steps.concat(now.annulled).join();
  if (seen === inSight) return;
  inSight = seen;
  refill(agreed, steps.length ? h("h3", null, t("agreed")) : null, steps.map((step, i) => {
    const text = {};
    made.filter((one) => one.kind === "amend" && one.step === step).forEach((one) => { text[one.item] = one.option; });
    return h("details", { open: i === 0 }, h("summary", null, teller.step(step).title), sealedText(desk, step, text, now.annulled));
  }));
}

// What the delegation votes on stands above the form, in which anybody may propose something else.
const companions = () => (roster[boot.seat] || []).length > 1;
function ballot() {
  const one = now.proposal;
  const rule = mine() && companions() && room.votes !== "free" ? h("p", { class: "note" }, t("vote.rule." + room.votes)) : null;
  if (!one) { refill(vote, rule); return; }
  const button = (key, yes) => h("button", { type: "button", class: "button" + (yes ? " primary" : ""), onclick: () => post("/api/back", { at: now.at, yes }) }, t(key));
  refill(vote, h("div", { class: "proposal", role: "group", "aria-label": t("vote.title") }, h("h3", null, t("vote.title")),
    h("ul", null, one.moves.map((move) => h("li", null, lineOf(desk, { kind: "move", move, step: now.step, actor: boot.seat })))),
    one.why ? h("q", null, one.why) : null,
    h("p", { class: "note" }, [t("vote.by", { name: one.by }), votesCast(one.votes), t("vote.note")].filter(Boolean).join(" ")),
    h("div", { class: "buttons" }, button("ahead.yes", true), button("ahead.no", false))));
}

// A new question, or a new proposal, is read from its beginning.
function scroll() {
  const question = [now.at, now.actor, now.proposal ? now.proposal.by + now.proposal.moves : ""].join();
  if (question !== asked && !panel) (vote.firstChild ? vote : vote.nextElementSibling).scrollIntoView({ block: "start" });
  asked = question;
}

function open(name) {
  panel = name;
  frame.choose("draft");
  turn(true);
  head();
  frame.focus();
}

function brief() {
  if (boot.seat) return h("div", { class: "start" }, h("h2", { tabindex: "-1" }, t("brief.title")), h("p", { class: "lead" }, teller.opening()), otherwise(), program(), briefOf(desk, boot.seat));
  return h("div", { class: "start" }, h("h2", { tabindex: "-1" }, t("observer")), h("p", { class: "lead" }, teller.opening()), otherwise(), program(), h("p", null, t("brief.observer")),
    Object.keys(teller.words.seats).map((seat) => publicPart(desk, seat)));
}

// --- what was said and done ---------------------------------------------------------------------------------------------
function letter(one) {
  const from = one.kind === "told" ? t("teacher") : teller.seat(one.seat) || t("observer");
  const to = one.kind === "told" ? "" : one.to.length ? " → " + one.to.filter((seat) => seat !== one.seat).map(teller.seat).join(", ") : " → " + t("talk.all");
  return h("li", { class: "said " + (one.kind !== "told" ? party(desk, one.seat) : "from-teacher") },
    h("b", null, from + to), one.name ? h("small", null, " " + one.name) : null, h("p", null, one.text));
}

// What happened is told whole; of talks at a table only how they ended.
function line(one) {
  if (one.kind === "undo") return h("li", { class: "log-line undone" }, h("p", null, undone(desk, one)));
  const step = teller.step(one.step);
  const talks = step.items && one.move && TALKS.indexOf(readId(one.move).kind) >= 0;
  return h("li", { class: "log-line " + party(desk, one.actor) }, talks
    ? [h("small", null, teller.date(step.date) + " · " + teller.seat(one.actor)), h("b", null, lineOf(desk, one)), one.rationale ? h("q", null, one.rationale) : null]
    : happening(desk, one), one.by || one.program ? h("small", { class: "by" }, one.by || t("line.program")) : null);
}

// Letters stand in the order in which they were written; what is new is read from its beginning, unless the reader has gone
// back to what was.
function append(list, node) {
  const atEnd = !list.lastChild || list.lastChild.getBoundingClientRect().top < list.getBoundingClientRect().bottom;
  list.appendChild(node);
  if (atEnd) list.scrollTop += node.getBoundingClientRect().top - list.getBoundingClientRect().top;
}

// What happened last stands first; a reader who has gone on to what was before stays there.
function precede(node) {
  const read = log.firstChild;
  const before = read ? read.getBoundingClientRect().top : 0;
  log.insertBefore(node, read);
  if (log.scrollTop) log.scrollTop += read.getBoundingClientRect().top - before;
}

function take(one) {
  if (one.kind === "undo") moves = moves.filter((move) => move.number <= one.to);
  else moves = moves.concat([one]);
  precede(line(one));
}

function people() {
  const sides = Object.keys(teller.words.seats).map((seat) => h("li", null, swatch(desk, seat), h("b", null, teller.seat(seat)), " ",
    now.policies[seat] === "person" ? (roster[seat] || []).join(", ") || t("nobody.sits") : t("by.policy"),
    now.policies[seat] === "person" && roster[seat] && !present[seat] ? h("em", null, " " + t("away")) : null));
  refill(facts, h("h2", null, t("facts")), balanceList(desk, now, boot.opening), h("h2", null, t("people")), h("ul", { id: "people" }, sides));
}

// --- all together -------------------------------------------------------------------------------------------------------
function map() {
  if (desk.board) desk.board.show({ day: now.day, held: now.held });
}

function show() {
  head();
  state();
  turn();
  ballot();
  scroll();
  forecast.show(room.phase === "running" ? now.forecast : []);
  sealedTexts();
  ahead.show(now.ahead.filter((one) => room.phase !== "running" || !now.table || one.step !== now.step));
  map();
  people();
}

// What another side has just decided, in a line; of talks at a table the text itself shows it.
function decidedNow(one) {
  const line = one.kind === "played" && (one.lines || [])[0];
  const step = line && line.kind !== "undo" && line.actor !== boot.seat ? teller.step(line.step) : null;
  return step && !step.items && teller.seat(line.actor) ? teller.seat(line.actor) + ": " + lineOf(desk, line) + "." : "";
}

function hear(one) {
  room = one.room;
  clock.set(one.elapsed, room);
  if (one.person === boot.id) { window.location.reload(); return; }
  if (one.roster) roster = one.roster;
  if (one.now) now = one.now;
  teller.hear(now.told);
  if (one.kind === "said" || one.kind === "told") {
    append(letters, letter(one));
    if (one.kind === "told" || one.seat !== boot.seat) { say(t("talk.new")); root.classList.add("unread"); }
  }
  const gave = one.gave && teller.step(one.gave);
  const rests = gave && one.rests.length ? t("gave.rests", { what: one.rests.map((id) => teller.step(id).title).join(" · ") }) : "";
  if (gave) herald(t("gave"), gave.title, gave.says, rests);
  if (one.kind === "told") herald(t("news.from"), "", one.text);
  (one.lines || []).filter((each) => each.kind === "undo").forEach((each) => herald(t("news.from"), "", undone(desk, each)));
  if (gave) precede(h("li", { class: "log-line gave" }, h("small", null, t("gave")), h("b", null, gave.title), h("p", null, gave.says), rests ? h("p", null, rests) : null));
  (one.lines || []).forEach(take);
  if (one.kind === "debriefed" && room.debrief) say(t("debrief.opened"));
  const sealed = (one.lines || []).find((each) => each.move && readId(each.move).kind === "seal");
  if (sealed) say(t("agreed.now", { title: teller.step(sealed.step).title }));
  const was = asked;
  show();
  if (one.kind === "proposed" && now.proposal && now.proposal.by !== boot.me) { say(t("vote.new")); frame.choose("draft"); }
  else if (mine() && one.kind !== "proposed" && asked !== was) say([decidedNow(one), t("turn.now")].filter(Boolean).join(" "));
  else if (decidedNow(one)) say(decidedNow(one));
  const land = (one.lines || []).reduce((all, each) => all.concat(each.changes ? each.changes.land : []), []);
  if ((one.lines || []).length) desk.moved(land);
}

// What the teacher brings in stands in full over whatever part of the page is open, until it is put away; of several the
// newest, and its button says how many wait behind it.
function herald(from, title, text, note) {
  const close = h("button", { type: "button", class: "button", onclick: () => { news.removeChild(node); waiting(); } });
  const node = h("div", { class: "herald", role: "alert" }, h("div", { class: "herald-text" }, h("p", { class: "overline" }, from), title ? h("h3", null, title) : null, h("p", null, text), note ? h("p", { class: "note" }, note) : null), close);
  news.insertBefore(node, $(".toast").nextSibling);
  waiting();
}

function waiting() {
  const all = news.querySelectorAll(".herald");
  all.forEach((node, i) => refill(node.lastChild, all.length - i > 1 ? t("news.next", { n: all.length - i - 1 }) : t("news.close")));
}

function talk() {
  const text = h("textarea", { id: "talk-text", rows: "1", maxlength: "600", placeholder: t("talk.text") });
  const to = h("fieldset", { id: "talk-to" }, h("legend", null, t("talk.to")), Object.keys(teller.words.seats).filter((seat) => seat !== boot.seat).map((seat) =>
    h("label", null, h("input", { type: "checkbox", value: seat }), h("span", null, teller.seat(seat)))), h("span", { class: "note" }, t("talk.none")));
  const form = h("form", { id: "talk-form" }, to, h("div", { class: "talk-row" },
    h("label", null, h("span", { class: "visually-hidden" }, t("talk.text")), text), h("button", { class: "button", type: "submit" }, t("talk.send"))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!text.value.trim()) return;
    const marked = Array.from(to.querySelectorAll("input:checked")).map((one) => one.value);
    const answer = await post("/api/say", { to: marked, text: text.value.trim() });
    if (answer.ok) text.value = "";
  });
  return form;
}

root.insertBefore(bar, frame.head.nextSibling);
["lost", "toast"].forEach((name) => news.appendChild($("." + name))); // in the frame, where they cover nothing
root.insertBefore(news, bar.nextSibling);
refill(frame.strip, h("section", { class: "talk" }, h("h2", null, t("talk.letters")), letters, boot.seat ? talk() : null),
  h("section", { class: "happened" }, h("h2", null, t("log")), left, log), facts);
frame.drawTabs(desk.t);
frame.tabs.addEventListener("click", () => { if (frame.tab === "talk") root.classList.remove("unread"); });
frame.choose("draft");
teller.hear(now.told);
boot.letters.forEach((one) => append(letters, letter(one)));
boot.lines.forEach(take);
show();
mapInto(mapBox, desk, map);
listen({ message: hear, present: (one) => { present = one.seats; people(); } });
document.body.classList.add("ready");
