"""The small forms of which authors' records are made: ids, conditions, changes, and texts that depend on the play."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from geo.records import Record, Texts

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
"""A stable word: small letters, figures and hyphens."""
Condition = Any
"""`"lev >= 2"`, or `{all|any: [...]}`, or `{not: ...}`; read by `scenarios.words`."""
Change = Any
"""`"lev +1"`, `"enver = gone"`, or `{when: Condition, do: [Change, ...]}`; read by `scenarios.words`."""


class Variant(Record):
    """A text, and in which states it is told; without `when` in all.

    `presupposes` names the facts that it takes for granted, where that is not what its record's events say.
    """

    when: Condition | None = None
    presupposes: tuple[str, ...] | None = None
    texts: Texts

    @model_validator(mode="before")
    @classmethod
    def _beside_when(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "texts" not in raw:
            own = {key: raw[key] for key in ("when", "presupposes") if key in raw}
            return own | {"texts": {key: text for key, text in raw.items() if key not in own}}
        return raw


class Prose(Record):
    """What is told, by state: the first variant whose condition holds counts; the last has none.

    Authors write one text, `{tr: ..., en: ...}`, or a list, `[{when: ..., tr: ..., en: ...}, {tr: ..., en: ...}]`.
    """

    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "variants" not in raw:
            return {"variants": [raw]}
        return {"variants": raw} if isinstance(raw, list | tuple) else raw

    @model_validator(mode="after")
    def _always_told(self) -> Prose:
        *before, last = self.variants
        if last.when is not None:
            raise ValueError("its last variant has a condition, so that in some state nothing is told; add one without")
        if any(one.when is None for one in before):
            raise ValueError("a variant without a condition stands before the last, which is never told")
        return self

    def __getitem__(self, language: str) -> str:
        """Return the first variant's text, which is history's where history has one of its own."""
        return self.variants[0].texts[language]


def _line_by_line(raw: Any) -> Any:
    if not isinstance(raw, dict) or not all(isinstance(lines, list | tuple) for lines in raw.values()):
        return raw
    lengths = {key: len(lines) for key, lines in raw.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{number} in {key}" for key, number in lengths.items())
        raise ValueError(f"it has not the same number of lines in each language: {told}")
    return [dict(zip(raw, line, strict=True)) for line in zip(*raw.values(), strict=True)]


Lines = Annotated[tuple[Prose, ...], BeforeValidator(_line_by_line)]
"""Lines of a brief: `{tr: [...], en: [...]}`, or one text a line where one of them depends on the play."""
