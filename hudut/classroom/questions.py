"""At most five questions for the class, made from what a table did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hudut.campaigns import Stage
from hudut.classroom.debriefing import HISTORY
from hudut.classroom.fold import Room
from hudut.classroom.tables import PERSON, Table, to_move
from hudut.classroom.wording import strings
from hudut.transcript import ASKED, left_history
from scenarios.schema import Option, Step

Json = dict[str, Any]
PLACES = 4
"""How many territories a question names."""
QUOTED = 160
"""Signs of a letter or a reason that a question quotes."""


@dataclass(frozen=True)
class Played:
    """A table at the end of a lesson, as the debrief has it.

    Parameters
    ----------
    columns
        Of the debrief (`debriefing.columns`), this table's first.
    disputed
        The historians' questions of the debrief, what concerns this table first.
    """

    stage: Stage
    room: Room
    columns: Sequence[Json]
    disputed: Sequence[Mapping[str, Any]]
    language: str

    @property
    def table(self) -> Table:
        """The table."""
        return self.room.tables[self.mine["number"]]

    @property
    def mine(self) -> Json:
        """Its column."""
        return self.columns[0]

    @property
    def history(self) -> Json:
        """History's column."""
        return next(one for one in self.columns if one["number"] == HISTORY)

    @cached_property
    def steps(self) -> dict[str, Step]:
        """The steps of the act by id."""
        return {one.id: one for one in self.stage.scenario.acts[self.table.act].steps}

    @cached_property
    def parted(self) -> tuple[str, str, str, str] | None:
        """By what the table left history: kind, matter, its word and history's; None where no words tell it."""
        left = left_history(self.stage, self.table.log, self.table.states)
        return (left.kind, *left.pairs[self.language][0]) if left and left.pairs.get(self.language) else None

    @cached_property
    def moved_land(self) -> list[str]:
        """The territories that the play left otherwise than history, in control or else on paper, the largest first."""
        if self.mine["land"] is None:
            return []
        ours, past = self.mine["land"], self.history["land"]
        known = self.stage.atlas.territories
        for layer in ("control", "agreed"):
            keys = [key for key in {*ours, *past} if key.endswith(layer) and _holder(ours, key) != _holder(past, key)]
            if keys:
                return sorted((key.split(" ")[0] for key in keys), key=lambda key: (-known[key].area_km2, key))
        return []

    @property
    def persons(self) -> list[str]:
        """The seats that pupils play."""
        return [seat for seat, policy in self.table.policies.items() if policy == PERSON]

    def decided_after(self, step: str) -> bool:
        """Tell whether pupils settled something after a step."""
        order = list(self.steps)
        return any(order.index(one) > order.index(step) for one in self.mine["pupils"])

    def say(self, key: str, **values: object) -> str:
        """Return a question; quotation marks inside what it quotes become single ones. No colon follows a question."""
        inner = {name: str(value).replace("“", "‘").replace("”", "’") for name, value in values.items()}
        after = "" if inner.get("matter", "").endswith(ASKED) else ":"
        return strings(self.language)[f"class.question.{key}"].format(**inner, after=after)

    def chosen(self, step: str, option: str | None) -> str:
        """Return the title of an option of a decision, or that it was not taken."""
        options: Sequence[Option] = self.steps[step].options
        found = next((one for one in options if one.id == option), None)
        return found.titles[self.language] if found else strings(self.language)["debrief.not.played"]

    def matters(self, other: Json) -> Iterator[tuple[str, str, str]]:
        """Yield what both this table and another column settled, and otherwise: matter, here, there. Articles first."""
        language, mine = self.language, self.mine
        for step in self.steps.values():
            for item in step.basket.items if step.basket else ():
                texts = [
                    {one.id: one.titles[language] for one in item.options}.get(c["text"].get(item.id, ""), "")
                    for c in (mine, other)
                ]
                if texts[0] and texts[1] and texts[0] != texts[1]:
                    yield item.titles[language], texts[0], texts[1]
        for step in self.steps.values():
            taken = [one["choices"].get(step.id) for one in (mine, other)]
            if step.kind == "decision" and taken[0] and taken[1] and taken[0] != taken[1]:
                yield step.titles[language], self.chosen(step.id, taken[0]), self.chosen(step.id, taken[1])


def questions(played: Played) -> list[str]:
    """Return the questions of a table: the parting of ways, words and secrets, a difference, the land, the sources.

    Where the play raises none a general one stands instead, if what it speaks of came about: pupils decided, the act
    ended, it drew another map, somebody sat together.
    """
    mine = played.mine
    ended, decided = mine["land"] is not None, bool(mine["pupils"])
    asked = (
        (_parting, "1", ended and decided),
        (_written, "2", decided),
        (_beside, "5", played.moved_land and decided),
        (_land, "3", not mine["void"]),
        (_sources, "4", True),
    )
    found = (ask(played) or (played.say(general) if true else "") for ask, general, true in asked)
    return [one for one in found if one]


def _parting(played: Played) -> str:
    """Ask for what made the table leave history, or for what kept it there; of an act that did not come, for why."""
    mine, table, language = played.mine, played.table, played.language
    none = played.stage.scenario.acts[table.act].void
    if mine["void"] and none is not None:
        return played.say("void", title=none.titles[language])
    if mine["left"] is None:
        return _kept(played)
    if not played.parted:
        return ""
    kind, matter, ours, past = played.parted
    step = played.stage.scenario.kernel.by_id[mine["left"]["move"]].step
    # What the program settled, and a chance after which pupils decided nothing, is a difference and no more.
    theirs = step in mine["pupils"] if kind != "chance" else played.decided_after(step)
    return played.say(kind if theirs else "history", matter=matter, ours=ours, past=past)


def _kept(played: Played) -> str:
    """Ask a table that has not left history for what held it, or at what it stood when the lesson ended."""
    table = played.table
    placed = played.stage.scenario.placed_at(table.state)
    if played.mine["land"] is None and placed is not None and to_move(played.stage.scenario, table) in played.persons:
        key = "unfinished" if placed.step.basket else "undecided"
        return played.say(key, matter=placed.step.titles[played.language])
    return played.say("same") if played.mine["pupils"] else ""


def _written(played: Played) -> str:
    """Ask what a letter or a reason of this table kept back, now that the secret briefs are open."""
    seats = played.stage.scenario.acts[played.table.act].seats
    letters = [one for one in played.mine["letters"] if one["seat"] in seats]
    if letters:
        one = max(letters, key=lambda letter: len(letter["text"]))
        return played.say("letter", who=seats[one["seat"]].titles[played.language], text=_short(one["text"]))
    reasons = [(step, one) for step, given in played.mine["reasons"].items() for one in given]
    if not reasons:
        return ""
    step, one = max(reasons, key=lambda reason: len(reason[1]["text"]))
    who, matter = seats[one["seat"]].titles[played.language], played.steps[step].titles[played.language]
    return played.say("reason", who=who, matter=matter, text=_short(one["text"]))


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rsplit(' ', 1)[0]} …"


def _beside(played: Played) -> str:
    """Ask for a difference from another table, or from history beyond the first."""
    first = played.parted[1] if played.parted else ""
    for other in (one for one in played.columns if one["number"] not in (HISTORY, played.mine["number"])):
        differ = sorted(played.matters(other), key=lambda one: one[0] == first)
        if differ:
            matter, ours, theirs = differ[0]
            return played.say("tables", n=other["number"], matter=matter, ours=ours, theirs=theirs)
    for matter, ours, past in played.matters(played.history):
        if matter != first:
            return played.say("history", matter=matter, ours=ours, past=past)
    return ""


def _land(played: Played) -> str:
    """Ask who lived on the land that another holds than in history."""
    known, largest = played.stage.atlas.territories, played.moved_land[:PLACES]
    if not largest:
        return ""
    return played.say("land", places="; ".join(known[key].names[played.language] for key in largest))


def _holder(land: Json, key: str) -> list[Any]:
    found: list[Any] = land.get(key, [None, ""])[:2]
    return found


def _sources(played: Played) -> str:
    """Ask two historians of different schools, on what the table touched."""
    for one in played.disputed:
        if len(one["readings"]) > 1:
            who, other = (reading["who"] for reading in one["readings"][:2])
            return played.say("sources", matter=one["question"], one=who, other=other)
    return ""
