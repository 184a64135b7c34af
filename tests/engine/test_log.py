"""What stands in the file of a play, to the letter, and what is said of a file that is none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from engine.log import BadLog, Entry, Header, Log, dump, read

HEADER = Header(
    scenario="toy", hash="ab", act="only", carried={"ş": 1}, seats={"west": "person", "east": "random"}, version="9"
)
MOVE = Entry("move", "q1.warm", "east", rationale="İyi ki", clock="2026-01-01")
HEAD = (
    '{"act": "only", "carried": {"ş": 1}, "engine": "1", "format": 2, "hash": "ab", "left": "", "parent": null,'
    ' "scenario": "toy", "seats": {"east": "random", "west": "person"}, "seed": 0, "version": "9"}'
)
LINE = (
    '{"actor": "east", "chain": "CHAIN", "clock": "2026-01-01", "kind": "move", "move": "q1.warm",'
    ' "rationale": "İyi ki"}'
)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def first_link() -> str:
    return sha(json.dumps(json.loads(HEAD), ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def test_a_log_is_one_json_object_a_line_with_its_keys_in_order() -> None:
    log = Log(HEADER).add(MOVE)
    chain = sha(f'["{first_link()}","move","q1.warm","east",0,[]]')
    assert dump(log) == f"{HEAD}\n{LINE}\n".replace("CHAIN", chain)
    assert read(dump(log)) == log


def test_a_fork_names_where_it_left_its_parent() -> None:
    log = Log(HEADER).add(MOVE).add(Entry("undo", to=0))
    assert log.fork(0).header.parent == f"{first_link()}:0"
    assert log.fork(1).header.parent == f"{log.entries[0].chain}:1"
    assert [one.kind for one in log.fork(1).entries] == ["move"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("half \ud83d of one", "half \ufffd of one"),
        ("\udc00", "\ufffd"),
        ("both: \ud83d\ude00", "both: \U0001f600"),
        ("line\u2028end", "line\u2028end"),
    ],
)
def test_a_reason_is_kept_as_it_was_typed_but_for_half_letters(typed: str, kept: str) -> None:
    log = Log(HEADER).add(replace(MOVE, rationale=typed))
    assert read(dump(log)).entries[0].rationale == kept


@pytest.mark.parametrize(("head", "tail"), [("\ufeff", ""), ("", " \t\r\n\n"), ("", " \t\r")])
def test_what_an_editor_adds_to_the_file_is_taken(head: str, tail: str) -> None:
    log = Log(HEADER).add(MOVE)
    assert read(head + dump(log) + tail) == log


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" \n", "play: the file is empty."),
        ("x" * 2_000_001, "play: 2000001 characters is no log of a play; they stay below 2000000."),
        ("rubbish\n", "play:1: it is not JSON: expected value at line 1 column 1."),
        ("[1]\n", "play:1: it is not a JSON object."),
        ("{}", "play:1: a Hudut before logs named it wrote it with format none, this is Hudut "),
        (f"{HEAD}\n{LINE}", "play:2: the last line is cut off. Remove it to replay what is whole."),
        (f"{HEAD}\n{LINE}\n", "play:2: the chain is broken: this line or one before it was changed, lost or"),
        (f"{HEAD}\n" + '{"move": "\ud800"}\n', "play:2: it holds half a letter (a lone surrogate) at 11."),
        (f"{HEAD}\n" + '{"kind": "mvoe"}\n', "play:2: kind: 'mvoe' does not fit: input should be 'move', 'undo'"),
        (f"{HEAD}\n" + '{"kind": "move", "mvoe": 1}\n', "play:2: there is no field 'mvoe'. Did you mean 'move'?"),
        (HEAD.replace('"hash": "ab", ', "") + "\n", "play:1: the field 'hash' is missing."),
    ],
)  # fmt: skip
def test_what_is_no_log_is_told_so_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadLog) as raised:
        read(text, "play")
    assert str(raised.value).startswith(said)
