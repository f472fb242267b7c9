"""Editions of the taxonomy and its lexicon: what differs between two, node by node and concept by concept.

Editions of the past are kept as one JSON file each (``editions_data``), so that anyone can compare without the project's history;
a folder with the YAML files of an edition is read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from countersight.errors import InputError, Where
from countersight.products.data import HERE, load
from countersight.products.lexicon import DATA as LEXICON
from countersight.products.lexicon import Concept, lexicon, read_concepts
from countersight.products.node import Candidate, Node
from countersight.products.taxonomy import about, nodes, read_nodes

EDITIONS: Final = HERE / "editions_data"
_EXAMPLES: Final = frozenset({"finds", "misses"})
"""Fields of a concept that are its tests, not its meaning."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version with its nodes and concepts; ``concepts`` is empty where only the taxonomy is at hand."""

    version: str
    date: str
    nodes: tuple[Node, ...]
    concepts: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the node or concept, the field (empty where the whole came or went), before and after."""

    node: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        """One line for a person."""
        if not self.field:
            return f"{self.node}: {'new' if self.after else 'gone'}: {self.after or self.before}"
        if not (self.before and self.after):
            return f"{self.node}: {self.field}: {'added' if self.after else 'removed'}: {self.after or self.before}"
        return f"{self.node}: {self.field}: {self.before} -> {self.after}"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {weight:+d}" for name, weight in value.items())
    if code := getattr(value, "code", ""):
        marks = ("unconfirmed" if getattr(value, "unconfirmed", False) else "", getattr(value, "note", ""))
        return " ".join((str(code), *(f"({mark})" for mark in marks if mark)))
    return str(value)


def _fields(old: Node | Concept, new: Node | Concept, name: str) -> list[Change]:
    found = []
    for field in fields(new):
        one, two = getattr(old, field.name), getattr(new, field.name)
        if one == two or field.name in _EXAMPLES:
            continue
        if isinstance(one, tuple) and isinstance(two, tuple):
            one, two = tuple(part for part in one if part not in two), tuple(part for part in two if part not in one)
            if not (one or two):
                continue
        found.append(Change(name, field.name, _plain(one), _plain(two)))
    return found


def changes(old: Iterable[Node], new: Iterable[Node]) -> tuple[Change, ...]:
    """Every difference between nodes, in the order of the new edition, what is gone at the end. Of a list only what came and went is told.

    >>> from dataclasses import replace
    >>> from countersight.products.taxonomy import node
    >>> one = node("CAM-IP")
    >>> print(changes([one], [replace(one, dual_use="medium")])[0])
    CAM-IP: dual_use: high -> medium
    """
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    found: list[Change] = []
    for ident, one in after.items():
        if ident not in before:
            found.append(Change(ident, "", "", one.name_en))
        else:
            found += _fields(before[ident], one, ident)
    return (*found, *(Change(ident, "", one.name_en, "") for ident, one in before.items() if ident not in after))


def _concept_changes(old: Edition, new: Edition) -> list[Change]:
    before, after = {one.id: one for one in old.concepts}, {one.id: one for one in new.concepts}
    found: list[Change] = []
    for ident, one in after.items():
        name = f"concept {ident}"
        if ident not in before:
            found.append(Change(name, "", "", _plain(one.gives) or one.says or one.kind))
        else:
            found += _fields(before[ident], one, name)
    return found + [Change(f"concept {ident}", "", _plain(one.gives) or one.kind, "") for ident, one in before.items() if ident not in after]


def differences(old: Edition, new: Edition) -> tuple[Change, ...]:
    """Every difference between two editions: nodes first, then concepts where both have them."""
    found = changes(old.nodes, new.nodes)
    return (*found, *_concept_changes(old, new)) if old.concepts and new.concepts else found


def current() -> Edition:
    """This edition."""
    return Edition(str(about()["version"]), str(about()["date"]), nodes(), lexicon().concepts)


def kept() -> tuple[str, ...]:
    """Versions of the past that are kept, oldest first.

    >>> kept()[0]
    '0.2'
    """
    return tuple(sorted((path.stem for path in EDITIONS.glob("*.json")), key=lambda name: tuple(int(part) for part in name.split("."))))


def _row(one: Node | Concept) -> dict[str, Any]:
    standard = {field.name: field.default_factory() if field.default_factory is not MISSING else field.default for field in fields(one)}
    return {name: value for name, value in asdict(one).items() if value != standard[name] and name not in _EXAMPLES}


def write(one: Edition, folder: Path) -> Path:
    """Keep an edition as ``VERSION.json``."""
    path = folder / f"{one.version}.json"
    folder.mkdir(exist_ok=True)
    rows = {"version": one.version, "date": one.date, "nodes": [_row(each) for each in one.nodes], "concepts": [_row(each) for each in one.concepts]}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=0, default=str) + "\n", encoding="utf-8")
    return path


def _tuples(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def _read(path: Path) -> Edition:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        known = [Node(**{**{key: _tuples(value) for key, value in row.items()}, "eccn": tuple(Candidate(**{key: _tuples(value) for key, value in one.items()}) for one in row["eccn"])}) for row in found["nodes"]]
        return Edition(found["version"], found["date"], tuple(known), tuple(Concept(**{key: _tuples(value) for key, value in row.items()}) for row in found["concepts"]))
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise InputError(f"no edition of the taxonomy: {fault}", hint="a file that tools/taxonomy.py --archive wrote", where=Where(str(path))) from None


def edition(name: str) -> Edition:
    """An edition by its version, its file, or a folder with its YAML files; ``current`` or empty is this one.

    Raises:
        InputError: There is none of that name.
    """
    if name in {"", "current", str(about()["version"])}:
        return current()
    if name in kept():
        return _read(EDITIONS / f"{name}.json")
    path = Path(name)
    if path.is_dir():
        words = path / LEXICON.name if (path / LEXICON.name).is_dir() else path.parent / LEXICON.name
        own = load(path / "about.yaml")
        return Edition(str(own["version"]), str(own["date"]), read_nodes(path), read_concepts(words) if words.is_dir() and path.name == "taxonomy_data" else ())
    if path.is_file():
        return _read(path)
    raise InputError(f"no edition {name!r} of the taxonomy", hint=f"{', '.join((*kept(), str(about()['version'])))}, a file or a folder")
