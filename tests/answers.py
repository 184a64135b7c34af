"""One play of the small example act (docs/examples/mudanya) and what every surface must say of it, reckoned by hand.

Ankara gives the order to march (history: talk). Both sides seal Eastern Thrace handed to Ankara (as in history) and
Karaağaç to Ankara (history: the Allies). Athens refuses (history: it accepts), so the Greek army stays.

* Worth is the mean of the two articles: Ankara (90 + 90) / 2 = 90, in history (90 + 50) / 2 = 70;
  the Allies (50 + 30) / 2 = 40, in history (50 + 70) / 2 = 60. No shift applies to what was sealed.
* Control differs over Adrianople, Rodosto and Karaağaç: 16,649.7 + 2,995.1 + 46.3 = 19,691.1 km².
* What was agreed differs over Karaağaç alone. Of two items one differs.
* Tension starts tense, the march adds one, the seal takes one: tense. In history the seal leaves it calm.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "examples" / "mudanya"
MOVES = (
    "u2-order.march",
    "u3-table.ankara.u-thrace.handed",
    "u3-table.ankara.u-karaagach.turkish",
    "u3-table.ankara.pass",
    "u3-table.allies.accept",
    "u3-table.ankara.seal",
    "u4-athens.refuses",
)
SEED = 13
"""With it chance, drawn by its weights, lets Athens refuse at that place of this play."""
DEPARTURE = (3, "decision", "u2-order.march")
"""The entry, after the opening (1) and Curzon (2), what kind of move it was, and which."""
DISTANCE, ITEMS = 1, 2
KM2 = 19691.1
WORTH = {"ankara": (90, 70), "allies": (40, 60)}
"""By seat: in the play, and in history."""
LAND = {
    ("edirne", "control"): (("greece", "occupied"), ("allies", "occupied")),
    ("rodosto", "control"): (("greece", "occupied"), ("allies", "occupied")),
    ("karaagach", "control"): (("greece", "occupied"), ("allies", "occupied")),
    ("karaagach", "agreed"): (("ankara", "sovereign"), ("allies", "neutral")),
}
"""What the last frame holds differently: in the play, and in history. All other rows are alike."""


@dataclass(frozen=True)
class Said:
    """The same in the words of one language."""

    act: str
    ending: str
    history_ending: str
    history: str
    """The word, as it begins in a sentence."""
    about: str
    departed: str
    instead: str
    taken: str
    """Article of Karaağaç as it was sealed, and in history."""
    taken_then: str
    adopted: str
    """The reading of Fethi Bey's office that the chronicle adopts, and the one that it does not."""
    rejected: str
    greece: str
    allies: str
    occupied: str
    lands: tuple[str, str, str]
    seats: tuple[str, str]
    strain: tuple[str, str]


SAID = {
    "en": Said(
        act="Mudanya",
        ending="Thrace waits",
        history_ending="Thrace without a shot",
        history="history",
        about="about September 1922",
        departed="Give the order to march",
        instead="Go on talking",
        taken="Ankara’s",
        taken_then="With the Allies",
        adopted="The interior minister Fethi Bey",
        rejected="Ankara’s foreign minister",
        greece="Greece",
        allies="Allies",
        occupied="occupied",
        lands=("Adrianople", "Rodosto", "Karagach"),
        seats=("Ankara", "The Allies"),
        strain=("tense", "calm"),
    ),
    "tr": Said(
        act="Mudanya",
        ending="Trakya bekliyor",
        history_ending="Savaşsız Trakya",
        history="tarih",
        about="Eylül 1922 dolayları",
        departed="Yürüyüş emri ver",
        instead="Konuşmayı sürdür",
        taken="Ankara’nın",
        taken_then="Müttefiklerde",
        adopted="Dahiliye Vekili Fethi Bey",
        rejected="Ankara’nın Hariciye Vekili",
        greece="Yunanistan",
        allies="Müttefikler",
        occupied="işgal",
        lands=("Edirne", "Tekirdağ", "Karaağaç"),
        seats=("Ankara", "Müttefikler"),
        strain=("gergin", "durgun"),
    ),
}
