"""The reasons and questions of a column, for every matter of a group: what a page rests on where it is met or open.

Readings over equal facts share one text, so they are found by number first and written once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from countersight.model.fact import Fact
from countersight.model.fact_schema import FACTS
from countersight.rules.reading import UNNAMED, Reading, Rule
from countersight.screening.batch_atoms import dated
from countersight.screening.batch_values import TRUTH, Combos, Kind, Reader, kind_of
from countersight.screening.batch_why import Why
from countersight.screening.findings import WORD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

Ask = tuple[tuple[str, str], ...]
"""Facts that a reading waits for, each with the note on it."""


@dataclass(slots=True)
class Explained:
    """What is explained: a column over the rows of a group, with the names of parties and lines in their order."""

    reading: Reading
    reader: Reader
    why: Why
    parties: Sequence[str]
    lines: Sequence[str]
    bodies: Sequence[str]


@dataclass(slots=True)
class Reasons:
    """For each row of the group its reasons and its questions."""

    reasons: list[list[dict[str, Any]]]
    questions: list[list[dict[str, Any]]]


@dataclass(slots=True)
class _Page:
    """One page over the bindings that are told."""

    rule: Rule
    combos: Combos
    values: NDArray[np.int8]
    texts: list[tuple[str, Ask]] = field(default_factory=list)
    text_of: Any = None


def explained(one: Explained) -> Reasons:
    """The reasons and questions of every row, in the order of the pages and their bindings."""
    count = one.reader.rows.count
    found = Reasons([[] for _ in range(count)], [[] for _ in range(count)])
    asked: list[dict[tuple[str, str], tuple[list[str], str]] | None] = [None] * count
    order = sorted(range(len(one.reading.rules)), key=lambda at: one.reading.rules[at].page.is_flag)
    for at in order:
        page = _told(one.reading.rules[at], one)
        if page is None:
            continue
        _write(page, one, found.reasons)
        if not page.rule.page.is_flag:
            _ask(page, one, asked)
    for row, told in enumerate(asked):
        if told:
            found.questions[row] = [
                {"about": about, "fact": path, "pages": pages, "note": note}
                for (about, path), (pages, note) in told.items()
            ]
    return found


def _told(rule: Rule, one: Explained) -> _Page | None:
    """The bindings for which a page is met or open, where the page itself is told at all."""
    combos, each, whole = one.reader.read(rule)
    wanted = whole == 2 if rule.page.is_flag else whole > 0  # noqa: PLR2004 - true
    chosen = np.flatnonzero((each > 0) & wanted[combos.matter])
    if not len(chosen):
        return None
    page = _Page(rule, Combos(combos.matter[chosen], combos.party[chosen], combos.line[chosen]), each[chosen])
    _texts(page, one)
    return page


def _texts(page: _Page, one: Explained) -> None:
    """Write each reading once: bindings whose facts are equal, with sources and notes, are one."""
    facts, rule = one.reader.facts, page.rule
    test = rule.page.head.ownership
    by_kind: dict[Kind, list[str]] = {}
    for path in rule.reads:
        by_kind.setdefault(kind_of(path), []).append(path)
    numbers = {kind: one.reader.numbers(kind, page.combos) for kind in by_kind}
    days = one.reader.numbers("day", page.combos)
    key = np.zeros(len(page.values), dtype=np.int64)
    for kind, names in by_kind.items():
        distinct, back = np.unique(numbers[kind], return_inverse=True)
        seen: dict[tuple[int, ...], int] = {}
        alike = np.empty(len(distinct), dtype=np.int64)
        of_day = np.zeros(len(distinct), dtype=bool)
        for at, number in enumerate(distinct.tolist()):
            held = facts.of(kind, number, test)
            made = facts.batch.days[number].isoformat() if kind == "party" else ""
            told = [facts.code(held.get(path), made) for path in names]
            alike[at] = seen.setdefault(tuple([code for code, _ in told]), len(seen))
            of_day[at] = any(is_dated for _, is_dated in told)
        back = back.reshape(-1)
        for more in (alike[back], np.where(of_day[back], days + 1, 0)):
            _, key = np.unique(key * (int(more.max()) + 1) + more, return_inverse=True)
            key = key.reshape(-1)
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    for at in first.tolist():
        layer: dict[str, Fact] = {}
        for kind, of in numbers.items():
            number = int(of[at])
            held = facts.of(kind, number, test)
            if kind == "party":
                made, on = facts.batch.days[number], facts.on[int(days[at])]
                layer |= {path: dated(held[path], made, on) for path in by_kind[kind] if path in held}
            else:
                layer |= {path: held[path] for path in by_kind[kind] if path in held}
        page.texts.append(_text(rule, layer, one.why))
    page.text_of = back.reshape(-1)


def _text(rule: Rule, layer: dict[str, Fact], why: Why) -> tuple[str, Ask]:
    proof, ask, named = rule.read(layer)
    key = why.reading(why.proof(proof), [why.fact(path, layer.get(path)) for path in named])
    return key, tuple((path, layer[path].note if path in layer else "") for path in ask)


def _bindings(page: _Page, one: Explained, at: int) -> list[tuple[str, str]]:
    """The kind and the label of each binding."""
    each = page.rule.page.head.for_each
    found = []
    if each.roles:
        place = int(page.combos.party[at])
        found.append(("party", one.parties[place]) if place >= 0 else (UNNAMED.kind, UNNAMED.label))
    if each.lines:
        place = int(page.combos.line[at])
        found.append(("line", one.lines[place]) if place >= 0 else (UNNAMED.kind, UNNAMED.label))
    return found


def _write(page: _Page, one: Explained, out: list[list[dict[str, Any]]]) -> None:
    name = page.rule.page.id
    for at, (row, value, text) in enumerate(
        zip(page.combos.matter.tolist(), page.values.tolist(), page.text_of.tolist(), strict=True)
    ):
        place = int(page.combos.party[at])
        about = ", ".join(label for _, label in _bindings(page, one, at)) or "the matter"
        out[row].append(
            {
                "page": name,
                "about": about,
                "body": one.bodies[place] if place >= 0 else "",
                "value": WORD[TRUTH[value]],
                "why": page.texts[text][0],
            }
        )


def _ask(page: _Page, one: Explained, asked: list[dict[tuple[str, str], tuple[list[str], str]] | None]) -> None:
    """Questions of the pages that are open, each once, as :func:`countersight.screening.findings.questions` asks them."""
    whole = one.reader.read(page.rule)[2]
    name = page.rule.page.id
    for at, (row, value, text) in enumerate(
        zip(page.combos.matter.tolist(), page.values.tolist(), page.text_of.tolist(), strict=True)
    ):
        if value != 1 or whole[row] != 1:
            continue
        held = asked[row]
        if held is None:
            held = asked[row] = {}
        named = _bindings(page, one, at)
        for path, note in page.texts[text][1]:
            scope = FACTS[path].scope
            kind = "party" if scope == "own" else scope
            about = next((label for each, label in named if each in {kind, UNNAMED.kind}), "the matter")
            pages, _ = held.setdefault((about, path), ([], note))
            if name not in pages:
                pages.append(name)
