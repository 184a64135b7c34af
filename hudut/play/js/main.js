// The offline page: one act, one seat or all of them on one computer. The log is the play; the page draws where it stands.

import { h, refill, classIf } from "../../../maps/js/dom.js";
import { unpackJson } from "../../../maps/js/unpack.js";
import { makeTexts } from "../../../maps/js/text.js";
import { makeBoard } from "../../../maps/js/board.js";
import { makeRules, readId } from "../../../engine/kernel.js";
import { departure } from "../../../engine/departure.js";
import { readLog, statesOf, statesThatCount } from "../../../engine/log.js";
import { makeDesk } from "./desk.js";
import { positionOf, changesBetween } from "./position.js";
import { makeGame } from "./game.js";
import { makeStore } from "./store.js";
import { makeFrame, header, tool } from "./frame.js";
import { makeDraft } from "./draft.js";
import { makeDecision } from "./decision.js";
import { drawStart, drawBeat, drawHandover, drawTurn, drawPanel, drawDebrief, drawStrip, unkept } from "./screens.js";

const SEEDS = 1000000;

function readPage(id) {
  const json = (name) => JSON.parse(document.getElementById(id + name).textContent);
  const packed = (name) => unpackJson(document.getElementById(id + name).textContent);
  const page = json("_data");
  const told = packed("_play");
  return Object.assign(page, { rules: makeRules(told.rules), words: told.words, map: Object.assign(json("_map"), { strings: page.strings }), after: () => packed("_after") });
}

// The desk of a page that carries the rules itself.
function makeOwnDesk(page, game, board, root) {
  const desk = makeDesk(root, makeTexts(page));
  Object.assign(desk, { board, langs: page.langs, seat: page.seats.length === 1 ? page.seats[0] : null });
  desk.setLang = (lang) => {
    desk.speak(lang, page.words[lang]);
    board.setLang(lang);
    document.documentElement.lang = lang;
    document.title = [desk.teller.words.title, desk.t("app.name")].join(" · ");
  };
  desk.ask = (moves) => Promise.resolve(game.ask(moves));
  return desk;
}

// The map follows the play.
function mapping(play) {
  const { board, rules, page, desk, state } = play;
  play.showState = (at) => {
    const placed = rules.placedAt(at);
    board.show({ day: rules.dayAt(at), held: rules.frame(at) });
    state.date = placed ? desk.teller.step(placed.id).date : desk.teller.words.end;
  };
}

// The number of the entry by which the play had left history at an entry, as far as this seat knows, or null: see
// engine/departure.py.
function leftBy({ game, rules, page, desk }, number) {
  const unseen = rules.raw.acts[page.act].steps.filter((step) => step.secret && step.actor !== desk.seat).map((step) => step.id);
  const left = game.log ? departure(rules, game.log, game.states, unseen) : null;
  return left !== null && left <= number ? left : null;
}

// What is told of an entry of the log, or null: of a conference only its end, of one's own decision only what follows.
function told(play, number) {
  const { game, rules, desk, page } = play;
  const entry = game.log.entries[number - 1];
  const [before, after] = [game.states[number - 1], game.states[number]];
  const placed = rules.placedAt(before);
  const move = readId(entry.move);
  if (!placed || move.kind === "skip") return null;
  if (placed.kind === "basket" && rules.placedAt(after) === placed) return null;
  const mine = entry.actor === desk.seat && !game.byProgram(placed.id);
  const step = desk.teller.step(placed.id);
  const changes = changesBetween(rules, before, after, page.act);
  if (mine && step.options && !step.options[move.option].after && !changes.land.length) return null;
  return { number, step: placed.id, actor: entry.actor, date: step.date, changes, move: placed.secret && entry.actor !== desk.seat ? null : entry.move,
    program: game.byProgram(placed.id) && entry.actor !== "chance",
    rationale: mine ? entry.rationale : "", departed: leftBy(play, number) !== null,
    text: move.kind === "seal" ? positionOf(rules, game.log, before, [desk.seat]).text : null };
}

// Draws the screen that the play is at.
function drawing(play) {
  const { game, rules, page, desk, state, frame, root } = play;

  function drawHead(begun, handing) {
    const { words } = desk.teller;
    refill(frame.head, header(desk, state, [words.title, " · ", desk.teller.date(words.start, "middle"), " – ", desk.teller.date(words.end, "middle")], [
      tool("go-brief", desk.t("head.brief"), begun && !handing ? () => play.open("brief") : null),
      tool("go-undo", desk.t("head.undo"), begun && game.canUndo() ? play.undo : null),
      tool("go-save", desk.t("head.save"), begun ? () => play.open("save") : null),
      desk.langs.length > 1 ? h("div", { class: "langs", role: "group", "aria-label": desk.t("lang.choose") }, desk.langs.map((lang) =>
        h("button", { type: "button", lang, "data-lang": lang, "aria-pressed": String(lang === desk.lang), onclick: () => play.setLang(lang) }, lang.toUpperCase()))) : null]));
    frame.drawTabs(desk.t);
    classIf(root, "no-strip", !begun);
    classIf(root, "mine", state.mine && !state.panel);
    classIf(root, "at-table", Boolean(state.position && state.position.table));
  }

  play.draw = () => {
    const begun = game.log !== null;
    const beat = state.beats[0] || null;
    const here = !begun ? rules.initial(page.act, page.opened.carried) : beat ? game.states[beat.number] : game.state();
    const actor = begun && !beat && !game.isOver() ? rules.legalMoves(game.state())[0].actor : null;
    const over = begun && !beat && game.isOver();
    const handing = Boolean(actor) && play.everyone && desk.seat !== actor;
    state.mine = Boolean(actor) && actor === desk.seat;
    state.position = begun ? positionOf(rules, game.log, here, [desk.seat]) : null;
    desk.teller.hear(rules.telling(begun ? statesThatCount(game.log, game.states) : [here], page.act));
    state.left = leftBy(play, beat ? beat.number : Infinity);
    desk.preview(null);
    frame.wide(over && !state.panel);
    play.showState(here);
    if (state.panel) drawPanel(play);
    else if (!begun) drawStart(play);
    else if (beat) drawBeat(play, beat);
    else if (over) drawDebrief(play);
    else if (handing) drawHandover(play, actor);
    else drawTurn(play);
    state.notice = "";
    if (state.unkept && !state.panel) frame.text.insertBefore(unkept(play), frame.text.firstChild);
    drawStrip(play);
    drawHead(begun, handing);
  };
}

// What the buttons do.
function acting(play) {
  const { game, rules, page, desk, state, frame, store } = play;
  const drawn = () => {
    play.draw();
    frame.focus();
  };
  function goOn(numbers) {
    state.beats = numbers.map((number) => told(play, number)).filter(Boolean);
    state.panel = "";
    state.unkept = !store.keep(game) && state.unkept !== null;
    drawn();
    if (game.isOver()) play.ended(play);
  }
  // Runs what may throw on a file that is not what it should be; its reason is shown.
  function guarded(work) {
    try {
      state.notice = work() || "";
    } catch (error) {
      if (error.name !== "BadLog") throw error;
      state.notice = desk.t("bad." + error.code, { what: error.detail }) + (error.line ? " " + desk.t("bad.line", { n: error.line }) : "");
    }
    if (state.notice) play.draw();
  }
  play.open = (panel) => {
    state.panel = state.panel === panel ? "" : panel;
    frame.choose("draft");
    drawn();
  };
  play.begin = () => {
    store.begin();
    game.start(page.seed === null ? Math.floor(Math.random() * SEEDS) : page.seed, state.others, page.lessons[state.lesson]);
    goOn(game.advance());
  };
  play.anew = () => {
    game.log = null;
    store.forget();
    Object.assign(state, { beats: [], panel: "" });
    play.tables = [];
    if (play.everyone) desk.seat = null;
    drawn();
  };
  // Goes on with a play: one that this browser `kept`, or a file's.
  play.take = (text, kept) => guarded(() => {
    const log = readLog(text, rules.raw);
    if (!play.everyone && log.header.seats[page.seats[0]] !== "person") return desk.t("bad.seat");
    game.take(log);
    if (kept) store.resume(kept);
    else store.begin();
    if (play.everyone) desk.seat = null;
    goOn(game.advance());
    return "";
  });
  play.addTable = (text) => guarded(() => {
    const log = readLog(text, rules.raw);
    if (!rules.closeOf(statesThatCount(log, statesOf(rules, log)), page.act)) return desk.t("bad.unfinished");
    play.tables = play.tables.concat([log]);
    play.draw();
    return "";
  });
  play.undo = () => {
    if (!game.undo()) return;
    if (play.everyone) desk.seat = null;
    goOn([]);
    frame.say(desk.t("undone"));
  };
  play.setLang = (lang) => {
    desk.setLang(lang);
    play.parts = { draft: makeDraft(desk), decision: makeDecision(desk) };
    play.draw();
  };
  // A move is made, the others answer, and what happened is on the screen: in one go, and timed.
  desk.send = (moves, rationale) => {
    const started = window.performance.now();
    const made = game.make(moves, rationale);
    goOn(made.concat(game.advance()));
    play.root.dataset.answered = (window.performance.now() - started).toFixed(1);
  };
}

// Where a page that nothing surrounds keeps its plays: in the browser.
export function ownStore(page) {
  return makeStore(["hudut", page.scenario, page.act, page.seats.join("+"), page.rules.raw.hash.slice(0, 12), window.location.pathname,
    JSON.stringify(page.opened)].join(":"));
}

export function startPlay(map, id) {
  openPlay(map, id, (page) => ({ store: ownStore(page), entered: () => {}, ended: () => {} }));
}

// `around` gives what surrounds a page: where its plays are kept, and what is done when it has opened and when a play ends.
export function openPlay(map, id, around) {
  const page = readPage(id);
  const root = document.getElementById(id);
  const game = makeGame(page.rules, page.act, page.seats, page.opened);
  const mapBox = h("section", { class: "map-box play-map" });
  const frame = makeFrame(root, mapBox);
  const board = makeBoard(map, mapBox, page.map);
  const { store, entered, ended } = around(page);
  const play = { page, root, game, frame, board, store, ended, rules: page.rules, everyone: page.seats.length > 1, tables: [],
    desk: makeOwnDesk(page, game, board, root),
    state: { beats: [], panel: "", position: null, date: "", mine: false, others: page.others, lesson: -1, notice: "" } };
  mapping(play);
  drawing(play);
  acting(play);
  // The map follows its box: the window, the tabs of the phone, and what stands below it.
  new window.ResizeObserver(() => board.resize()).observe(mapBox);
  // Paper cannot be unfolded; of a debrief's sources it has those that were opened.
  window.addEventListener("beforeprint", () => frame.text.querySelectorAll("details:not(.evidence)").forEach((one) => { one.open = true; }));
  frame.choose("draft");
  play.setLang(page.lang);
  entered(play);
  classIf(root, "ready", true);
}
