"""What the records of all tables share: frozen pydantic models, dates, bilingual texts and safe names."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from geo.dates import HistoricalDate, parse
from geo.words import FALLBACK, WRITTEN

Certainty = Literal["attested", "standard", "inferred"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
Value = TypeVar("Value")
_NOT_PLAIN = re.compile(r"[<>\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff]")
MOST_LETTERS = 10_000
"""Length of the longest text of a record."""


class Record(BaseModel):
    """A frozen record that refuses unknown fields, so that a misspelt column is never silently lost."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True, populate_by_name=True,
        allow_inf_nan=False, defer_build=True,
    )  # fmt: skip


def _read_date(value: Any) -> HistoricalDate:
    if isinstance(value, HistoricalDate):
        return value
    return parse(str(value))  # YAML reads the year 1920 as a number


def _plain_text(value: str) -> str:
    if not value:
        raise ValueError("the text is empty")
    if len(value) > MOST_LETTERS:
        raise ValueError(f"{value[:60]!r}… has {len(value)} letters; the longest text has {MOST_LETTERS}")
    if _NOT_PLAIN.search(value):
        bad = " ".join(map(repr, sorted(set(_NOT_PLAIN.findall(value)))))
        raise ValueError(
            f"{value[:60]!r} holds {bad}: names and texts are plain, without markup or marks that nobody sees"
        )
    return value


class Said(dict[str, Value]):
    """A text, or texts, by language code; English for a language that has none."""

    def __missing__(self, language: str) -> Value:
        return self[FALLBACK]


def in_written(value: dict[str, Value]) -> Said[Value]:
    """Check that a value is given in the languages of the records."""
    missing = [language for language in WRITTEN if not value.get(language)]
    if missing:
        raise ValueError(f"no text in {' and '.join(missing)}; every text is given in {' and '.join(WRITTEN)}")
    return Said(value)


_DATE_SCHEMA = {
    "description": "1921-03-16, 1920-09, 1920 or 1920-07/1920-08; with ~ at the end for 'about'",
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?~?$",
}
EdtfDate = Annotated[HistoricalDate, BeforeValidator(_read_date), WithJsonSchema(_DATE_SCHEMA)]
"""A historical date in one of the five forms of `geo.dates`."""
PlainText = Annotated[
    str, AfterValidator(_plain_text), Field(json_schema_extra={"minLength": 1, "pattern": "^[^<>]*$"})
]
"""A non-empty text without markup."""
_REQUIRED = Field(json_schema_extra={"required": list(WRITTEN)})
Texts = Annotated[dict[str, PlainText], AfterValidator(in_written), _REQUIRED]
"""The same text by language code; those of `WRITTEN` are required, any other falls back to English."""
