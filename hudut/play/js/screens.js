// The screens of the offline page: its start, what happened, handing over, a turn, brief and saving, the debrief.
// Each draws the text panel and its foot for a `play` (see main.js).

import { h, refill } from "../../../maps/js/dom.js";
import { dump, statesOf, statesThatCount } from "../../../engine/log.js";
import { departure } from "../../../engine/departure.js";
import { positionOf, changesBetween } from "./position.js";
import { openedOtherwise } from "./changes.js";
import { saveFile, fileField } from "./store.js";
import { happening, sealedText } from "./happening.js";
import { leftHistory, logList, saidList, balanceList } from "./record.js";
import { briefOf, publicPart } from "./brief.js";
import { askOnce } from "./foot.js";
import { columnOf, historicalLine, leftAt, movesOfLog } from "./columns.js";
import { debriefOf } from "./debrief.js";
import { picturesOf } from "./pictures.js";

function button(cls, label, work) {
  return h("button", { type: "button", class: "button " + cls, onclick: work }, label);
}

function notice(state) {
  return state.notice ? h("p", { class: "warning", role: "alert" }, state.notice) : null;
}

// By which move an earlier play, on which the page opens the act, had left history, and what is otherwise for that.
function openedElsewhere({ desk, page, rules }) {
  const { carried, left } = page.opened;
  const changes = changesBetween(rules, rules.initial(page.act), rules.initial(page.act, carried), page.act);
  const off = left || changes.land.length || changes.variables.length;
  return off ? openedOtherwise(desk, leftHistory(desk, { number: 0, move: left }), changes) : null;
}

export function drawStart(play) {
  const { desk, page, frame, state } = play;
  const { t, teller } = desk;
  const resume = (kept) => button("resume", t("start.resume.begun", { when: new Date(kept.begun).toLocaleString(desk.lang, { dateStyle: "medium", timeStyle: "short" }) }),
    () => play.take(kept.text, kept));
  const others = h("select", { class: "others-select" }, page.policies.map((name) =>
    h("option", { value: name, selected: name === state.others }, t("policy." + name))));
  others.addEventListener("change", () => { state.others = others.value; });
  const about = h("p", { class: "hint", "aria-live": "polite" });
  const length = h("select", { class: "others-select lesson-select" }, h("option", { value: -1 }, t("start.whole")),
    page.lessons.map((one, i) => h("option", { value: i }, t("start.lesson", { n: one.minutes }))));
  const showLesson = () => refill(about, state.lesson < 0 ? "" : page.lessons[state.lesson].told[desk.lang]);
  length.value = String(state.lesson);
  length.addEventListener("change", () => { state.lesson = Number(length.value); showLesson(); frame.text.scrollTop = 0; });
  showLesson();
  refill(frame.text, h("div", { class: "start" }, h("p", { class: "overline" }, teller.words.campaign), h("h1", { tabindex: "-1" }, teller.words.title),
    about, h("p", { class: "lead" }, teller.opening()), openedElsewhere(play), notice(state),
    play.everyone ? page.seats.map((seat) => publicPart(desk, seat)) : briefOf(desk, desk.seat)));
  refill(frame.foot, play.everyone ? h("p", { class: "hint" }, t("start.all"))
    : h("label", { class: "reason-label" }, h("span", null, t("start.others")), others),
  page.lessons.length ? [h("label", { class: "reason-label" }, h("span", null, t("start.length")), length)] : null,
  h("div", { class: "buttons" }, button("primary begin", t("start.begin"), play.begin),
    play.store.plays().map(resume), fileField(t("save.open"), (text) => play.take(text))),
  h("p", { class: "hint" }, t(play.store.says.note)));
}

export function drawBeat(play, beat) {
  const { desk, frame, state, game } = play;
  const { t } = desk;
  play.showState(game.states[beat.number]);
  state.date = beat.date;
  desk.moved(beat.changes.land);
  const last = state.beats.length === 1;
  const onward = (left) => () => {
    state.beats = left;
    play.draw();
    frame.focus();
  };
  refill(frame.text, happening(desk, beat), beat.program ? h("p", { class: "hint" }, t("debrief.program")) : null,
    beat.text ? sealedText(desk, beat.step, beat.text) : null);
  refill(frame.foot, h("div", { class: "buttons" },
    button("primary go-on", t(last && !game.isOver() ? "beat.turn" : "beat.on"), onward(state.beats.slice(1))),
    last ? null : button("skip-beats", t("beat.skip", { n: state.beats.length }), onward([]))));
}

export function drawHandover(play, actor) {
  const { desk, frame } = play;
  const { t } = desk;
  const who = desk.teller.seat(actor);
  refill(frame.text, h("div", null, h("p", { class: "overline" }, t("handover.kicker")),
    h("h2", { tabindex: "-1" }, t("handover.title", { who })), h("p", { class: "lead" }, t("handover.text"))));
  refill(frame.foot, h("div", { class: "buttons" }, button("primary take-seat", t("handover.take", { who }), () => {
    desk.seat = actor;
    play.draw();
    frame.focus();
  })));
}

export function drawTurn(play) {
  const { state, frame } = play;
  const part = state.position.table ? play.parts.draft : play.parts.decision;
  part.show(state.position);
  refill(frame.text, part.body);
  refill(frame.foot, part.foot);
}

export function drawPanel(play) {
  const { desk, frame, state, page } = play;
  const { t } = desk;
  refill(frame.foot, h("div", { class: "buttons" }, button("primary close-panel", t("back"), () => play.open(""))));
  if (state.panel === "brief") {
    refill(frame.text, h("div", { class: "start" }, h("h2", { tabindex: "-1" }, t("brief.title")),
      desk.seat ? briefOf(desk, desk.seat) : page.seats.map((seat) => publicPart(desk, seat))));
    return;
  }
  refill(frame.text, h("div", { class: "start" }, h("h2", { tabindex: "-1" }, t("save.title")),
    h("p", { class: "lead" }, t(play.store.says[play.store.works() ? "kept" : "not"])), notice(state), h("p", null, t("save.about")),
    h("div", { class: "buttons" }, saveButton(play), fileField(t("save.open"), (text) => play.take(text))),
    state.panel === "anew" ? askOnce(t, t("save.anew.sure"), t("save.anew"), play.anew, () => play.open("save"))
      : h("div", { class: "buttons" }, button("start-anew", t("save.anew"), () => play.open("anew")))));
}

function saveButton(play) {
  const name = ["hudut", play.page.scenario, play.page.act, play.everyone ? "all" : play.page.seats[0]].join("-") + ".jsonl";
  return button("save-file", play.desk.t("save.file"), () => {
    saveFile(name, dump(play.game.log));
    play.state.unkept = null; // the player knows, and has the file
  });
}

// Said at once when the browser keeps nothing: forbidden to pages from a disk, in a sandbox, or full.
export function unkept(play) {
  return h("div", { class: "warning unkept", role: "alert" }, h("p", null, play.desk.t(play.store.says.not)), saveButton(play));
}

// This play, history and the tables added, as columns.
export function columnsOf({ desk, page, rules, game, tables }) {
  const { t } = desk;
  const line = historicalLine(rules, page.act);
  const column = (name, moves, states, left) => columnOf(rules, page.act, name, moves, states, desk.teller.words.variables, left);
  const played = (name, log, states) => {
    const found = column(name, movesOfLog(log), statesThatCount(log, states), leftAt(log, departure(rules, log, states)));
    return found && Object.assign(found, { program: Object.keys(log.header.seats).filter((key) => rules.raw.acts[page.act].steps.some((step) => step.id === key)) });
  };
  return [played(t("debrief.yours"), game.log, game.states), column(t("debrief.history"), line.moves, line.states, null)]
    .concat(tables.map((log, i) => played(t("debrief.table", { n: i + 2 }), log, statesOf(rules, log))));
}

export function drawDebrief(play) {
  const { desk, frame, page, rules, game } = play;
  const { t } = desk;
  const columns = columnsOf(play);
  refill(frame.text, debriefOf(desk, columns, page.after()[desk.lang], picturesOf(desk, columns)));
  play.showState(rules.closeOf(statesThatCount(game.log, game.states), page.act));
  refill(frame.foot, notice(play.state), h("div", { class: "buttons" }, saveButton(play), fileField(t("debrief.add"), play.addTable),
    button("print-page", t("print.page"), () => window.print()), button("start-anew", t("save.anew"), () => play.open("save"))));
}

export function drawStrip(play) {
  const { desk, frame, state, game, rules } = play;
  const { t } = desk;
  if (!state.position) {
    refill(frame.strip);
    return;
  }
  const opening = positionOf(rules, game.log, game.states[0], [desk.seat]).variables;
  const part = (cls, title, body) => h("section", { class: cls, tabindex: "0", "aria-label": title }, h("h2", null, title), body);
  const log = part("strip-log", t("strip.log"), [
    state.left === null ? null : h("p", { class: "hint" }, leftHistory(desk, leftAt(game.log, state.left))), logList(desk, state.position)]);
  refill(frame.strip, part("strip-said", t("strip.said"), saidList(desk, state.position)), log,
    part("strip-balance", t("strip.balance"), balanceList(desk, state.position, opening)));
  log.scrollTop = log.scrollHeight;
}
