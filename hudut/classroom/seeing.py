"""What one seat may see of a table: a *position* (see `hudut/play/words.py`), from public state and its own secrets.

The rules of who sees what are `engine.view`'s: hidden variables and other seats' secret moves, briefs and rationales
stay out. Beside them: drafts and votes stay inside the delegation, letters between those they were written to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, reduce
from typing import Any

from engine.annulling import fates
from engine.browser import public_variables
from engine.departure import departure
from engine.errors import IllegalMove
from engine.frame import Frame, ending, frame
from engine.log import Entry, Log
from engine.play import apply, legal_moves
from engine.policies import conference_at
from engine.prose import telling
from engine.replay import states_that_count
from engine.rules import State, rules_of
from engine.view import TEACHER, view
from hudut.campaigns import Stage
from hudut.classroom.errors import Refusal
from hudut.classroom.fold import Room
from hudut.classroom.forecasts import asked
from hudut.classroom.tables import GIVEN, LEFT_OUT, WITHHELD, Draft, Table, over, shown_state, to_move
from scenarios.expand import Placed, Scenario
from scenarios.fates import ANNULLED
from scenarios.ground import Held
from scenarios.kernel import CHANCE
from scenarios.schema import Basket

PROJECTOR = "projector"
Json = dict[str, Any]
_POSITION = ("act", "day", "step", "text", "table")
_NOBODY: list[str | None] = [None, ""]


def values(scenario: Scenario, state: State, act: str) -> dict[str, int]:
    """Return the public variables of an act by name, as numbers."""
    return {word: scenario.value(state, name) for word, name in public_variables(scenario, scenario.acts[act])}


def land(found: Frame) -> Json:
    """Return a frame as the map draws it: `"territory layer"` to party, status, claimants, piece or paper."""
    return {" ".join(key): [*held.holder, list(held.claimants), held.by] for key, held in sorted(found.held.items())}


def changes(scenario: Scenario, before: State, after: State, act: str) -> Json:
    """Return what differs between two states: land by territory and layer, and public variables."""
    was, now = (frame(scenario, state).held for state in (before, after))
    old, new = (values(scenario, state, act) for state in (before, after))
    return {
        "land": [
            {"territory": key[0], "layer": key[1], "before": _holder(was.get(key)), "after": _holder(now.get(key))}
            for key in sorted({*was, *now})
            if _holder(was.get(key)) != _holder(now.get(key))
        ],
        "variables": [
            {"word": word, "before": value, "after": new[word]} for word, value in old.items() if value != new[word]
        ],
    }


def _holder(held: Held | None) -> list[str | None]:
    return _NOBODY if held is None or held.party is None else [*held.holder]


def would(scenario: Scenario, table: Table, seat: str, moves: tuple[str, ...]) -> Json:
    """Return what moves of a seat would change, and in `may` the words on a text that it might say after them.

    Of amendments that is what the seal of the text would do, beside the seal of the text as it stands; of a word that
    closes the table what comes of that.

    Raises
    ------
    Refusal
        If it is another seat's turn, or the rules do not allow one of the moves.
    """
    if to_move(scenario, table) != seat:
        raise Refusal(409, "out-of-turn")
    try:
        states = [table.state, reduce(lambda state, move: apply(scenario, state, move), moves, table.state)]
    except IllegalMove as error:
        raise Refusal(409, "illegal") from error
    if conference_at(scenario, table.state) and scenario.step_at(states[0]) == scenario.step_at(states[1]):
        legal = legal_moves(scenario, states[1])
        may = [one.id for one in legal if one.actor == seat and one.kind not in ("amend", "choose")]
        before, after = (_sealed(scenario, state) for state in states)
        return {**changes(scenario, before, after, table.act), "may": may}
    return {**changes(scenario, states[0], states[1], table.act), "may": []}


def _sealed(scenario: Scenario, state: State) -> State:
    """Return a state after the seal of the text on the table, whether or not it may be set yet."""
    here = scenario.placed_at(state)
    seats = here.step.basket.seats if here and here.step.basket else ()
    known = scenario.kernel.by_id
    seal = next(known[name] for seat in seats if here and (name := f"{here.step.id}.{seat}.seal") in known)
    return rules_of(scenario.kernel).carry_out(state, seal)


def left_at(scenario: Scenario, log: Log, states: Sequence[State], number: int | None) -> Json | None:
    """Return by which entry a table left history: number, kind, move, and of what was brought in the step it came at.

    Number 0 stands for a table that began off history; its move is that of the earlier play, where it goes on from one.
    """
    if not number:
        return None if number is None else {"number": 0, "move": log.header.left}
    entry = log.entries[number - 1]
    here = scenario.placed_at(states[number - 1]) if entry.kind == "inject" else None
    return {"number": number, "kind": entry.kind, "move": entry.move, **({"step": here.step.id} if here else {})}


class Sight:
    """A table as one viewer sees it.

    Parameters
    ----------
    viewer
        A seat, `teacher`, `projector`, or an empty text for an observer.
    """

    def __init__(self, stage: Stage, room: Room, table: Table, viewer: str) -> None:
        self.stage, self.room, self.table, self.viewer = stage, room, table, viewer
        self.scenario = stage.scenario
        self.state = shown_state(self.scenario, table)

    def now(self) -> Json:
        """Return the position, how far the log has come, and what lies beside the play."""
        seen = view(self.scenario, self.state, replace(self.table.log, entries=()), self.viewer)
        turn, closed = to_move(self.scenario, self.table), over(self.scenario, self.table)
        mine = bool(turn) and turn == self.viewer
        return {
            **{key: seen[key] for key in _POSITION},
            "actor": "" if turn == CHANCE else turn,
            "variables": values(self.scenario, self.state, self.table.act),
            "told": self._told(),
            "annulled": self._annulled(),
            "parent": self.table.parent,
            "left": left_at(self.scenario, self.table.log, self.table.states, self._departure),
            "proposal": self._proposal(),
            "held": land(frame(self.scenario, self.state)),
            "legal": [move.id for move in legal_moves(self.scenario, self.state)] if mine else [],
            "at": len(self.table.log.entries),
            "forecast": self._forecast(),
            "over": closed,
            "ending": ending(self.scenario, self.state, self.table.act) if closed else None,
            "ahead": [] if closed else list(self._ahead()),
            "policies": {key: self.table.policies[key] for key in self.scenario.acts[self.table.act].seats},
        }

    def _told(self) -> dict[str, int]:
        """Return which variants the play tells; secret briefs and what a secret decision brings are their seat's."""
        table = self.table
        found = table.once(
            "told", lambda: telling(self.scenario, table.act, states_that_count(table.log, table.states))
        )
        return {place: number for place, number in found.items() if not self._hidden(place)}

    def _annulled(self) -> list[str]:
        """Return the articles that were sealed and do not stand any more."""
        found = fates(self.scenario, self.table.act, self.table.log, self.table.states, self.state)
        return [item for item, fate in found if fate.word == ANNULLED]

    def _hidden(self, place: str) -> bool:
        if place.startswith("seat "):
            _, seat, name = place.split()[:3]
            return name in ("secret", "aims") and self.viewer not in (TEACHER, seat)
        one, dot, _ = place.split(maxsplit=1)[0].partition(".")
        placed = self.scenario.steps_by_id.get(one)
        mine = placed is not None and self.viewer in (TEACHER, placed.step.actor)
        return placed is not None and placed.step.secret and bool(dot) and not mine

    @cached_property
    def _departure(self) -> int | None:
        """The entry by which the table left history, as far as the viewer knows what was decided."""
        secret = [one.step for one in self.scenario.steps if one.step.secret and self.viewer != TEACHER]
        unseen = frozenset(step.id for step in secret if step.actor != self.viewer)
        log, states = self.table.log, self.table.states
        number: int | None = self.table.once(unseen, lambda: departure(self.scenario, log, states, unseen))
        return number

    def _proposal(self) -> Json | None:
        """Return the turn that the viewer's delegation votes on."""
        found = self.table.proposals.get(self.viewer)
        if found is None:
            return None
        names = self.room.people
        votes = {names[key].name: yes for key, yes in found.votes.items() if key in names}
        words = {"moves": list(found.moves), "why": found.rationale, "by": names[found.person].name}
        return {**words, "votes": votes}

    def _forecast(self) -> list[Json]:
        """Return what the viewer may forecast now, with what its delegation said of it and in the round before."""
        said = self.table.forecasts
        return [
            {
                "step": one.step,
                "item": one.item,
                "round": one.round,
                "outcomes": list(one.outcomes),
                "said": said.get(one.key(self.viewer)),
                "before": said.get(replace(one, round=one.round - 1).key(self.viewer)),
            }
            for one in asked(self.scenario, self.table, self.viewer)
        ]

    def _ahead(self) -> Iterator[Json]:
        """Yield the commissions of this act that are not closed, with this delegation's draft and the offers."""
        here = self.scenario.step_at(self.state)
        for one in self.scenario.steps:
            if one.act == self.table.act and one.step.basket is not None and one.number >= here:
                yield self._commission(one, one.step.basket)

    def _commission(self, one: Placed, basket: Basket) -> Json:
        step, inside = one.step.id, self.viewer in basket.seats
        draft = self.table.drafts.get((self.viewer, step)) if inside else None
        offers = {seat: dict(text) for (seat, where), text in self.table.offers.items() if where == step}
        return {
            "step": step,
            "seats": list(basket.seats),
            "draft": self._draft(draft) if draft else None,
            "offers": offers if inside or self.viewer == TEACHER else {},
            "program": self.table.plans.get(step) == LEFT_OUT,
        }

    def _draft(self, draft: Draft) -> Json:
        names = self.room.people
        votes = {names[key].name: yes for key, yes in draft.votes.items() if key in names}
        return {"text": dict(draft.text), "by": names[draft.person].name, "votes": votes}

    def lines(self, first: int, last: int) -> Iterator[Json]:
        """Yield what entries `first` to `last` of the log (from 1) tell this viewer."""
        for number in range(first, last + 1):
            line = self._line(number, self.table.log.entries[number - 1])
            if line is not None:
                yield line

    def _line(self, number: int, entry: Entry) -> Json | None:
        if entry.kind == "undo":
            gone = self._line(entry.to + 1, self.table.log.entries[entry.to])
            return {"number": number, "kind": "undo", "to": entry.to, "gone": gone and {**gone, "rationale": ""}}
        if entry.kind == "inject":
            return None
        move = self.scenario.kernel.by_id[entry.move]
        found = self.scenario.steps_by_id.get(move.step)
        planned = move.kind == "happens" and self.table.plans.get(move.step) in (GIVEN, WITHHELD)
        if found is None or move.kind == "skip" or planned:
            return None
        mine = self.viewer in (TEACHER, entry.actor)
        line: Json = {"number": number, "kind": "move", "step": move.step, "actor": entry.actor, "rationale": ""}
        if self._departure is not None and number >= self._departure:
            line["departed"] = True
        if entry.actor != CHANCE and self.table.by_program(self.scenario, number):
            line["program"] = True
        if found.step.secret and not mine:
            return {**line, "move": None, "changes": {"land": [], "variables": []}}
        around = self.table.states[number - 1], self.table.states[number]
        told = {"move": entry.move, "changes": changes(self.scenario, *around, self.table.act)}
        deed = self.table.deeds.get(number)
        if mine and deed and deed.person in self.room.people:
            line |= {"by": self.room.people[deed.person].name, "elapsed": deed.elapsed}
        return {**line, **told, "rationale": entry.rationale if mine else ""}
