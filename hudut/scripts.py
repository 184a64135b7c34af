"""`hudut run`: scripted plays. A script is YAML; see docs/scripts.md for the format and worked examples."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from itertools import product
from math import prod
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from engine.log import Log, dump
from engine.opening import Opening
from engine.playthrough import NONE, Decider, new_log, play_out
from engine.policies import POLICIES
from engine.replay import moves_that_count, replay, states
from engine.rules import digest
from geo.dates import iso
from geo.errors import BadValue, DataError, HudutError, Problem, nearest
from geo.reading import read_one, reason
from geo.records import Record, Texts
from geo.words import FALLBACK
from hudut.campaigns import Stage, stage, weights_name
from hudut.debrief import as_markdown, debrief
from hudut.files import write_whole
from hudut.openings import opening
from hudut.overlay import overlaid
from hudut.replaying import departed, span, write_page
from hudut.workers import end_with_parent
from scenarios.expand import carried_names
from scenarios.kernel import CHANCE

MOST_PLAYS = 1000
LARGEST_SEED = 2**53 - 1
"""The largest whole number that a page reads from a log as it was written."""


class Script(Record):
    """A scripted play, or several by `vary`.

    Parameters
    ----------
    act
        Where to start (by default the first act), and `until`: the last act to play (by default the same).
    after
        The log of an earlier play that this one goes on from (`from` in the file, beside which its path begins); the
        act is then by default the one that follows.
    seats
        A policy for each seat, for `all` or for `chance`; by default history, and the weights for chance.
    moves
        Moves, or `step.option` stems, that are made wherever they are legal.
    carried
        Inherited values that differ from history.
    weights
        A set of weights by name or file; by default `fitted` where the scenario has it.
    vary
        Lists of values by `seats.NAME`, `moves`, `seed` or `carried.NAME`; every combination is played.
    titles
        What is otherwise than in history, for readers; a script of docs/scripts with it is a branch of
        docs/counterfactuals.md.
    """

    scenario: str = "frontier"
    act: str | None = None
    until: str | None = None
    after: str | None = Field(default=None, alias="from")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = 0
    seats: dict[str, str] = {}
    moves: tuple[str, ...] = ()
    carried: dict[str, int | str] = {}
    weights: str | None = None
    vary: dict[str, tuple[Any, ...]] = Field(default={})
    titles: Texts | None = None


def read_script(path: Path, weights: str | None = None, after: Path | None = None) -> Script:
    """Read a script and check its words against the scenario; `weights` and `after` take the place of its own.

    Raises
    ------
    DataError
        With every problem, by file and line.
    """

    def beside(script: Script) -> Script:
        own = script.after and path.parent / script.after
        return script.model_copy(update={"after": str(after or own) if after or own else None})

    def wrong(script: Script) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        for at, what in _unopened(script) or _wrong_words(beside(script), stage(script.scenario)):
            yield at, f"{'/'.join(map(str, at))}: {what}", ""

    script = beside(read_one(Script, path, wrong))
    return script if weights is None else script.model_copy(update={"weights": weights})


def checked(content: Mapping[str, Any], of: Stage) -> Script:
    """Return the script of some fields for a scenario.

    Raises
    ------
    BadValue
        If a field has a wrong type, or a word is none of the scenario's.
    """
    try:
        script = Script.model_validate(content)
    except ValidationError as error:
        raise BadValue(
            "; ".join(f"{'/'.join(map(str, one['loc']))}: {reason(one)}" for one in error.errors())
        ) from None
    for path, what in _wrong_words(script, of):
        raise BadValue(f"{'/'.join(map(str, path))}: {what}")
    return script


def _wrong_words(script: Script, of: Stage) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (path, what is wrong and what is right) of the words that the scenario does not know."""
    scenario = of.scenario
    seats = {seat for act in scenario.acts.values() for seat in act.seats} | {"all", CHANCE}
    words: list[tuple[tuple[str | int, ...], str, Collection[str]]] = [
        ((key,), word, scenario.acts)
        for key, word in (("act", script.act), ("until", script.until))
        if word is not None
    ]
    words += [(("moves", n), move, scenario.playable) for n, move in enumerate(script.moves)]
    words += [(("seats", seat), seat, seats) for seat in script.seats]
    words += [(("seats", seat), policy, POLICIES) for seat, policy in script.seats.items()]
    words += [(("carried", key), key, carried_names(scenario.campaign)) for key in script.carried]
    wrong = [(path, f"{word!r} is unknown. {nearest(word, valid)}") for path, word, valid in words if word not in valid]
    yield from wrong
    for key, value in script.carried.items():
        try:
            if key in carried_names(scenario.campaign):
                scenario.kernel.value(key, value)
        except BadValue as error:
            yield ("carried", key), str(error)
    if not wrong:
        yield from _wrong_acts(script, of)
        yield from _wrong_variants(script) if script.vary else ()


def _wrong_acts(script: Script, of: Stage) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield why the first act cannot be opened, or that the last comes before it."""
    acts = list(of.scenario.acts)
    try:
        act = opening(of, script.act, script.after).act
        if script.until and acts.index(script.until) < acts.index(act):
            yield ("until",), f"{script.until!r} comes before {act!r}. Name that act or a later one."
    except HudutError as error:
        yield ("from",), str(error)


def _unopened(script: Script) -> list[tuple[tuple[str | int, ...], str]]:
    """Return why the scenario of a script, or its weights, cannot be opened."""
    for key, weights in (("scenario", None), ("weights", script.weights)):
        try:
            stage(script.scenario, weights)
        except BadValue as error:
            return [((key,), str(error))]
    return []


def _wrong_variants(script: Script) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what stands in the way of playing every combination of `vary`."""
    try:
        variants(script)
    except HudutError as error:
        yield ("vary",), str(error).removeprefix("vary: ")


def variants(script: Script) -> list[tuple[str, Script]]:
    """Return (name, script) of every combination of `vary`; a script without it is its own only variant.

    Raises
    ------
    HudutError
        If there are none or too many, a key of `vary` is not one that can vary, or a value cannot be played.
    """
    keys = list(script.vary)
    total = prod(map(len, script.vary.values()))
    if not total:
        raise HudutError("vary: a list is empty, so there is no play. Give values, or take the word out.")
    if total > MOST_PLAYS:
        raise HudutError(f"the script varies over {total} plays; the most is {MOST_PLAYS}. Use `hudut sweep` for more.")
    found = []
    for number, values in enumerate(product(*(script.vary[key] for key in keys)), start=1):
        content = script.model_dump(exclude={"vary"})
        for key, value in zip(keys, values, strict=True):
            _put(content, key, value)
        found.append((f"{number:04d}" if keys else "", checked(content, stage(script.scenario))))
    return found


def _put(content: dict[str, Any], key: str, value: Any) -> None:
    table, _, name = key.partition(".")
    if name and table in ("seats", "carried"):
        content[table] = {**content[table], name: value}
    elif key in ("moves", "seed", "act", "until", "weights"):
        content[key] = (value,) if key == "moves" and isinstance(value, str) else value
    else:
        raise HudutError(f"vary: {key!r} cannot vary. Use seats.NAME, carried.NAME, moves, seed, act, until, weights.")


def play(script: Script) -> tuple[Stage, Log]:
    """Play a script to the close of its last act."""
    found = stage(script.scenario, script.weights)
    return found, played(found, script)


def played(found: Stage, script: Script) -> Log:
    """Return the log of a script, played on a stage that is open already."""
    return continued(found, script, opening(found, script.act, script.after))


def continued(found: Stage, script: Script, begun: Opening, deciders: Mapping[str, Decider] = NONE) -> Log:
    """Return the log of a script that is played from an opening; `deciders` are functions that play seats."""
    carried = {**begun.carried, **script.carried}
    log = new_log(found.scenario, begun.act, seed=script.seed, seats=script.seats, carried=carried, left=begun.left)
    return play_out(found.scenario, log, script.until or begun.act, script.moves, deciders)


def never_made(found: Stage, log: Log, script: Script) -> list[str]:
    """Return the moves of a script that were legal nowhere in the play, so that nothing came of them."""
    made = [found.scenario.kernel.by_id[entry.move] for _, entry in moves_that_count(log) if entry.kind == "move"]
    words = {word for one in made for word in (one.id, one.stem.id, f"{one.step}.{one.item}.{one.option}")}
    return [move for move in script.moves if move not in words]


def result(found: Stage, log: Log, script: Script) -> dict[str, Any]:
    """Return what a play came to, as JSON-able data."""
    acts = {}
    for act in found.scenario.acts:
        one = debrief(found, log, act)
        if one is not None:
            acts[act] = {
                "ending": one.ending,
                "history": one.history_ending,
                "items_changed": one.distance,
                "km2_changed": round(one.km2, 1),
                "balance": {key: ours for key, (ours, _) in one.balance.items()},
                "balance_history": {key: theirs for key, (_, theirs) in one.balance.items()},
                "articles": {article.item: article.ours for article in one.articles},
            }
    return {
        "scenario": found.scenario.id,
        "hash": found.scenario.kernel.hash,
        "weights": weights_name(found),
        "script": script.model_dump(mode="json", exclude={"vary", "titles"}, by_alias=True),
        "moves": len(log.entries),
        "never_made": never_made(found, log, script),
        "digest": digest(replay(found.scenario, log)),
        "acts": acts,
    }


def run_script(
    path: Path, out: Path, *, pages: bool = True, weights: str | None = None, after: Path | None = None
) -> list[Path]:
    """Run a script; write log.jsonl, result.json, comparison.md, borders.geojson and map.html for each play."""
    folders = []
    for name, script in variants(read_script(path, weights, after)):
        folder = out / path.stem / name if name else out / path.stem
        found, log = play(script)
        _write(folder, found, log, script, pages=pages)
        folders.append(folder)
    return folders


def _write(folder: Path, found: Stage, log: Log, script: Script, *, pages: bool) -> None:
    texts = {
        "log.jsonl": dump(log),
        "result.json": json.dumps(result(found, log, script), ensure_ascii=False, indent=1) + "\n",
        "comparison.md": _comparison(found, log),
        "borders.geojson": _borders(found, log),
    }
    for name, text in texts.items():
        write_whole(folder / name, text)
    if pages:
        write_page(found, log, folder / "map.html")


def _comparison(found: Stage, log: Log) -> str:
    parts = [debrief(found, log, act) for act in found.scenario.acts]
    return "\n".join(as_markdown(one, found) for one in parts if one is not None)


def _borders(found: Stage, log: Log) -> str:
    _, last = span(found, log)
    atlas, about = overlaid(found, log), {"layer": "control", "day": iso(last)}
    features = atlas.partition.features(atlas.rows_at(last, "control"), atlas.territories, about)
    content = {"type": "FeatureCollection", "features": features}
    content |= departed(found, log, states(found.scenario, log), FALLBACK)
    return json.dumps(content, ensure_ascii=False) + "\n"


def _refuse_one_folder(paths: list[Path], out: Path) -> None:
    """Refuse two scripts that would write to one folder, also where a file system takes capitals for small letters."""
    names: dict[str, Path] = {}
    for path in paths:
        other = names.setdefault(path.stem.casefold(), path)
        if other is not path:
            raise HudutError(f"{other} and {path} would both be written to {out / path.stem}; give one another name.")


def run_scripts(
    paths: list[Path],
    out: Path,
    workers: int,
    *,
    pages: bool = True,
    weights: str | None = None,
    after: Path | None = None,
) -> Iterator[tuple[Path, list[Path]]]:
    """Run several scripts, in parallel where there are several; yield (script, folders written) as they finish.

    Parameters
    ----------
    weights
        A set of weights for all of them, instead of their own.

    Raises
    ------
    DataError
        With the problems of all scripts, before any is run.
    HudutError
        If two scripts would write to one folder.
    """
    _refuse_one_folder(paths, out)
    problems: list[Problem] = []
    for path in paths:
        try:
            for _, script in variants(read_script(path, weights, after)):
                stage(script.scenario, script.weights)
        except DataError as error:
            problems.extend(error.problems)
    if problems:
        raise DataError(problems)
    run = partial(run_script, out=out, pages=pages, weights=weights, after=after)
    if len(paths) == 1 or workers == 1:
        for path in paths:
            yield path, run(path)
        return
    with ProcessPoolExecutor(max_workers=workers, initializer=end_with_parent) as pool:
        jobs = {pool.submit(run, path): path for path in paths}
        for job in as_completed(jobs):
            yield jobs[job], job.result()
