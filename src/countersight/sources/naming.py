"""Names as a page or a table prints them: lists of names in one cell, ids made of names, and the place that a name says."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from countersight.names.normalise import fold
from countersight.names.places import LATIN
from countersight.names.words import GENERIC, LEGAL_FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SLUG: Final = 80
"""Longest part of an id that is made of a name; what is longer is cut, and told apart by a hash."""

_SMALL: Final = frozenset("a al as at by da de del der di du la le san se van von y".split())
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_AND = re.compile(r"^(?:and|or)\s+", re.IGNORECASE)
_SEPARATE: Final = {"hongkong": "HK", "macau": "MO"}


def slug(prefix: str, name: str) -> str:
    """An id out of a name, the same on every machine and for every way to punctuate the name.

    >>> slug("uflpa", "Invented Kestrel Co., Ltd.")
    'uflpa-invented-kestrel-co-ltd'
    >>> slug("uflpa", "示例") == slug("uflpa", "例示")
    False
    """
    folded = fold(name)
    plain = _NOT_SLUG.sub("-", folded).strip("-")
    if len(plain) > MAX_SLUG or not folded.isascii():
        plain = f"{plain[:MAX_SLUG]}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}".strip("-")
    return f"{prefix}-{plain}"


def split_names(text: str) -> list[str]:
    """The names of a list in one cell, parted at semicolons where there are any, else at commas.

    A piece that is only a legal form belongs to the name before it: the comma of ``Co., Ltd.`` parts nothing. ``and`` is
    cut before the last name; inside a piece it stays, since it may be part of a name.

    >>> split_names("A Co., Ltd., B Inc., and C Group")
    ['A Co., Ltd.', 'B Inc.', 'C Group']
    >>> split_names("A; B, C; and D")
    ['A', 'B, C', 'D']
    """
    marks = ";" if ";" in text else ","
    found: list[str] = []
    for piece in text.split(marks):
        bare = " ".join(piece.split())
        if not bare:
            continue
        if found and marks == "," and _only_form(bare):
            found[-1] += f", {bare}"
        else:
            found.append(_AND.sub("", bare))
    # "Co., Ltd. and B" parts after the form; everywhere else "and" may belong to the name.
    return [name for piece in found for name in _after_form(piece) if fold(name)]


def _only_form(piece: str) -> bool:
    """True for a piece such as ``Ltd.``, also where a further name hangs on it: ``Ltd. and B``."""
    head = fold(re.split(r"\s+and\s+", piece, maxsplit=1)[0])
    return head in LEGAL_FORMS or all(word in LEGAL_FORMS for word in head.split())


def _after_form(piece: str) -> list[str]:
    parts = re.split(r"(?<=[.])\s+and\s+", piece)
    return [part.strip() for part in parts]


def places_country(name: str) -> str:
    """The country of the Chinese places that a name of an organisation says; nothing where it says none, or several.

    >>> places_country("Hangzhou Invented Kestrel Co., Ltd."), places_country("Kestrel (Hong Kong) Ltd"), places_country("Kestrel")
    ('CN', 'HK', '')
    """
    words = fold(name).replace("hong kong", "hongkong").replace("macao", "macau").split()
    codes = [code for word in words if (code := LATIN.get(word, "")).partition(".")[0] == "cn"]
    found = {_SEPARATE.get(code.removeprefix("cn."), "CN") for code in codes}
    return found.pop() if len(found) == 1 else ""


def says_organisation(names: Iterable[str]) -> bool:
    """True when some name says by its words that it is not a person.

    >>> says_organisation(["Kestrel Trading Co."]), says_organisation(["Kestrel, Invented"])
    (True, False)
    """
    words = {word for name in names for word in fold(name).split()}
    return bool(words & (GENERIC | LEGAL_FORMS.keys()) - _SMALL)
