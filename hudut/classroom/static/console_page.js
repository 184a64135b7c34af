// The teacher's console: every table at a glance, sorted by number; what happens next; one table at a time in the side.

import { h, refill, classIf } from "../../../maps/js/dom.js";
import { leftHistory, lineAlone, lineOf } from "../../play/js/record.js";
import { boot, $, t, post, say, listen, clock, makeRoomDesk, party, tableName, undone } from "./common.js";
import { mapUnseen } from "./mapping.js";

const WIDE = 330; // px of a small map
const STREAM = 60; // letters and reasons shown
const desk = makeRoomDesk($(".console"));
const { teller } = desk;
const seats = Object.keys(teller.words.seats);
const pictures = {}; // small maps by table, each with what it shows

const tables = boot.tables;
let people = boot.people;
let away = boot.away;
let room = boot.room;
const debriefs = new Set(boot.debriefs); // tables whose debrief is open before the others'
let chosen = Number(Object.keys(tables)[0] || 0);
const still = {};
let forks = false; // what a fork takes along is being chosen
const along = new Set(); // and this is chosen

const lead = (action, body) => post("/api/teacher/" + action, body || {});
const button = (label, work, cls) => h("button", { type: "button", class: "button " + (cls || ""), onclick: work }, label);
const at = (table, seat) => people.filter((one) => one.table === table && one.seat === seat);
const here = (list) => list.filter((one) => away.indexOf(one.id) < 0);

// --- cards ------------------------------------------------------------------------------------------------------------
function trouble(number) {
  const { now } = tables[number];
  if (now.over || room.phase !== "running") return "";
  if (now.actor && now.policies[now.actor] === "person" && !here(at(number, now.actor)).length) return t("card.nobody", { who: teller.seat(now.actor) });
  const minutes = Math.floor((Date.now() - (still[number] || Date.now())) / 60000);
  return minutes >= 4 && !room.paused ? t("card.still", { n: minutes }) : "";
}

function nearSeal(now) {
  return now.table && now.table.accepted.length > 0;
}

function discs(number) {
  const { now } = tables[number];
  return h("ul", { class: "card-seats" }, seats.map((seat) => {
    const all = at(number, seat);
    const policy = now.policies[seat] !== "person";
    const label = teller.seat(seat) + ": " + (policy ? t("by.policy") : here(all).length + "/" + all.length);
    return h("li", { class: "seat-disc " + party(desk, seat) + (policy ? " policy" : here(all).length ? "" : " gone"), title: label },
      h("span", { "aria-hidden": "true" }, teller.marks[seat]), policy ? null : h("small", { "aria-hidden": "true" }, all.length), h("span", { class: "visually-hidden" }, label));
  }));
}

// The small map of a table is drawn anew only when the table has moved.
function picture(number, now) {
  if (!desk.board) return h("p", { class: "note" }, t("map.making"));
  if (!pictures[number] || pictures[number].at !== now.at) {
    pictures[number] = { at: now.at, node: desk.board.picture("control", { day: now.day, held: now.held }, [], WIDE, t("table", { n: number })) };
  }
  return pictures[number].node;
}

function title(now) {
  if (now.over) return (teller.ending(now.ending) || { title: t("over") }).title;
  return now.step ? teller.step(now.step).title : t("waiting");
}

// What was not taken back of what happened.
function standing(lines) {
  return lines.reduce((all, line) => (line.kind === "undo" ? all.filter((one) => one.number <= line.to) : all.concat([line])), []);
}

function card(number) {
  const { now, card: facts, lines } = tables[number];
  teller.hear(now.told);
  const wrong = trouble(number);
  const last = standing(lines).pop();
  const map = h("div", { class: "card-map" }, picture(number, now));
  const when = now.table ? t("head.round", { n: now.table.round + 1, of: now.table.rounds }) : teller.date(now.step ? teller.step(now.step).date : now.day);
  return h("article", { class: "card" + (wrong ? " trouble" : nearSeal(now) ? " near" : "") + (number === chosen ? " chosen" : ""), "data-card": number },
    h("header", null, h("h2", null, tableName(number, now.parent)), h("p", null, when, " ",
      h("b", null, t("card.settled", { n: facts.settled, of: facts.items })))),
    h("div", { class: "card-picture" }, map, h("p", { class: "card-distance" }, t("card.distance", { n: facts.distance }))),
    h("div", { class: "card-text" }, h("h3", null, title(now)),
      h("p", { class: wrong ? "wrong" : "note" }, wrong || (nearSeal(now) ? t("card.near") : last ? lineAlone(desk, last) : "")),
      now.left ? h("p", { class: "note card-left" }, leftHistory(desk, now.left)) : null),
    h("footer", null, discs(number), h("a", { class: "button", href: "/projector?table=" + number, target: "_blank" }, t("card.show")),
      now.over && room.phase === "running" ? button(t(debriefs.has(number) ? "card.debrief.close" : "card.debrief.open"),
        () => lead("debrief", { table: number, on: !debriefs.has(number) })) : null,
      button(t("card.open"), () => { chosen = number; show(); $(".side").focus(); })));
}

// What an event that cannot be given now waits for, or why it does not come at all.
function waiting(one) {
  const titles = (steps) => steps.map((id) => teller.step(id).title).join(" · ");
  if (one.to_come.length) return t("event.waits", { what: titles(one.to_come) });
  return one.gone.length ? t("event.never.after", { what: titles(one.gone) }) : t("event.never");
}

// --- the side: one table ------------------------------------------------------------------------------------------------
function eventRow(one) {
  const does = [];
  const step = teller.step(one.step);
  if (step.kind === "chance") {
    const select = h("select", { class: "plain-select", "aria-label": step.title }, h("option", { value: "" }, t("event.open")),
      Object.keys(step.options).map((id) => h("option", { value: id, selected: id === one.plan }, step.options[id].title + (one.real.indexOf(id) >= 0 ? " (" + t("event.real") + ")" : ""))));
    select.addEventListener("change", () => lead("plan", { table: chosen, step: one.step, plan: select.value }));
    does.push(select);
  } else if (one.plan === "given") {
    does.push(h("b", { class: "fine" }, t("event.given")));
  } else {
    does.push(one.waits ? h("b", { class: "note" }, waiting(one)) : button(t("event.give"), () => lead("give", { table: chosen, step: one.step })));
    if (!one.past) does.push(button(t(one.plan ? "event.let" : "event.withhold"), () => lead("plan", { table: chosen, step: one.step, plan: one.plan ? "" : "withheld" })));
    if (one.plan) does.push(h("b", { class: "wrong" }, t("event.withheld")));
  }
  return h("li", null, h("small", null, teller.date(step.date)), h("h4", null, step.title), h("details", null, h("summary", null, t("event.what")), h("p", { class: "note" }, step.says)), h("div", { class: "buttons" }, does));
}

function seatRow(seat) {
  const { now } = tables[chosen];
  const select = h("select", { class: "plain-select", "aria-label": teller.seat(seat) + ": " + t("side.plays") },
    ["person"].concat(boot.policies).map((policy) => h("option", { value: policy, selected: policy === now.policies[seat] }, t("plays." + policy))));
  select.addEventListener("change", () => lead("stand-in", { table: chosen, seat, policy: select.value }));
  return h("div", { class: "side-seat" }, h("h4", null, teller.seat(seat)), select, personRows(at(chosen, seat)));
}

function personRows(list) {
  return h("ul", null, list.map((one) => {
    const gone = away.indexOf(one.id) >= 0;
    const where = h("select", { class: "plain-select", "aria-label": t("side.move", { who: one.name }) }, places(one));
    where.addEventListener("change", () => { const [table, seat] = where.value.split(":"); lead("place", { person: one.id, table: Number(table), seat }); });
    return h("li", { class: "person" }, h("span", null, one.name, gone ? h("em", null, " " + t("away")) : null), where,
      gone ? button(t("side.return"), async () => {
        const answer = await lead("let-return", { person: one.id });
        if (answer.ok) say(t("side.code", { who: one.name, code: answer.code }));
      }) : null);
  }));
}

function places(one) {
  const found = [];
  Object.keys(tables).forEach((table) => seats.filter((seat) => boot.open_seats.indexOf(seat) >= 0).concat([""]).forEach((seat) => {
    found.push(h("option", { value: table + ":" + seat, selected: Number(table) === one.table && seat === one.seat },
      t("table", { n: table }) + " · " + (seat ? teller.seat(seat) : t("observer"))));
  }));
  return found;
}

// A fork takes along the delegations that are marked; the others stay where they are.
function forking() {
  const mark = (seat) => {
    const field = h("input", { type: "checkbox", value: seat, checked: along.has(seat) });
    field.addEventListener("change", () => along[field.checked ? "add" : "delete"](seat));
    return h("label", { class: "along" }, field, h("span", null, teller.seat(seat)));
  };
  const box = h("details", { class: "fork", open: forks }, h("summary", null, t("side.fork")), h("p", { class: "note" }, t("side.fork.note")), seats.filter((seat) => at(chosen, seat).length).map(mark),
    button(t("side.fork.open"), async () => {
      const marked = Array.from(along);
      forks = false;
      along.clear();
      await lead("fork", { table: chosen, along: marked });
    }));
  box.addEventListener("toggle", () => { forks = box.open; });
  return box;
}

const undoable = (one) => (one.gave ? teller.step(one.gave).title : lineOf(desk, one));

function side() {
  const one = tables[chosen];
  const unplaced = people.filter((person) => !person.table);
  const running = room.phase === "running";
  if (!one) return;
  teller.hear(one.now.told);
  refill($(".side-table"), h("h2", null, tableName(chosen, one.now.parent)),
    h("div", { class: "buttons" }, one.card.undo ? button(t("side.back.what", { what: undoable(one.card.undo) }), () => lead("back", { table: chosen }), running ? "" : "off") : null,
      h("a", { class: "button", href: "/teacher/log?table=" + chosen }, t("side.log"))),
    running ? forking() : null,
    h("h3", null, t("side.events")), one.card.events.length ? h("ul", { class: "side-events" }, one.card.events.map(eventRow)) : h("p", { class: "note" }, t("side.no.events")),
    h("h3", null, t("side.seats")), seats.map(seatRow), h("div", { class: "side-seat" }, h("h4", null, t("observers")), personRows(at(chosen, ""))),
    unplaced.length ? [h("h3", null, t("side.unplaced")), h("p", null, unplaced.map((person) => person.name).join(", "))] : null,
    h("h3", null, t("log")), h("ol", { class: "log side-log" }, one.lines.slice(-12).map((line) =>
      line.kind === "undo" ? h("li", { class: "log-line undone" }, undone(desk, line))
        : h("li", { class: "log-line " + party(desk, line.actor) }, h("small", null, [teller.date(teller.step(line.step).date), teller.seat(line.actor)].filter(Boolean).join(" · ")),
          h("b", null, lineOf(desk, line)), line.rationale ? h("q", null, line.rationale) : null))));
  side.written = true;
}

// --- bar ----------------------------------------------------------------------------------------------------------------
function bar() {
  const joined = people.filter((one) => one.table);
  refill($(".joined"), here(joined).length + " / " + people.length);
  const ended = room.phase === "ended";
  const does = {
    start: [room.phase === "waiting", t("bar.start")], pause: [room.phase === "running", t(room.paused ? "bar.resume" : "bar.pause")],
    lock: [!ended, t(room.locked ? "bar.unlock" : "bar.lock")], end: [room.phase === "running", t("bar.end")],
    debrief: [ended, t(room.debrief ? "bar.debrief.close" : "bar.debrief.open")],
  };
  Object.keys(does).forEach((name) => {
    const node = $("[data-do=" + name + "]");
    node.hidden = !does[name][0];
    refill(node, does[name][1]);
  });
  document.querySelectorAll(".after").forEach((node) => { node.hidden = !ended; });
  classIf(document.body, "paused", room.paused);
}

function show() {
  bar();
  const focus = document.activeElement;
  const inside = focus && focus.closest && focus.closest(".side-table, .cards");
  refill($(".cards"), Object.keys(tables).map(Number).sort((a, b) => a - b).map(card));
  // A select that is open, or a field that is being typed in, is not drawn anew under the teacher's hand.
  if (!inside || focus.tagName !== "SELECT" || !side.written) side();
}

const ACTIONS = {
  start: () => lead("start"), pause: () => lead("pause", { on: !room.paused }), lock: () => lead("lock", { on: !room.locked }),
  debrief: () => lead("debrief", { on: !room.debrief }),
  end: () => { if (window.confirm(t("bar.end.sure"))) lead("end"); },
  wipe: async () => {
    const code = window.prompt(t("bar.wipe.sure", { code: boot.code }));
    if (code && (await lead("wipe", { text: code.trim() })).ok) window.location.reload();
  },
};
document.querySelectorAll("[data-do]").forEach((node) => node.addEventListener("click", () => ACTIONS[node.getAttribute("data-do")]()));
$("#tell").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = $("#tell-text");
  const [table, seat] = $("#tell-to").value.split(":");
  const answer = await lead("tell", { table: Number(table), to: seat || "", text: field.value });
  if (answer.ok) { field.value = ""; say(t("tell.sent")); }
});
function tellTo() {
  const list = [h("option", { value: "0:" }, t("tell.all"))];
  Object.keys(tables).forEach((table) => {
    list.push(h("option", { value: table + ":" }, t("table", { n: table })));
    seats.forEach((seat) => list.push(h("option", { value: table + ":" + seat }, t("table", { n: table }) + " · " + teller.seat(seat))));
  });
  refill($("#tell-to"), list);
}

function hear(told) {
  room = told.room;
  clock.set(told.elapsed, room);
  if (told.people) people = told.people;
  if (told.kind === "debriefed" && told.table) debriefs[told.on ? "add" : "delete"](told.table);
  if (told.kind === "table" && told.table && !tables[told.table]) { tables[told.table] = { now: told.now, card: told.card, lines: told.lines || [] }; tellTo(); }
  const one = tables[told.table];
  if (one && told.now) {
    one.now = told.now;
    one.card = told.card;
    one.lines = one.lines.concat(told.lines || []).slice(-30);
    if (told.kind === "played") still[told.table] = Date.now();
  }
  note(told, told.lines || []);
  stream();
  show();
}

// What pupils write, at every table: letters and reasons, the newest first.
const written = [];
function note(told, lines) {
  if (told.kind === "said") written.push({ table: told.table, at: told.elapsed, who: [teller.seat(told.seat) || t("observer"), told.name].filter(Boolean).join(", "),
    to: told.to.filter((seat) => seat !== told.seat).map(teller.seat).join(", ") || t("talk.all"), text: told.text });
  lines.filter((line) => line.rationale).forEach((line) => written.push({ table: told.table, at: line.elapsed || told.elapsed || 0,
    who: [teller.seat(line.actor), line.by].filter(Boolean).join(", "), to: lineOf(desk, line), text: line.rationale }));
}

function stream() {
  written.sort((one, other) => other.at - one.at).splice(STREAM);
  const minute = (ms) => Math.floor(ms / 60000) + "′";
  refill($(".stream"), written.length ? written.map((one) => h("li", null, h("small", null, [t("table", { n: one.table }), minute(one.at), one.who + " → " + one.to].join(" · ")), h("p", null, one.text)))
    : h("li", { class: "note" }, t("stream.none")));
}

$(".console").insertBefore($(".toast"), $(".console-main"));
tellTo();
Object.keys(tables).forEach((number) => note({ kind: "", table: Number(number) }, tables[number].lines));
boot.letters.forEach((one) => note(one, []));
stream();
show();
clock.show();
mapUnseen(desk, show);
window.setInterval(() => { if (room.phase === "running" && !document.querySelector(".cards :focus")) show(); }, 30000);
listen({ message: hear, present: (told) => { away = told.away; show(); } }, 0);
document.body.classList.add("ready");
