"""Parts and tokens of a name out of the words that ``kernel_read.py`` reads in one pass: what ``parts.py`` and ``tokens.py`` give, or nothing.

Each word is described once and holds what was found; so it is worth its time where the reader was compiled, and not used elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from countersight.match import kernel_read
from countersight.match.laying import read, reader
from countersight.match.parts import NONE_TOLD, OTHER_TRADES, SHORT, Parts, told_of
from countersight.match.tokens import Tokens, weight_of
from countersight.names.short_words import FORM_CLASS
from countersight.settings import compiled

if TYPE_CHECKING:
    from countersight.match.kernel_laid import Piece

COMPILED: Final = compiled(kernel_read)
_KINDS: Final = " d@#gv"
"""What a piece is, as a letter of ``parts.part_of``, in the order of ``kernel_laid.SMALL_WORD`` and those after it."""


def _part(piece: Piece) -> tuple[str, ...]:
    """As ``parts.part_of``; empty for a small word."""
    key, kind = piece.word.decode(), _KINDS[piece.what]
    return () if kind == " " else (kind, key, key[1:] if kind in "@#" else key)


def parts_read(whole: kernel_read.Read) -> Parts | None:
    """The parts of a name that was read; None where they are found elsewhere."""
    pieces = reader().pieces(whole)
    if pieces is None:
        return None
    found: list[tuple[str, str, str]] = []
    for piece in pieces:
        part = piece.part
        if part is None:
            part = piece.part = _part(piece)
        if part:
            found.append(part)
    line = whole.line
    bare = line[: whole.bare].decode()
    keys = tuple([key for _, key, _ in found])
    distinct = tuple([key for what, key, _ in found if what == "d"])
    return Parts(
        line.decode(),
        bare,
        keys,
        distinct,
        tuple([key for what, key, _ in found if what == "g"]),
        told_of(found, "@"),
        told_of(found, "#"),
        told_of(found, "v"),
        bare.replace(" ", ""),
        tuple(sorted(keys)),
        OTHER_TRADES.intersection([key for what, key, _ in found if what in "dg"]) or NONE_TOLD,
        frozenset([key[0] for key in distinct if len(key) > SHORT]) or NONE_TOLD,
    )


def tokens_read(whole: kernel_read.Read, *, person: bool) -> Tokens | None:
    """The tokens of a name that was read; None where they are found elsewhere."""
    units = reader().units(whole, person)
    if units is None:
        return None
    found: list[Any] = []
    for unit in units:
        if unit is None:
            return None
        token = unit.token
        if token is None:
            word, kind = unit.word.decode(), chr(unit.kind)
            token = unit.token = (word, kind, unit.spelled.decode(), weight_of(word, kind))
        found.append(token)
    words, kinds, surface, weights = zip(*found, strict=True)
    told = "".join(kinds)
    joined = "".join([word for word, kind, _, _ in found if kind not in "lap"])
    form = next((FORM_CLASS[spelled] for _, kind, spelled, _ in reversed(found) if kind == "l" and spelled in FORM_CLASS), "") if "l" in told else ""
    trades = OTHER_TRADES.intersection([word for word, kind, _, _ in found if kind in "gd"])
    return Tokens(words, told, weights, surface, joined or "".join(words), form, trades, abjad=False, foreign=False)


def parts_of_text(text: str) -> Parts | None:
    """The parts of a name as written; None where they are found elsewhere."""
    whole = read(text) if COMPILED else None
    return None if whole is None else parts_read(whole)


def tokens_of_text(text: str, *, person: bool) -> Tokens | None:
    """The tokens of a name as written; None where they are found elsewhere."""
    whole = read(text) if COMPILED else None
    return None if whole is None else tokens_read(whole, person=person)
