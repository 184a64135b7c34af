"""The stable door for scripts and notebooks.

>>> from hudut.api import atlas
>>> kars = atlas().holder("kars", "1921-03-16")
>>> kars.party
'ankara'

>>> from hudut.api import run, scenario
>>> play = run(scenario("frontier"), act="gumru", moves=["g1-march.call-off"], seats={"chance": "historical"})
>>> play.result["acts"]["gumru"]["ending"]
'soviet-kars'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.frame import Frame, frame
from engine.log import Log
from engine.playthrough import Decider
from engine.replay import replay as replay_log
from engine.replay import states, states_that_count
from engine.rules import State
from geo.dates import iso
from geo.errors import BadValue, one_of
from geo.holdings import Layer
from geo.load import Atlas
from geo.words import languages
from hudut.campaigns import Stage, stage
from hudut.exploring import MappedAtlas, mapped_atlas
from hudut.listing import listed
from hudut.openings import Earlier, opening
from hudut.overlay import overlaid
from hudut.replaying import line
from hudut.scripts import Script, checked, continued, result
from hudut.transcript import tell
from maps.options import PLAIN, PageOptions
from scenarios.chronicle import Chronicle
from scenarios.ground import Held
from scenarios.load import load_chronicle

if TYPE_CHECKING:
    import folium
    from geopandas import GeoDataFrame
    from pandas import DataFrame


MOST_POINTS = 65536
"""Most settings of the weights that `solve` tries."""


def atlas(folder: Path | str | None = None) -> MappedAtlas:
    """Return the atlas of the data that ships with Hudut, or of another data folder; `explore` shows it.

    Raises
    ------
    geo.errors.DataError
        With every problem of the data.
    """
    return mapped_atlas(folder)


def page(of: Atlas | None = None, options: PageOptions = PLAIN) -> str:
    """Return the atlas page as one self-contained HTML string; `PageOptions` has language, days, title and tiles.

    Raises
    ------
    geo.errors.HudutError
        If a language, a day or a tile layer is unknown.
    """
    from maps.page import render

    shown = of or atlas()
    # The chronicle names places and parties of the atlas that ships; another atlas is shown alone.
    told = load_chronicle(shown) if of is None else options.chronicle
    return render(shown, replace(options, chronicle=told))


def own_map(
    territories: GeoDataFrame,
    holdings: DataFrame,
    *,
    title: str,
    subtitle: str = "",
    credit: str = "",
    lang: str = "en",
) -> folium.Map:
    """Return a time map of your own land as a folium map that needs no network; `maps.own` documents the tables.

    Raises
    ------
    maps.errors.PageError
        Naming the row and the nearest valid value, if a table does not fit.
    """
    from maps.layered import OfflineMap
    from maps.own import own_time_map

    element = own_time_map(territories, holdings, title=title, subtitle=subtitle, credit=credit, lang=lang)
    base = OfflineMap(lang=lang, title=title, uid="own", centre=(0, 0), zoom=3)
    base.sheet.guests = True
    element.add_to(base)
    return base


def chronicle(of: Atlas | None = None) -> Chronicle:
    """Return the chronicle: events, treaties, positions, aid, readings, discrepancies."""
    return load_chronicle(of or atlas())


def scenario(name: str | Path = "frontier", weights: str | Path | None = None) -> Stage:
    """Return a scenario with the atlas and chronicle that it stands on, by its name or by its folder.

    Parameters
    ----------
    weights
        A set of weights by name (`even`, `blind`) or file, for all that is played or solved with what is returned;
        by default `fitted` where the scenario has it.

    Raises
    ------
    geo.errors.HudutError
        If there is none of that name, or its data are wrong.
    """
    return stage(name, weights)


def moves(of: Stage, act: str | None = None, lang: str = "en") -> DataFrame:
    """Return what scripts, `run` and wishes may name: a row for each step, option and item of an act, or of all.

    Columns: act, name, kind, date, actor, title, historical.

    Raises
    ------
    geo.errors.HudutError
        If there is no such act, or no such language.
    """
    import pandas as pd

    one_of(lang, languages(), "unknown language")
    return pd.DataFrame(listed(of, act, lang))


@dataclass(frozen=True)
class Play:
    """A finished play: its log, its last state, and what it came to, act by act."""

    of: Stage
    log: Log
    state: State
    result: Mapping[str, Any]

    def __repr__(self) -> str:
        """Say which acts were played and how they ended."""
        ends = ", ".join(f"{act}: {one['ending']}" for act, one in self.result["acts"].items())
        return f"<Play of {self.of.scenario.id}, {len(self.log.entries)} moves, {ends or 'no act closed'}>"

    def frames(self) -> list[Frame]:
        """Return who holds the land that the campaign can move, at the opening and after each move that counts."""
        found = states(self.of.scenario, self.log)
        return [frame(self.of.scenario, state) for state in states_that_count(self.log, found)]

    def borders(self, day: int | str | date, layer: Layer = "control") -> GeoDataFrame:
        """Return the land of each party on a day as the play has it, as `borders_at` of the atlas does for history."""
        return overlaid(self.of, self.log).borders_at(day, layer)

    def changes(self) -> DataFrame:
        """Return what moved on the map: a row for each move, territory and layer.

        Columns: number, day, move, territory, layer, before, before_status, after, after_status, km2.
        """
        import pandas as pd

        rows = [
            (
                one.number,
                iso(one.day),
                one.move,
                each.territory,
                each.layer,
                *_pair(each.before),
                *_pair(each.after),
                each.km2,
            )
            for one in tell(self.of, self.log, states(self.of.scenario, self.log))
            for each in one.changes
        ]
        return pd.DataFrame(rows, columns=CHANGES)


CHANGES = (
    "number", "day", "move", "territory", "layer", "before", "before_status", "after", "after_status", "km2",
)  # fmt: skip


def _pair(held: Held | None) -> tuple[str | None, str | None]:
    return held.holder if held else (None, None)


def replay(of: Stage, act: str | None = None, *, after: Play | Earlier | None = None) -> Play:
    """Return the historical line of an act, or of the whole campaign.

    Parameters
    ----------
    after
        An earlier play, its log or the file of that: what history's moves come to in the act that follows it, the
        weights choosing where one is not legal.
    """
    return _play(of, line(of, act, _log(after)), Script(scenario=of.scenario.id, act=act))


def run(  # noqa: PLR0913 - each is a field of a script
    of: Stage,
    act: str | None = None,
    *,
    until: str | None = None,
    moves: Iterable[str] = (),
    seats: Mapping[str, str | Decider] | None = None,
    carried: Mapping[str, int | str] | None = None,
    seed: int = 0,
    after: Play | Earlier | None = None,
) -> Play:
    """Play an act by policies; see docs/scripts.md.

    Parameters
    ----------
    until
        The last act to play; by default the first one played.
    moves
        Moves or `step.option` stems that are made wherever they are legal.
    seats
        Policies by seat, `all` or `chance`; history for seats and the weights for chance without them. A policy is a
        name, or a function of what the seat sees (`engine.view.view`) and of the ids of its legal moves, one of which
        it returns.
    carried
        Inherited values that differ from history, such as `{"lev": 0}`.
    after
        An earlier play, its log or the file of that: this one goes on from it, by default with the act that follows.

    Returns
    -------
    Play
        `result["never_made"]` names the moves that were legal nowhere.

    Raises
    ------
    geo.errors.HudutError
        If an act, seat, policy, move or inherited value is unknown, or `until` comes before `act`.
    """
    begun = opening(of, act, _log(after))
    asked = {"scenario": of.scenario.id, "act": begun.act, "until": until, "moves": _words(moves), "seed": seed}
    given = seats if isinstance(seats, Mapping) else {}
    deciders = {seat: one for seat, one in given.items() if callable(one)}
    named = {**given, **dict.fromkeys(deciders, "historical")} if given else seats or {}
    script = checked(asked | {"seats": named, "carried": carried or {}}, of)
    names = {seat: f"function {getattr(one, '__name__', 'policy')}" for seat, one in deciders.items()}
    script = script.model_copy(update={"seats": {**script.seats, **names}})
    return _play(of, continued(of, script, begun, deciders), script)


def solve(  # noqa: PLR0913 - each is one question to the same act
    of: Stage,
    act: str | None = None,
    *,
    after: Play | Earlier | None = None,
    seats: Mapping[str, str] | None = None,
    joint: Iterable[str] = (),
    wishes: Iterable[str] = (),
    points: int = 1000,
) -> Mapping[str, Any]:
    """Return what the weights of an act imply, over all its plays; docs/analysis.md explains every field.

    Parameters
    ----------
    act
        By default the first, or the one that follows `after`.
    after
        An earlier play, its log or the file of that: the act is opened on it, not on history.
    seats
        Policies by seat, `all` or `chance`; the scenario's weights without them.
    joint
        Items and territories whose joint distribution to give.
    wishes
        What the least change of history shall lead to, as `batum:agreed=ankara` or `ending=alliance`.
    points
        Other settings of the weights that the robustness report tries.

    Raises
    ------
    geo.errors.HudutError
        If an act, seat, policy, item, territory or wish is unknown, or `points` is out of bounds.
    """
    from hudut.analysis.solving import solve as solve_act

    if not isinstance(seats or {}, Mapping):
        raise BadValue(f"seats: {seats!r} is not a policy by seat, such as {{'all': 'historical'}}")
    if not isinstance(points, int) or not 2 <= points <= MOST_POINTS:
        raise BadValue(f"points: {points!r} is not a number of settings from 2 to {MOST_POINTS}")
    return solve_act(
        of, opening(of, act, _log(after)), seats=seats, ask=_words(joint), wishes=_words(wishes), points=points
    )


def _log(after: Play | Earlier | None) -> Earlier | None:
    return after.log if isinstance(after, Play) else after


def solve_campaign(
    of: Stage, *, given: Iterable[str] = (), wishes: Iterable[str] = (), until: str | None = None
) -> list[Mapping[str, Any]]:
    """Return what the weights imply for a campaign as one, a record for each act; docs/analysis.md explains them.

    Parameters
    ----------
    given
        What is known of the close of acts, as `gumru/kars=ankara` or `moscow/ending=friendship`.
    wishes
        What the least change of history shall lead to, in the same form; the first record has the answer.
    until
        The last act; by default that of the campaign.

    Raises
    ------
    geo.errors.HudutError
        If an act, a name or a value is unknown, or what is given cannot happen.
    """
    from hudut.analysis.campaign import solve_campaign as solve_all

    return list(solve_all(of, given=_words(given), wishes=_words(wishes), until=until))


def _words(given: str | Iterable[str]) -> tuple[str, ...]:
    """Return words given as several or as a single one."""
    return (given,) if isinstance(given, str) else tuple(map(str, given))


def _play(of: Stage, log: Log, script: Script) -> Play:
    return Play(of, log, replay_log(of.scenario, log), result(of, log, script))
