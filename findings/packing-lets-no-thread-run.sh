#!/usr/bin/env bash
# pyppmd 1.3.1, Ppmd7Encoder.encode(data): no other thread runs while it packs
#
# Data:     two texts of 1.5 MB of random words, order 8; bz2 of the standard library as control.
# Expected: like zlib, bz2 and lzma, a packer in C lets the other threads of Python run: two texts in two threads take
#           about half as long as one after the other, where there are two processors.
# Seen:     encode() takes a lock of its own but keeps that of the interpreter; two threads take as long as one, or
#           longer, and a page that is made meanwhile waits.
# Instead:  pack in another process.
#
# Exit: 0 as stated, 1 no longer so, 2 a package could not be installed or there is one processor only.
# Needs Python 3.10 to 3.12 (an interpreter with that lock) and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pyppmd==1.3.1 || exit 2

"$work/venv/bin/python" - <<'PY'
import bz2
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import pyppmd

if (os.cpu_count() or 1) < 2:
    print("one processor only: nothing to see here")
    sys.exit(2)
draw = random.Random(7)
words = ["".join(draw.choices("abcdefghijklmnop", k=6)) for _ in range(2000)]
texts = [" ".join(draw.choices(words, k=220_000)).encode() for _ in range(2)]


def by_ppmd(text: bytes) -> int:
    encoder = pyppmd.Ppmd7Encoder(8, 64 << 20)
    return sum(len(encoder.encode(text[k : k + 4096])) for k in range(0, len(text), 4096)) + len(encoder.flush())


def by_bz2(text: bytes) -> int:
    return len(bz2.compress(text, 9))


def seconds(pack, threads: int) -> float:
    found = []
    for _ in range(3):
        begun = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(pack, texts))
        found.append(time.perf_counter() - begun)
    return min(found)


print("pyppmd", version("pyppmd"), "- expected: two threads take about half of one, as with bz2")
shares = {}
for name, pack in {"bz2": by_bz2, "pyppmd": by_ppmd}.items():
    one, two = seconds(pack, 1), seconds(pack, 2)
    shares[name] = two / one
    print(f"  seen: {name}: {one:.2f} s in one thread, {two:.2f} s in two")
holds = shares["pyppmd"] > 0.85
if shares["bz2"] > 0.85:
    print("bz2 gained nothing either: the machine is too busy to tell")
    sys.exit(2)
print("as stated: no thread runs beside the packer" if holds else "CHANGED: no longer as stated")
sys.exit(not holds)
PY
