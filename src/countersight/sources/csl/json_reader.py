"""Reads the Consolidated Screening List as trade.gov publishes it in JSON (``consolidated.json``).

What was seen and what was not: the CSV file was seen whole (editions of 2022 and 2023). Of the JSON file no original was
at hand: its shape is taken from the publisher's description of the data, ``{"results": [{...}]}`` with lists for
``programs``, ``alt_names``, ``addresses`` (objects of ``address``, ``city``, ``state``, ``postal_code``, ``country``) and
``ids`` (objects of ``type``, ``number``, ``country``, ``issue_date``, ``expiration_date``), and ``id`` where the CSV has
``_id``. Seen was a third party's projection of the edition of 2026-07-31, with the same names of lists. A file that turns
out otherwise is refused with the path of the field, never read half.

Both readers end in :mod:`countersight.sources.csl.entry`: the same row gives the same body, whichever form it has. The
JSON is the better one: a ``"; "`` inside a name does not split it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InputError, Where
from countersight.sources.csl.entry import Entry, edition_of
from countersight.sources.raw import Row, decode, json_document, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition

SINGLE: Final = (
    "source", "entity_number", "type", "name", "federal_register_notice", "start_date", "end_date", "license_requirement",
    "license_policy", "source_list_url", "source_information_url",
)  # fmt: skip
"""Fields with one text or null, under their published names."""

ADDRESS: Final = ("address", "city", "state", "postal_code", "country")

_HINT: Final = "take consolidated.json as trade.gov publishes it"


def read_csl_json(path: Path, edition: date, *, expect: bool = True) -> Edition:
    """Read one published file.

    Args:
        path: The JSON file, UTF-8.
        edition: The day of the edition.
        expect: Hold the file against ``expectations.yaml``. Off only for samples.

    Raises:
        InputError: The file is not in the published format (the file and the path of the field are named).
        DataError: The file is shorter than it should be, or misses what must be in it.
    """
    data = read_bytes(path)
    name = str(path)
    found = json_document(decode(data, name), name)
    results = found.get("results") if isinstance(found, dict) else None
    if not isinstance(results, list):
        raise InputError("no list of results", hint=_HINT, where=Where(name, column="results"))
    read = edition_of(_entries(results, name), data, edition)
    if expect:
        from countersight.sources.csl.expectations import check  # noqa: PLC0415 - brings in a YAML reader

        check(read, name)
    return read


def _entries(results: list[Any], file: str) -> Iterator[Entry]:
    for at, item in enumerate(results):
        place = Row({}, file, inside=f"results[{at}]")
        if not isinstance(item, dict):
            raise place.fault("", "not an object", _HINT)
        cells = {field: _text(item, field, place) for field in SINGLE}
        cells["_id"] = _text(item, "_id" if "_id" in item else "id", place)
        yield Entry(
            row=Row(cells, file, inside=place.inside),
            programs=_texts(item, "programs", place),
            addresses=_addresses(item, place),
            alt_names=_texts(item, "alt_names", place),
            ids=[(_text(part, "type", place), _text(part, "number", place)) for part in _objects(item, "ids", place)],
        )


def _text(item: dict[str, Any], field: str, place: Row) -> str:
    if field not in item:
        raise place.fault(field, "the field is missing", _HINT)
    value = item[field]
    if value is not None and not isinstance(value, str):
        raise place.fault(field, f"not text: {type(value).__name__}", _HINT)
    return (value or "").strip()


def _list(item: dict[str, Any], field: str, place: Row) -> list[Any]:
    if field not in item:
        raise place.fault(field, "the field is missing", _HINT)
    value = item[field]
    if value is not None and not isinstance(value, list):
        raise place.fault(field, f"not a list: {type(value).__name__}", _HINT)
    return value or []


def _texts(item: dict[str, Any], field: str, place: Row) -> list[str]:
    values = _list(item, field, place)
    if any(not isinstance(value, str) for value in values):
        raise place.fault(field, "the list holds something that is not text", _HINT)
    return [clean for value in values if (clean := value.strip())]


def _objects(item: dict[str, Any], field: str, place: Row) -> list[dict[str, Any]]:
    values = _list(item, field, place)
    if any(not isinstance(value, dict) for value in values):
        raise place.fault(field, "the list holds something that is not an object", _HINT)
    return values


def _addresses(item: dict[str, Any], place: Row) -> list[str]:
    """Each address as the CSV writes it: what is known of street, city, state, code and country, in this order."""
    found = (
        ", ".join(text for field in ADDRESS if field in part and (text := _text(part, field, place)))
        for part in _objects(item, "addresses", place)
    )
    return [address for address in found if address]
