// The twin, asked from outside: one JSON question a line on stdin, one JSON answer a line on stdout.

import { createInterface } from "node:readline";
import { digest, makeRules } from "../../engine/kernel.js";
import { choose } from "../../engine/policies.js";
import { added, dump, makeHeader, movesThatCount, readLog, statesOf, statesThatCount } from "../../engine/log.js";
import { departure } from "../../engine/departure.js";
import { sha256 } from "../../engine/sha256.js";
import { positionOf } from "../../hudut/play/js/position.js";

const rulesOf = {};
function rules(key, raw) {
  if (raw) rulesOf[key] = makeRules(raw);
  return rulesOf[key];
}

const ANSWERS = {
  load: (q) => { rules(q.key, q.raw); return true; },
  // Of each state: the legal moves, where each leads (as digests), the frame of the act, day and act.
  look: (q) => q.states.map((state) => {
    const twin = rules(q.key);
    const legal = twin.legalMoves(state).map((move) => move.id);
    return { legal, digest: digest(state), after: legal.map((id) => twin.apply(state, id)), act: twin.actAt(state),
      day: twin.dayAt(state), frame: twin.frame(state, q.act), ending: twin.ending(state, q.act) };
  }),
  // What the twin reads from the ids of moves.
  moves: (q) => rules(q.key).raw.kernel.moves.map(([id]) => {
    const { number, step, kind, item, option, stem } = rules(q.key).byId[id];
    return [id, number, step, kind, item, option, stem];
  }),
  replay: (q) => {
    const twin = rules(q.key);
    const log = readLog(q.text, twin.raw);
    return { states: statesOf(twin, log), dump: dump(log), count: movesThatCount(log).map((one) => one[0]),
      end: twin.closeOf(statesThatCount(log, statesOf(twin, log)), log.header.act) };
  },
  // A log read and written again, and one written here with the same reasons.
  again: (q) => {
    const log = readLog(q.text, rules(q.key).raw);
    const written = q.reasons.reduce((one, rationale) => added(one, { move: "moscow.open", actor: "chance", rationale }),
      { header: log.header, entries: [] });
    return { entries: log.entries.map((one) => one.rationale), dump: dump(log), written: dump(written) };
  },
  refuse: (q) => {
    try {
      statesOf(rules(q.key), readLog(q.text, rules(q.key).raw));
      return null;
    } catch (error) {
      return [error.code || String(error), error.line];
    }
  },
  play: (q) => {
    const twin = rules(q.key);
    let log = { header: makeHeader(twin.raw, q.act, q.seed, q.seats), entries: [] };
    let state = twin.initial(q.act);
    while (!twin.isOver(state, q.act)) {
      const move = choose(twin, state, log);
      log = added(log, { move: move.id, actor: move.actor });
      state = twin.apply(state, move.id);
    }
    return dump(log);
  },
  see: (q) => {
    const twin = rules(q.key);
    const log = readLog(q.text, twin.raw);
    return statesOf(twin, log).map((state, length) => {
      const part = { header: log.header, entries: log.entries.slice(0, length) };
      return positionOf(twin, part, state, [q.viewer]);
    });
  },
  // Which variants of its texts a play tells, at each of its lengths.
  tell: (q) => {
    const twin = rules(q.key);
    const log = readLog(q.text, twin.raw);
    const states = statesOf(twin, log);
    return states.map((_, length) => {
      const part = { header: log.header, entries: log.entries.slice(0, length) };
      const found = states.slice(0, length + 1);
      return [twin.telling(statesThatCount(part, found), q.act), departure(twin, part, found, q.unseen)];
    });
  },
  sha: (q) => q.texts.map(sha256),
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const question = JSON.parse(line);
  process.stdout.write(JSON.stringify(ANSWERS[question.ask](question)) + "\n");
});
