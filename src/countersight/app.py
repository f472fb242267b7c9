"""The composition root: which rulebooks and which snapshot the command and the service work with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.errors import RulebookError, UsageError
from countersight.settings import Settings

if TYPE_CHECKING:
    from countersight.rules.book import Rulebook
    from countersight.rules.lint import Fault
    from countersight.screening.one import Options, Screener
    from countersight.store.snapshot import Snapshot

BUILT_IN = ("us-in-force", "us-dshra")
RULEBOOKS = Path(__file__).parent / "rulebooks"


def load_rulebook(name: str) -> tuple[Rulebook, list[RulebookError]]:
    """A built-in rulebook by id, or one from a folder, with the faults of pages that could not be read."""
    from countersight.rules.book import read_rulebook
    from countersight.store.files import read_tree

    if name in BUILT_IN:
        return read_rulebook(read_tree(RULEBOOKS / name))
    folder = Path(name)
    if not folder.is_dir():
        raise UsageError(f"no rulebook {name!r}", hint=f"built in: {', '.join(BUILT_IN)}; or give a folder")
    return read_rulebook(read_tree(folder))


def load_rulebooks(names: Sequence[str] = ()) -> list[Rulebook]:
    """Rulebooks that are fit to decide with.

    Raises:
        RulebookError: A page cannot be read; the first fault is raised, ``rules check`` lists all.
    """
    books = []
    for name in names or BUILT_IN:
        book, faults = load_rulebook(name.split("/")[0] if name.split("/")[0] in BUILT_IN else name)
        if faults:
            raise faults[0]
        if book.id not in {one.id for one in books}:
            books.append(book)
    return books


def check_rulebook(name: str, today: date) -> tuple[Rulebook, list[Fault]]:
    """Every fault of a rulebook."""
    from countersight.rules.lint import check

    book, broken = load_rulebook(name)
    return book, check(book, broken, today)


def open_snapshot(settings: Settings) -> Snapshot:
    """The snapshot to screen against: the one named, else the starter, built once and kept."""
    from countersight.snapshots.build import default_snapshot
    from countersight.store.snapshot import Snapshot

    if settings.snapshot is not None:
        return Snapshot.open(settings.snapshot)
    return default_snapshot(settings.cache)


def make_screener(settings: Settings, options: Options, rulebooks: Sequence[str] = ()) -> Screener:
    """Everything that is needed to decide matters."""
    from countersight.screening.one import Screener

    return Screener(open_snapshot(settings), load_rulebooks(rulebooks), options)
