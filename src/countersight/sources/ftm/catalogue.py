"""The catalogue that OpenSanctions publishes beside its data: what a dataset is, its licence, and the hash of its file.

Source: https://www.opensanctions.org/docs/metadata, the file ``index.json`` of one dataset, or the one of all.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import DataError, InputError, UsageError, Where
from countersight.sources.raw import Row, decode, json_document, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

RESOURCE: Final = "entities.ftm.json"

STRICTNESS: Final = ("open", "share_alike", "noncommercial", "facts_only", "link_only", "private")

_LICENCES: Final = (
    (re.compile(r"\bby-nc|non-?commercial", re.IGNORECASE), "noncommercial"),
    (re.compile(r"\bby-nd|no-?deriv", re.IGNORECASE), "link_only"),
    (re.compile(r"\bby-sa|share-?alike|odbl", re.IGNORECASE), "share_alike"),
    (
        re.compile(
            r"creativecommons\.org/licenses/by/|\bcc[ -]by[ -]?4|\bcc0|publicdomain|public domain|\bpddl|odc-by|"
            r"open-government-licence|17 U\.S\.C\. 105",
            re.IGNORECASE,
        ),
        "open",
    ),
)
"""The strictest first: the first that is found counts."""

_HINT: Final = "take index.json of the dataset, as it is published beside entities.ftm.json"
_SHA1 = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the catalogue says of one dataset."""

    name: str
    title: str
    publisher: str = ""
    official: bool = False
    """True when its publisher is an authority."""
    url: str = ""
    licence: str = ""
    reuse: str = "private"
    day: str = ""
    """Of the export, ISO."""
    entities: int | None = None
    checksum: str = ""
    size: int | None = None
    others: dict[str, Dataset] = field(default_factory=dict, repr=False, compare=False)
    """Every dataset of the same catalogue, by name."""

    def titled(self, names: tuple[str, ...]) -> str:
        """The titles of datasets, or their names where the catalogue does not know them."""
        return ", ".join(self.others[name].title if name in self.others else name for name in names)


def reuse_of(licence: str) -> str:
    """The reuse class of a licence, by its address or its name. What is not known may not be passed on.

    >>> reuse_of("https://creativecommons.org/licenses/by-nc/4.0/"), reuse_of("CC0-1.0"), reuse_of(""), reuse_of("ask us")
    ('noncommercial', 'open', 'private', 'private')
    """
    return next((reuse for pattern, reuse in _LICENCES if pattern.search(licence)), "private")


def read_catalogue(path: Path, dataset: str = "") -> Dataset:
    """What a catalogue says of one dataset.

    Args:
        path: ``index.json``, of one dataset or of several.
        dataset: Its name; needed where the catalogue has several.

    Raises:
        InputError: Not such a file.
        UsageError: The catalogue has no such dataset, or several and none was named.
    """
    name = str(path)
    found = json_document(decode(read_bytes(path), name), name)
    if not isinstance(found, dict):
        raise InputError("not a catalogue", hint=_HINT, where=Where(name))
    listed = found.get("datasets")
    if isinstance(listed, list) and any(isinstance(item, dict) for item in listed):
        held = {one.name: one for one in (_dataset(item, Row({}, name, inside=f"datasets[{at}]")) for at, item in enumerate(listed))}
    else:
        single = _dataset(found, Row({}, name))
        held = {single.name: single}
    if dataset and dataset not in held:
        near = difflib.get_close_matches(dataset, held, 1)
        raise UsageError(f"the catalogue has no dataset {dataset!r}", hint=f"did you mean {near[0]!r}?" if near else f"it has {', '.join(sorted(held)[:8])}")
    if not dataset and len(held) != 1:
        raise UsageError(f"the catalogue has {len(held)} datasets", hint="name the one whose file it is")
    chosen = held[dataset or next(iter(held))]
    chosen.others.update(held)
    return chosen


def _dataset(item: Any, place: Row) -> Dataset:  # noqa: ANN401 - JSON holds anything
    if not isinstance(item, dict):
        raise place.fault("", "not an object", _HINT)
    publisher = item.get("publisher") or {}
    if not isinstance(publisher, dict):
        raise place.fault("publisher", "not an object", _HINT)
    licence = _text(item, "license", place)
    own = _text(item, "reuse", place)
    resource = _resource(item, place)
    return Dataset(
        name=_text(item, "name", place, needed=True),
        title=_text(item, "title", place) or _text(item, "name", place),
        publisher=_text(publisher, "name", place),
        official=publisher.get("official") is True,
        url=_text(item, "url", place),
        licence=licence,
        # An export of ours tells its class; it can only make it stricter than the licence says.
        reuse=max((reuse for reuse in (own, reuse_of(licence) if licence or not own else "") if reuse in STRICTNESS), key=STRICTNESS.index, default="private"),
        day=_day(item, place),
        entities=_number(item, "entity_count", place),
        checksum=_text(resource, "checksum", place),
        size=_number(resource, "size", place),
    )


def _text(item: dict[str, Any], key: str, place: Row, *, needed: bool = False) -> str:
    value = item.get(key)
    if (value is not None and not isinstance(value, str)) or (needed and not value):
        raise place.fault(key, "the field is missing" if value is None else f"not text: {type(value).__name__}", _HINT)
    return (value or "").strip()


def _number(item: dict[str, Any], key: str, place: Row) -> int | None:
    value = _text(item, key, place)
    if value and not (value.isascii() and value.isdecimal() and len(value) < 20):  # noqa: PLR2004 - digits of the largest count
        raise place.fault(key, f"not a number: {value!r}", _HINT)
    return int(value) if value else None


def _day(item: dict[str, Any], place: Row) -> str:
    """The day of the export, out of the first time stamp there is."""
    for key in ("last_export", "updated_at", "last_change"):
        if text := _text(item, key, place):
            try:
                return date.fromisoformat(text[:10]).isoformat()
            except ValueError:
                raise place.fault(key, f"not a time: {text!r}", "times are written as 2026-01-31T12:00:00") from None
    return ""


def _resource(item: dict[str, Any], place: Row) -> dict[str, Any]:
    resources = item.get("resources") or []
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        raise place.fault("resources", "not a list of objects", _HINT)
    return next((one for one in resources if one.get("name") == RESOURCE), {})


class Checked:
    """Counts and hashes the bytes of a file while they are read, and compares with the catalogue at the end."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.size = 0
        self.sha1 = hashlib.sha1(usedforsecurity=False)  # what the catalogue gives; it tells damage, not forgery
        self.sha256 = hashlib.sha256()

    def take(self, chunk: bytes) -> None:
        """The next bytes."""
        self.size += len(chunk)
        self.sha1.update(chunk)
        self.sha256.update(chunk)

    def compare(self, file: str, entities: int) -> None:
        """Refuse a file that is not the one that the catalogue speaks of.

        Args:
            file: Its name.
            entities: How many were read.

        Raises:
            DataError: Size, checksum or number of entities differ.
        """
        told = self.dataset
        hint = "download the file and index.json again, both of the same day; the last good edition stays"
        if told.size is not None and self.size != told.size:
            raise DataError(f"{self.size} bytes, the catalogue says {told.size}", hint=hint, where=Where(file))
        if _SHA1.fullmatch(told.checksum) and self.sha1.hexdigest() != told.checksum:
            raise DataError("the checksum is not that of the catalogue", hint=hint, where=Where(file))
        if told.entities is not None and entities < told.entities:
            raise DataError(f"{entities} entities, the catalogue says {told.entities}", hint=hint, where=Where(file))
