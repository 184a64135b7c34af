"""One name for a place, a person and a people in each language, in every sentence that ships."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from geo.load import Atlas
from scenarios.campaign import default_folder
from scenarios.chronicle import Chronicle
from tests.conftest import as_written

HOUSE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "Adrianople": ("Edirne",),
        "Aghstafa": ("Agstafa",),
        "Aidin": ("Aydın", "Aydin"),
        "Arpaçay": ("Arpachay",),
        "Bayazid": ("Bayezid",),
        "Bekzadian": ("Bekzadyan",),
        "Constantinople": ("Istanbul", "İstanbul"),
        "Çoruh": ("Chorokh",),
        "Erivan": ("Yerevan",),
        "Etchmiadzin": ("Echmiadzin",),
        "Igdir": ("Iğdır",),
        "Ilyachev": ("İlyachev", "İlyaçef"),
        "İzmit": ("Izmit",),
        "Kağızman": ("Kagizman",),
        "Kâzım": ("Kiazim", "Kazım"),
        "Korkmasov": ("Korkmazov",),
        "Marash": ("Maraş",),
        "Mravian": ("Mravyan",),
        "Muş": ("Mush", "Moush"),
        "Nakhchivan": ("Nakhichevan",),
        "Olti": ("Oltu",),
        "Shakhtakhti": ("Shahtakhti", "Shakhtakht"),
        "Shaumian": ("Shaumyan",),
        "Smyrna": ("İzmir", "Izmir"),
        "Trabzon": ("Trebizond",),
    },
    "tr": {
        "Bakü": ("Bakû",),
        "Eçmiyazin": ("Eçmiadzin", "Eçmiyadzin"),
        "Korkmazov": ("Korkmasov", "Korkmazof"),
        "Nahçıvan": ("Nahcivan", "Nahçivan"),
        "Nesimi": ("Nesimî",),
        "Oltu": ("Olti",),
        "Özürgeti": ("Özurgeti", "Ozurgeti"),
        "Sevr": ("Sèvres",),
        "Sürmeli": ("Surmalu",),
        "Vrangel": ("Wrangel",),
        "Zengezur": ("Zangezur",),
    },
}
"""The name that sentences use, one of those in the lists of places, territories and persons, and those they do not."""
UNLISTED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "Adjarians": ("Adjarans",),
        "Gromyko": ("Gromıko",),
        "Hasanly": ("Hasanli",),
        "Molokan": ("Malakan",),
        "Molokans": ("Malakans",),
        "Musavat": ("Müsavat",),
        "Shakhtakhtinsky": ("Shahtakhtinsky",),
    },
    "tr": {
        "Kâbil": ("Kabil",),
        "Malakan": ("Molokan",),
        "Malakanlar": ("Molokanlar",),
        "Şahtahtinski": ("Şahtahtinskiy",),
    },
}
"""The same for names that no list has."""
NOT_OURS = {"cite", "spellings", "texts", "witness", "via", "reads", "unit_1914"}
"""What sources print, and the units of the Russian Empire by their own names."""
QUOTED = re.compile("“[^”]*”")
KEYS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?<![\w-])(ada|ayaz|frunze|(?<![Tt]he )comparative|(?<=according to )relations|^relations)(?![\w-])"
    ),
    "tr": re.compile(r"(?<![\w-])((?<!İki )ada|ayaz|frunze|comparative|relations)(?![\w-])"),
}
"""The keys of the five texts where a sentence would name an author or a study; two islands are islands."""


def listed(atlas: Atlas, chronicle: Chronicle, language: str) -> set[str]:
    """Every word of the names of places, territories, waters and persons in a language."""
    names = [one.name for place in atlas.places.values() for one in place.names.get(language, ())]
    names += [one.names.get(language, "") for one in chronicle.persons.values()]
    names += [one.names.get(language, "") for one in atlas.territories.values()]
    names += [one.names.get(language, "") for one in atlas.water.rivers.values()]
    return {word for name in names for word in re.findall(r"\w+", name)}


def sentences(value: Any, language: str) -> Iterator[str]:
    """Every text in a language, however deep, without what is quoted."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key == language:
                texts = one if isinstance(one, list) else [one]
                yield from (QUOTED.sub("", text) for text in texts if isinstance(text, str))
            elif key not in NOT_OURS:
                yield from sentences(one, language)
    elif isinstance(value, list):
        for one in value:
            yield from sentences(one, language)


def shipped(atlas: Atlas, chronicle: Chronicle) -> list[Path]:
    """Every file of records whose sentences a reader meets."""
    folders = (chronicle.folder, default_folder("frontier"), atlas.folder / "bases")
    files = [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    files += [atlas.folder / f"{name}.yaml" for name in ("lines", "parties", "territories")]
    assert len(files) > 80
    return files


@pytest.mark.parametrize("language", HOUSE)
def test_the_name_in_use_stands_in_a_list(atlas: Atlas, chronicle: Chronicle, language: str) -> None:
    known = listed(atlas, chronicle, language)
    assert not [name for name in HOUSE[language] if name not in known]


@pytest.mark.parametrize("language", HOUSE)
def test_no_sentence_spells_a_name_another_way(atlas: Atlas, chronicle: Chronicle, language: str) -> None:
    table = {**HOUSE[language], **UNLISTED[language]}
    other = {variant: name for name, variants in table.items() for variant in variants}
    found = [
        (path.name, word, other[word])
        for path in shipped(atlas, chronicle)
        for text in sentences(as_written(path), language)
        for word in re.findall(r"[^\W\d_]+", text)
        if word in other
    ]
    found += [
        (row.basis, word, other[word])
        for row in atlas.holdings
        for word in re.findall(r"[^\W\d_]+", (row.note or {}).get(language, ""))
        if word in other
    ]
    assert not found


@pytest.mark.parametrize("language", HOUSE)
def test_no_sentence_names_a_text_by_its_key(atlas: Atlas, chronicle: Chronicle, language: str) -> None:
    found = [
        (path.name, text)
        for path in shipped(atlas, chronicle)
        for text in sentences(as_written(path), language)
        if KEYS[language].search(text)
    ]
    assert not found
