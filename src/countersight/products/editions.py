"""What differs between two editions of the taxonomy: nodes that came or went, and every field that changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from countersight.products.node import Node


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the node, the field (empty where the whole node came or went), before and after."""

    node: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        """One line for a person."""
        if not self.field:
            return f"{self.node}: {'new' if self.after else 'gone'}: {self.after or self.before}"
        return f"{self.node}: {self.field}: {self.before or 'nothing'} -> {self.after or 'nothing'}"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_plain(one) for one in value)
    if code := getattr(value, "code", ""):
        marks = ("unconfirmed" if getattr(value, "unconfirmed", False) else "", getattr(value, "note", ""))
        return " ".join((str(code), *(f"({mark})" for mark in marks if mark)))
    return str(value)


def changes(old: Iterable[Node], new: Iterable[Node]) -> tuple[Change, ...]:
    """Every difference, in the order of the new edition, what is gone at the end.

    >>> from dataclasses import replace
    >>> from countersight.products.taxonomy import node
    >>> one = node("CAM-IP")
    >>> print(changes([one], [replace(one, dual_use="medium")])[0])
    CAM-IP: dual_use: high -> medium
    """
    before = {one.id: one for one in old}
    found = []
    after = {one.id: one for one in new}
    for ident, one in after.items():
        if ident not in before:
            found.append(Change(ident, "", "", one.name_en))
            continue
        for field in fields(Node):
            left, right = _plain(getattr(before[ident], field.name)), _plain(getattr(one, field.name))
            if left != right:
                found.append(Change(ident, field.name, left, right))
    return (*found, *(Change(ident, "", one.name_en, "") for ident, one in before.items() if ident not in after))
