"""An invented source in the form of the Consolidated Screening List: every row says that it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from countersight.errors import DataError, Where
from countersight.sources.csl.reader import COLUMNS, read_csl
from countersight.sources.edition import Edition
from countersight.sources.source import RemoteFile, Source
from countersight.sources.wish import Limits, Wish

NAME = "invented"
FILE = "invented.csv"
PAGE = "https://example.org/about-the-list"
ANCHOR = "Invented Anchor Works"
MAX_AGE_DAYS = 45
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUICK = Limits(connect=2, read=0.4, total=10, most=1 << 20, attempts=3, pause=0.01)


def table(rows: int, mark: str = "", anchor: str = ANCHOR) -> bytes:
    """A list with so many rows, the first of which is the anchor."""
    lines = [",".join(COLUMNS)]
    for at in range(rows):
        cells = dict.fromkeys(COLUMNS, "")
        cells |= {"_id": f"invented-{at}", "source": "Entity List (EL) - Bureau of Industry and Security", "start_date": "2019-10-09"}
        cells |= {"name": f"Invented Body {at} {mark} Limited" if at else anchor, "federal_register_notice": "00 FR 00001"}
        lines.append(",".join(cells.values()))
    return ("\n".join(lines) + "\n").encode()


def read(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    """Read it, and expect the anchor."""
    found = read_csl(files[FILE], edition, expect=False)
    if expect and not any(name.text == ANCHOR for body in found.bodies for name in body.names):
        raise DataError(f"the list does not name {ANCHOR!r}, which was expected", where=Where(str(files[FILE])))
    return found


def source(address: str = f"https://example.org/{FILE}", name: str = NAME) -> Source:
    """The source, at an address."""
    return Source(name, "An invented list", PAGE, (RemoteFile(FILE, address),), MAX_AGE_DAYS, read)


def door() -> tuple[Source, ...]:
    """What stands in the entry points of a package that brings the source."""
    return (source(),)


def wish(**changes: object) -> Wish:
    """Without the starter atlas, on a fixed day, and impatient."""
    return Wish(**{"starter": False, "now": NOW, "limits": QUICK, **changes})  # type: ignore[arg-type]


def put(folder: Path, data: bytes, day: str = "2026-11-20") -> Path:
    """Lay the list into a folder, written on a day."""
    import os

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_bytes(data)
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    os.utime(path, (at, at))
    return folder
