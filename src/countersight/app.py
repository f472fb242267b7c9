"""The composition root: which rulebooks and which snapshot the command and the service work with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
    """Rulebooks that are fit to decide with: built in by id (a profile after a slash is allowed), or from a folder.

    Raises:
        RulebookError: A page cannot be read; the first fault is raised, ``rules check`` lists all.
        UsageError: No such rulebook, folder or profile.
    """
    return [book for book, _ in _chosen(names)]


def _chosen(names: Sequence[str]) -> list[tuple[Rulebook, frozenset[str]]]:
    """Rulebooks, each with the columns that are wanted of it."""
    found: dict[str, tuple[Rulebook, frozenset[str]]] = {}
    for name in names or BUILT_IN:
        head = name.split("/")[0]
        book, faults = load_rulebook(head if head in BUILT_IN else name)
        if faults:
            raise faults[0]
        column = name if head in BUILT_IN else book.id
        if column not in {book.id, *book.columns}:
            raise UsageError(f"{book.id} has no profile {name.removeprefix(head)[1:]!r}", hint=f"profiles: {', '.join(book.profiles) or 'none'}")
        held = found.get(book.id, (book, frozenset[str]()))
        found[book.id] = (book, held[1] | {column})
    return list(found.values())


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


def make_screener(settings: Settings, options: Options | None = None, rulebooks: Sequence[str] = ()) -> Screener:
    """Everything that is needed to decide matters.

    Args:
        settings: Where the snapshot is.
        options: How to screen; its ``columns`` follow from ``rulebooks`` where they are not given.
        rulebooks: Ids (``us-in-force``, ``us-dshra/literal``) or folders; all built-in ones where none is named.
    """
    from countersight.screening.one import Options, Screener

    chosen = _chosen(rulebooks)
    options = options or Options()
    if rulebooks and not options.columns:
        options = replace(options, columns=frozenset(name for _, columns in chosen for name in columns))
    return Screener(open_snapshot(settings), [book for book, _ in chosen], options)
