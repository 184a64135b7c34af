// One play of one act in the browser. All its state is the log; undo is an entry of the log, as everywhere.

import { added, makeHeader, movesThatCount, stateAfter, statesOf } from "../../../engine/log.js";
import { choose, historicalAmong } from "../../../engine/policies.js";
import { carryOut, readId } from "../../../engine/kernel.js";
import { changesBetween } from "./position.js";

export function makeGame(rules, act, persons, opened) {
  const game = { rules, act, persons, log: null, states: [] };
  // What a lesson leaves out the program plays, whosever turn it is.
  game.byProgram = (step) => Boolean(game.log.header.seats[step]);
  const isPerson = (move) => persons.indexOf(move.actor) >= 0 && !game.byProgram(readId(move.id).step);

  // Of a lesson with its `begin` and the steps that the `program` plays; what comes before it has gone as in history.
  game.start = (seed, others, lesson) => {
    const everyone = persons.length > 1;
    const seats = { all: everyone ? "person" : others, chance: "weighted" };
    if (!everyone) seats[persons[0]] = "person";
    if (lesson) lesson.program.forEach((step) => { seats[step] = "historical"; });
    game.take({ header: makeHeader(rules.raw, act, seed, seats, opened), entries: [] });
    if (lesson && lesson.begin) asInHistory(lesson.begin);
  };
  function asInHistory(begin) {
    rules.raw.acts[act].history.every((stem) => {
      const move = historicalAmong(rules.legalMoves(game.state()), stem);
      if (readId(move.id).step === begin) return false;
      add({ move: move.id, actor: move.actor });
      return true;
    });
  }
  // Takes a log that has been read; throws BadLog where it is not legal.
  game.take = (log) => {
    const states = statesOf(rules, log);
    game.log = log;
    game.states = states;
  };
  game.state = () => game.states[game.states.length - 1];
  game.isOver = () => rules.isOver(game.state(), act);

  function add(entry) {
    const log = added(game.log, entry);
    game.states.push(stateAfter(rules, game.states, log.entries[log.entries.length - 1], log.entries.length + 1));
    game.log = log;
  }

  // Lets policies and chance move until a person is to speak or the act is over; returns the numbers of their entries.
  game.advance = () => {
    const first = game.log.entries.length;
    while (!game.isOver()) {
      const legal = rules.legalMoves(game.state());
      if (isPerson(legal[0])) break;
      const move = choose(rules, game.state(), game.log);
      add({ move: move.id, actor: move.actor });
    }
    return game.log.entries.slice(first).map((_, i) => first + i + 1);
  };
  // Makes the moves of one turn; the reason given stands with the last of them.
  game.make = (moves, rationale) => {
    const first = game.log.entries.length;
    moves.forEach((id, i) => {
      add({ move: id, actor: rules.byId[id].actor, rationale: i === moves.length - 1 ? rationale : "" });
    });
    return game.log.entries.slice(first).map((_, i) => first + i + 1);
  };

  // Numbers of the first entries of the persons' turns that still count.
  function turns() {
    let before = "";
    return movesThatCount(game.log).reduce((found, [number, entry]) => {
      const here = entry.actor + readId(entry.move).step;
      if (entry.kind === "move" && isPerson({ actor: entry.actor, id: entry.move }) && here !== before) found.push(number);
      before = here;
      return found;
    }, []);
  }
  game.canUndo = () => turns().length > 0;
  // Goes back to before the last turn of a person.
  game.undo = () => {
    const found = turns();
    if (!found.length) return false;
    add({ kind: "undo", to: found[found.length - 1] - 1 });
    return true;
  };

  // What moves would do, and in `may` the words on a text that might be said after them. Of amendments that is what the
  // seal of the text would do, beside the seal of the text as it stands.
  game.ask = (moves) => {
    const state = game.state();
    const after = moves.reduce((here, id) => rules.apply(here, id), state);
    const at = rules.tableAt(state);
    const may = at ? rules.legalMoves(after).map((one) => one.id).filter((id) => readId(id).kind !== "amend") : [];
    return Object.assign(changesBetween(rules, at ? sealed(state) : state, at ? sealed(after) : after, act), { may });
  };
  function sealed(state) {
    const step = rules.placedAt(state).id;
    const seat = rules.tableAt(state).seats.find((one) => rules.byId[step + "." + one + ".seal"]);
    return carryOut(state, rules.byId[step + "." + seat + ".seal"]);
  }
  return game;
}
