"""Long texts that nobody reads before opening them, packed for the page.

Each character becomes one byte of an alphabet of the text's own, so that ş and ğ cost no more than s and g; rare
letters stand as 255 and two bytes. Then there are two ways. `packed` is for what is read soon: bzip2 sorts by context,
which suits prose, takes a quarter less room than deflate and is unpacked fast (`maps/js/unpack.js`). `foretold` is for
the chronicle, which is unpacked bit by bit while nobody waits: PPMd foretells each letter from the few before it, takes
an eighth less room than bzip2, and some three times as long to unpack (`maps/js/foretell.js`).
"""

from __future__ import annotations

import base64
import bz2
import codecs
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

_ESCAPE = 255
_PLANE = 0xFFFF
_ORDER = 12
"""From how many letters the next one is foretold; `maps/js/foretell.js` has the same number."""
_MEMORY = 128 << 20
"""Far more than a text of ours needs: where it is used up the model begins anew, which our page does not follow."""
_AT_ONCE = 8192
"""pyppmd loses bytes where the packed text of one call outgrows 32 kB (`findings/packed-bytes-are-lost.sh`)."""
_LARGE = 40_000
_WORTH = 200_000
"""Bytes from which on other processes pay."""


def to_json(data: Any) -> str:
    """Return compact JSON that cannot close the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/").replace("<!--", "<\\u0021--").replace("\u2028", "\\u2028")


def packed(data: Any) -> str:
    """Return data as its alphabet on one line and packed JSON in base 64 on the next."""
    alphabet, [raw] = _coded([to_json(data)])
    return _written(alphabet, bz2.compress(raw, 9))


def foretold(data: Any) -> Callable[[], str]:
    """Begin to pack data in less room than `packed` does; what is returned gives the text, once.

    Large members of the outermost object are streams of their own, because like packs with like; before each stand its
    length and its packed length, in four bytes each.
    """
    alphabet, streams = _coded(_pieces(data))
    sizes = [len(one) for one in streams]
    if sum(sizes) < _WORTH:
        return lambda: _written(alphabet, _packed(streams))
    half = sizes.index(max(sizes))  # of ours about as much lies before the largest
    pool = ThreadPoolExecutor(2)
    parts = pool.map(_packed_beside, (streams[:half], streams[half:]))
    pool.shutdown(wait=False)
    return lambda: _written(alphabet, b"".join(parts))


def unpacked(text: str) -> Any:
    """Return what `packed` or `foretold` packed."""
    alphabet, _, body = text.partition("\n")
    packed = base64.b64decode(body)
    raw = bz2.decompress(packed) if packed.startswith(b"BZh") else b"".join(_streams(packed))
    spelled = re.split(b"%c(..)" % _ESCAPE, raw, flags=re.DOTALL)  # at odd places letters that the alphabet lacks
    spelled[::2] = (codecs.charmap_decode(one, "strict", alphabet)[0].encode("utf-16-be") for one in spelled[::2])
    return json.loads(b"".join(spelled).decode("utf-16-be"))


def _written(alphabet: str, raw: bytes) -> str:
    return f"{alphabet}\n{base64.b64encode(raw).decode('ascii')}"


def _coded(pieces: Iterable[str]) -> tuple[str, list[bytes]]:
    """Return the alphabet of texts, and each of them in its bytes."""
    texts = list(pieces)
    counts = _counts("".join(texts))
    common = sorted((one for one in counts if ord(one) <= _PLANE), key=lambda one: (-counts[one], one))
    alphabet = "".join(sorted(common[:_ESCAPE]))
    codes = {ord(letter): bytes([place]) for place, letter in enumerate(alphabet)}
    for letter in counts.keys() - set(alphabet):
        units = letter.encode("utf-16-be")
        codes[ord(letter)] = b"".join(bytes([_ESCAPE, *units[k : k + 2]]) for k in range(0, len(units), 2))
    return alphabet, [codecs.charmap_encode(text, "strict", codes)[0] for text in texts]


def _counts(text: str) -> dict[str, int]:
    """Return how often each letter stands in a text: in a fifteenth of a `Counter`'s time."""
    import numpy as np

    found = np.bincount(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32))
    return {chr(letter): int(found[letter]) for letter in np.flatnonzero(found)}


def _packed_beside(streams: Sequence[bytes]) -> bytes:
    """Pack streams in another process, for pyppmd lets no other thread of this one run; where that fails, here."""
    with suppress(OSError):
        done = subprocess.run(  # noqa: S603 (our own)
            [sys.executable or "", "-m", "maps.packing"],
            input=b"".join(map(_measured, streams)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout
    return _packed(streams)


def _packed(streams: Iterable[bytes]) -> bytes:
    return b"".join(map(_stream, streams))


def _measured(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big") + raw


def _stream(raw: bytes) -> bytes:
    import pyppmd

    encoder = pyppmd.Ppmd7Encoder(_ORDER, _MEMORY)
    parts = [encoder.encode(raw[k : k + _AT_ONCE]) for k in range(0, len(raw), _AT_ONCE)]
    body = b"".join([*parts, encoder.flush()])
    return len(raw).to_bytes(4, "big") + _measured(body)


def _streams(packed: bytes) -> Iterator[bytes]:
    """Yield what `_stream` packed, one after the other."""
    import pyppmd

    while packed:
        size, length = int.from_bytes(packed[:4], "big"), int.from_bytes(packed[4:8], "big")
        yield pyppmd.Ppmd7Decoder(_ORDER, _MEMORY).decode(packed[8 : 8 + length], size)[:size]
        packed = packed[8 + length :]


def _pieces(data: Any) -> Iterator[str]:
    """Yield the JSON text in pieces, a large member of the outermost object alone."""
    if not isinstance(data, dict):
        yield to_json(data)
        return
    small = "{"
    for place, (key, value) in enumerate(data.items()):
        small += f"{',' if place else ''}{to_json(key)}:"
        body = to_json(value)
        if len(body) < _LARGE:
            small += body
        else:
            yield small
            yield body
            small = ""
    yield small + "}"


if __name__ == "__main__":
    left = sys.stdin.buffer.read()
    while left:
        length = int.from_bytes(left[:4], "big")
        sys.stdout.buffer.write(_stream(left[4 : 4 + length]))
        left = left[4 + length :]
