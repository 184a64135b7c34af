"""`hudut play` in the terminal: brief, numbered moves with their consequences, undo, save and resume, debrief."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

from engine.frame import frame
from engine.log import Entry, Log, dump, read
from engine.opening import Opening
from engine.play import act_named, apply, is_over, legal_moves
from engine.playthrough import choose, new_log
from engine.prose import as_told, opened, told
from engine.replay import replay, states, states_that_count
from engine.rules import State
from engine.view import view
from geo.errors import HudutError, nearest
from hudut.begun import opening_lines
from hudut.campaigns import Stage
from hudut.debrief import as_markdown, debrief
from hudut.files import write_whole
from hudut.order import offered
from hudut.replaying import head_of, write_page
from hudut.transcript import (
    change_lines,
    left_history,
    map_changes,
    tell,
    variable_changes,
    words_of_move,
)
from hudut.wording import said
from scenarios.forms import Prose
from scenarios.kernel import Move
from scenarios.schema import Option, Step


class Session:
    """One seat's play of one act, which is opened as in history where it is given by name. All state is the log."""

    def __init__(self, stage: Stage, act: str | Opening, seat: str, language: str, save: Path) -> None:
        self.stage, self.seat, self.language, self.save = stage, seat, language, save
        self.begun = act if isinstance(act, Opening) else Opening(act)
        self.act = self.begun.act
        self.log: Log = new_log(stage.scenario, self.act)

    def open(self, seed: int, others: str) -> bool:
        """Begin a new play, or resume the one in the save file; tell which (True: resumed)."""
        if self.save.exists():
            self.log = read(self.save.read_text(encoding="utf-8"), str(self.save))
            replay(self.stage.scenario, self.log, str(self.save))
            self._refuse_another()
            return True
        seats = {"all": others, "chance": "weighted", self.seat: "person"}
        self.log = new_log(
            self.stage.scenario,
            self.act,
            seed=seed,
            seats=seats,
            carried=self.begun.carried,
            left=self.begun.left,
        )
        return False

    def _refuse_another(self) -> None:
        """Refuse a save file that holds another act, or the same one opened on another play."""
        header = self.log.header
        if (header.act, dict(header.carried), header.left) != (self.act, dict(self.begun.carried), self.begun.left):
            raise HudutError(
                f"{self.save}: it holds a play of {header.act!r} that was opened elsewhere than the one asked for."
                " Resume it with the options that began it, or keep this one in another file: --save FILE."
            )

    def keep(self) -> None:
        """Write the log; a play is never lost by a closed window."""
        write_whole(self.save, dump(self.log))

    @property
    def state(self) -> State:
        """The state at the end of the log."""
        return replay(self.stage.scenario, self.log)

    def brief(self) -> str:
        """Return what the seat is told."""
        scenario = self.stage.scenario
        seat, state = scenario.acts[self.act].seats[self.seat], opened(scenario, self.act, self._past())
        heads = {"public": "sheet.public", "secret": "brief.secret", "aims": "brief.aims"}

        def text(prose: Prose) -> str:
            return told(scenario, self.act, state, prose).texts[self.language]

        parts = [f"{seat.titles[self.language]} – {text(seat.people)}"]
        for name, lines in seat.lines():
            parts += [f"{said(self.language).say(heads[name])}:"] if lines else []
            parts += [f"  · {text(line)}" for line in lines]
        return "\n".join(parts)

    def _past(self) -> list[State]:
        return states_that_count(self.log, states(self.stage.scenario, self.log))

    def begun_otherwise(self) -> list[str]:
        """Return by which move history was left before the act, and what is otherwise at its opening."""
        begun = Log(self.log.header)
        found = states(self.stage.scenario, begun)
        left = left_history(self.stage, begun, found)
        lines = opening_lines(self.stage, found[0], self.language)
        return ([left.sentence(self.language)] if left else []) + (["\n  · ".join(lines)] if lines else [])

    def others_move(self, say: Callable[[str], None]) -> None:
        """Let policies and chance move until the seat is to speak or the act is over."""
        scenario = self.stage.scenario
        while not is_over(scenario, self.state, self.act):
            legal = legal_moves(scenario, self.state)
            if not legal or legal[0].actor == self.seat:
                return
            move = choose(scenario, self.state, self.log)
            self.log = self.log.add(Entry("move", move.id, move.actor))
            self.tell_last(say)

    def tell_last(self, say: Callable[[str], None]) -> None:
        """Tell the last entry, where anything is told of it."""
        lines = tell(self.stage, self.log, states(self.stage.scenario, self.log))
        if lines and lines[-1].number == len(self.log.entries):
            say(f"\n{head_of(lines[-1], self.language)}\n    {lines[-1].text[self.language]}")

    def step(self) -> Step:
        """Return the step at hand, as this play tells it."""
        scenario, state = self.stage.scenario, self.state
        return as_told(scenario, self.act, scenario.steps_by_number[scenario.step_at(state)].step, state)

    def moves(self) -> list[tuple[Move, str]]:
        """Return the seat's legal moves, each with its title, its own words and its consequences."""
        state, step = self.state, self.step()
        legal = sorted(legal_moves(self.stage.scenario, state), key=lambda move: _place(step, move))
        return [(move, self._described(step, state, move)) for move in legal]

    def table(self) -> str:
        """Return how the text on the table stands: the round, who has accepted, and each article as it is written."""
        words, seen = said(self.language), view(self.stage.scenario, self.state, self.log, self.seat)
        seats, basket = self.stage.scenario.acts[self.act].seats, self.step().basket
        if seen["table"] is None or basket is None:
            return ""
        yes = [seats[seat].titles[self.language] for seat in seen["table"]["accepted"]]
        stand = words.say("draft.accepted", who=words.joined(yes)) if yes else words.say("draft.nobody")
        lines = [f"    {words.say('head.round', n=seen['table']['round'] + 1, of=seen['table']['rounds'])}. {stand}"]
        for number, item in enumerate(basket.items, start=1):
            written = next((one for one in item.options if one.id == seen["text"][item.id]), None)
            phrase = written.titles[self.language] if written else words.say("draft.open")
            consent = words.joined(seats[seat].titles[self.language] for seat in item.consent)
            lines.append(f"    {number}. {item.titles[self.language]} ({consent}): {phrase}")
            lines += [f"       {written.text[self.language]}"] if written else []
        return "\n".join(lines)

    def _described(self, step: Step, state: State, move: Move) -> str:
        scenario, after = self.stage.scenario, apply(self.stage.scenario, state, move)
        title, text, record = words_of_move(step, move, self.language)
        if isinstance(record, Option):  # what follows is told once it is chosen
            title, text = record.titles[self.language], record.says[self.language]
        land = map_changes(self.stage, frame(scenario, state), frame(scenario, after))
        changed = variable_changes(scenario, state, after, self.act)
        lines = change_lines(self.stage, self.act, land, changed, self.language)
        title = title.removeprefix(f"{step.titles[self.language]}: ")
        body = f"{title}\n      {text}" if move.kind in ("choose", "amend") else title
        return body + "".join(f"\n      · {line}" for line in lines)

    def make(self, move: Move) -> None:
        """Make the seat's move and save."""
        self.log = self.log.add(Entry("move", move.id, move.actor))
        self.keep()

    def undo(self) -> bool:
        """Go back to before the seat's last move; False when there is none."""
        own = [
            number
            for number, entry in enumerate(self.log.entries, 1)
            if entry.kind == "move" and entry.actor == self.seat
        ]
        here = self.state
        found = states(self.stage.scenario, self.log)
        for number in reversed(own):
            if found[number - 1] != here:
                self.log = self.log.add(Entry("undo", to=number - 1))
                self.keep()
                return True
        return False


def _place(step: Step, move: Move) -> tuple[int, int]:
    """Return where a move stands: options in their order, amendments by article, and then what ends a turn."""
    if move.kind == "choose":
        return 0, [one.id for one in offered(step.id, step.options)].index(move.option)
    items = step.basket.items if step.basket else ()
    if move.kind == "amend":
        number, item = next((number, one) for number, one in enumerate(items) if one.id == move.item)
        return number, [one.id for one in offered(item.id, item.options)].index(move.option)
    return len(items), 0


def wrapped(text: str) -> str:
    """Return a text wrapped to the terminal's width, each line keeping its own indent."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    lines = []
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()) + (2 if line.lstrip().startswith("·") else 0))
        lines.append(textwrap.fill(line, width, subsequent_indent=indent) if line else "")
    return "\n".join(lines)


def play(session: Session, ask: Callable[[str], str], say: Callable[[str], None]) -> None:
    """Play an act to its close, or until the player stops."""
    scenario = session.stage.scenario
    act = scenario.acts[session.act]
    opening = told(scenario, session.act, session.state, act.opening).texts[session.language]
    help_text = said(session.language).say("terminal.help")
    parts = [act.titles[session.language], opening, *session.begun_otherwise(), session.brief(), help_text]
    say("\n" + "\n\n".join(parts))
    while True:
        session.others_move(say)
        session.keep()
        if is_over(session.stage.scenario, session.state, session.act):
            break
        if not _turn(session, ask, say):
            say(f"{session.save}")
            return
    found = debrief(session.stage, session.log, session.act, session.language)
    say("\n" + (as_markdown(found, session.stage, session.language) if found else ""))
    page = session.save.with_suffix(".html")
    write_page(session.stage, session.log, page, session.language)
    say(f"{session.save}\n{page}")


def _make(session: Session, move: Move, say: Callable[[str], None]) -> None:
    """Make a move, and tell what came of a choice."""
    followed = any(one.id == move.option and one.after for one in session.step().options)
    session.make(move)
    if followed:
        session.tell_last(say)


def _turn(session: Session, ask: Callable[[str], str], say: Callable[[str], None]) -> bool:
    """Show the moves, take one; False when the player stops."""
    moves = session.moves()
    step = session.step()
    date = said(session.language).date(step.date)
    say(f"\n{date}  {step.titles[session.language]}\n    {step.says[session.language]}")
    say(session.table())
    for number, (_, text) in enumerate(moves, start=1):
        say(f"  {number:2}  {text}")
    word = ask("> ").strip().lower()
    if word == "q":
        session.keep()
        return False
    if word == "u" and not session.undo():
        say("–")
    elif word == "b":
        say(session.brief())
    elif word == "m":
        page = session.save.with_suffix(".html")
        write_page(session.stage, session.log, page, session.language)
        say(str(page))
    elif word.isdigit() and 1 <= int(word) <= len(moves):
        _make(session, moves[int(word) - 1][0], say)
    elif word != "u":
        say(said(session.language).say("terminal.help"))
    return True


def seat_of(stage: Stage, act: str, word: str) -> str:
    """Return the seat that a word names: a seat or the party that sits on it.

    Raises
    ------
    HudutError
        If nobody of that name sits in the act.
    """
    seats = stage.scenario.acts[act_named(stage.scenario, act)].seats
    for key, seat in seats.items():
        if word in (key, seat.party):
            return key
    everyone = " `all` is for a page: add --html FILE." if word == "all" else ""
    raise HudutError(f"nobody sits as {word!r} in {act}. {nearest(word, seats)}{everyone}")
