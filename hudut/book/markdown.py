"""Markdown as blocks for typst: headings, paragraphs, lists and tables of runs of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_MARKS = {"strong": "bold", "em": "italic"}


def markdown() -> MarkdownIt:
    """Return the parser of our guides: CommonMark with tables, without HTML."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def blocks(source: str) -> list[dict[str, Any]]:
    """Return the blocks of a text, each with its `kind`; a line is runs `{text, bold, italic, code, link}`."""
    return list(_blocks(SyntaxTreeNode(markdown().parse(source)).children))


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if node.type == "heading":
            yield {"kind": "heading", "level": int(node.tag[1:]), "runs": _line(node)}
        elif node.type == "paragraph":
            yield {"kind": "paragraph", "runs": _line(node)}
        elif node.type in ("bullet_list", "ordered_list"):
            items = [list(_blocks(item.children)) for item in node.children]
            yield {"kind": node.type.removesuffix("_list"), "items": items}
        elif node.type == "table":
            rows = [[_line(cell) for cell in row.children] for part in node.children for row in part.children]
            yield {"kind": "table", "rows": rows}
        elif node.type in ("fence", "code_block"):
            yield {"kind": "code", "text": node.content.rstrip("\n")}
        else:
            yield from _blocks(node.children)


def _line(node: SyntaxTreeNode) -> list[dict[str, Any]]:
    return [run for inline in node.children for run in _runs(inline, {}) if run["text"]]


def _runs(node: SyntaxTreeNode, marks: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if node.type == "text":
        yield {"text": node.content, **marks}
    elif node.type in ("softbreak", "hardbreak"):
        yield {"text": " ", **marks}
    elif node.type == "code_inline":
        yield {"text": node.content, **marks, "code": True}
    else:
        deeper: dict[str, Any] = {_MARKS[node.type]: True} if node.type in _MARKS else {}
        deeper |= {"link": str(node.attrs["href"])} if node.type == "link" and "://" in str(node.attrs["href"]) else {}
        for child in node.children:
            yield from _runs(child, {**marks, **deeper})
