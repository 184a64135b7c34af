"""The payload: compact, complete, and the same for the same atlas."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geo.load import Atlas
from maps.payload import make_payload

GEOMETRY: dict[str, Any] = {"ids": [], "rings": [], "arcs": [], "scale": [1, 1, 0, 0], "land": []}


@pytest.fixture(scope="module")
def payload(atlas: Atlas) -> Any:
    return make_payload(atlas, langs=("tr", "en"), start=atlas.first_day, end=atlas.last_day, geometry=GEOMETRY)


def test_every_holding_is_there_once(atlas: Atlas, payload: Any) -> None:
    rows = [row for lists in payload["holdings"] for rows in lists for row in rows]
    inside = [row for row in atlas.holdings if row.end is None or row.end.first > atlas.first_day]
    assert len(rows) == len(inside)


def test_positions_name_the_right_records(atlas: Atlas, payload: Any) -> None:
    t = [one["id"] for one in payload["territories"]].index("kars")
    day = 701340 - payload["first"]  # 1921-03-16
    row = next(row for row in payload["holdings"][t][0] if row[2] <= day and (not row[3] or day < row[3]))
    held = next(one for one in atlas.history("kars", "control") if one.covers(701340))
    assert payload["parties"][row[0]]["id"] == held.party
    assert payload["bases"][row[4]]["id"] == held.basis


def test_every_place_and_basis_has_its_late_record(payload: Any) -> None:
    assert len(payload["late"]["places"]) == len(payload["places"])
    assert len(payload["late"]["bases"]) == len(payload["bases"])
    assert all(
        one["q"] for one, basis in zip(payload["late"]["bases"], payload["bases"], strict=True) if basis["e"] < 2
    )


def test_a_page_in_one_language_has_one_name_each(atlas: Atlas) -> None:
    one = make_payload(atlas, langs=("en",), start=atlas.first_day, end=atlas.last_day, geometry=GEOMETRY)
    assert all(len(party["n"]) == 1 for party in one["parties"])
    assert all(len(place) == 6 for place in one["places"])


def days_since_1914(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1914, 8, 1)).days


def test_the_dates_of_a_treaty_are_its_own(payload: Any) -> None:
    """Brest-Litovsk and Moscow, day by day: signed, ratified, in force, carried out, ended."""
    bases = {one["id"]: one for one in payload["bases"]}
    brest, moscow = bases["brest-litovsk-1918"], bases["moscow-1921"]
    assert brest["d"] == days_since_1914(1918, 3, 3)
    assert brest["ratified"] == days_since_1914(1918, 3, 15)
    assert brest["in_force"] == days_since_1914(1918, 7, 12)
    assert brest["ended"] == days_since_1914(1918, 11, 13)
    assert moscow["d"] == days_since_1914(1921, 3, 16)
    assert moscow["in_force"] == days_since_1914(1921, 9, 22)
    assert moscow["carried_out"] == "1921-03/1921-04"
    assert "ended" not in moscow
