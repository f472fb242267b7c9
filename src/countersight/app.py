"""The composition root: which rulebooks and which snapshot the command and the service work with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.errors import RulebookError, UsageError
from countersight.settings import Settings

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from countersight.reports.screening import Screening
    from countersight.rules.book import Rulebook
    from countersight.rules.lint import Fault
    from countersight.screening.one import Options, Screener
    from countersight.sources.source import Source
    from countersight.store.snapshot import Snapshot

BUILT_IN = ("us-in-force", "us-dshra")
"""What is read where no rulebook is named, in the order of the columns."""

RULEBOOKS = Path(__file__).parent / "rulebooks"


def us_in_force() -> Path:
    """The folder of the law in force: what an entry point of the group ``countersight.rulebooks`` gives."""
    return RULEBOOKS / "us-in-force"


def us_dshra() -> Path:
    """The folder of the proposal of 2019."""
    return RULEBOOKS / "us-dshra"


def eu_uk() -> Path:
    """The folder of asset freezes of the European Union and the United Kingdom: read only where it is asked for."""
    return RULEBOOKS / "eu-uk"


def _door(group: str) -> dict[str, EntryPoint]:
    """What is installed behind one of the three doors, by name."""
    from importlib.metadata import entry_points

    return {found.name: found for found in entry_points(group=f"countersight.{group}")}


def load_rulebook(name: str) -> tuple[Rulebook, list[RulebookError]]:
    """An installed rulebook by id, or one from a folder, with the faults of pages that could not be read."""
    from countersight.rules.book import read_rulebook
    from countersight.store.files import read_tree

    installed = _door("rulebooks")
    folder = installed[name].load()() if name in installed else Path(name)
    if not folder.is_dir():
        raise UsageError(f"no rulebook {name!r}", hint=f"installed: {', '.join(sorted(installed))}; or give a folder")
    return read_rulebook(read_tree(folder))


def load_report(name: str) -> Callable[[Screening], str]:
    """A report by name: a function from what was screened to text.

    Raises:
        UsageError: No such report is installed.
    """
    installed = _door("reports")
    if name not in installed:
        raise UsageError(f"no report {name!r}", hint=f"installed: {', '.join(sorted(installed))}")
    report: Callable[[Screening], str] = installed[name].load()
    return report


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
        installed = head in _door("rulebooks")
        book, faults = load_rulebook(head if installed else name)
        if faults:
            raise faults[0]
        column = name if installed else book.id
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
    """The snapshot to screen against: the one named, else the one of the last update, else the starter, built once and kept.

    Raises:
        DataError: It cannot be opened. No other is taken in its place.
    """
    from countersight.snapshots.current import current_snapshot
    from countersight.store.snapshot import Snapshot

    folder = settings.snapshot or current_snapshot(settings.cache)
    if folder is not None:
        return Snapshot.open(folder)
    return open_starter(settings)


def open_starter(settings: Settings) -> Snapshot:
    """The snapshot of the starter atlas, whatever else there is."""
    from countersight.snapshots.build import default_snapshot

    return default_snapshot(settings.cache)


def load_sources() -> list[Source]:
    """Every source that is installed, by name.

    Raises:
        UsageError: What is installed under a name is no source, or two are called the same.
    """
    from countersight.sources.source import Source

    found: dict[str, Source] = {}
    for name, entry in sorted(_door("sources").items()):
        for source in entry.load()():
            if not isinstance(source, Source):
                raise UsageError(f"what is installed as the source {name!r} gives a {type(source).__name__}", hint=f"{entry.value} is to give a tuple of Source")
            if source.name in found:
                raise UsageError(f"two sources are called {source.name!r}", hint="remove one of the packages that bring them")
            found[source.name] = source
    return list(found.values())


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
    return Screener(open_snapshot(settings), [book for book, _ in chosen], options, law_below([book for book, _ in chosen]))


def law_below(books: Sequence[Rulebook]) -> tuple[Rulebook, ...]:
    """The law in force that a proposal would change, where it is not among the books: its dated parameters count all the same."""
    return () if any(not book.proposed for book in books) else (load_rulebooks(BUILT_IN[:1])[0],)
