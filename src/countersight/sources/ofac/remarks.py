"""What the remarks of OFAC's CSV files hold: identifiers, days, directives, weak aliases and ties to other parties.

Remarks are pieces separated by ``"; "``; the last ends in a full stop, and so do some in the middle. A piece is a label
and its value (``alt. ISIN CND100027TJ1``, ``Registration ID 1027700159497 (Russia)``), an alias of low quality in single
quotation marks (``a.k.a. 'BNC'``), or a tie (``Linked To: HAMAS``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from countersight.model.body import Name
from countersight.sources.labels import ESTABLISHED, IDENTIFIERS

LIMIT: Final = 1000
"""Where the main table cuts remarks off."""

_DATES: Final = ("Listing Date (CMIC)", "Effective Date (CMIC)", "Purchase/Sales For Divestment Date (CMIC)")
_SSI: Final = "Executive Order 13662 Directive Determination -"
_LABELS: Final = sorted((*IDENTIFIERS, *_DATES, _SSI, ESTABLISHED), key=len, reverse=True)
_LABELLED = re.compile(rf"(?:alt\. )?({'|'.join(map(re.escape, _LABELS))}):? (.+)")
_DIRECTIVE_DATE = re.compile(r"(Listing|Effective) Date \(EO 14024 (Directive \w+)\): (.+)")
_SUBJECT = re.compile(r"(?:alt\. )?Executive Order 14024 Directive Information Subject to (Directive \w+)")
_ALIAS = re.compile(r"(?:alt\. )?([afn])\.k\.a\. '(.+)'")
_LINKED: Final = "Linked To: "


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was found, in the order of the text."""

    details: list[tuple[str, str]]
    aliases: list[Name]
    linked_to: list[str]
    """With the full stop that may be the name's own or the remarks' end."""
    directives: dict[str, str]
    """Directives under E.O. 14024 that the party is subject to, with the day of listing in English, or nothing."""


def read_remarks(text: str, rest: str = "") -> Remarks:
    """Take remarks apart.

    Args:
        text: The cell of the main table.
        rest: What the comments table has for the entry: the text goes on there, in the middle of a word. Without it, a
            text that fills the cell loses its last piece: half an identifier is a wrong one.

    >>> found = read_remarks("ISIN CNE100000PM8; alt. ISIN HK0000049939; a.k.a. 'AECC'; Linked To: HAMAS.")
    >>> found.details, found.aliases[0].text, found.linked_to
    ([('ISIN', 'CNE100000PM8'), ('ISIN', 'HK0000049939')], 'AECC', ['HAMAS.'])
    """
    pieces = (text + rest).split("; ")
    if len(text) >= LIMIT and not rest:
        pieces.pop()
    found = Remarks([], [], [], {})
    for piece in pieces:
        _read_piece(piece.strip(), found)
    return found


def _read_piece(piece: str, found: Remarks) -> None:
    bare = piece.removesuffix(".")
    if piece.startswith(_LINKED):
        found.linked_to.append(piece.removeprefix(_LINKED))
    elif alias := _ALIAS.fullmatch(bare):
        found.aliases.append(Name(alias[2], "", "weak"))
    elif labelled := _LABELLED.fullmatch(bare):
        found.details.append((labelled[1], labelled[2].strip()))
    elif dated := _DIRECTIVE_DATE.fullmatch(bare):
        if dated[1] == "Listing":
            found.directives[dated[2]] = dated[3].strip()
    elif subject := _SUBJECT.match(piece):
        found.directives.setdefault(subject[1], "")


def other_party(text: str, listed: frozenset[str]) -> str:
    """The name behind "Linked To", without the full stop that ends the remarks.

    ``CO., LTD.`` ends in a full stop of its own; a name of the same file settles which it is.

    >>> other_party("MERLIN CO., LTD.", frozenset({"MERLIN CO., LTD."})), other_party("HAMAS.", frozenset())
    ('MERLIN CO., LTD.', 'HAMAS')
    """
    name = text.strip()
    return name if name in listed else name.removesuffix(".")
