"""The composition root: which rulebooks and which snapshot the command and the service work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countersight.errors import RulebookError, UsageError
from countersight.settings import Settings

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from countersight.match.adjudications import Adjudications
    from countersight.match.asking import Answer
    from countersight.match.bulk import Columns
    from countersight.match.uses import Use
    from countersight.model.decision import Decision
    from countersight.model.matter import Matter
    from countersight.reports.screening import Screening
    from countersight.rules.book import Rulebook
    from countersight.rules.lint import Fault
    from countersight.screening.one import Options
    from countersight.screening.one import Screener as Deciding
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
    from countersight.snapshots.default import default_snapshot

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


def make_screener(settings: Settings, options: Options | None = None, rulebooks: Sequence[str] = ()) -> Deciding:
    """Everything that is needed to decide matters.

    Args:
        settings: Where the snapshot is.
        options: How to screen; its ``columns`` follow from ``rulebooks`` where they are not given.
        rulebooks: Ids (``us-in-force``, ``us-dshra/literal``) or folders; all built-in ones where none is named.
    """
    return _deciding(open_snapshot(settings), options, rulebooks)


def _deciding(snapshot: Snapshot, options: Options | None, rulebooks: Sequence[str]) -> Deciding:
    from countersight.screening.one import Options
    from countersight.screening.one import Screener as Deciding

    chosen = _chosen(rulebooks)
    options = options or Options()
    if rulebooks and not options.columns:
        options = replace(options, columns=frozenset(name for _, columns in chosen for name in columns))
    books = [book for book, _ in chosen]
    return Deciding(snapshot, books, options, law_below(books))


def law_below(books: Sequence[Rulebook]) -> tuple[Rulebook, ...]:
    """The law in force that a proposal would change, where it is not among the books: its dated parameters count all the same."""
    return () if any(not book.proposed for book in books) else (load_rulebooks(BUILT_IN[:1])[0],)


class Screener:
    """A snapshot, ready to be asked: who is this, who are these, and what does the law say of a matter.

    Names are answered without a rulebook; the pages of law are read when the first matter is decided. Safe to ask again and again;
    nothing is sent anywhere.

    >>> from countersight.model.body import Body, Name
    >>> from countersight.store.records import AtlasRecords
    >>> from countersight.store.snapshot import Snapshot
    >>> invented = Body("kw", "Company", (Name("Kestrelworks Optics Co., Ltd.", "en", "primary"),), ("CN",))
    >>> screener = Screener(Snapshot.in_memory(AtlasRecords(bodies=[invented])))
    >>> [(hit.body_id, hit.band, hit.score) for hit in screener.match("KESTRELWORKS OPTICS", country="CN")]
    [('kw', 'match', 970)]
    >>> len(screener.match("Willow Bakery"))  # not found, which is never "clear"
    0
    """

    def __init__(
        self, snapshot: Snapshot, options: Options | None = None, rulebooks: Sequence[str] = (), *, use: Use = "balanced", decided: Adjudications | None = None,
    ) -> None:  # fmt: skip
        """Ask a snapshot that is open already.

        Args:
            snapshot: What is known.
            options: How to decide matters.
            rulebooks: Ids or folders, as :func:`make_screener` takes them; all built-in ones where none is named.
            use: ``strict`` for few false hits, ``wide`` for few misses.
            decided: What reviewers decided; see ``read_adjudications``.
        """
        self.snapshot = snapshot
        self.use: Use = use
        self.decided = decided
        self._options, self._rulebooks = options, tuple(rulebooks)
        self._held: Deciding | None = None

    @classmethod
    def open(cls, snapshot: str | Path | None = None, *, use: Use = "balanced", decided: str | Path | None = None) -> Screener:
        """Open a snapshot folder; without one, what the command would take: the one named in the environment, the last update, the starter.

        Args:
            snapshot: A folder that ``countersight atlas build`` or ``update`` wrote.
            use: ``strict``, ``balanced`` or ``wide``.
            decided: A file that ``countersight adjudicate`` wrote.

        Raises:
            DataError: It cannot be opened.
            InputError: The file of decisions cannot be read.
        """
        settings = Settings.from_environment()
        held = open_snapshot(replace(settings, snapshot=Path(snapshot)) if snapshot is not None else settings)
        return cls(held, use=use, decided=open_adjudications(Path(decided)) if decided is not None else None)

    def match(  # noqa: PLR0913 - all that may be known of a party
        self, name: str | Sequence[str], country: str | None = None, identifiers: Mapping[str, str] | None = None, *,
        address: str | Sequence[str] = (), born: str | Sequence[str] = (), incorporated: str | Sequence[str] = (), jurisdiction: str = "", use: Use | None = None,
    ) -> Answer:  # fmt: skip
        """Who is this?

        Args:
            name: As written, in any script; or several names of one party.
            country: ISO 3166-1 alpha-2 code.
            identifiers: Kind to value: ``lei``, ``uscc``, ``isin``, ``cik``, ``registration`` ... One with a wrong check digit is told in
                ``notes`` and never beats a name.
            address: As written, one or several.
            born: Of a person: ``1965-03-04``, ``1965-03``, ``1965`` or ``circa 1965``. Compared only where the snapshot holds one.
            incorporated: Day of incorporation, perhaps in part.
            jurisdiction: Country of incorporation, or country and part of it.
            use: Another than that of the screener.

        Returns:
            The hits, best first, with the reason of each; and ``notes``. No hit is "not found", never "clear".
        """
        from countersight.match.asking import Facts, Party, ask

        facts = Facts((country or "").upper(), dict(identifiers or {}), _several(address), _several(born), _several(incorporated), jurisdiction)
        return ask(self.snapshot, Party(_several(name), facts), use=use or self.use, decided=self.decided)

    def match_many(self, table: Any, columns: Columns | None = None, *, use: Use | None = None) -> Any:  # noqa: ANN401 - Arrow tables
        """Who are these? Every row of a table of pyarrow, pandas or polars; see :func:`countersight.match.bulk.match_table`.

        Args:
            table: Anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``.
            columns: What is told of a party to the heading of its column: ``{"name": "Vendor", "country": "CC"}``.
            use: Another than that of the screener.

        Returns:
            A ``pyarrow.Table`` with one row for each hit, in the order of the input.
        """
        from countersight.match.bulk import Job, match_table

        return match_table(table, Job(self.snapshot, use or self.use, self.decided), columns)

    def decide(self, matter: Matter) -> Decision:
        """What the law says of a matter; see :meth:`countersight.screening.one.Screener.decide`."""
        return self.deciding.decide(matter)

    @property
    def deciding(self) -> Deciding:
        """What decides matters; the pages of law are read the first time it is asked for. For one thread at a time."""
        if self._held is None:
            self._held = _deciding(self.snapshot, self._options, self._rulebooks)
        return self._held

    def over(self, snapshot: Snapshot) -> Screener:
        """The same law over other evidence."""
        found = Screener(snapshot, self._options, self._rulebooks, use=self.use, decided=self.decided)
        held = self.deciding
        found._held = type(held)(snapshot, held.books, held.options, held.base)
        return found

    def under(self, options: Options) -> Deciding:
        """The same evidence and law under other options; see :meth:`countersight.screening.one.Screener.under`."""
        return self.deciding.under(options)


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return ((value,) if value else ()) if isinstance(value, str) else tuple(value)


def open_adjudications(path: Path, *, missing: bool = False) -> Adjudications:
    """The decisions in a file, as of today.

    Args:
        path: What ``countersight adjudicate`` writes.
        missing: A file that is not there yet holds none.

    Raises:
        InputError: A line is no decision, or there is no such file.
    """
    from countersight.errors import InputError, Where
    from countersight.match.adjudications import Adjudications, read_adjudications

    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    if not path.exists():
        if missing:
            return Adjudications(on=today)
        raise InputError("there is no such file", hint="countersight adjudicate NAME BODY --different --by WHO --because WHY writes it", where=Where(str(path)))
    try:
        return read_adjudications(path.read_text(encoding="utf-8"), str(path), today)
    except UnicodeDecodeError:
        raise InputError("the file is not UTF-8", hint="take the file as countersight adjudicate wrote it", where=Where(str(path))) from None
