"""Stories as compact records, to be told from the records of the chronicle that they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo.holdings import LAYERS
from maps.teller import Teller
from scenarios.stories import Stop, Story


def make_stories(make: Teller, stories: Iterable[Story]) -> list[dict[str, Any]]:
    """Return the stories in order: `a` holds the stops, whose keys are given in `maps/js/storypage.js`."""
    return [
        {
            "id": one.id,
            "n": make.text(one.titles),
            "s": make.text(one.summaries),
            "a": [_stop(make, stop) for stop in one.stops],
        }
        for one in stories
    ]


def _stop(make: Teller, stop: Stop) -> dict[str, Any]:
    told = {
        "n": make.text(stop.titles),
        "s": make.text(stop.text),
        "d": make.when(stop.day),
        "l": LAYERS.index(stop.layer),
        "at": "" if stop.box else stop.view,
        "xy": list(stop.box or ()),
        "lit": list(stop.lit),
        "sel": stop.select,
        "r": stop.route,
        "e": list(stop.events),
        "tr": list(stop.treaties),
        "b": list(stop.bases),
        "rd": list(stop.readings),
        "dis": list(stop.discrepancies),
        "q": make.quoted(stop.cite),
    }
    return {key: value for key, value in told.items() if value or key in ("d", "l")}
