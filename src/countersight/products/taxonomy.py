"""The taxonomy of surveillance products: all nodes, by id.

The nodes are data, in four YAML files by what a product does (``taxonomy_data``), with the version, the changes and the
sources of the codes in ``about.yaml``. They are read once, when the first node is asked for. A field that is not known, or
a word for a class that is none, is refused with the name of the row. How to change it: ``docs/taxonomy/README.md``.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from countersight.products.codes import Eccn, normalise_hs, parse_eccn
from countersight.products.data import HERE, load, refuse
from countersight.products.node import Candidate, Node

__all__ = ["DATA", "NODES", "Candidate", "Eccn", "Node", "about", "is_surveillance", "near", "node", "nodes", "normalise_hs", "parse_eccn", "read_nodes"]

NODES: tuple[Node, ...]
"""Every node, in the order of the files."""

DATA: Final = HERE / "taxonomy_data"
FILES: Final = ("watching", "identifying", "intercepting", "governing")
_SURVEILLANCE: Final = frozenset(("core", "context", "enabling"))
_WORDS: Final = {"dual_use": ("high", "medium", "low"), "dshra": ("core", "context", "enabling")}
_FIELDS: Final = {one.name: one for one in fields(Node)}
_WRITTEN: Final = {"name_en": "en", "name_zh": "zh"}
_CLOSE: Final = 0.5
"""How alike an id has to be to be offered; difflib's ratio, from 0 to 1."""


def _candidate(row: dict[str, Any]) -> Candidate:
    found: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Candidate(**found)


def _node(row: dict[str, Any], proposals: dict[str, str], path: Path) -> Node:
    named = str(row.get("id", "a row without an id"))
    written = {_WRITTEN.get(name, name): name for name in _FIELDS}
    if unknown := sorted(set(row) - set(written)):
        raise refuse(path, named, f"a field that is not known: {unknown[0]}", f"fields: {', '.join(written)}")
    found: dict[str, Any] = {written[key]: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    missing = sorted(one.name for one in _FIELDS.values() if one.default is MISSING and one.name not in found)
    if missing:
        raise refuse(path, named, f"{missing[0]} is missing", "a node says every field that has no default")
    for key, words in _WORDS.items():
        if found[key] not in words:
            raise refuse(path, named, f"{key} is {found[key]!r}", f"one of {', '.join(words)}")
    try:
        found["eccn"] = tuple(_candidate(one) for one in found["eccn"])
        found["proposed"] = proposals[found["proposed"]] if "proposed" in found else ""
    except (TypeError, KeyError) as fault:
        raise refuse(path, named, f"a control number is written wrongly: {fault}", "code, unconfirmed, note, contra; a proposal as about.yaml names it") from None
    return Node(**found)


def read_nodes(folder: Path) -> tuple[Node, ...]:
    """The nodes of a folder: this edition's, or an older one to compare with.

    Raises:
        DataError: A file is missing, or a row is wrong.
    """
    proposals = load(folder / "about.yaml")["proposals"]
    found = tuple(_node(row, proposals, folder / f"{name}.yaml") for name in FILES for row in load(folder / f"{name}.yaml"))
    ids = [one.id for one in found]
    if twins := sorted({one for one in ids if ids.count(one) > 1}):
        raise refuse(folder, twins[0], "this id stands twice", "an id is one node, in one file")
    return found


@cache
def nodes() -> tuple[Node, ...]:
    """Every node of this edition, in the order of the files."""
    return read_nodes(DATA)


@cache
def about() -> dict[str, Any]:
    """Version, axes, changes and sources of this edition."""
    found: dict[str, Any] = load(DATA / "about.yaml")
    return found


@cache
def _by_id() -> dict[str, Node]:
    return {one.id: one for one in nodes()}


def __getattr__(name: str) -> tuple[Node, ...]:
    """``NODES``, read when it is first asked for."""
    if name == "NODES":
        return nodes()
    raise AttributeError(name)


def node(ident: str) -> Node | None:
    """The node of an id, written in capitals or not; None where there is none.

    >>> node("soc-isp").image_processing_chip
    True
    >>> node("CAM-ANALOG") is None
    True
    """
    return _by_id().get(ident.strip().upper())


def near(ident: str) -> tuple[str, ...]:
    """Up to three ids that somebody who wrote this may have meant, best first.

    >>> near("BIO-FINGERS")[0], near("paper clip")
    ('BIO-FINGER', ())
    """
    return tuple(get_close_matches(ident.strip().upper()[:32], _by_id(), n=3, cutoff=_CLOSE))


def is_surveillance(known: Node) -> bool:
    """Whether a node counts as a surveillance product, a part of one among them.

    Every node of today does; what is none (a drone for crops, a display) has no node and is written ``none`` in a matter.
    """
    return known.dshra in _SURVEILLANCE
