"""The store of results: what is damaged in it counts as missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.cache import Cache


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:0],
        lambda content: content[:40],
        lambda content: content[:-1],
        lambda content: content[:-1] + b"?",
        lambda content: b"?" + content[1:],
    ],
)
def test_a_damaged_entry_is_as_good_as_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, damage: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = Cache("some", keep=2)
    assert cache.get("one") is None
    cache.put("one", b"content\nof two lines")
    assert cache.get("one") == b"content\nof two lines"
    mapped = cache.mapped("one")
    assert mapped is not None
    assert bytes(mapped) == b"content\nof two lines"
    path = cache.folder / "one"
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get("one") is None
    cache.put("one", b"")
    assert cache.get("one") == b""
