"""Where facts come from: the bibliography, and citations that point into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field, HttpUrl

from geo.records import Certainty, PlainText, Record, Texts

MOST_LINES = 12
"""Longest range that one citation may span, in lines."""
MOST_WITNESSES = 4
Grade = Literal["document", "scholarly", "reference", "press", "other"]
"""How strong a page is: what each means stands at the head of geo/data/grades.yaml."""
GRADES: tuple[Grade, ...] = get_args(Grade)


class Source(Record):
    """An entry of the bibliography: one of the five texts, or a data set that the atlas is built from.

    Parameters
    ----------
    set_aside
        Ranges of lines of a text, such as `1-53`, that hold no statement of their own: abstracts, summaries, captions.
    """

    id: str
    kind: Literal["text", "data"]
    title: PlainText
    authors: tuple[PlainText, ...] = ()
    year: int | None = None
    journal: PlainText | None = None
    language: str | None = None
    file: str | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    lines: int | None = None
    set_aside: tuple[Annotated[str, Field(pattern=r"^\d+-\d+$")], ...] = ()
    licence: PlainText | None = None
    address: HttpUrl | None = None
    note: Texts | None = None


def _line_range(value: str) -> str:
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", value)
    if match is None:
        raise ValueError(f"{value!r} is not a line range; write 1093 or 1093-1101")
    first = int(match[1])
    last = int(match[2] or first)
    if first < 1 or last < first:
        raise ValueError(f"the line range {value!r} runs backwards or starts before line 1")
    if last - first >= MOST_LINES:
        raise ValueError(f"the line range {value!r} is longer than {MOST_LINES} lines; cite the place more closely")
    return value


class TextCitation(Record):
    """A place in one of the five texts, with words that prove it.

    Parameters
    ----------
    source
        Key of the text in the bibliography.
    lines
        1-based lines in our edition of the text, such as `1093-1101`; at most twelve.
    witness
        One to four short words or figures that stand in those lines, as printed.
    via
        The author whom the text itself cites there.
    reads
        The intended reading where the print is damaged.
    """

    source: str
    lines: Annotated[str, AfterValidator(_line_range)]
    witness: Annotated[tuple[PlainText, ...], Field(min_length=1, max_length=MOST_WITNESSES)]
    via: PlainText | None = None
    reads: PlainText | None = None

    @property
    def place(self) -> str:
        """The text and the lines, as tables and logs name them: `ada 1093-1101`."""
        return f"{self.source} {self.lines}"

    @property
    def first_line(self) -> int:
        """First line cited, 1-based."""
        return int(self.lines.partition("-")[0])

    @property
    def last_line(self) -> int:
        """Last line cited, 1-based, included."""
        return int(self.lines.rpartition("-")[2])


class Reference(Record):
    """A general reference that was opened and read: a page or a document outside the five texts."""

    title: PlainText
    address: HttpUrl
    opened: date
    says: PlainText

    @property
    def place(self) -> str:
        """The address."""
        return str(self.address)


Citation = TextCitation | Reference


def citations_in(content: Any) -> Iterator[Citation]:
    """Yield every citation in a record, a table of records, or all that was read of a folder, however deep.

    Who asks for all of them asks an atlas or a chronicle as a whole, so that no collection can be left out.
    """
    waiting = [content]
    while waiting:
        one = waiting.pop()
        inside = _inside(one.__class__)
        if inside is _itself:
            yield one
        elif inside is not None:
            waiting.extend(reversed(inside(one)))


@cache
def _inside(kind: type) -> Callable[[Any], Sequence[Any]] | None:
    """Return how to see what a thing of a kind holds, or None where it holds nothing."""
    if issubclass(kind, (TextCitation, Reference)):
        return _itself
    if issubclass(kind, Record):
        return lambda one: [*vars(one).values()]
    if issubclass(kind, Mapping):
        return lambda one: [*one.values()]
    if issubclass(kind, (tuple, list)):
        return lambda one: one
    if is_dataclass(kind):
        names = [one.name for one in fields(kind)]
        return lambda one: [getattr(one, name) for name in names]
    return None


def _itself(one: Any) -> Sequence[Any]:
    return (one,)


def grade_of(address: str, table: Mapping[str, Grade]) -> Grade:
    """Return the grade of a page by the longest entry of the table that its address fits, else `other`."""
    entry = grading_entry(address, table)
    return "other" if entry is None else table[entry]


def grading_entry(address: str, table: Mapping[str, Grade]) -> str | None:
    """Return the longest entry that an address fits: a site with what is under it, or the start of an address."""
    page = re.sub(r"^https?://(www\.)?", "", address)
    host = page.partition("/")[0].partition(":")[0].rstrip(".")
    sites = [".".join(host.split(".")[place:]) for place in range(host.count("."))]
    starts = [page[:end] for end in range(len(page), len(host), -1)]
    return next((one for one in [*starts, *sites] if one in table), None)


def check_support(certainty: Certainty, cite: tuple[Citation, ...], reason: Texts | None) -> None:
    """Check that a statement carries what its certainty asks for.

    Raises
    ------
    ValueError
        If it is `attested` without a citation of one of the five texts, `standard` without a reference that was
        opened, or `inferred` without a reason.
    """
    if certainty == "attested" and not any(isinstance(one, TextCitation) for one in cite):
        raise ValueError("it is called attested but cites none of the five texts")
    if certainty == "standard" and not any(isinstance(one, Reference) for one in cite):
        raise ValueError("it is called standard but cites no reference that was opened")
    if certainty == "inferred" and reason is None:
        raise ValueError("it is called inferred but gives no reason")
