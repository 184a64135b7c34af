// The teacher's console: every table at a glance, sorted by number; what happens next; one table at a time in the side.

import { h, refill, classIf } from "./dom.js";
import { boot, $, t, post, say, listen, clock, seatTitle, mark, lineageClass } from "./common.js";
import { thumb } from "./thumbs.js";

const tables = boot.tables;
let people = boot.people;
let away = boot.away;
let room = boot.room;
let chosen = Number(Object.keys(tables)[0] || 0);
const still = {};

const lead = (action, body) => post("/api/teacher/" + action, body || {});
const button = (label, work, cls) => h("button", { type: "button", class: "button " + (cls || ""), onclick: work }, label);
const at = (table, seat) => people.filter((one) => one.table === table && one.seat === seat);
const here = (list) => list.filter((one) => away.indexOf(one.id) < 0);

// --- cards ------------------------------------------------------------------------------------------------------------
function trouble(number) {
  const { now } = tables[number];
  if (now.over || room.phase !== "running") return "";
  if (now.turn && now.policies[now.turn] === "person" && !here(at(number, now.turn)).length) return t("card.nobody", { who: seatTitle(now.turn) });
  const minutes = Math.floor((Date.now() - (still[number] || Date.now())) / 60000);
  return minutes >= 4 && !room.paused ? t("card.still", { n: minutes }) : "";
}

function nearSeal(now) {
  return now.text && now.text.seats.some((seat) => now.text.accepted[seat]);
}

function discs(number) {
  const { now } = tables[number];
  return h("ul", { class: "card-seats" }, Object.keys(boot.seats).map((seat) => {
    const all = at(number, seat);
    const policy = now.policies[seat] !== "person";
    const label = seatTitle(seat) + ": " + (policy ? t("by.policy") : here(all).length + "/" + all.length);
    return h("li", { class: "seat-disc " + lineageClass(seat) + (policy ? " policy" : here(all).length ? "" : " gone"), title: label },
      h("span", { "aria-hidden": "true" }, mark(seat)), policy ? null : h("small", { "aria-hidden": "true" }, all.length), h("span", { class: "visually-hidden" }, label));
  }));
}

function card(number) {
  const { now, card: facts, lines } = tables[number];
  const wrong = trouble(number);
  const last = lines[lines.length - 1];
  const map = h("div", { class: "card-map" });
  thumb(map, now.iso, now.held);
  return h("article", { class: "card" + (wrong ? " trouble" : nearSeal(now) ? " near" : "") + (number === chosen ? " chosen" : ""), "data-card": number },
    h("header", null, h("h2", null, t("table", { n: number })), h("p", null, now.text ? t("wall.round", { n: now.text.round, of: now.text.rounds }) + " " : now.day + " ",
      h("b", null, t("card.settled", { n: facts.settled, of: facts.items })))),
    h("div", { class: "card-picture" }, map, h("p", { class: "card-distance" }, t("card.distance", { n: facts.distance }))),
    h("div", { class: "card-text" }, h("h3", null, now.over ? (now.ending ? now.ending.title : t("over")) : now.step ? now.step.title : t("waiting")),
      h("p", { class: wrong ? "wrong" : "note" }, wrong || (nearSeal(now) ? t("card.near") : last ? last.title : ""))),
    h("footer", null, discs(number), h("a", { class: "button", href: "/projector?table=" + number, target: "_blank" }, t("card.show")),
      button(t("card.open"), () => { chosen = number; show(); $(".side").focus(); })));
}

// --- the side: one table ------------------------------------------------------------------------------------------------
function eventRow(one) {
  const does = [];
  if (one.kind === "chance") {
    const select = h("select", { class: "plain-select", "aria-label": one.title }, h("option", { value: "" }, t("event.open")),
      one.options.map((option) => h("option", { value: option.id, selected: option.id === one.plan }, option.title + (option.historical ? " (" + t("event.real") + ")" : ""))));
    select.addEventListener("change", () => lead("plan", { table: chosen, step: one.step, plan: select.value }));
    does.push(select);
  } else if (one.plan === "given") {
    does.push(h("b", { class: "fine" }, t("event.given")));
  } else {
    does.push(button(t("event.give"), () => lead("give", { table: chosen, step: one.step })));
    if (!one.past) does.push(button(t(one.plan ? "event.let" : "event.withhold"), () => lead("plan", { table: chosen, step: one.step, plan: one.plan ? "" : "withheld" })));
    if (one.plan) does.push(h("b", { class: "wrong" }, t("event.withheld")));
  }
  return h("li", null, h("small", null, one.date), h("h4", null, one.title), h("details", null, h("summary", null, t("event.what")), h("p", { class: "note" }, one.says)), h("div", { class: "buttons" }, does));
}

function seatRow(seat) {
  const { now } = tables[chosen];
  const select = h("select", { class: "plain-select", "aria-label": seatTitle(seat) + ": " + t("side.plays") },
    ["person"].concat(boot.policies).map((policy) => h("option", { value: policy, selected: policy === now.policies[seat] }, t("policy." + policy))));
  select.addEventListener("change", () => lead("stand-in", { table: chosen, seat, policy: select.value }));
  return h("div", { class: "side-seat" }, h("h4", null, seatTitle(seat)), select, personRows(at(chosen, seat)));
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
  Object.keys(tables).forEach((table) => Object.keys(boot.seats).filter((seat) => boot.seats[seat].person).concat([""]).forEach((seat) => {
    found.push(h("option", { value: table + ":" + seat, selected: Number(table) === one.table && seat === one.seat },
      t("table", { n: table }) + " · " + (seat ? seatTitle(seat) : t("observer"))));
  }));
  return found;
}

function side() {
  const one = tables[chosen];
  const unplaced = people.filter((person) => !person.table);
  const running = room.phase === "running";
  if (!one) return;
  refill($(".side-table"), h("h2", null, t("table", { n: chosen })),
    h("div", { class: "buttons" }, button(t("side.back"), () => lead("back", { table: chosen }), running && one.card.can_undo ? "" : "off"),
      button(t("side.fork"), () => lead("fork", { table: chosen }), running ? "" : "off"), h("a", { class: "button", href: "/teacher/log?table=" + chosen }, t("side.log"))),
    h("h3", null, t("side.events")), one.card.events.length ? h("ul", { class: "side-events" }, one.card.events.map(eventRow)) : h("p", { class: "note" }, t("side.no.events")),
    h("h3", null, t("side.seats")), Object.keys(boot.seats).map(seatRow), h("div", { class: "side-seat" }, h("h4", null, t("observers")), personRows(at(chosen, ""))),
    unplaced.length ? [h("h3", null, t("side.unplaced")), h("p", null, unplaced.map((person) => person.name).join(", "))] : null,
    h("h3", null, t("log")), h("ol", { class: "log side-log" }, one.lines.slice(-12).map((line) =>
      h("li", { class: "log-line " + lineageClass(line.seat) }, h("small", null, line.date || "", line.seat ? " · " + seatTitle(line.seat) : ""), h("b", null, line.title), line.why ? h("q", null, line.why) : null))));
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
    Object.keys(boot.seats).forEach((seat) => list.push(h("option", { value: table + ":" + seat }, t("table", { n: table }) + " · " + seatTitle(seat))));
  });
  refill($("#tell-to"), list);
}

function hear(told) {
  room = told.room;
  clock.set(told.elapsed, room);
  if (told.people) people = told.people;
  if (told.kind === "table" && told.table && !tables[told.table]) { tables[told.table] = { now: told.now, card: told.card, lines: told.lines || [] }; tellTo(); }
  const one = tables[told.table];
  if (one && told.now) {
    one.now = told.now;
    one.card = told.card;
    one.lines = one.lines.concat(told.lines || []).slice(-30);
    if (told.kind === "played") still[told.table] = Date.now();
  }
  if (told.kind === "said") say(seatTitle(told.seat) + (told.name ? " (" + told.name + ")" : "") + ": " + told.text);
  show();
}

tellTo();
show();
clock.show();
window.setInterval(() => { if (room.phase === "running" && !document.querySelector(".cards :focus")) show(); }, 30000);
listen({ message: hear, present: (told) => { away = told.away; show(); } }, 0);
document.body.classList.add("ready");
