"""The reasons and questions of a column, for every matter of a group: what a page rests on where it is met or open.

Readings over equal facts share one text, so they are found by number first and written once; what differs from row to row (who, which
line) is a number too. Nothing here goes through the rows one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from countersight.model.fact import Fact
from countersight.model.fact_schema import FACTS
from countersight.rules.reading import UNNAMED, Reading, Rule
from countersight.screening.batch_codes import dense, within
from countersight.screening.batch_facts import TRUTH, Kind, kind_of
from countersight.screening.batch_values import Combos, Reader
from countersight.screening.batch_why import Ask, Said, Why
from countersight.screening.batch_words import Words
from countersight.screening.findings import WORD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

THE_MATTER = "the matter"


@dataclass(slots=True)
class Explained:
    """What is explained: a column over the rows of a group, with the numbers of the names of parties, lines and bodies in their order."""

    reading: Reading
    reader: Reader
    why: Why
    words: Words
    parties: Ints
    lines: Ints
    bodies: Ints


Table = dict[str, "Ints"]
"""Columns of numbers by name, ``row`` among them."""


@dataclass(slots=True)
class _Page:
    """One page over the bindings that are told."""

    rule: Rule
    combos: Combos
    values: NDArray[np.int8]
    said: list[Said] = field(default_factory=list)
    said_of: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def explained(one: Explained) -> tuple[Table, Table]:
    """The reasons of every row, and for its questions whatever is asked, in the order of the pages and their bindings."""
    reasons: list[Table] = []
    asked: list[Table] = []
    for at in sorted(range(len(one.reading.rules)), key=lambda at: one.reading.rules[at].page.is_flag):
        page = _told(one.reading.rules[at], one)
        if page is None:
            continue
        reasons.append(_reasons(page, one))
        if not page.rule.page.is_flag:
            asked += _asked(page, one)
    return joined(reasons), joined(asked)


def joined(tables: Sequence[Table]) -> Table:
    """Tables one below the other."""
    held = [table for table in tables if table]
    return {name: np.concatenate([table[name] for table in held]) for name in held[0]} if held else {}


def _told(rule: Rule, one: Explained) -> _Page | None:
    """The bindings for which a page is met or open, where the page itself is told at all."""
    combos, each, whole = one.reader.read(rule)
    wanted = whole == 2 if rule.page.is_flag else whole > 0  # noqa: PLR2004 - true
    if not wanted.any():
        return None
    chosen = np.flatnonzero((each > 0) & wanted[combos.matter])
    if not len(chosen):
        return None
    page = _Page(rule, combos.at(chosen), each[chosen])
    _say(page, one)
    return page


def _say(page: _Page, one: Explained) -> None:
    """Write each reading once: bindings whose facts are equal, with sources and notes, are one."""
    facts, rule = one.reader.facts, page.rule
    by_kind: dict[Kind, list[str]] = {}
    for path in rule.reads:
        by_kind.setdefault(kind_of(path), []).append(path)
    numbers = {kind: one.reader.numbers(kind, page.combos, rule) for kind in by_kind}
    days = one.reader.rows.day[page.combos.matter]
    keys: list[Ints] = []
    of_day = np.zeros(len(days), dtype=bool)
    for kind, names in by_kind.items():
        if kind == "nobody":
            continue
        if kind == "value":
            distinct, back = np.unique(numbers[kind], return_inverse=True)
            held = [facts.known.pool.number(facts.worth.fact(int(number)), "") for number in distinct]
            keys.append(np.array(held, dtype=np.int64)[back.reshape(-1)])
            continue
        alike, dated = facts.known.alike(tuple(names), kind)
        keys.append(alike[numbers[kind]])
        of_day |= dated[numbers[kind]]
    keys.append(np.where(of_day, days + 1, 0))
    page.said_of, first = dense(*keys)
    told = np.stack([key[first] for key in keys], axis=1)
    kept = one.why.said_of(rule)
    for at, key in zip(first.tolist(), (row.tobytes() for row in told), strict=True):
        found = kept.get(key)
        if found is None:
            on = facts.known.days[int(days[at])]
            layer: dict[str, Fact] = {}
            for kind, of in numbers.items():
                layer |= facts.layer(kind, int(of[at]), by_kind[kind], on)
            found = one.why.say(rule, layer, key)
        one.why.use(found)
        page.said.append(found)


def _places(page: _Page, one: Explained) -> tuple[Ints | None, Ints | None]:
    """The numbers of the names of party and line, for the kinds of bindings that the page has."""
    each, unnamed = page.rule.page.head.for_each, one.words.number(UNNAMED.label)
    party = line = None
    if each.roles:
        party = np.where(page.combos.party >= 0, one.parties[page.combos.party], unnamed) if len(one.parties) else np.full(len(page.values), unnamed)
    if each.lines:
        line = np.where(page.combos.line >= 0, one.lines[page.combos.line], unnamed) if len(one.lines) else np.full(len(page.values), unnamed)
    return party, line


def _reasons(page: _Page, one: Explained) -> Table:
    words, count = one.words, len(page.values)
    party, line = _places(page, one)
    first, second = (party, line) if party is not None else (line, None)
    at = page.combos.party
    nobody = words.number("")
    return {
        "row": page.combos.matter,
        "page": np.full(count, words.number(page.rule.page.id)),
        "about": first if first is not None else np.full(count, words.number(THE_MATTER)),
        "line": second if second is not None else np.full(count, -1),
        "body": np.where(at >= 0, one.bodies[at], nobody) if len(one.bodies) else np.full(count, nobody),
        "value": words.numbers([WORD[value] for value in TRUTH])[page.values],
        "why": words.numbers([said.why for said in page.said])[page.said_of],
    }


def _asked(page: _Page, one: Explained) -> list[Table]:
    """Questions of the pages that are open, as :func:`countersight.screening.findings.questions` asks them; each still as often as it is asked."""
    whole = one.reader.read(page.rule)[2]
    open_ = np.flatnonzero((page.values == 1) & (whole[page.combos.matter] == 1))
    if not len(open_):
        return []
    words = one.words
    asks: list[Ask] = [said.ask for said in page.said]
    counts = np.array([len(ask) for ask in asks], dtype=np.int64)
    flat = [(path, note) for ask in asks for path, note in ask]
    kinds = np.array([_SCOPE.get(FACTS[path].scope, 2) for path, _ in flat], dtype=np.int64)
    times = counts[page.said_of[open_]]
    at = np.repeat((np.cumsum(counts) - counts)[page.said_of[open_]], times) + within(times)
    rows = np.repeat(open_, times)
    about = np.stack(_about(page, one), axis=1)
    return [
        {
            "row": page.combos.matter[rows],
            "about": about[rows, kinds[at]],
            "fact": words.numbers([path for path, _ in flat])[at],
            "note": words.numbers([note for _, note in flat])[at],
            "page": np.full(len(rows), words.number(page.rule.page.id)),
        }
    ]


_SCOPE = {"party": 0, "own": 0, "line": 1}


def _about(page: _Page, one: Explained) -> tuple[Ints, Ints, Ints]:
    """Whom a fact of a party, of a line, or of the matter is asked about; see :meth:`countersight.rules.reading.Instance.about_fact`."""
    words, count = one.words, len(page.values)
    party, line = _places(page, one)
    unnamed, matter = words.number(UNNAMED.label), np.full(count, words.number(THE_MATTER))
    nobody = np.zeros(count, dtype=bool) if party is None else page.combos.party < 0
    nothing = np.zeros(count, dtype=bool) if line is None else page.combos.line < 0
    none = np.where(nobody | nothing, unnamed, matter)
    of_party = party if party is not None else none
    of_line = none if line is None else np.where(nobody, unnamed, line)
    return of_party, of_line, none


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of all rows, each once."""

    row: Ints
    about: Ints
    fact: Ints
    note: Ints
    pages: Ints
    """How many pages ask each."""
    page: Ints
    """The pages, one question behind the other."""


def questions(asked: Table) -> Questions:
    """What is asked, each once in the order in which it is first asked, with the pages that ask it."""
    if not asked:
        none = np.zeros(0, dtype=np.int64)
        return Questions(none, none, none, none, none, none)
    order = np.argsort(asked["row"], kind="stable")
    table = {name: column[order] for name, column in asked.items()}
    code, first = dense(table["row"], table["about"], table["fact"])
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    at = np.sort(first)
    _, pairs = dense(rank[code], table["page"])
    by = np.lexsort((pairs, rank[code][pairs]))
    pages = np.bincount(rank[code][pairs], minlength=len(first))
    return Questions(table["row"][at], table["about"][at], table["fact"][at], table["note"][at], pages, table["page"][pairs[by]])
