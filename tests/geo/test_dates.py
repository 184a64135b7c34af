"""Historical dates: five forms, nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import iso, parse, to_day
from geo.errors import DateError

DAYS = st.dates(date(1800, 1, 1), date(1999, 12, 31))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Texts are parsed once and remembered; here each is to be parsed by the code under test."""
    parse.cache_clear()


@given(DAYS)
def test_a_day_reads_back_as_itself(day: date) -> None:
    read = parse(day.isoformat())
    assert (read.first, read.last, read.approximate) == (day.toordinal(), day.toordinal(), False)
    assert to_day(day.isoformat()) == to_day(day) == day.toordinal()
    assert iso(day.toordinal()) == day.isoformat()


@given(DAYS, DAYS, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]), st.booleans())
def test_bounds_agree_with_the_edtf_package(one: date, other: date, form: str, approximate: bool) -> None:
    left, right = sorted((one, other))
    text = f"{left.strftime(form)}/{right.strftime(form)}"
    ours = parse(text + ("~" if approximate else ""))
    theirs = parse_edtf(text)
    assert (iso(ours.first), iso(ours.last)) == (
        date(*theirs.lower_strict()[:3]).isoformat(),
        date(*theirs.upper_strict()[:3]).isoformat(),
    )
    assert ours.approximate is approximate


@given(DAYS, DAYS, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]), st.booleans(), st.booleans())
def test_a_text_reads_back_as_itself(one: date, other: date, form: str, interval: bool, approximate: bool) -> None:
    left, right = sorted((one, other))
    text = "/".join(day.strftime(form) for day in ([left, right] if interval else [left])) + "~" * approximate
    assert [parse(text).text, str(parse(text)), f"{parse(text)}"] == [text] * 3
    assert parse(str(parse(text))) == parse(text)
    parse_edtf(parse(text).text)  # an independent reader takes what we write


@pytest.mark.parametrize("value", [None, 1921.5, [], object()])
def test_what_is_no_day_is_refused(value: Any) -> None:
    with pytest.raises(DateError, match="is not a day"):
        to_day(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "١٩٢١-٠٣-١٦",
        "１９２１",
        "1921~~",
        "1921-3-16",
        "16.03.1921",
        "1921-13",
        "1921-02-29",
        "1920-08/1920-07",
        "1921-03-16T00:00",
        "~",
        "1921~/1922",
    ],
)
def test_other_forms_are_refused_with_the_forms_that_work(text: str) -> None:
    with pytest.raises(ValueError, match=r"1921-03-16|backwards"):
        parse(text)


def test_only_a_single_day_without_tilde_is_precise() -> None:
    assert parse("1921-03-16").precise
    assert not parse("1921-03-16~").precise
    assert not parse("1921-03").precise


def test_a_text_begins_on_its_first_day_and_ends_on_its_last() -> None:
    first, last = date(1920, 9, 1).toordinal(), date(1920, 9, 30).toordinal()
    assert (to_day("1920-09"), to_day("1920-09", last=True)) == (first, last)
    assert to_day(first, last=True) == to_day(date(1920, 9, 1), last=True) == first
