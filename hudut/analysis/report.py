"""The record of `hudut solve` as a report for people: sentences and tables, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from engine.play import initial
from hudut.begun import opening_lines
from hudut.campaigns import Stage
from hudut.transcript import left_before
from hudut.wording import said
from scenarios.fates import ANNULLED, BROKEN, NONE, NOT_HELD, OPEN
from scenarios.kernel import CHANCE
from scenarios.schema import Act

DECIDED = 0.05
"""Backward induction names an ending only where seats are indifferent in no more of their decisions."""
MOST_CHOICES = 12
MOST_ROWS = 20
MOST_GROWTH = 5


def percent(share: float, language: str) -> str:
    """Return a share in hundredths as the language writes it, never rounded to 0 or 1 where it is neither."""
    sign = "<" if 0 < share < 0.0005 else ">" if 0.9995 < share < 1 - 1e-12 else ""
    shown = min(max(share, 0.001 if sign == "<" else 0.0), 0.999 if sign == ">" else 1.0)
    return sign + said(language).say("number.percent", n=said(language).number(100 * shown, 1))


def report(stage: Stage, found: Mapping[str, Any], language: str = "en") -> Group:
    """Return the report of a record."""
    return Group(*_Report(stage, found, language).parts())


def campaign_report(stage: Stage, found: Mapping[str, Any], language: str = "en") -> Group:
    """Return the report of an act as part of its campaign."""
    return Group(*_Report(stage, found, language).in_campaign())


class _Report:
    def __init__(self, stage: Stage, found: Mapping[str, Any], language: str) -> None:
        self.stage, self.found, self.language = stage, found, language
        self.words = said(language)
        self.act: Act = stage.scenario.acts[found["act"]]
        self.endings = {one.id: one.titles[language] for one in self.act.endings}
        self.items = {item.id: item for step in self.act.steps if step.basket for item in step.basket.items}
        self.steps = {step.id: step for step in self.act.steps}

    def say(self, key: str, **values: object) -> str:
        """Return a text in the report's language; a key without a prefix is one of the report's own."""
        return self.words.say(key if "." in key else f"report.{key}", **values)

    def percent(self, share: float) -> str:
        """Return a share as the report's language writes it."""
        return percent(share, self.language)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number as the report's language writes it."""
        return self.words.number(value, decimals)

    def _opening(self) -> list[str]:
        """Return by which move history was left before the act, and what is otherwise at its opening."""
        begun = self.found.get("opening")
        if begun is None:
            return []
        state = initial(self.stage.scenario, self.act.id, begun["carried"])
        left = left_before(self.stage, begun["left"]).sentence(self.language)
        return [left, *opening_lines(self.stage, state, self.language)]

    def _policies(self) -> str:
        """Return who plays by which policy, or that all play by the weights."""
        names = {seat: one.titles[self.language] for seat, one in self.act.seats.items()}
        names |= {"all": self.say("head.all"), CHANCE: self.say("chance")}
        found = self.found["policies"].items()
        return ", ".join(f"{names[seat]}: {self.say('policy.' + name)}" for seat, name in found) or self.say(
            "by-weights"
        )

    def _weights(self) -> str:
        """Return the title of the set of weights with its name, or that they are the author's."""
        found = self.stage.weights
        return self.say("authored") if found is None else found.titles[self.language]

    def parts(self) -> Iterable[RenderableType]:
        """Yield the parts of the report."""
        yield Text(f"\n{self.act.titles[self.language]}", style="bold")
        yield from (Text(line) for line in self._opening())
        yield Text(self.say("policies", policies=self._policies()))
        yield Text(self.say("weights", set=self._weights()))
        if self.found["method"] == "sampled":
            error = self.percent(self.found["standard_error"])
            yield Text(self.say("sampled", plays=self.found["plays"], error=error))
            for one in self.found["growth"][-MOST_GROWTH:]:
                numbers = {key: self.number(one[key]) for key in ("states", "edges")}
                yield Text(self.say("grown", step=one["step"], **numbers))
            yield self._endings()
            yield self._land()
            yield Text(self.say("caution"), style="italic")
            return
        size = self.found["compiled"]
        numbers = {key: self.number(size[key]) for key in ("states", "ends")}
        edges = self.number(size["edges_before_joining"])
        counts = {"tables": len(size["tables"]), "outcomes": sum(one["outcomes"] for one in size["tables"])}
        yield Text(self.say("compiled", edges=edges, **counts, **numbers))
        yield from (Text(line) for line in self._sentences())
        yield self._endings()
        yield self._items()
        yield self._land()
        yield self._choices()
        yield self._bargaining()
        if self.found["weights"]["fitted"]:
            yield Text(self.say("fitted"), style="italic")
        yield from self._robust()
        yield from self._questions()
        yield Text(self.say("caution"), style="italic")

    def in_campaign(self) -> Iterable[RenderableType]:
        """Yield the report of an act under what the acts before it hand on."""
        yield Text(f"\n{self.act.titles[self.language]}", style="bold")
        yield Text(self.say("weights", set=self._weights()))
        given = self.found["given"]
        if given["of"]:
            yield Text(self.say("given", of=", ".join(given["of"]), p=self.percent(given["probability"])))
        turned = self.found["turned"]
        states = self.number(self.found["states"])
        if turned is None:
            yield Text(self.say("chain", states=states))
        else:
            where = self.stage.scenario.acts[turned["act"]].titles[self.language]
            rows, plays = self.number(turned["rows"]), self.number(self.found["plays"])
            yield Text(self.say("chain-drawn", act=where, step=turned["step"], rows=rows, plays=plays))
        yield self._endings()
        yield self._land()
        yield from self._questions()
        yield Text(self.say("caution"), style="italic")

    def _ending(self, key: str | None) -> str:
        return self.endings.get(key or "", self.say("debrief.unended"))

    def _move(self, name: str) -> str:
        """Return the titles of a move outside conferences, or of the text that a conference sealed."""
        move = self.stage.scenario.kernel.by_id.get(name)
        step = self.steps[move.step if move else name.removesuffix(".text")]
        titles = {one.id: one.titles[self.language] for one in step.options}
        return f"“{step.titles[self.language]}: {titles.get(move.option if move else '', self.say('treaty'))}”"

    def _top(self, endings: Mapping[str, float]) -> dict[str, str]:
        key = max(endings, key=lambda one: endings[one])
        return {"ending": self._ending(key), "p": self.percent(endings[key])}

    def _sentences(self) -> Iterable[str]:
        found, history = self.found, self.found["history"]
        past = {
            "history": self._ending(history["ending"]),
            "q": self.percent(found["endings"].get(history["ending"], 0)),
        }
        yield self.say("likeliest", **self._top(found["endings"]), **past)
        if history["moves"]:
            least = min(history["moves"], key=lambda one: one["probability"])
            least_words = {"move": self._move(least["move"]), "q": self.percent(least["probability"])}
            yield self.say("line", p=f"{history['probability']:.1e}", **least_words)
        far = found["distance_from_history"]
        items, km2 = self.number(far["items"], 1), self.number(far["control_km2"])
        yield self.say("distance", items=items, of=far["of_items"], km2=km2)
        solved = found["backward_induction"]
        ties = self.percent(solved["indifferent"])
        decided = solved["indifferent"] <= DECIDED
        yield self.say("induction" if decided else "induction-ties", **self._top(solved["endings"]), ties=ties)
        yield self.say("logit", **self._top(found["logit"]["endings"]), precision=found["logit"]["precision"])

    def _table(self, title: str, *columns: str) -> Table:
        table = Table(title=escape(self.say(title)), title_justify="left", title_style="bold", pad_edge=False)
        for place, column in enumerate(columns):
            table.add_column(escape(self.say(column)), overflow="fold", ratio=2 if place == len(columns) - 1 else None)
        return table

    def _endings(self) -> Table:
        past = self.found.get("history", {}).get("ending")
        drawn = self.found.get("intervals", {})
        spread = drawn or self.found.get("robustness", {}).get("endings", {})
        third = "interval" if drawn else "range"
        table = self._table("endings", "ending", "share", *([third] if spread else []))
        for key, share in sorted(self.found["endings"].items(), key=lambda pair: -pair[1]):
            name = self._ending(key) + (f" ({self.say('debrief.history')})" if key == past else "")
            low_high = [" – ".join(map(self.percent, spread[key]))] if key in spread else [""] if spread else []
            table.add_row(escape(name), self.percent(share), *low_high)
        return table

    def _fate(self, item: str, word: str) -> str:
        if word in (OPEN, BROKEN, NOT_HELD, ANNULLED):
            return self.say(word)
        return next(one.titles[self.language] for one in self.items[item].options if one.id == word)

    def _shares(self, shares: Mapping[str, float], name: Any) -> str:
        found = sorted(((word, share) for word, share in shares.items() if share >= 0.0005), key=lambda one: -one[1])
        return escape(" · ".join(f"{name(word)} {self.percent(share)}" for word, share in found))

    def _items(self) -> Table:
        table = self._table("items", "item", "debrief.history", "fates")
        for key, one in self.found["items"].items():
            past = self._fate(key, one["history"])
            fates = self._shares(one["fates"], lambda word, key=key: self._fate(key, word))
            table.add_row(escape(self.items[key].titles[self.language]), escape(past), fates)
        return table

    def _party(self, party: str) -> str:
        if party == NONE:
            return self.words.say("nobody")
        return self.stage.atlas.parties[party].names[self.language]

    def _land(self) -> Table:
        """Territories that fare alike in a layer share a row, the larger rows first."""
        table = self._table("land", "col.territory", "debrief.layer", "holders")
        known = self.stage.atlas.territories
        alike: dict[tuple[str, str], list[str]] = {}
        for territory in sorted(self.found["territories"], key=lambda key: -known[key].area_km2):
            for layer, held in self.found["territories"][territory].items():
                if layer != "title" and max(held["parties"].values()) < 0.9995:
                    alike.setdefault((layer, self._shares(held["parties"], self._party)), []).append(territory)
        for (layer, shares), territories in alike.items():
            names = ", ".join(known[territory].names[self.language] for territory in territories)
            table.add_row(escape(names), self.say(f"layer.{layer}"), shares)
        return table

    def _choice(self, one: Mapping[str, Any]) -> str:
        step = self.steps[one["step"]]
        if one["actor"] != "table":
            option = next(option for option in step.options if option.id == one["option"])
            return f"{step.titles[self.language]}: {option.titles[self.language]}"
        item, _, word = one["option"].partition(".")
        if not word:
            return f"{step.titles[self.language]}: {self.say(BROKEN)}"
        return f"{self.items[item].titles[self.language]}: {self._fate(item, word)}"

    def _choices(self) -> Table:
        table = self._table("choices", "choice", "who", "taken", "changes")
        worth = [round(max(map(abs, one["endings"].values())) * one["reached"], 9) for one in self.found["choices"]]
        ranked = [one for _, one in sorted(zip(worth, self.found["choices"], strict=True), key=lambda pair: -pair[0])]
        shown: set[tuple[str, str, str]] = set()
        for one in ranked:
            key, change = max(one["endings"].items(), key=lambda pair: abs(pair[1]))
            same = (one["step"], key, f"{change:.3f}")  # what only tells that a text was sealed is told once
            if same in shown or len(shown) == MOST_CHOICES:
                continue
            shown.add(same)
            actor = one["actor"]
            who = self.say(actor) if actor in (CHANCE, "table") else self.act.seats[actor].titles[self.language]
            moved = f"{self._ending(key)} {'+' * (change >= 0)}{self.number(100 * change, 1)}"
            table.add_row(escape(self._choice(one)), escape(who), self.percent(one["share"]), escape(moved))
        return table

    def _bargaining(self) -> Table:
        table = self._table("bargaining", "step", "frontier", "zone", "nash", "treaty")
        for one in self.found["tables"]:
            texts = len(one["outcomes"])
            nash = one["points"]["nash"]
            table.add_row(
                escape(self.steps[one["step"]].titles[self.language]),
                f"{len(one['frontier'])}/{texts}",
                f"{len(one['zone'])}/{texts}",
                escape("–" if nash is None else self._text(one["outcomes"][nash])),
                escape(self._treaty(one)),
            )
        return table

    def _text(self, outcome: Mapping[str, Any]) -> str:
        seats = self.act.seats
        worth = ", ".join(
            f"{seats[seat].titles[self.language]} {value:.0f}" for seat, value in outcome["utilities"].items()
        )
        return f"{' · '.join(self._fate(item, word) for item, word in outcome['text'].items())} ({worth})"

    def _treaty(self, one: Mapping[str, Any]) -> str:
        if one["historical"] is None:
            return self.say("no-text")
        words = [self.say("efficient" if one["historical_on_frontier"] else "dominated")]
        words += [] if one["historical_in_zone"] else [self.say("outside")]
        return f"{self._text(one['outcomes'][one['historical']])}; {', '.join(words)}"

    def _robust(self) -> Iterable[RenderableType]:
        found = self.found["robustness"]
        fallen = [one for one in found["conclusions"] if not one["stands"]]
        count = len(found["conclusions"])
        numbers = {"points": self.number(found["points"]), "varied": found["weights_varied"]}
        yield Text(self.say("robust", all=count, stand=count - len(fallen), **numbers))
        if found["protocols"]:
            under = sum(bool(one["falls_under"]) for one in found["conclusions"])
            yield Text(self.say("protocols", all=count, fall=under))
        if not fallen:
            return
        table = self._table("fallen", "about", "says", "holds", "rival", "hinges")
        for one in sorted(fallen, key=lambda one: one["share"])[:MOST_ROWS]:
            words = [self._answer(one["about"], word) for word in (one["says"], one["rival"])]
            about = escape(self._about(one["about"]))
            table.add_row(about, escape(words[0]), self.percent(one["share"]), escape(words[1]), one["hinges_on"] or "")
        yield table

    def _seat(self, crossed: Mapping[str, str]) -> str:
        act = self.stage.scenario.steps_by_id[crossed["table"]].act
        return self.stage.scenario.acts[act].seats[crossed["seat"]].titles[self.language]

    def _about(self, key: str) -> str:
        if key == "ending":
            return self.say("ending")
        if key in self.items:
            return self.items[key].titles[self.language]
        territory, _, layer = key.partition(":")
        return f"{self.stage.atlas.territories[territory].names[self.language]}, {self.say(f'layer.{layer}')}"

    def _answer(self, about: str, word: str | None) -> str:
        if word is None:
            return ""
        if about == "ending":
            return self._ending(word)
        return self._fate(about, word) if about in self.items else self._party(word)

    def _questions(self) -> Iterable[RenderableType]:
        if "joint" in self.found:
            of = self.found["joint"]["of"]
            table = Table(title=escape(self.say("joint", of=", ".join(of))), title_justify="left", title_style="bold")
            for name in (*of, self.say("share")):
                table.add_column(escape(name))
            for row in self.found["joint"]["rows"][:MOST_ROWS]:
                table.add_row(*map(escape, row["values"]), self.percent(row["probability"]))
            yield table
        if "wish" in self.found:
            yield from map(Text, self._wish(self.found["wish"]))

    def _wish(self, one: Mapping[str, Any]) -> Iterable[str]:
        wish, forced = ", ".join(one["wish"]), one["forced"]
        if forced is None:
            yield (
                self.say("wish-far", wish=wish, tried=one["tried"])
                if "tried" in one
                else self.say("wish-none", wish=wish)
            )
        elif not forced:
            yield self.say("wish-history", wish=wish)
        else:
            ending = f" {self.say('wish-ending', ending=self._ending(one['ending']))}" if "ending" in one else ""
            yield self.say("wish", wish=wish, count=len(forced), moves=" · ".join(forced)) + ending
        for crossed in one["crosses"]:
            option = f"{crossed['table']}.{crossed['item']}.{crossed['option']}"
            yield self.say("wish-crosses", option=option, seat=self._seat(crossed))
