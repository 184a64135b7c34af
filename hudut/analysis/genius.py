"""A table as the XML files of GENIUS, which NegMAS reads too: a domain, and a utility space for each seat.

Such a utility is a weighted sum over the issues, so it cannot say that a seat never signs an option. The red line is
kept by what it does: an item on which a seat has one pays the seat a bonus for every other option, and the reservation
rises by the bonuses, so that a text across the red line is worth less than leaving. Between all other texts the
differences stay what they are, in another unit, which a comment in the file names.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Comment, Element, SubElement, indent, tostring

import numpy as np

from engine.policies import Table
from hudut.analysis.domain import Domain
from scenarios.schema import Item

ROUNDING = 1e-9
"""The reservation is so much less, so that a reader's sums do not put a text that equals the walk-away below it."""
LOST = "Not in this form: rounds, the order of the seats, and whose consent an item needs."


def domain_xml(domain: Domain) -> str:
    """Return the issues of a table and their options."""
    root = Element("negotiation_template")
    root.append(Comment(f" {LOST} "))
    space = SubElement(root, "utility_space", name=domain.step, number_of_issues=str(len(domain.items)))
    objective = _objective(space)
    for number, item in enumerate(domain.items, start=1):
        issue = _issue(objective, number, item)
        for place, option in enumerate(_options(item), start=1):
            SubElement(issue, "item", index=str(place), value=option)
    return _text(root)


def utility_xml(domain: Domain, table: Table, seat: str) -> str:
    """Return what the texts of a table are worth to a seat, from 0 to 1, and its walk-away as the reservation."""
    lines = [{number for number, one in enumerate(item.options, 1) if seat in one.red_line} for item in domain.items]
    bonus = _bonus(domain, table, seat, lines)
    kept = sum(map(bool, lines)) if bonus else 0
    worth = [
        [table.worth(seat, place, number) + (bonus if line and number not in line else 0) for number in _numbers(item)]
        for place, (item, line) in enumerate(zip(domain.items, lines, strict=True))
    ]
    top = sum(map(max, worth)) or 1
    root = Element("utility_space", type="any", number_of_issues=str(len(domain.items)))
    more = f", and {bonus} for each of {kept} issues that does not cross a red line" if kept else ""
    root.append(Comment(f" Utility times {top} is the sum of worth, 0 to 100 an issue{more}. {LOST} "))
    objective = _objective(root)
    for number, (item, row) in enumerate(zip(domain.items, worth, strict=True), start=1):
        issue, best = _issue(objective, number, item), max(row) or 1
        for place, (option, value) in enumerate(zip(_options(item), row, strict=True), start=1):
            SubElement(issue, "item", index=str(place), value=option, evaluation=repr(value / best))
    for number, row in enumerate(worth, start=1):
        SubElement(objective, "weight", index=str(number), value=repr(max(row) / top))
    SubElement(root, "discount_factor", value="1.0")
    reserved = table.walk_away(seat) * len(domain.items) + kept * bonus
    SubElement(root, "reservation", value=repr(reserved / top - ROUNDING))
    return _text(root)


def _bonus(domain: Domain, table: Table, seat: str, lines: Sequence[set[int]]) -> int:
    """Return the least bonus an item that makes every text across a red line worth less than leaving."""
    crossed = np.sum([np.isin(domain.texts[:, place], [*line]) for place, line in enumerate(lines)], axis=0)
    means = domain.utilities[domain.seats.index(seat)] - table.walk_away(seat)
    spare = np.rint(means * len(domain.items)).astype(np.int64)[crossed > 0] // crossed[crossed > 0]
    return int(max(spare.max(initial=-1) + 1, 0))


def _numbers(item: Item) -> range:
    """Return the options that a text may have, as the table counts them: 0 while open."""
    return range(0 if item.may_stay_open else 1, len(item.options) + 1)


def _options(item: Item) -> list[str]:
    return [item.words[number] for number in _numbers(item)]


def _objective(parent: Element) -> Element:
    return SubElement(parent, "objective", index="0", name="text", type="objective", etype="objective")


def _issue(parent: Element, number: int, item: Item) -> Element:
    kind = dict.fromkeys(("type", "etype", "vtype"), "discrete")
    return SubElement(parent, "issue", {"index": str(number), "name": item.id, **kind})


def _text(root: Element) -> str:
    indent(root, " ")
    return tostring(root, "unicode", xml_declaration=True) + "\n"
