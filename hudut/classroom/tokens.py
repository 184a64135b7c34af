"""What opens a door: tokens that cannot be guessed, kept as digests; room codes; names as people write them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from hudut.classroom.errors import Refusal

LONGEST_NAME = 24
_TOWNS = ("kars", "batum", "ardahan", "artvin", "oltu", "igdir", "rize", "van", "ani", "sarikamis", "posof", "ahiska")
_PLAIN_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_token() -> str:
    """Return a token of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def new_room_code() -> str:
    """Return a code that a class can read from the wall: `kars-417`. It is no secret; joining is rate-limited."""
    return f"{secrets.choice(_TOWNS)}-{secrets.randbelow(900) + 100}"


def new_return_code() -> str:
    """Return a code, good once, with which the teacher lets a pupil back in from another device."""
    return "".join(secrets.choice(_PLAIN_LETTERS) for _ in range(8))


def plain_code(code: str) -> str:
    """Return the letters and figures of a code as they were meant, whatever the keyboard made of them.

    People type capitals, spaces, other dashes or none, and a Turkish keyboard corrects `sarikamis` to `Sarıkamış`.
    """
    # The dotless ı has no counterpart among the letters of a code; other marks come off.
    text = unicodedata.normalize("NFKD", code.replace("ı", "i")).casefold()
    return "".join(one for one in text if unicodedata.category(one)[0] in "LN")


def plain_name(name: str) -> str:
    """Return a nickname as it may be shown: one line, no invisible or direction-changing signs.

    Raises
    ------
    Refusal
        If nothing is left of it, or it is too long.
    """
    text = unicodedata.normalize("NFC", name[: 20 * LONGEST_NAME])
    kept = "".join(one if unicodedata.category(one)[0] != "Z" else " " for one in text)
    kept = "".join(one for one in kept if unicodedata.category(one)[0] != "C")
    found = " ".join(kept.split())
    if not any(unicodedata.category(one)[0] in "LN" for one in found) or _piled(found):
        raise Refusal(422, "no-name")
    if len(found) > LONGEST_NAME or len(name) > 20 * LONGEST_NAME:
        raise Refusal(422, "long-name")
    return found


def _piled(text: str) -> bool:
    """Tell whether marks are piled on a letter until they cover the lines above."""
    marks = "".join("m" if unicodedata.category(one)[0] == "M" else "-" for one in text)
    return "mmm" in marks


def name_key(name: str) -> str:
    """Return what two names that look alike share."""
    return unicodedata.normalize("NFKC", name).replace("İ", "i").replace("ı", "i").casefold()
