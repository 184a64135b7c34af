// The wall: one table's map full size, the day, one sentence, the join code and the clock. No secrets, no pupils' names.

import { OPEN } from "../../../engine/fates.js";
import { refill, h, classIf } from "../../../maps/js/dom.js";
import { openedOtherwise } from "../../play/js/changes.js";
import { leftHistory, lineAlone } from "../../play/js/record.js";
import { boot, $, t, listen, clock, makeRoomDesk, swatch, tableName } from "./common.js";
import { mapInto } from "./mapping.js";

const desk = makeRoomDesk($(".wall"));
const { teller } = desk;
let { now, room } = boot;
let news = ""; // the teacher's word to all, until the table moves
let last = boot.lines ? boot.lines[boot.lines.length - 1] : null;

function sentence() {
  if (now.over) return (teller.ending(now.ending) || teller.noAct() || { title: t("over") }).title;
  if (room.phase === "waiting" || !now.step) return teller.words.title;
  const step = teller.step(now.step);
  const items = Object.keys(now.text);
  if (now.table) return step.title + ": " + t("wall.agreed", { n: items.filter((item) => now.text[item] !== OPEN).length, of: items.length });
  return last && last.kind !== "undo" ? lineAlone(desk, last) : step.title;
}

// The text on the table as it stands, and who has accepted it.
function articles() {
  const { items } = teller.step(now.step);
  const who = now.table.accepted.map(teller.seat).join(", ");
  return h("div", { class: "wall-text" }, h("ol", null, Object.keys(items).map((id) => h("li", null, h("b", null, items[id].title), ": ",
    now.text[id] === OPEN ? t("draft.open") : items[id].options[now.text[id]].title))),
  h("p", null, who ? t("draft.accepted", { who }) : t("draft.nobody")));
}

function map() {
  if (desk.board && now) desk.board.show({ day: now.day, held: now.held });
}

function show() {
  if (!now) return;
  if (room.phase === "ended" && room.debrief) { window.location.assign("/debrief?wall=1&table=" + boot.table); return; }
  teller.hear(now.told);
  const round = now.table ? t("head.round", { n: now.table.round + 1, of: now.table.rounds }) : "";
  const date = teller.date(now.step ? teller.step(now.step).date : now.day);
  refill($(".wall-title"), h("p", { class: "wall-kicker" }, [tableName(boot.table, now.parent), round, teller.seat(now.actor)].filter(Boolean).join(" · ")),
    h("h1", null, date), h("p", { class: "wall-lead" }, news || sentence()), now.table ? articles() : null,
    now.left ? h("p", { class: "wall-kicker" }, leftHistory(desk, now.left)) : null,
    boot.opened && (room.phase === "waiting" || !now.step) ? openedOtherwise(desk, "", boot.opened.changes) : null);
  refill($(".wall-state"), room.paused ? t("room.paused") : room.phase === "ended" ? t("room.ended") : room.phase === "waiting" ? t("room.waiting") : "");
  classIf($(".wall"), "waiting", room.phase === "waiting");
  fit();
  map();
}

// A long text is set smaller, down to half, until all of it stands above the legend.
function fit() {
  const side = $(".wall-side");
  const title = $(".wall-title");
  side.style.fontSize = "";
  const full = parseFloat(getComputedStyle(side).fontSize);
  for (let part = 0.95; title.scrollHeight > title.clientHeight && part >= 0.5; part -= 0.05) side.style.fontSize = full * part + "px";
}
window.addEventListener("resize", fit);

if (boot.table) {
  refill($(".wall-legend"), Object.keys(teller.words.seats).map((seat) => h("li", null, swatch(desk, seat), teller.seat(seat))));
  show();
  mapInto($(".map-box"), desk, map);
  listen({ message: (told) => {
    room = told.room;
    clock.set(told.elapsed, room);
    if (told.now) now = told.now;
    const lines = told.lines || [];
    if (lines.length) last = lines[lines.length - 1];
    if (told.kind === "told") news = told.text;
    else if (lines.length) news = "";
    if (told.kind === "table") { window.location.reload(); return; }
    show();
    const land = lines.reduce((all, each) => all.concat(each.changes ? each.changes.land : []), []);
    if (lines.length) desk.moved(land);
  } }, boot.table);
}
clock.show();
document.body.classList.add("ready");
