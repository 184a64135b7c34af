// The debrief of a class: each table beside history, drawn as at the end of a play; secret briefs and letters, opened; the
// questions that the play raises. On the wall it is told screen by screen, turned with the arrow keys.

import { h, refill, classIf } from "../../../maps/js/dom.js";
import { debriefOf } from "../../play/js/debrief.js";
import { picturesOf } from "../../play/js/pictures.js";
import { boot, $, t, makeRoomDesk, party, tableName } from "./common.js";
import { forecastsOf } from "./forecast.js";
import { mapUnseen } from "./mapping.js";

function nameOf(column) {
  if (!column.number) return t("debrief.history");
  return tableName(column.number, column.parent) + (column.number === boot.mine ? " (" + t("yours") + ")" : "");
}

// What each side was told in secret, and what the sides of a table wrote to each other.
function opened(desk, columns) {
  const { teller } = desk;
  const secrets = Object.keys(teller.words.seats).map((seat) => h("section", { class: "opened-brief " + party(desk, seat) }, h("h3", null, teller.seat(seat)),
    h("ul", { class: "brief-lines" }, (teller.seatOf(seat).secret || []).map((line) => h("li", null, line)))));
  const to = (one) => one.to.filter((seat) => seat !== one.seat).map(teller.seat).join(", ") || t("talk.all");
  const letters = columns.filter((column) => (column.letters || []).length).map((column) => h("details", { class: "evidence", open: true },
    h("summary", null, column.name + " · " + t("debrief.letters", { n: column.letters.length })),
    h("ol", null, column.letters.map((one) => h("li", { class: "said " + party(desk, one.seat) },
      h("b", null, (teller.seat(one.seat) || t("observer")) + " → " + to(one)), h("p", null, one.text))))));
  return [h("h2", null, t("debrief.secrets")), h("div", { class: "opened-briefs" }, secrets),
    h("h2", null, t("talk.letters")), letters.length ? letters : h("p", { class: "note" }, t("debrief.no.letters"))];
}

function asked() {
  return [h("h2", null, t("class.questions")), h("ol", { class: "questions" }, boot.questions.map((one) => h("li", null, one))), h("p", { class: "lead" }, t("class.lead"))];
}

// One screen at a time; those without content are passed over. Returns what says how far the telling is.
function wall() {
  const screens = Array.from(document.querySelectorAll(".screen")).filter((one) => one.textContent.trim());
  let at = 0;
  const place = h("span", { role: "status" });
  const nav = h("nav", { class: "turning no-print", "aria-label": t("page.debrief") });
  const below = () => document.documentElement.scrollHeight - window.innerHeight - window.scrollY; // px
  const say = () => refill(place, at + 1 + " / " + screens.length + (below() > 1 ? " ↓" : ""));
  // A screen that goes on is read to its end before the next one comes.
  const turn = (by) => {
    const page = window.innerHeight - nav.getBoundingClientRect().height - 40;
    if (by > 0 && below() > 1) window.scrollBy(0, page);
    else if (by < 0 && window.scrollY > 1) window.scrollBy(0, -page);
    else {
      at = Math.max(0, Math.min(screens.length - 1, at + by));
      screens.forEach((one, i) => classIf(one, "on", i === at));
      window.scrollTo(0, 0);
    }
    say();
  };
  const button = (label, by) => h("button", { type: "button", class: "button", onclick: () => turn(by) }, label);
  document.body.classList.add("telling-wall");
  $("#main").appendChild(refill(nav, button(t("wall.back"), -1), place, button(t("wall.on"), 1)));
  window.addEventListener("scroll", say);
  document.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (by) { event.preventDefault(); turn(by); }
  });
  turn(0);
  return say;
}

if (boot.columns.length) {
  const desk = makeRoomDesk($("#main"));
  desk.teller.hear(boot.columns[0].told);
  const columns = boot.columns.map((column) => Object.assign(column, { name: nameOf(column) }));
  const pictures = h("div", null, h("p", { class: "hint" }, t("map.making")));
  refill($("#debrief"), debriefOf(desk, columns, boot.after, pictures, { opened: [opened(desk, columns), columns.map((column) => forecastsOf(desk, column))], asked: asked() }));
  const say = boot.wall ? wall() : () => {};
  mapUnseen(desk, () => {
    refill(pictures, picturesOf(desk, columns));
    say();
  });
}
document.querySelectorAll("[data-print]").forEach((node) => node.addEventListener("click", () => window.print()));
document.body.classList.add("ready");
