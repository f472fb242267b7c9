"""A page of law: front matter, the text in our own words, the rule as an outline, and worked examples."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from countersight.errors import RulebookError, Where
from countersight.rules.frontmatter import Head, HeadReader
from countersight.rules.outline import Outline, OutlineReader

_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_SECTIONS = ("text", "rule", "examples", "notes")
_OWN_COLUMNS = frozenset({"case", "on", "result", "profile"})
"""Columns of an Examples table that are not facts."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row of the Examples table: cells as written, by column."""

    case: str
    on: str
    profile: str
    cells: tuple[tuple[str, str], ...]
    result: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """One provision, definition, exception or red flag."""

    file: str
    title: str
    head: Head
    text: str
    rule: Outline
    examples: tuple[Example, ...]
    sha256: str
    notes: str = ""
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The page's id, unique in its rulebook."""
        return self.head.id

    @property
    def is_flag(self) -> bool:
        """A red flag, rather than a provision."""
        return bool(self.head.raises)

    @property
    def decides(self) -> bool:
        """A provision or a flag; definitions and exceptions decide nothing by themselves."""
        return bool(self.head.outcome or self.head.raises)

    @property
    def outcome(self) -> str:
        """What the page ends in when it is true: an outcome, or the level of a flag."""
        return self.head.outcome or self.head.raises


def parse_page(text: str, file: str) -> Page:
    """Read one page.

    Args:
        text: The Markdown, with front matter.
        file: Its name, for faults.

    Raises:
        RulebookError: With file, line and column.
    """
    text = text.replace("\r\n", "\n")
    found = _HEAD.match(text)
    if found is None:
        raise RulebookError("no front matter", hint="a page begins with ---, keys, and --- on lines of their own", where=Where(file, 1, 1))
    reader = HeadReader(file, found.group(1))
    head = reader.read()
    offset = found.group(0).count("\n")
    tokens = _markdown().parse(text[found.end() :])
    sections, title = _sections(tokens, file, offset)
    if "text" not in sections or not _plain(sections["text"]):
        raise RulebookError("the section '## Text' is missing or empty", hint="say in our own words what the provision says", where=Where(file, offset + 1, 1))
    if "rule" not in sections:
        raise RulebookError("the section '## Rule' is missing", hint="## Rule, then a nested list", where=Where(file, offset + 1, 1))
    outline = OutlineReader(file, text.split("\n"), offset).read(sections["rule"])
    return Page(
        file=file,
        title=title or head.id,
        head=head,
        text=_plain(sections["text"]),
        rule=outline,
        examples=_examples(sections.get("examples", []), file, offset),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        notes=_plain(sections.get("notes", [])),
        marks=reader.marks,
    )


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _sections(tokens: list[Token], file: str, offset: int) -> tuple[dict[str, list[Token]], str]:
    sections: dict[str, list[Token]] = {}
    title, current, i = "", "", 0
    while i < len(tokens):
        token = tokens[i]
        if token.type == "heading_open" and token.level == 0:
            words = tokens[i + 1].content.strip()
            line = offset + (token.map[0] if token.map else 0) + 1
            if token.tag == "h1":
                title = title or words
            elif token.tag == "h2":
                current = words.lower()
                if current not in _SECTIONS or current in sections:
                    raise RulebookError(f"section {words!r} is not expected here", hint="sections: Text, Rule, Examples, Notes, each once", where=Where(file, line, 1))
                sections[current] = []
            i += 3
            continue
        if current:
            sections[current].append(token)
        i += 1
    return sections, title


def _plain(tokens: list[Token]) -> str:
    return "\n\n".join(" ".join(token.content.split()) for token in tokens if token.type == "inline")


def _examples(tokens: list[Token], file: str, offset: int) -> tuple[Example, ...]:
    header: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for before, token in pairwise(tokens):
        line = offset + (before.map[0] if before.map else 0) + 1
        if before.type == "table_open" and header:
            raise RulebookError("the Examples section holds one table", where=Where(file, line, 1), hint="put all rows into it")
        if before.type == "tr_open":
            rows.append((line, []))
        elif before.type == "th_open":
            header.append(token.content.strip().strip("`"))
        elif before.type == "td_open":
            rows[-1][1].append(token.content.strip())
    if not header:
        return ()
    if not {"case", "on", "result"} <= set(header) or len(set(header)) < len(header):
        hint = "| case | on | `fact.path` | result |"
        raise RulebookError("the Examples table needs the columns case, on and result, each column once", where=Where(file, rows[0][0], 1), hint=hint)
    return tuple(_example(dict(zip(header, cells, strict=True)), line) for line, cells in rows[1:])


def _example(row: dict[str, str], line: int) -> Example:
    facts = tuple((key, value) for key, value in row.items() if key not in _OWN_COLUMNS)
    return Example(row["case"], row["on"], row.get("profile", ""), facts, row["result"].strip("`"), line)
