"""The name cell of the UFLPA Entity List: the entity, its other names, and the subsidiaries listed with it.

Wordings seen in the published notices::

    NAME (including two aliases: NAME; and NAME)
    NAME (and one alias: NAME) and its subordinate and affiliated entities
    NAME (also known as NAME), NAME (formerly known as NAME and NAME)
    NAME and its eight Zhuhai-based subsidiaries, which include NAME, NAME, and NAME
    NAME and its subsidiary NAME, NAME, and Subsidiaries
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from countersight.model.body import Name
from countersight.names.normalise import fold
from countersight.sources.naming import split_names

_COUNTS: Final = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_BRACKETS = re.compile(r"\((?P<lead>(?:and|including)\s+(?P<count>[a-z]+)\s+alias(?:es)?\s*:|(?:formerly|also|previously)\s+known\s+as|a\.?k\.?a\.?|f\.?k\.?a\.?)\s*(?P<list>.+?)\)(?P<rest>(?:,?\s+and\b.*|,.*)?)$", re.IGNORECASE | re.DOTALL)
_FAMILY = re.compile(
    r",?\s+and\s+(?:(?:all|any)\s+)?(?:of\s+)?(?:its\s+|their\s+)?(?:subsidiar(?:y|ies)|subordinate(?:s| and affiliated entities)?|affiliates?)"
    r"(?:\s+and\s+affiliates)?\s*$",
    re.IGNORECASE,
)
_SUBSIDIARIES = re.compile(
    r",?\s+and\s+its\s+(?:(?P<count>[a-z]+)\s+)?(?:[A-Za-z]+-based\s+)?subsidiar(?:y|ies)\s*(?:,?\s*(?:which\s+includes?|including|namely)|:)?,?\s+(?P<list>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SHORT = re.compile(r"^(?P<name>.*\S)\s+\((?P<short>[A-Z][A-Z0-9&-]{1,9})\)$")
_FORMER = re.compile(r"^(?:and\s+)?(?:formerly|previously)\s+known\s+as\s+", re.IGNORECASE)
_INNER = re.compile(r",?\s+and\s+(?=(?:formerly|previously|also)\s+known\s+as\s)", re.IGNORECASE)
_ALSO = re.compile(r"^(?:and\s+)?also\s+known\s+as\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameCell:
    """What one cell names."""

    names: tuple[Name, ...]
    """The entity: the primary name first."""
    subsidiaries: tuple[Name, ...] = ()
    """Listed with it; a weak one where the list could be parted in several ways."""
    family: bool = False
    """The entry reaches subsidiaries or subordinate entities that it does not name."""


def read_name_cell(text: str) -> NameCell:
    """The names in one cell.

    >>> cell = read_name_cell("Invented Kestrel Co., Ltd. (including two aliases: Kestrelvision; and K. Vision) and subsidiaries")
    >>> [name.text for name in cell.names], cell.family
    (['Invented Kestrel Co., Ltd.', 'Kestrelvision', 'K. Vision'], True)
    >>> cell = read_name_cell("Invented Group and its two Zhuhai-based subsidiaries, which include Kestrel A Co. Ltd., and Kestrel B Co. Ltd.")
    >>> [name.text for name in cell.subsidiaries]
    ['Kestrel A Co. Ltd.', 'Kestrel B Co. Ltd.']
    """
    rest = " ".join(text.split())
    family = False
    if found := _FAMILY.search(rest):
        rest, family = rest[: found.start()].rstrip(" ,"), True
    others: list[Name] = []
    if found := _BRACKETS.search(rest):
        others = _others(found["lead"], found["list"], found["count"])
        rest = f"{rest[: found.start()].rstrip()} {found['rest'].strip()}".strip()
    subsidiaries: list[Name] = []
    if found := _SUBSIDIARIES.search(rest):
        subsidiaries = _listed(found["list"], _COUNTS.get((found["count"] or "").lower(), 0), "primary")
        rest = rest[: found.start()].rstrip(" ,")
    names = [Name(rest, "", "primary")]
    if found := _SHORT.match(rest):
        names += [Name(found["name"]), Name(found["short"], "", "short")]
    # The same text twice is as good as where it stands first.
    held: dict[str, Name] = {}
    for name in (*names, *others):
        if name.kind == "primary" or fold(name.text):
            held.setdefault(name.text, name)
    return NameCell(tuple(held.values()), tuple(subsidiaries), family)


def _others(lead: str, text: str, count: str | None) -> list[Name]:
    if count:
        return _listed(text, _COUNTS.get(count.lower(), 0), "alias")
    former = lead.lower().startswith(("formerly", "previously", "f"))
    found: list[Name] = []
    for part in _INNER.split(text):
        kind = "former" if _FORMER.match(part) or (former and not _ALSO.match(part)) else "alias"
        found += _listed(_ALSO.sub("", _FORMER.sub("", part)), 0, kind)
    return found


def _listed(text: str, count: int, kind: str) -> list[Name]:
    """The names of a list; where it can be parted in several ways, the one with the number told, else every piece, as weak."""
    coarse = split_names(text)
    fine = coarse if ";" in text else [name for part in coarse for name in re.split(r"\s+and\s+", part) if fold(name)]
    if len(coarse) == len(fine) or len(coarse) == count:
        return [Name(name, "", kind) for name in coarse]
    if len(fine) == count:
        return [Name(name, "", kind) for name in fine]
    return [Name(name, "", "weak") for name in dict.fromkeys([*coarse, *fine])]
