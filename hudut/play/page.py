"""A whole playthrough as one HTML file: rules, words, map and scripts; nothing beside it, nothing from the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from branca.element import MacroElement
from jinja2 import Template

from engine.browser import rules_for_browser
from engine.opening import Opening
from engine.play import act_named
from engine.policies import POLICIES
from geo.words import chosen
from hudut.agenda import plans_of, play
from hudut.campaigns import Stage
from hudut.files import write_whole
from hudut.play.style import play_style
from hudut.play.words import afterwards, texts, words
from hudut.terminal import seat_of
from maps.framing import boxes_of, frame_round
from maps.joining import joined
from maps.offline import BareMap, InlineAsset
from maps.packing import packed, to_json
from maps.page import FRONTIER, FRONTIER_ZOOM
from maps.payload import make_payload
from maps.topology import read_topology
from scenarios.lessons import decided, left_out

EVERYONE = "all"
"""Seat of a page on which one computer passes from seat to seat."""
_BASES_KEEP = ("k", "d", "in_force")
_LATE_KEEP = ("ridges", "rails")
_ENTRY = "hudut/play/js/main.js"
_ENTRY_IN_PLATFORM = "hudut/play/js/scorm.js"


@dataclass(frozen=True)
class Platform:
    """What a page needs to know of the learning platform that it will lie in.

    Parameters
    ----------
    edition
        Of SCORM: `1.2` or `2004`.
    score
        The rule of `hudut/play/js/scorm.js` by which a play that is over gets a score: `none`, `end`, `reasons`.
    """

    edition: str
    score: str = "none"


@dataclass(frozen=True)
class PlayPage:
    """What a play page is made of.

    Parameters
    ----------
    seat
        The seat that is played, or `all`: then the page holds the secret briefs of every seat.
    languages
        The first is shown first.
    seed
        Of chance and of the others; None lets each new play draw its own.
    others
        Policy of the other seats that is offered first.
    carried, left
        As in the header of a log: what the act is opened on otherwise than in history.
    platform
        The learning platform that keeps the play; None where the browser does.
    """

    act: str
    seat: str
    languages: tuple[str, ...]
    seed: int | None = None
    others: str = "weighted"
    carried: Mapping[str, int | str] = field(default_factory=dict)
    left: str = ""
    platform: Platform | None = None


def board_payload(stage: Stage, act: str, languages: tuple[str, ...]) -> dict[str, Any]:
    """Return what `maps/js/board.js` reads: the atlas in an act's days, the view to open with, boxes of what may move.

    The texts of the map's own panel are left out: the board has none. So are fronts and doubtful lines, which are those
    of history and not of a play.
    """
    atlas, one = stage.atlas, stage.scenario.acts[act]
    start, end = max(one.start.first, atlas.first_day), min(one.end.last, atlas.last_day)
    geometry = read_topology(atlas.territories_path, atlas.frame_path)
    payload = dict(make_payload(atlas, langs=languages, start=start, end=end, geometry=geometry))
    payload["late"] = {key: payload["late"][key] for key in _LATE_KEEP}
    payload["bases"] = [{key: basis[key] for key in _BASES_KEEP if key in basis} for basis in payload["bases"]]
    boxes = boxes_of(atlas, stage.scenario.ground.territories | set(one.stakes))
    payload["boxes"] = {key: [round(value, 2) for value in box] for key, box in boxes.items()}
    payload["view"] = frame_round(boxes[key] for key in one.stakes)
    return payload


def render_play(stage: Stage, page: PlayPage) -> str:
    """Return a play page as one HTML text.

    Other seats' secret briefs are not in it, unless the page is for all seats.
    """
    everyone = tuple(stage.scenario.acts[page.act].seats)
    seats = everyone if page.seat == EVERYONE else (page.seat,)
    strings = {language: texts(language, in_platform=page.platform is not None) for language in page.languages}
    board = board_payload(stage, page.act, page.languages)
    lang = page.languages[0]
    told = {code: words(stage, page.act, code, seats, page.left) for code in page.languages}
    around = {"platform": asdict(page.platform)} if page.platform else {}
    data = {
        "_data": to_json(
            {
                **around,
                "scenario": stage.scenario.id,
                "act": page.act,
                "seats": list(seats),
                "langs": list(page.languages),
                "lang": lang,
                "strings": strings,
                "seed": page.seed,
                "others": page.others,
                "opened": {"carried": dict(page.carried), "left": page.left},
                "lessons": list(_lessons(stage, page)),
                "policies": [page.others, *(name for name in POLICIES if name not in (page.others, "random"))],
            }
        ),
        "_play": packed({"rules": rules_for_browser(stage.scenario, (page.act,)), "words": told}),
        "_after": packed({code: afterwards(stage, page.act, code) for code in page.languages}),
        "_map": to_json({**board, "lang": lang, "title": ""}),
    }
    base = BareMap(lang=lang, title=f"{told[lang]['title']} · Hudut", uid="hudut", centre=FRONTIER, zoom=FRONTIER_ZOOM)
    entry = _ENTRY_IN_PLATFORM if page.platform else _ENTRY
    _Play(data, strings[lang]["no.script"], lang, entry).add_to(base)
    html: str = base.get_root().render()
    return html


def _lessons(stage: Stage, page: PlayPage) -> Iterator[dict[str, Any]]:
    """Yield the lesson plans of the act: where a play begins, and which decisions the program plays, before it too.

    There is none for an act that goes on from a play off history: what comes before a lesson is history's.
    """
    steps = [step for step in stage.scenario.acts[page.act].steps if decided(step)]
    for plan in plans_of(stage).values() if not (page.carried or page.left) else ():
        if plan.act == page.act:
            before = list(stage.scenario.acts[page.act].steps)
            first = next((number for number, step in enumerate(before) if step.id == plan.begin), 0)
            out = {*left_out(plan, stage.scenario), *(step.id for step in before[:first])}
            yield {
                "minutes": plan.minutes,
                "begin": plan.begin,
                "program": [step.id for step in steps if step.id in out],
                "told": {code: play(stage.scenario, plan, code) for code in page.languages},
            }


def write_play(  # noqa: PLR0913 (keywords of one public door)
    stage: Stage,
    act: str | Opening,
    seat: str,
    out: Path,
    *,
    language: str = "all",
    seed: int | None = None,
    others: str = "weighted",
) -> int:
    """Write a play page; return its size in bytes. An act by its name is opened as in history.

    Raises
    ------
    HudutError
        If the act or the seat is unknown, or the file cannot be written.
    """
    languages = chosen(language)
    begun = act if isinstance(act, Opening) else Opening(act_named(stage.scenario, act))
    key = EVERYONE if seat == EVERYONE else seat_of(stage, begun.act, seat)
    page = PlayPage(begun.act, key, languages, seed, others, begun.carried, begun.left)
    return write_whole(out, render_play(stage, page))


class _Play(MacroElement):
    """The play beside its map, as one folium element."""

    _template = Template(
        "{% macro header(this, kwargs) %}{% endmacro %}"
        '{% macro html(this, kwargs) %}<div class="hudut play" id="{{ this.get_name() }}" lang="{{ this.lang }}">'
        '<noscript><p class="no-script">{{ this.without|e }}</p></noscript></div>'
        "{% for name, text in this.data.items() %}"
        '<script type="text/plain" id="{{ this.get_name() }}{{ name }}">{{ text }}</script>'
        "{% endfor %}{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        "startPlay({{ this._parent.get_name() }}, {{ this.get_name()|tojson }});{% endmacro %}"
    )

    def __init__(self, data: dict[str, str], without: str, lang: str, entry: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Play"
        self._id = "hudut"
        self.data = data
        self.without = without
        self.lang = lang
        self.entry = entry

    def render(self, **kwargs: Any) -> str:
        """Put style sheet and script into the page's head, then the macros into their places."""
        figure: Any = self.get_root()
        figure.header.add_child(InlineAsset("style", play_style()), name="play_css")
        figure.header.add_child(InlineAsset("script", joined(self.entry, "startPlay")), name="play_js")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""
