"""What the room refuses, each with the status of its answer and one sentence by string id."""

from __future__ import annotations

from geo.errors import HudutError


class Refusal(HudutError):  # noqa: N818 - the thing itself
    """A request that is refused; nothing was changed.

    Parameters
    ----------
    status
        HTTP status of the answer.
    word
        String id of the sentence that the person reads (`room.refused.` in `hudut/languages`), such as `out-of-turn`.
    """

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status, self.word = status, word
