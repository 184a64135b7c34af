"""What the teacher's console begins with: every table at a glance, everybody by name."""

from __future__ import annotations

from typing import Any

from engine.policies import POLICIES
from hudut.classroom.cards import card
from hudut.classroom.channels import people
from hudut.classroom.context import House
from hudut.classroom.fold import TEACHER
from hudut.classroom.seeing import Sight
from hudut.classroom.tables import PERSON


def console(house: House) -> dict[str, Any]:
    """Return tables, people and addresses for the console."""
    live, settings = house.live, house.live.room.settings
    return {
        "code": live.room.code,
        "addresses": list(house.addresses),
        "screen": f"/projector?key={house.keys.screen}",
        "policies": list(POLICIES),
        "open_seats": [seat for seat, name in settings.policies.items() if name == PERSON] if settings else [],
        "tables": {number: table_facts(house, number) for number in live.room.tables},
        "people": people(live.room),
        "away": live.away(),
        "debriefs": sorted(live.room.debriefs),
    }


def table_facts(house: House, number: int) -> dict[str, Any]:
    """Return a table as the teacher sees it."""
    live = house.live
    table = live.room.tables[number]
    sight = Sight(live.stage, live.room, table, TEACHER)
    last = len(table.log.entries)
    return {
        "now": sight.now(),
        "card": card(live.stage, table),
        "lines": list(sight.lines(max(last - 30, 1), last)),
    }
