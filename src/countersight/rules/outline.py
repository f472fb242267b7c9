"""The Rule section: a nested list shaped like the statute, read into a tree that keeps labels, words and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from markdown_it.token import Token

from countersight.errors import RulebookError, Where
from countersight.rules.syntax import And, Expr, Not, Or, parse

Kind = Literal["leaf", "all", "any", "none"]

_GROUP = re.compile(r"\*\*(all|any|none) of\*\*", re.IGNORECASE)
_LABEL = re.compile(r"((?:\([0-9A-Za-z]+\))+|[0-9]+\.)\s+")
_CODE = re.compile(r"`([^`]+)`")
_TAIL = re.compile(r"[\s:;,.–—-]+\Z")


@dataclass(slots=True)
class Outline:
    """One line of the outline. A leaf has an expression; a group has children."""

    kind: Kind
    label: str
    words: str
    line: int
    column: int = 1
    expr: Expr | None = None
    children: list[Outline] = field(default_factory=list)

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


def _fault(message: str, file: str, line: int, *, column: int = 1, hint: str = "") -> RulebookError:
    return RulebookError(message, hint=hint, where=Where(file, line, column))


@dataclass(slots=True)
class OutlineReader:
    """Reads the list tokens of one page; ``source`` holds the file's lines, for columns."""

    file: str
    source: list[str]
    offset: int
    """Lines of front matter above the body that the tokens count from."""

    def read(self, tokens: list[Token]) -> Outline:
        """The single root of the Rule section.

        Raises:
            RulebookError: No list, more than one root, a group without children, a leaf without a code span.
        """
        roots: list[Outline] = []
        stack: list[Outline | None] = []
        for token in tokens:
            if token.type == "list_item_open":
                stack.append(None)
            elif token.type == "list_item_close":
                self._close(stack.pop())
            elif token.type == "inline" and stack and stack[-1] is None:
                node = self._item(token)
                stack[-1] = node
                parent = next((one for one in reversed(stack[:-1]) if one is not None), None)
                (roots if parent is None else parent.children).append(node)
        if len(roots) == 1:
            return roots[0]
        if not roots:
            raise _fault("the Rule section holds no list", self.file, self.offset + 1, hint="start with: - **all of**")
        raise _fault(
            "the Rule section holds more than one top line",
            self.file,
            roots[1].line,
            hint="put them under one **all of**, **any of** or **none of**",
        )

    def _close(self, node: Outline | None) -> None:
        if node is None:
            return
        if node.kind == "leaf" and node.children:
            raise _fault(
                "a line with an expression cannot have lines below it", self.file, node.line, hint="say **all of** on it"
            )
        if node.kind != "leaf" and not node.children:
            raise _fault(f"**{node.kind} of** has nothing below it", self.file, node.line, hint="indent the lines below it")

    def _item(self, token: Token) -> Outline:
        line = self.offset + (token.map[0] if token.map else 0) + 1
        last = self.offset + (token.map[1] if token.map else 1)
        text = " ".join(token.content.split())
        label = ""
        if found := _LABEL.match(text):
            label, text = found.group(1), text[found.end() :]
        if group := _GROUP.search(text):
            if _CODE.search(text):
                raise _fault("a group carries no expression of its own", self.file, line, hint="give it a line below")
            words = _TAIL.sub("", " ".join(text.replace(group.group(0), f"{group.group(1).lower()} of").split()))
            kind: Kind = group.group(1).lower()  # type: ignore[assignment]
            return Outline(kind, label, words, line)
        spans = _CODE.findall(text)
        if len(spans) != 1:
            raise _fault(
                f"a leaf is words and exactly one code span, not {len(spans)}",
                self.file,
                line,
                hint="- (1) destined to the PRC — `dest.country in param.prc`",
            )
        return self._leaf(label, text, spans[0], (line, last))

    def _leaf(self, label: str, text: str, code: str, lines: tuple[int, int]) -> Outline:
        at_line, at_column = lines[0], 1
        for number in range(lines[0], lines[1] + 1):
            column = self.source[number - 1].find("`") if number <= len(self.source) else -1
            if column >= 0:
                at_line, at_column = number, column + 2
                break
        words = _TAIL.sub("", " ".join(_CODE.sub("", text).split()))
        if not words:
            raise _fault("a leaf says in words what its expression asks", self.file, at_line, hint="- words — `expression`")
        try:
            expr = parse(code)
        except RulebookError as fault:
            column = fault.where.column if isinstance(fault.where.column, int) else 1
            raise _fault(fault.message, self.file, at_line, column=at_column + column - 1, hint=fault.hint) from None
        return Outline("leaf", label, words, at_line, at_column, expr)
