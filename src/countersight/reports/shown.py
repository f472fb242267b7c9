"""Text from a user's file as a reader may safely see it: no control or direction marks, no line breaks, not endless.

What a file says is never trusted: a name may hold a terminal's escape sequence, a mark that turns the reading direction
round, or ten thousand characters. Such marks are shown by their number, and long text is cut, with its length.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import Final

MOST: Final = 300
"""Characters of one value that a reader is shown; machine formats keep it whole."""

_HIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\ud800-\udfff]")
_STACKED: Final = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
"""More than four accents on one letter: they would run over the lines around, so the rest is left out."""


def shown(value: object, most: int = MOST) -> str:
    r"""A value as a reader may see it.

    >>> shown("Kestrel\u202e Co.\x1b[31m")
    'Kestrel<U+202E> Co.<U+001B>[31m'
    >>> shown("ab" * 500, 4)
    'abab ... (1,000 characters)'
    """
    text = str(value)
    long = len(text)
    if long > most:
        text = text[:most]
    text = _STACKED.sub(r"\1", text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))
    text = _HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)
    return f"{text.rstrip()} ... ({long:,} characters)" if long > most else text


def width(text: str) -> int:
    """Columns that a text takes on a terminal: Han and its like take two.

    >>> width("Dahua 大华")
    10
    """
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def wrapped(text: str, first: str, rest: str, columns: int) -> list[str]:
    """A text in lines of at most so many columns; words are kept whole where they fit.

    Args:
        text: Words; every run of spaces is one.
        first: What stands before the first line.
        rest: What stands before the others.
        columns: Columns of the terminal.
    """
    lines, line = [], first
    empty = True
    for word in _words(text, columns - max(width(first), width(rest)) - 1):
        gap = "" if empty else " "
        if not empty and width(line) + width(gap) + width(word) > columns:
            lines.append(line)
            line, gap = rest, ""
        line += gap + word
        empty = False
    return [*lines, line]


def _words(text: str, most: int) -> list[str]:
    """Words, those that are wider than a line in pieces; between Han characters a line may break."""
    found = []
    for word in textwrap.dedent(text).split():
        piece = ""
        for one in word:
            if width(piece) + width(one) > max(most, 10):
                found.append(piece)
                piece = ""
            piece += one
        found.append(piece)
    return found
