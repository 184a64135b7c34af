"""What one seat may see of a table: JSON-able, in one language, from public state and that seat's own secrets alone.

The rules of who sees what are `engine.view`'s: hidden variables and other seats' secret moves, briefs and rationales
stay out. Beside them: drafts and votes stay inside the delegation, letters between those they were written to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from engine.frame import Frame, ending, frame
from engine.log import Entry
from engine.play import apply, legal_moves
from engine.policies import conference_at
from engine.rules import State, rules_of
from engine.view import view
from hudut.campaigns import Stage
from hudut.classroom.fold import Room
from hudut.classroom.tables import GIVEN, WITHHELD, Table, over, shown_state, to_move
from hudut.classroom.wording import long_date, long_day, strings
from hudut.transcript import map_changes, told_entry, value_words, variable_changes
from hudut.wording import holder
from scenarios.baskets import ACCEPTED, ROUND
from scenarios.expand import Placed, Scenario
from scenarios.kernel import CHANCE, Move
from scenarios.schema import Basket, Item

PROJECTOR = "projector"
Json = dict[str, Any]


@lru_cache(maxsize=512)
def frame_of(scenario: Scenario, state: State, act: str) -> Frame:
    """Return a frame; every channel of a table asks for the same few."""
    return frame(scenario, state, act)


class Sight:
    """A table as one viewer sees it, in one language.

    Parameters
    ----------
    viewer
        A seat, `teacher`, `projector`, or an empty text for an observer.
    """

    def __init__(self, stage: Stage, room: Room, table: Table, viewer: str, language: str) -> None:
        self.stage, self.room, self.table, self.viewer, self.language = stage, room, table, viewer, language
        self.scenario = stage.scenario
        self.act = self.scenario.acts[table.act]
        self.state = shown_state(self.scenario, table)
        self.placed = None if over(self.scenario, table) else self.scenario.placed_at(self.state)

    def now(self) -> Json:
        """Return the table as it stands."""
        seen = view(self.scenario, self.state, replace(self.table.log, entries=()), self.viewer)
        turn = to_move(self.scenario, self.table)
        return {
            "at": len(self.table.log.entries),
            "day": long_day(seen["day"], self.language),
            "iso": seen["day"],
            "over": over(self.scenario, self.table),
            "ending": self._ending(),
            "turn": "" if turn == CHANCE else turn,
            "mine": bool(turn) and turn == self.viewer,
            "step": self._step(),
            "options": list(self._options()),
            "text": self._text(),
            "ahead": list(self._ahead()),
            "facts": list(self._facts(seen["variables"])),
            "held": held_rows(frame_of(self.scenario, self.state, self.table.act)),
            "policies": {key: self.table.policies[key] for key in self.act.seats},
        }

    def _ending(self) -> Json | None:
        if not over(self.scenario, self.table):
            return None
        found = ending(self.scenario, self.state, self.table.act)
        one = next((one for one in self.act.endings if one.id == found), None)
        return {"title": one.titles[self.language], "text": one.text[self.language]} if one else None

    def _step(self) -> Json | None:
        if self.placed is None:
            return None
        step = self.placed.step
        return {
            "id": step.id,
            "kind": step.kind,
            "date": long_date(step.date, self.language),
            "title": step.titles[self.language],
            "says": step.says[self.language],
        }

    def _options(self) -> Iterator[Json]:
        """Yield the ways a decision of this seat may go, each with its consequences."""
        if self.placed is None or to_move(self.scenario, self.table) != self.viewer or self.placed.step.basket:
            return
        by_id = {one.id: one for one in self.placed.step.options}
        for move in legal_moves(self.scenario, self.state):
            option = by_id.get(move.option)
            if option is not None:
                yield {
                    "move": move.id,
                    "title": option.titles[self.language],
                    "says": option.says[self.language],
                    "effects": list(self.effects(self.state, apply(self.scenario, self.state, move))),
                }

    def effects(self, before: State, after: State) -> Iterator[str]:
        """Yield what differs between two states in public variables and on the map, in words."""
        names = {**self.scenario.campaign.variables, **self.act.variables}
        for key, values in variable_changes(self.scenario, before, after, self.act.id).items():
            old, new = (value_words(names[key], value, self.language) for value in values)
            yield f"{names[key].names[self.language]}: {old} → {new}"
        frames = (frame_of(self.scenario, state, self.act.id) for state in (before, after))
        places: dict[tuple[str, str], list[str]] = {}
        for one in map_changes(self.stage, *frames):
            place = self._word(f"layer.{one.layer}"), holder(self.stage.atlas, one.after, self.language)
            places.setdefault(place, []).append(self.stage.atlas.territories[one.territory].names[self.language])
        for (where, who), lands in places.items():
            yield f"{where} – {', '.join(lands)}: {who}"

    def _word(self, key: str) -> str:
        return strings(self.language)[key]

    def _text(self) -> Json | None:
        """Return the text on the table, with whose consent it needs and has, and what may be done with it."""
        conference = conference_at(self.scenario, self.state)
        if conference is None or self.placed is None or over(self.scenario, self.table):
            return None
        basket = conference.basket
        mine = to_move(self.scenario, self.table) == self.viewer
        legal = legal_moves(self.scenario, self.state) if mine else ()
        turn = self.scenario.value(self.state, ROUND)
        accepted = {seat: bool(self.scenario.value(self.state, ACCEPTED[n])) for n, seat in enumerate(basket.seats)}
        return {
            "step": self.placed.step.id,
            "seats": list(basket.seats),
            "round": turn + 1,
            "rounds": basket.rounds,
            "accepted": accepted,
            "items": [self._item(basket, item, legal) for item in basket.items],
            "last_word": basket.seats[-1] == self.viewer
            and self.scenario.value(self.state, ROUND) == basket.rounds - 1,
            "can": {move.kind: move.id for move in legal if move.kind != "amend"},
        }

    def _item(self, basket: Basket, item: Item, legal: tuple[Move, ...]) -> Json:
        moves = {(move.item, move.option): move.id for move in legal if move.kind == "amend"}
        number = self.scenario.value(self.state, item.id)
        options = []
        for place, option in enumerate(item.options, start=1):
            move = moves.get((item.id, option.id))
            told: Json = {"id": option.id, "title": option.titles[self.language], "text": option.text[self.language]}
            if move:
                told |= {"move": move, "effects": list(self._if_signed(basket, item.id, place))}
            options.append(told)
        return {
            "id": item.id,
            "title": item.titles[self.language],
            "chosen": item.options[number - 1].id if number else "",
            "may_stay_open": item.may_stay_open,
            "consent": [seat for seat in basket.seats if seat in item.consent],
            "options": options,
        }

    def _if_signed(self, basket: Basket, item: str, number: int) -> Iterator[str]:
        """Yield what an option would change if the text were signed with it in place of what stands there now."""
        amended = self.scenario.kernel.changed(self.state, {item: number})
        step = self.placed.step.id if self.placed else ""
        signed = [self._signed(one, f"{step}.{basket.seats[0]}.seal") for one in (self.state, amended)]
        yield from self.effects(*signed)

    def _signed(self, state: State, seal: str) -> State:
        """Return a state after the effects of a seal, whether or not it may be made yet."""
        kernel = self.scenario.kernel
        move = kernel.by_id.get(seal)
        return rules_of(kernel).carry_out(state, move) if move else state

    def _ahead(self) -> Iterator[Json]:
        """Yield the commissions of this act that are not closed, with this delegation's draft and the offers."""
        here = self.scenario.step_at(self.state)
        for one in self.scenario.steps:
            basket = one.step.basket
            if one.act == self.table.act and basket is not None and one.number >= here and not self._closed():
                yield self._commission(one, basket)

    def _closed(self) -> bool:
        return over(self.scenario, self.table)

    def _commission(self, one: Placed, basket: Basket) -> Json:
        step = one.step.id
        draft = self.table.drafts.get((self.viewer, step)) if self.viewer in basket.seats else None
        offers = {
            seat: dict(self.table.offers[seat, step]) for seat in basket.seats if (seat, step) in self.table.offers
        }
        return {
            "step": step,
            "title": one.step.titles[self.language],
            "date": long_date(one.step.date, self.language),
            "seats": list(basket.seats),
            "items": [
                {
                    "id": item.id,
                    "title": item.titles[self.language],
                    "options": [
                        {"id": option.id, "title": option.titles[self.language], "text": option.text[self.language]}
                        for option in item.options
                    ],
                }
                for item in basket.items
            ],
            "draft": self._draft(draft) if draft else None,
            "offers": offers if self.viewer in basket.seats or self.viewer == "teacher" else {},
        }

    def _draft(self, draft: Any) -> Json:
        names = self.room.people
        votes = {names[key].name: yes for key, yes in draft.votes.items() if key in names}
        return {"text": dict(draft.text), "by": names[draft.person].name, "votes": votes}

    def _facts(self, values: dict[str, str]) -> Iterator[Json]:
        specs = {**self.scenario.campaign.variables, **self.act.variables}
        carried = [key for key in values if key in self.act.carries or key in self.act.variables]
        for key in carried:
            value = value_words(specs[key], values[key], self.language)
            top = specs[key].size if not specs[key].values else None
            yield {"id": key, "name": specs[key].names[self.language], "value": value, "top": (top or 1) - 1}

    def lines(self, first: int, last: int) -> Iterator[Json]:
        """Yield what entries `first` to `last` of the log (from 1) told this viewer."""
        for number in range(first, last + 1):
            line = self._line(number, self.table.log.entries[number - 1])
            if line is not None:
                yield line

    def _line(self, number: int, entry: Entry) -> Json | None:
        if entry.kind == "undo":
            return {"n": number, "kind": "undo", "to": entry.to, "title": self._word("line.undo")}
        if entry.kind == "inject":
            return None
        move = self.scenario.kernel.by_id[entry.move]
        if move.kind == "skip" or (move.kind == "happens" and self.table.plans.get(move.step) in (GIVEN, WITHHELD)):
            return None
        told = told_entry(self.stage, (number, entry), (self.table.states[number - 1], self.table.states[number]))
        placed = self.scenario.steps_by_id.get(move.step)
        line: Json = {
            "n": number,
            "seat": "" if entry.actor == CHANCE else entry.actor,
            "title": told.title[self.language],
            "text": told.text[self.language],
        }
        line["date"] = long_date(placed.step.date, self.language) if placed else long_day(told.day, self.language)
        line["kind"] = placed.step.kind if placed else "act"
        mine = self.viewer in ("teacher", entry.actor)
        if placed is not None and placed.step.secret and not mine:
            return {**line, "title": placed.step.titles[self.language], "text": self._word("line.secret")}
        line["effects"] = list(self.effects(self.table.states[number - 1], self.table.states[number])) if placed else []
        return {**line, "why": entry.rationale} if mine and entry.rationale else line


def held_rows(found: Frame) -> list[list[str | None]]:
    """Return a frame as rows for the map: territory, layer, party, status."""
    return [[territory, layer, held.party, held.status] for (territory, layer), held in sorted(found.held.items())]
