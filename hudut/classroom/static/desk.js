// A pupil's desk: the text, the map that follows it, what was said and done, and the brief.

import { h, refill, classIf } from "./dom.js";
import { boot, $, t, post, say, listen, clock, seatTitle, swatch, lineageClass } from "./common.js";
import { makeMap } from "./mapframe.js";
import { makeText, effects } from "./text.js";
import { makeAhead } from "./ahead.js";

const desk = { seat: boot.seat, act: boot.act };
const map = makeMap($("#map-frame"));
const text = makeText(desk, (moves, at, why) => post("/api/move", { moves, at, why }));
const ahead = makeAhead(boot.seat);
const letters = $("#letters");
const log = $("#log");
let room = boot.room;
let now = boot.now;
let present = {};
let roster = boot.roster || {};

$(".play-text").append(text.head, text.body, ahead.node);
$(".play-foot").append(text.foot);

// --- header ---------------------------------------------------------------------------------------------------------
function header() {
  const who = boot.seat ? t("you.are", { who: seatTitle(boot.seat) }) : t("you.watch");
  refill($(".play-who"), h("strong", null, who), h("span", null, boot.act.title + " · " + t("table", { n: boot.table }) + " · " + boot.me));
  const parts = [];
  if (now.text) {
    const boxes = [];
    for (let n = 1; n <= now.text.rounds; n += 1) boxes.push(h("i", { class: n < now.text.round ? "past" : n === now.text.round ? "now" : "" }));
    parts.push(h("span", { class: "rounds", "aria-hidden": "true" }, boxes));
  }
  parts.push(h("strong", null, now.day), now.mine && room.phase === "running" ? h("span", { class: "your-turn" }, t("your.turn")) : null);
  refill($(".play-when"), parts);
  classIf(document.body, "my-turn", Boolean(now.mine && room.phase === "running"));
}

function state() {
  const key = room.phase === "waiting" ? "room.waiting" : room.phase === "ended" ? "room.ended" : room.paused ? "room.paused" : "";
  const bar = $(".room-bar");
  bar.hidden = !key;
  refill(bar, key ? h("p", null, t(key)) : null, room.debrief ? h("a", { class: "button", href: "/debrief" }, t("debrief.open")) : null);
}

// --- what was said and done ---------------------------------------------------------------------------------------------
function letter(one) {
  const from = one.kind === "told" ? t("teacher") : seatTitle(one.seat) || t("observer");
  const to = one.kind === "told" ? "" : one.to.length ? " → " + one.to.filter((seat) => seat !== one.seat).map(seatTitle).join(", ") : " → " + t("talk.all");
  return h("li", { class: "said " + (one.kind !== "told" ? lineageClass(one.seat) : "from-teacher") },
    h("b", null, from + to), one.name ? h("small", null, " " + one.name) : null, h("p", null, one.text));
}

function line(one) {
  if (one.kind === "undo") return h("li", { class: "log-line undone" }, h("p", null, one.title));
  return h("li", { class: "log-line " + lineageClass(one.seat) }, h("small", null, one.date + (one.seat ? " · " + seatTitle(one.seat) : "")),
    h("b", null, one.title), h("p", null, one.text), effects(one.effects), one.why ? h("q", null, one.why) : null);
}

function append(list, node) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.appendChild(node);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function facts() {
  refill($("#facts"), now.facts.map((one) => [h("dt", null, one.name), h("dd", null, one.top > 0 && one.top <= 5
    ? h("span", { class: "pips" }, h("span", { class: "visually-hidden" }, one.value + "/" + one.top), pips(Number(one.value), one.top)) : one.value)]));
}

function pips(on, top) {
  const found = [];
  for (let n = 1; n <= top; n += 1) found.push(h("i", { class: n <= on ? "on" : "", "aria-hidden": "true" }));
  return found;
}

function people() {
  refill($("#people"), Object.keys(boot.seats).map((seat) => h("li", null, swatch(seat), h("b", null, seatTitle(seat)), " ",
    now.policies[seat] === "person" ? (roster[seat] || []).join(", ") || t("nobody") : t("by.policy"),
    now.policies[seat] === "person" && roster[seat] && !present[seat] ? h("em", null, " " + t("away")) : null)));
}

// --- brief ------------------------------------------------------------------------------------------------------------
function list(title, lines) {
  return h("section", null, h("h3", null, title), h("ul", { class: "brief-lines" }, lines.map((one) => h("li", null, one))));
}

function brief() {
  const secret = boot.brief ? h("details", { class: "secret" }, h("summary", null, t("brief.secret")),
    h("p", { class: "note" }, t("brief.secret.note")), h("ul", { class: "brief-lines" }, boot.brief.secret.map((one) => h("li", null, one)))) : null;
  refill($("#brief-body"), h("h2", null, boot.seat ? seatTitle(boot.seat) : t("observer")),
    boot.seat ? h("p", { class: "people" }, boot.seats[boot.seat].people) : null, h("p", { class: "lead" }, boot.act.opening),
    boot.brief ? [list(t("brief.aims"), boot.brief.aims), list(t("brief.public"), boot.brief.public), secret] : h("p", null, t("brief.observer")));
}

// --- all together -------------------------------------------------------------------------------------------------------
function show() {
  header();
  state();
  text.show(now);
  ahead.show(now.ahead);
  map.show(now);
  facts();
  people();
}

function hear(told) {
  room = told.room;
  clock.set(told.elapsed, room);
  if (told.person === boot.id) { window.location.reload(); return; }
  if (told.roster) roster = told.roster;
  if (told.now) now = told.now;
  if (told.kind === "said" || told.kind === "told") {
    append(letters, letter(told));
    if (told.kind === "told" || told.seat !== boot.seat) { say(t("talk.new")); document.body.classList.add("unread"); }
  }
  if (told.gave) append(log, h("li", { class: "log-line gave" }, h("small", null, t("gave")), h("b", null, told.gave.title), h("p", null, told.gave.text)));
  (told.lines || []).forEach((one) => append(log, line(one)));
  if (told.kind === "debriefed" && room.debrief) say(t("debrief.open"));
  show();
}

$("#talk-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = $("#talk-text");
  const to = Array.from(document.querySelectorAll("#talk-to input:checked")).map((one) => one.value);
  if (!field.value.trim()) return;
  const answer = await post("/api/say", { to, text: field.value.trim() });
  if (answer.ok) field.value = "";
});
refill($("#talk-to"), h("legend", null, t("talk.to")), Object.keys(boot.seats).filter((seat) => seat !== boot.seat).map((seat) =>
  h("label", null, h("input", { type: "checkbox", value: seat }), h("span", null, seatTitle(seat)))), h("span", { class: "note" }, t("talk.none")));

function tab(name) {
  document.body.setAttribute("data-tab", name);
  if (name === "talk") document.body.classList.remove("unread");
  document.querySelectorAll(".desk-tabs button").forEach((one) => one.setAttribute("aria-pressed", String(one.value === name)));
}
document.querySelectorAll(".desk-tabs button, .open-brief").forEach((one) => one.addEventListener("click", () => {
  tab(document.body.getAttribute("data-tab") === one.value && one.classList.contains("open-brief") ? "text" : one.value);
  if (one.value === "brief") $("#brief").focus();
}));
document.querySelectorAll(".map-layers input").forEach((one) => one.addEventListener("change", () => map.layer(one.value)));
$(".close-brief").addEventListener("click", () => { tab("text"); $(".open-brief").focus(); });

boot.letters.forEach((one) => append(letters, letter(one)));
boot.lines.forEach((one) => append(log, line(one)));
brief();
tab("text");
show();
clock.show();
listen({ message: hear, present: (told) => { present = told.seats; people(); } });
document.body.classList.add("ready");
