"""What a new snapshot would change: the same matters under the same law, over the evidence held before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countersight.errors import CountersightError
from countersight.model.decision import Column, Decision
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.screening.one import Options, Screener
from countersight.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Evidence:
    """The two snapshots that are compared, and the law that is read over both, or over each."""

    old: Snapshot
    new: Snapshot
    books: Sequence[Rulebook]
    base: Sequence[Rulebook] = ()
    new_books: Sequence[Rulebook] = ()
    """The law that is read over the new one; empty: the same."""
    new_base: Sequence[Rulebook] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """One column of a matter that would be decided otherwise: its outcome, and the pages that fire on one side only."""

    column: str
    before: str
    after: str
    no_longer: tuple[str, ...]
    newly: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """One matter that would be decided otherwise, with the parties that are now found to be somebody else."""

    matter: str
    on: str
    columns: tuple[Moved, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What was looked at and what came of it; a matter that cannot be decided is named with the reason."""

    looked_at: int
    impacts: tuple[Impact, ...]
    undecided: tuple[str, ...]


def preview(evidence: Evidence, matters: Iterable[tuple[Matter, Options]]) -> Preview:
    """Decide each matter twice, and keep those whose outcome or whose pages differ.

    Both decisions are made now, with one program, and with one law unless a new one is given, so that whatever differs comes of these; what
    a stored decision said at its time is the business of ``replay``.

    Args:
        evidence: The snapshots and the law.
        matters: Each with the options under which it is decided.
    """
    screeners: dict[Options, tuple[Screener, Screener]] = {}
    impacts: list[Impact] = []
    faults: list[str] = []
    count = 0
    for matter, options in matters:
        count += 1
        if options not in screeners:
            before = Screener(evidence.old, evidence.books, options, evidence.base)
            law = (evidence.new_books, evidence.new_base) if evidence.new_books else (evidence.books, evidence.base)
            screeners[options] = (before, Screener(evidence.new, law[0], options, law[1]))
        try:
            old, new = (screener.decide(matter) for screener in screeners[options])
        except CountersightError as fault:
            faults.append(f"{matter.id}: {fault.message}")
            continue
        if columns := moved(old, new):
            impacts.append(Impact(matter.id, new.on, columns, other_parties(old, new)))
    return Preview(count, tuple(impacts), tuple(faults))


def _fired(column: Column) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.page for one in (*column.fired, *column.flags)))


def moved(old: Decision, new: Decision) -> tuple[Moved, ...]:
    """The columns that differ, by name; one that is read on one side only is compared with no rule at all."""
    before, after = ({column.name: column for column in one.columns} for one in (old, new))
    found = []
    for name in dict.fromkeys((*after, *before)):
        one, two = before.get(name), after.get(name)
        was, now = (_fired(column) if column else () for column in (one, two))
        said, says = (column.outcome if column else "no_rule" for column in (one, two))
        if said != says or set(was) != set(now):
            gone = tuple(page for page in was if page not in now)
            found.append(Moved(name, said, says, gone, tuple(page for page in now if page not in was)))
    return tuple(found)


def other_parties(old: Decision, new: Decision) -> tuple[str, ...]:
    """The parties of one matter that are found to be somebody else, in words."""
    found = []
    for one, two in zip(old.parties, new.parties, strict=True):
        was, now = (f"{party['band']} {party['body']}".strip() for party in (one, two))
        if was != now:
            found.append(f"{two['label']}: was {was}, is {now}")
    return tuple(found)
