"""One source, brought up to date: its files are fetched, read, held against what is known, and believed or refused.

Whatever goes wrong, the last good edition stays, and is what the caller builds with.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from countersight.errors import CountersightError, DataError, InputError, Where
from countersight.sources.believing import aged, shrunk
from countersight.sources.bringing import Brought, Errand, from_folder, from_network
from countersight.sources.shelf import Editions, HeldEdition, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.sources.edition import Edition
    from countersight.sources.shelf import HeldFile, Shelf
    from countersight.sources.source import Source
    from countersight.sources.wish import Tell, Wish

State = Literal["new", "same", "kept", "refused", "none"]
"""A new edition; still the same one; not asked for; asked for, not to be had or not believed; nothing was ever held."""


@dataclass(frozen=True, slots=True)
class Obtained:
    """What is to be built with, of one source."""

    source: str
    state: State
    edition: Edition | None = None
    stale: str = ""
    """In words, by how much the edition is too old."""
    fault: CountersightError | None = None
    """Why what was fetched is not what is used."""
    accepted: tuple[str, ...] = ()
    """What would have been refused, had the user not given a reason."""


def obtain(source: Source, shelf: Shelf, wish: Wish, tell: Tell) -> Obtained:
    """Bring one source up to date, as far as that is wished.

    Raises:
        DataError: The last good edition is needed, and damaged.
    """
    errand = Errand(source, shelf, wish, shelf.editions(source.name), tell)
    asked = not wish.only or source.name in wish.only
    if wish.offline or not asked:
        return _kept(errand)
    try:
        brought = _bring(errand)
        return _kept(errand) if brought is None else _judged(errand, brought)
    except (DataError, InputError) as fault:
        return _kept(errand, fault)


def _bring(errand: Errand) -> Brought | None:
    """The files; None, when nobody named the source, and the folder has none of it or only a person can bring it."""
    folder = errand.wish.folder
    names = ", ".join(file.name for file in errand.source.files)
    wanted = errand.source.name in errand.wish.only
    if folder is None and errand.source.by_hand:
        if not wanted:
            return None
        hint = f"put {names} into a folder: countersight atlas update {errand.source.name} --from FOLDER; see {errand.source.page}"
        raise InputError(f"the source {errand.source.name} has no file that could be fetched", hint=hint, where=Where(errand.source.name))
    if folder is None:
        return from_network(errand)
    brought = from_folder(errand, folder)
    if brought is None and wanted:
        raise InputError(f"no {names} for the source {errand.source.name}", hint="the files bear their published names", where=Where(str(folder)))
    return brought


def _kept(errand: Errand, fault: CountersightError | None = None) -> Obtained:
    """The last good edition, with the reason why there is no newer one."""
    good = errand.held.good
    name = errand.source.name
    if good is None:
        return Obtained(name, "refused" if fault else "none", fault=fault)
    read = _good(errand, good.files, date.fromisoformat(good.edition))
    return Obtained(name, "refused" if fault else "kept", read, _stale(errand, read.edition), fault)


def _stale(errand: Errand, edition: date) -> str:
    return aged(edition, errand.source.max_age_days, errand.wish.now.date())


def _judged(errand: Errand, brought: Brought) -> Obtained:
    held, good = errand.held, errand.held.good
    if good and _content(good.files) == _content(brought.files):
        if errand.wish.folder is None:  # what a publisher still sends does not become older
            brought = replace(brought, day=max(brought.day, date.fromisoformat(good.edition)))
        read = _good(errand, brought.files, brought.day)
        record = replace(_record(errand, brought, read), fetched=good.fetched)
        if errand.wish.folder:  # the publisher said nothing
            record = replace(record, checked=good.checked)
        kept = replace(held, good=record, refused=None)
        errand.shelf.write(errand.source.name, kept)
        return Obtained(errand.source.name, "same", read, _stale(errand, read.edition))
    try:
        read, reasons = _read_new(errand, brought)
        if reasons and not errand.wish.accept:
            stays = f"the last good edition, of {good.edition}, stays" if good else "nothing is held of this list"
            hint = f"{stays}; if it is right as it is: countersight atlas update {errand.source.name} --accept-shrink 'the reason'"
            raise DataError("; ".join(reasons), hint=hint, where=Where(errand.source.name))  # noqa: TRY301 - recorded below as any refusal
    except (DataError, InputError) as fault:
        refusal = Refusal(errand.wish.now.isoformat(timespec="seconds"), str(fault), brought.files)
        errand.shelf.write(errand.source.name, replace(held, refused=refusal))
        raise
    if reasons:
        _log(errand, read, reasons)
    earlier = ((good,) if good else ()) + held.earlier
    errand.shelf.write(errand.source.name, Editions(_record(errand, brought, read), earlier))
    return Obtained(errand.source.name, "new", read, _stale(errand, read.edition), accepted=tuple(reasons))


def _content(files: Sequence[HeldFile]) -> set[tuple[str, str]]:
    return {(file.name, file.sha256) for file in files}


def _read_new(errand: Errand, brought: Brought) -> tuple[Edition, list[str]]:
    """The edition, and everything that speaks against believing it."""
    reasons: list[str] = []
    try:
        read = _read(errand, brought.files, brought.day, expect=True)
    except DataError as fault:
        reasons.append(fault.message)
        read = _read(errand, brought.files, brought.day, expect=False)
    good = errand.held.good
    if good:
        reasons += shrunk(good.rows, read.rows)
        # Where nobody told the day of the last good edition, it is the day on which it came: it may be older than that.
        if good.told_by not in {"fetched", "file"} and read.edition < date.fromisoformat(good.edition):
            reasons.append(f"it is of {read.edition}, the last good edition of {good.edition}")
    # Age speaks against what a publisher sends today; who brings files knows that they are old, and is told so.
    stale = "" if errand.wish.folder else _stale(errand, read.edition)
    return read, [*reasons, stale] if stale else reasons


def _good(errand: Errand, files: Sequence[HeldFile], day: date) -> Edition:
    """Read what was believed before: what is expected of a list may have grown since."""
    if broken := [file.name for file in files if not errand.shelf.whole(file)]:
        hint = f"fetch it again: countersight atlas update {errand.source.name}"
        message = f"{broken[0]} of the last good edition is damaged or gone"
        raise DataError(message, hint=hint, where=Where(errand.source.name))
    return _read(errand, files, day, expect=False)


def _read(errand: Errand, files: Sequence[HeldFile], day: date, *, expect: bool) -> Edition:
    """Read files of the shelf under their published names, which is how errors name them."""
    errand.tell(f"reading {errand.source.name}", 0, None)
    errand.shelf.parts.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="read-", dir=errand.shelf.parts) as place:
        paths = {file.name: Path(place) / file.name for file in files}
        for file in files:
            os.symlink(errand.shelf.path(file.sha256).resolve(), paths[file.name])  # noqa: PTH211 - one line, one idea
        try:
            return errand.source.read(paths, day, expect=expect)
        except CountersightError as fault:
            fault.where = replace(fault.where, file=fault.where.file.replace(place, errand.source.name))
            raise


def _record(errand: Errand, brought: Brought, read: Edition) -> HeldEdition:
    told_by = brought.told_by if read.edition == brought.day else "content"
    now = errand.wish.now.isoformat(timespec="seconds")
    return HeldEdition(read.edition.isoformat(), told_by, dict(read.rows), brought.files, now, now)


def _log(errand: Errand, read: Edition, reasons: list[str]) -> None:
    good = errand.held.good
    errand.shelf.log(
        {
            "time": errand.wish.now.isoformat(timespec="seconds"),
            "source": errand.source.name,
            "edition": read.edition.isoformat(),
            "rows_before": good.rows if good else {},
            "rows_now": dict(read.rows),
            "refused_because": reasons,
            "accepted_because": errand.wish.accept,
        }
    )
