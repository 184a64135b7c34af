"""Non-interference: what a viewer is sent does not depend on the other seats' secrets. Random play, two games."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.play import legal_moves
from hudut.campaigns import Stage, stage
from hudut.classroom import decide, forecasts, lead, seeing
from hudut.classroom.channels import Channel, Channels, Moment, snapshot, spoken_so_far
from hudut.classroom.errors import Refusal
from hudut.classroom.fold import Room, Settings, fold
from hudut.classroom.seeing import PROJECTOR
from hudut.classroom.store import Event
from hudut.classroom.tables import to_move
from scenarios.expand import Scenario
from scenarios.forms import Prose
from scenarios.schema import Act, Brief, Seat
from tests.conftest import SOAK

SEATS = ("ankara", "moscow", "tiflis")
POLICIES = {**dict.fromkeys(SEATS, "person"), "chance": "weighted"}
VIEWERS = (*SEATS, "", PROJECTOR)
DEEDS = st.sampled_from(["move", "move", "move", "say", "whisper", "draft", "vote", "offer", "forecast"])
PLAYS = st.lists(st.tuples(DEEDS, st.sampled_from(SEATS), st.integers(0, 999)), max_size=60)


def with_other_secrets(scenario: Scenario, viewer: str) -> Scenario:
    """Return the scenario with every other seat's secret brief replaced."""
    other = Prose.model_validate({"tr": "başka bir şey", "en": "something else"})

    def changed(key: str, seat: Seat) -> Seat:
        secret = seat.brief.secret if key == viewer else (other,) * len(seat.brief.secret)
        return seat.model_copy(update={"brief": Brief(public=seat.brief.public, secret=secret)})

    def act_of(act: Act) -> Act:
        return act.model_copy(update={"seats": {key: changed(key, seat) for key, seat in act.seats.items()}})

    return dataclasses.replace(scenario, acts={key: act_of(act) for key, act in scenario.acts.items()})


class Game:
    """A room played by rote; `twist` changes all that `viewer` must not learn."""

    def __init__(self, stage: Stage, viewer: str, *, twist: bool) -> None:
        self.viewer, self.twist = viewer, twist
        changed = with_other_secrets(stage.scenario, viewer)
        self.stage = dataclasses.replace(stage, scenario=changed) if twist else stage
        self.room, self.channels, self.time = Room(), Channels(self.stage), 0
        settings_ = Settings("moscow", 45, 1, "opening", 90, 7, POLICIES)
        self.take(*lead.set_up(self.stage.scenario, self.room, settings_, "kars-417"))
        for number, seat in enumerate(SEATS, start=1):
            token = f"token-{seat}-{twist}"
            self.take(Event("joined", f"p{number}", 0, {"person": f"p{number}", "name": seat.title(), "token": token}))
            self.take(Event("seated", f"p{number}", 1, {"person": f"p{number}", "seat": seat}))
        self.take(*lead.start(self.stage.scenario, self.room))

    def take(self, *events: Event) -> None:
        for event in events:
            whole = dataclasses.replace(event, elapsed=self.time, number=self.room.last + 1)
            after = fold(self.stage.scenario, self.room, whole)
            self.channels.publish(Moment(whole, self.room, after))
            self.room = after

    def secret(self, seat: str, text: str) -> str:
        return f"{text}, in other words" if self.twist and seat != self.viewer else text

    def do(self, deed: str, seat: str, number: int) -> None:
        self.time += 1000
        person = self.room.people[f"p{SEATS.index(seat) + 1}"]
        try:
            self.take(*getattr(self, f"_{deed}")(person, seat, number))
        except Refusal:
            return

    def _move(self, _person: object, _seat: str, number: int) -> list[Event]:
        table = self.room.tables[1]
        seat = to_move(self.stage.scenario, table)
        if not seat:
            return []
        legal = legal_moves(self.stage.scenario, table.state)
        person = self.room.people[f"p{SEATS.index(seat) + 1}"]
        why = self.secret(seat, "because")
        at = len(table.log.entries)
        return [decide.move(self.stage.scenario, self.room, person, (legal[number % len(legal)].id,), at, why)]

    def _say(self, person: object, _seat: str, number: int) -> list[Event]:
        return [decide.say(self.stage.scenario, self.room, person, (), f"aloud {number}")]  # type: ignore[arg-type]

    def _whisper(self, person: object, seat: str, number: int) -> list[Event]:
        other = SEATS[number % 3]
        unseen = self.viewer not in (seat, other)
        text = f"whispered {number}" + (" otherwise" if self.twist and unseen else "")
        event = decide.say(self.stage.scenario, self.room, person, (other,), text)  # type: ignore[arg-type]
        return [event, event] if self.twist and unseen else [event]

    def _step(self, number: int) -> str:
        baskets = [one.step.id for one in self.stage.scenario.steps if one.act == "moscow" and one.step.basket]
        return baskets[number % len(baskets)]

    def _draft(self, person: object, seat: str, number: int) -> list[Event]:
        step = self._step(number)
        basket = next(one.step.basket for one in self.stage.scenario.steps if one.step.id == step)
        assert basket
        turn = number + (1 if self.twist and seat != self.viewer else 0)
        text = {item.id: item.options[turn % len(item.options)].id for item in basket.items}
        event = decide.draft(self.stage.scenario, self.room, person, step, text)  # type: ignore[arg-type]
        return [event, event] if self.twist and seat != self.viewer else [event]

    def _vote(self, person: object, seat: str, number: int) -> list[Event]:
        yes = bool(number % 2) ^ (self.twist and seat != self.viewer)
        return [decide.vote(self.stage.scenario, self.room, person, self._step(number), yes=yes)]  # type: ignore[arg-type]

    def _forecast(self, person: object, seat: str, number: int) -> list[Event]:
        asked = forecasts.asked(self.stage.scenario, self.room.tables[1], seat)
        if not asked:
            return []
        matter = asked[number % len(asked)]
        sure = (number + (1 if self.twist and seat != self.viewer else 0)) % len(matter.outcomes)
        shares = {outcome: 100 * (place == sure) for place, outcome in enumerate(matter.outcomes)}
        event = decide.forecast(
            self.stage.scenario, self.room, person, (matter.step, matter.item, matter.round), shares
        )  # type: ignore[arg-type]
        return [event, event] if self.twist and seat != self.viewer else [event]

    def _offer(self, person: object, seat: str, number: int) -> list[Event]:
        # What is offered stops being a secret: both games offer the same text, if anything.
        step = self._step(number)
        basket = next(one.step.basket for one in self.stage.scenario.steps if one.step.id == step)
        if basket is None or seat not in basket.seats:
            return []
        text = {basket.items[0].id: basket.items[0].options[0].id}
        return [Event("offered", getattr(person, "id"), 1, {"seat": seat, "step": step, "text": text})]  # noqa: B009

    def sent(self) -> str:
        """All that the viewer is ever sent: every message of the channel, and what a page begins with."""
        channel = Channel(1, self.viewer)
        lines = [self.channels.text(channel, n) for n in range(1, self.channels.count(channel) + 1)]
        begun = {
            **snapshot(self.stage, self.room, channel, "en"),
            "letters": list(spoken_so_far(self.channels, channel)),
        }
        return "\n".join([*(line.decode() for line in lines), json.dumps(begun, sort_keys=True)])


@settings(max_examples=1000 if SOAK else 12)
@given(PLAYS, st.sampled_from(VIEWERS))
@example([("forecast", "tiflis", 1)], "ankara")
def test_two_games_that_differ_in_other_seats_secrets_send_the_same_bytes(
    frontier: Stage, play: list[tuple[str, str, int]], viewer: str
) -> None:
    games = [Game(frontier, viewer, twist=twist) for twist in (False, True)]
    for deed in play:
        for game in games:
            game.do(*deed)
    ours, theirs = (game.sent() for game in games)
    assert ours == theirs
    assert "token-" not in ours


def test_what_is_the_same_for_all_viewers_is_reckoned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five viewers of a table after one move: the variants told once, the departure once for each set of secrets."""
    asked: dict[str, int] = {}

    def counted(name: str) -> Callable[..., Any]:
        work = getattr(seeing, name)

        def done(*words: Any) -> Any:
            asked[name] = asked.get(name, 0) + 1
            return work(*words)

        return done

    game = Game(stage("frontier"), "ankara", twist=False)
    for name in ("telling", "departure"):
        monkeypatch.setattr(seeing, name, counted(name))
    for viewer in VIEWERS:
        snapshot(game.stage, game.room, Channel(1, viewer), "en")
    secret = {one.step.actor for one in game.stage.scenario.steps if one.step.secret}
    assert asked == {"telling": 1, "departure": len(secret & set(SEATS)) + 1}
