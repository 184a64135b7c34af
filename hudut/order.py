"""In which order options are offered: one for page, room, paper and terminal, which says nothing of what happened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from scenarios.schema import ItemOption, Option

Choice = TypeVar("Choice", Option, ItemOption)


def offered(key: str, options: Iterable[Choice]) -> list[Choice]:
    """Return the options of a step or an article, shuffled once and for all by its id.

    Authors write history's first as a rule; a class would know it after three decisions.
    """
    return sorted(options, key=lambda one: hashlib.sha256(f"{key}.{one.id}".encode()).digest())
