"""A font of one letter, a bar, so that a page takes the same room and looks the same on every computer.

Pictures of pages made of words are compared in it: where words break and how high a line is no longer depends on which
fonts are installed. The bar is half an em wide and 0.4 em high; letters, digits, signs and blanks all are that bar or
its empty place.
"""

from __future__ import annotations

from itertools import chain
from struct import pack

EM = 1000
WIDTH, HEIGHT = 500, 400
ASCENT, DESCENT = 900, 250
BLANKS = (0x20, 0xA0, 0x2009, 0x202F)
SIGNS = tuple(chain(range(0x20, 0x250), range(0x300, 0x600), range(0x1E00, 0x2300), range(0x25A0, 0x2780)))


def _cmap() -> bytes:
    groups = b"".join(pack(">III", sign, sign, 2 if sign in BLANKS else 1) for sign in SIGNS)
    table = pack(">HHIII", 12, 0, 16 + len(groups), 0, len(groups) // 12) + groups
    return pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _glyphs() -> tuple[bytes, bytes]:
    """Return `glyf` and `loca` of three glyphs: what is missing and the bar are drawn, the blank is not."""
    left, right = 40, WIDTH - 40
    header = pack(">hhhhhHH", 1, left, 0, right, HEIGHT, 3, 0)
    flags = bytes([1, 1, 1, 1])
    across = pack(">hhhh", left, 0, right - left, 0)
    up = pack(">hhhh", 0, HEIGHT, 0, -HEIGHT)
    bar = header + flags + across + up
    bar += bytes(-len(bar) % 4)
    ends = (0, len(bar), 2 * len(bar), 2 * len(bar))
    return bar + bar, pack(">IIII", *ends)


def bars() -> bytes:
    """Return the font as TrueType."""
    glyf, loca = _glyphs()
    name = "Bars".encode("utf-16-be")
    records = b"".join(pack(">HHHHHH", 3, 1, 0x409, one, len(name), 0) for one in (1, 2, 3, 4, 6))
    tables = {
        b"OS/2": pack(">HhHHH11h10s4I4sHHHhhhHHII", 3, WIDTH, 400, 5, 0, *([0] * 11), bytes(10), 0, 0, 0, 0, b"none",
                      64, 0x20, 0xFFFF, ASCENT, -DESCENT, 0, ASCENT, DESCENT, 1, 0)
        + pack(">hhHHH", HEIGHT, HEIGHT, 0, 0x20, 1),
        b"cmap": _cmap(),
        b"glyf": glyf,
        b"head": pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, EM, 0, 0, 0, 0, WIDTH, HEIGHT, 0, 8, 2,
                      1, 0),
        b"hhea": pack(">IhhhHhhhhhhhhhhhH", 0x10000, ASCENT, -DESCENT, 0, WIDTH, 0, 0, WIDTH, 1, *([0] * 7), 3),
        b"hmtx": pack(">HhHhHh", WIDTH, 40, WIDTH, 40, WIDTH, 0),
        b"loca": loca,
        b"maxp": pack(">IH13H", 0x10000, 3, 4, 1, 0, 0, 2, *([0] * 8)),
        b"name": pack(">HHH", 0, 5, 6 + len(records)) + records + name,
        b"post": pack(">IIhhIIIII", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }  # fmt: skip
    head = pack(">IHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    place = len(head) + 16 * len(tables)
    directory, body = b"", b""
    for tag, content in sorted(tables.items()):
        whole = content + bytes(-len(content) % 4)
        total = sum(int.from_bytes(whole[at : at + 4], "big") for at in range(0, len(whole), 4)) & 0xFFFFFFFF
        directory += tag + pack(">III", total, place + len(body), len(content))
        body += whole
    return head + directory + body
