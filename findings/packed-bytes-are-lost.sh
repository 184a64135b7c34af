#!/usr/bin/env bash
# pyppmd 1.3.1, Ppmd7Encoder.encode(data): bytes are lost where the packed text outgrows a block of its output buffer
#
# Data:     20 texts of 110,000 random letters, order 8; pyppmd's own decoder as witness.
# Expected: what was encoded in one call is decoded again.
# Seen:     the buffer (32 kB at first) is made larger between two letters only; a letter that writes several bytes may
#           run over its end, and those bytes are dropped without a word. From there on the decoder gives other letters or none.
# Instead:  encode at most 4096 letters a call: each call begins with a new buffer, which they cannot fill.
#
# Exit: 0 as stated, 1 no longer so, 2 a package could not be installed. Needs Python 3.10 or newer and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pyppmd==1.3.1 || exit 2

PYTHONUTF8=1 "$work/venv/bin/python" - <<'PY'
import random
import sys
from importlib.metadata import version

import pyppmd

ORDER, MEMORY, CALL = 8, 64 << 20, 4096


def lost(seed: int, size: int) -> bool:
    """Say whether a text of that seed is another one after it was packed with so many letters a call."""
    draw = random.Random(seed)
    text = bytes(draw.choices(range(256), k=110_000))
    encoder = pyppmd.Ppmd7Encoder(ORDER, MEMORY)
    packed = b"".join(encoder.encode(text[k : k + size]) for k in range(0, len(text), size)) + encoder.flush()
    try:
        return pyppmd.Ppmd7Decoder(ORDER, MEMORY).decode(packed, len(text))[: len(text)] != text
    except ValueError:
        return True


print("pyppmd", version("pyppmd"), "- expected: every text comes back")
at_once = [seed for seed in range(20) if lost(seed, 110_000)]
in_bits = [seed for seed in range(20) if lost(seed, CALL)]
print(f"  seen: of 20 texts {len(at_once)} are spoilt when packed in one call, {len(in_bits)} with {CALL} letters a call")
holds = bool(at_once) and not in_bits
print("as stated: bytes are lost in long calls" if holds else "CHANGED: no longer as stated")
sys.exit(not holds)
PY
