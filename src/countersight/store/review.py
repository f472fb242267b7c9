"""The review log: what was answered, asked, ordered and decided about statements, hash-chained.

Each line carries the hash of the line before it, so that a line cannot be changed, dropped or put in between unseen.
Nothing is taken out of the log of statements: a redaction keeps a row out of what is built until it is restored.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError, InputError, UsageError, Where
from countersight.model.canonical import canonical_json
from countersight.store.records import canonical
from countersight.store.statement_log import append_lines, object_of, whole_lines
from countersight.store.statements import CLAIM, fold, identified, project

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from countersight.store.records import AtlasRecords
    from countersight.store.statements import Row

TYPES: Final = frozenset({"right_of_reply", "correction_request", "legal_notice", "decision", "redaction", "restore"})
STANDINGS: Final = frozenset({"asserted", "contested", "corrected", "withdrawn", "ended"})


@dataclass(frozen=True, slots=True)
class Review:
    """One entry. ``target`` is the id of a statement; a decision's ``outcome`` is the standing that it then has.

    ``due`` is the day by which an answer is owed. ``logged_at`` is a day or a UTC time.
    """

    logged_at: str
    type: str
    target: str
    party: str = ""
    text: str = ""
    outcome: str = ""
    due: str = ""
    public: bool = True
    prev_hash: str = ""
    hash: str = ""

    @property
    def id(self) -> str:
        """A short name for the entry."""
        return f"r-{self.hash[:16]}"

    def sealed(self, prev_hash: str) -> Review:
        """The entry behind another one, under the hash of both."""
        bare = replace(self, prev_hash=prev_hash, hash="")
        return replace(bare, hash=sha256(canonical_json(asdict(bare)).encode()).hexdigest())


COLUMNS: Final = frozenset(item.name for item in fields(Review))


def read_reviews(path: Path) -> list[Review]:
    """The entries of a log, verified; none where there is no file yet.

    Raises:
        InputError: A line is no entry.
        DataError: The chain is broken.
    """
    entries: list[Review] = []
    for number, line in enumerate(whole_lines(path), 1):
        if not line:
            continue
        found = object_of(line, path, number)
        if found.keys() != COLUMNS:
            hint = f"an entry has the keys {', '.join(sorted(COLUMNS))}"
            raise InputError("a line that is no entry of a review log", hint=hint, where=Where(str(path), number))
        entries.append(Review(**found))
    verify(entries, str(path))
    return entries


def verify(entries: Sequence[Review], file: str = "") -> None:
    """Follow the chain from its first entry.

    What it cannot show is that entries are missing at the end: keep the last hash elsewhere for that.

    Raises:
        DataError: An entry was changed, dropped, moved or put in.
    """
    before = ""
    for number, entry in enumerate(entries, 1):
        if entry.prev_hash != before or entry.sealed(before).hash != entry.hash:
            message = f"the review log is broken at entry {number}: it was changed, or what stood before it is missing"
            raise DataError(message, hint="restore it from a copy; a log is appended to, never edited", where=Where(file, number))
        before = entry.hash


def append_review(path: Path, entry: Review) -> Review:
    """Append one entry.

    Args:
        path: The log; made where there is none.
        entry: Without its hashes.

    Returns:
        The entry as it stands in the log.

    Raises:
        UsageError: A type or an outcome that is not known, or no target.
        DataError: The log is broken, or knows of a later moment.
    """
    if entry.type not in TYPES:
        raise UsageError(f"no type of review {entry.type!r}", hint=f"known are {', '.join(sorted(TYPES))}")
    if not entry.target:
        raise UsageError("a review without a target", hint="give the id of a statement, as `countersight who ID --format json` prints it")
    if entry.type == "decision" and entry.outcome not in STANDINGS:
        raise UsageError(f"a decision cannot end in {entry.outcome!r}", hint=f"known are {', '.join(sorted(STANDINGS))}")
    if entry.type == "right_of_reply" and not entry.text:
        raise UsageError("a reply without words", hint="give the reply as text")
    held = read_reviews(path)
    last = held[-1] if held else None
    if last and last.logged_at > entry.logged_at:
        raise DataError(f"the log goes to {last.logged_at}, after {entry.logged_at}", hint="entries are appended in the order of days")
    sealed = entry.sealed(last.hash if last else "")
    append_lines(path, [canonical_json(asdict(sealed))])
    return sealed


def public_feed(entries: Iterable[Review]) -> list[Review]:
    """The entries that everybody may read, newest first."""
    return [entry for entry in entries if entry.public][::-1]


def reviewed(records: AtlasRecords, entries: Iterable[Review]) -> AtlasRecords:
    """Records as they stand after the reviews, in canonical form.

    A reply makes a claim contested and stands beside it; it does not touch a designation, which is an authority's act
    and not ours to contest. A decision gives a claim its standing. A redaction leaves the statement out, and with the
    statement of a body's schema the body, until it is restored. Requests and notices wait for their decision.

    Args:
        records: What would be built without them.
        entries: In the order of the log; targets that are not among the records are left alone.
    """
    rows = {row.id: row for row in project(canonical(records))}
    redacted: set[str] = set()
    for entry in entries:
        row = rows.get(entry.target)
        if row is None:
            continue
        if entry.type == "redaction":
            redacted.add(entry.target)
        elif entry.type == "restore":
            redacted.discard(entry.target)
        elif entry.type == "decision" and row.prop.startswith(CLAIM):
            rows[entry.target] = replace(row, standing=entry.outcome)
        elif entry.type == "right_of_reply" and row.prop.startswith(CLAIM):
            rows[entry.target] = replace(row, standing="contested")
            reply = _reply(row, entry)
            rows[reply.id] = reply
    return fold(row for key, row in rows.items() if key not in redacted)


def _reply(row: Row, entry: Review) -> Row:
    """What a party answered, as a statement of that party."""
    return identified(
        replace(
            row, prop=f"{CLAIM}reply", value=entry.text, origin="", locator=entry.id, quote="", nature="admission",
            standing="asserted", method="right of reply", start=entry.logged_at[:10], end="", last_seen="",
            citation=f"reply of {entry.party or 'the body'}, {entry.logged_at[:10]}", detail=canonical_json({"answers": entry.target}),
        )
    )  # fmt: skip
