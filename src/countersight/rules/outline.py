"""The Rule section: a nested list shaped like the statute, read into a tree that keeps labels, words and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from markdown_it.token import Token

from countersight.errors import RulebookError, Where
from countersight.rules.parser import parse
from countersight.rules.syntax import And, Expr, Not, Or

Kind = Literal["leaf", "all", "any", "none"]

_GROUP = re.compile(r"\*\*(all|any|none) of\*\*", re.IGNORECASE)
_LABEL = re.compile(r"((?:\([0-9A-Za-z]+\))+)\s+")
_CODE = re.compile(r"`([^`]+)`")
_TAIL = re.compile(r"[\s:;,.–—-]+\Z")
_STRAY = frozenset({"inline", "fence", "code_block", "html_block"})
"""Tokens that carry text. In no line of the list they would be a condition that nobody reads, so they are refused."""


@dataclass(slots=True)
class Outline:
    """One line of the outline. A leaf has an expression; a group has children."""

    kind: Kind
    label: str
    words: str
    line: int
    column: int = 1
    expr: Expr | None = None
    code: str = ""
    """The expression as it stands in the file, which may wrap over lines."""
    children: list[Outline] = field(default_factory=list)

    def place(self, column: object) -> tuple[int, int]:
        """Line and column in the file of a column (from 1) of the expression."""
        before = self.code[: column - 1 if isinstance(column, int) else 0]
        wrapped = before.count("\n")
        start = 0 if wrapped else self.column - 1
        return self.line + wrapped, start + len(before) - before.rfind("\n")

    def tree(self) -> Expr:
        """The outline as one expression."""
        if self.expr is not None:
            return self.expr
        parts = tuple(child.tree() for child in self.children)
        if self.kind == "none":
            return Not(parts[0] if len(parts) == 1 else Or(parts))
        if len(parts) == 1:
            return parts[0]
        return And(parts) if self.kind == "all" else Or(parts)

    def leaves(self) -> Iterator[Outline]:
        """Every leaf, in reading order."""
        if self.kind == "leaf":
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(slots=True)
class _Item:
    """A list item that is still open."""

    line: int
    number: str
    """``2.`` in an ordered list, nothing in one with bullets."""
    node: Outline | None = None


@dataclass(slots=True)
class OutlineReader:
    """Reads the list tokens of one page; ``source`` holds the file's lines, for columns."""

    file: str
    source: list[str]
    offset: int
    """Lines of front matter above the body that the tokens count from."""
    _open: list[_Item] = field(default_factory=list)
    _line: int = 0
    """The line of the last token that has one: closing tokens have none."""

    def read(self, tokens: list[Token]) -> Outline:
        """The single root of the Rule section.

        Raises:
            RulebookError: No list, more than one root, a group without children, a leaf without a code span, text that
                stands in no line of the list.
        """
        roots: list[Outline] = []
        self._line = self.offset + 1
        for token in tokens:
            if token.map:
                self._line = self.offset + token.map[0] + 1
            if token.type == "list_item_open":
                self._open.append(_Item(self._line, f"{token.info}{token.markup}" if token.info else ""))
            elif token.type == "list_item_close":
                self._close(self._open.pop())
            elif token.type == "inline" and self._open and self._open[-1].node is None:
                self._enter(self._item(token), roots)
            elif token.type in _STRAY:
                hint = "every condition is a line of the list: - (1) words — `expression`"
                raise self._fault("this stands in the Rule section, but in no line of its list", self._line, hint=hint)
        if not roots:
            raise self._fault("the Rule section holds no list", self._line, hint="start with: - **all of**")
        if len(roots) > 1:
            hint = "put them under one **all of**, **any of** or **none of**"
            raise self._fault("the Rule section holds more than one top line", roots[1].line, hint=hint)
        return roots[0]

    def _fault(self, message: str, line: int, *, column: int = 1, hint: str = "") -> RulebookError:
        return RulebookError(message, hint=hint, where=Where(self.file, line, column))

    def _enter(self, node: Outline, roots: list[Outline]) -> None:
        self._open[-1].node = node
        above = [one.node for one in self._open[:-1] if one.node is not None]
        (above[-1].children if above else roots).append(node)

    def _close(self, item: _Item) -> None:
        node = item.node
        if node is None:
            hint = "write the condition on it; lists nest nine deep at most"
            raise self._fault("a line of the list says nothing", item.line, hint=hint)
        if node.kind == "leaf" and node.children:
            raise self._fault("a line with an expression cannot have lines below it", node.line, hint="say **all of** on it")
        if node.kind != "leaf" and not node.children:
            raise self._fault(f"**{node.kind} of** has nothing below it", node.line, hint="indent the lines below it")

    def _item(self, token: Token) -> Outline:
        text = " ".join(token.content.split())
        label = self._open[-1].number
        if found := _LABEL.match(text):
            label, text = found.group(1), text[found.end() :]
        if group := _GROUP.search(text):
            if _CODE.search(text):
                raise self._fault("a group carries no expression of its own", self._line, hint="give it a line below")
            words = _TAIL.sub("", " ".join(text.replace(group.group(0), f"{group.group(1).lower()} of").split()))
            kind: Kind = group.group(1).lower()  # type: ignore[assignment]
            return Outline(kind, label, words, self._line)
        lines = self.source[self._line - 1 : self.offset + token.map[1]] if token.map else []
        return self._leaf(label, _TAIL.sub("", " ".join(_CODE.sub("", text).split())), "\n".join(lines))

    def _leaf(self, label: str, words: str, written: str) -> Outline:
        """A leaf, from the lines of the file that it is written on: only they keep the columns."""
        spans = list(_CODE.finditer(written))
        if len(spans) != 1:
            hint = "- (1) destined to the PRC — `dest.country in param.prc`"
            raise self._fault(f"a leaf is words and exactly one code span, not {len(spans)}", self._line, hint=hint)
        before, code = written[: spans[0].start(1)], spans[0].group(1)
        leaf = Outline("leaf", label, words, self._line + before.count("\n"), len(before) - before.rfind("\n"), code=code)
        if not words:
            raise self._fault("a leaf says in words what its expression asks", leaf.line, hint="- words — `expression`")
        try:
            leaf.expr = parse(code)
        except RulebookError as fault:
            line, column = leaf.place(fault.where.column)
            raise self._fault(fault.message, line, column=column, hint=fault.hint) from None
        return leaf
