// The wall: one table's map full size, the day, one sentence, the join code and the clock. No secrets, no pupils' names.

import { h, refill } from "./dom.js";
import { boot, $, t, listen, clock, seatTitle, lineageClass } from "./common.js";
import { makeMap } from "./mapframe.js";

const map = makeMap($("#map-frame"), true);
let now = boot.now;
let room = boot.room;
let last = boot.lines ? boot.lines[boot.lines.length - 1] : null;

function sentence() {
  if (room.phase === "waiting" || !now.step) return now.ending ? now.ending.title : boot.act.title;
  if (now.text) return now.step.title + ": " + t("wall.agreed", { n: now.text.items.filter((one) => one.chosen).length, of: now.text.items.length });
  return last ? last.title : now.step.title;
}

function show() {
  if (!now) return;
  const where = [t("table", { n: boot.table }), now.text ? t("wall.round", { n: now.text.round, of: now.text.rounds }) : "", now.turn ? seatTitle(now.turn) : ""];
  refill($(".wall-title"), h("p", { class: "wall-kicker" }, where.filter(Boolean).join(" · ")), h("h1", null, now.day), h("p", { class: "wall-lead" }, sentence()));
  refill($(".wall-state"), room.paused ? t("room.paused") : room.phase === "ended" ? t("room.ended") : room.phase === "waiting" ? t("room.waiting") : "");
  map.show(now);
}

refill($(".wall-legend"), Object.keys(boot.seats).map((seat) => h("li", null, h("span", { class: "swatch " + lineageClass(seat) }), seatTitle(seat))));
show();
clock.show();
if (boot.table) {
  listen({ message: (told) => {
    room = told.room;
    clock.set(told.elapsed, room);
    if (told.now) now = told.now;
    if (told.lines && told.lines.length) last = told.lines[told.lines.length - 1];
    if (told.kind === "table") { window.location.reload(); return; }
    show();
  } }, boot.table);
}
document.body.classList.add("ready");
