"""Organisations as the Research Organization Registry publishes them: version 1 and version 2 of its schema.

Source: https://ror.readme.io/docs/ror-data-structure. Of an organisation its names in all languages, its country and its id are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from countersight.intake.research import FieldFault, Record, Told, country_of, known, ror_of


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation: the name that is shown first, then all others."""

    ror: str
    names: tuple[str, ...]
    country: str
    active: bool = True


def is_organisation(item: dict[str, Any]) -> bool:
    """Whether an object is an organisation of the registry."""
    return "ror.org/" in str(item.get("id") or "") and ("names" in item or "name" in item)


def organisation(item: dict[str, Any], line: int, told: Told) -> Organisation:
    """One organisation.

    Raises:
        FieldFault: It has no id that checks, or no name.
    """
    ror = ror_of(item.get("id"), told, line)
    if not ror:
        raise FieldFault("id", f"no ROR id: {item.get('id')!r}", "https://ror.org/ and nine characters")
    names = _names(item)
    if not names:
        raise FieldFault("names", "an organisation without a name", "bring the data dump as the registry publishes it")
    return Organisation(ror, names, country_of(_country(item), told, line), item.get("status", "active") == "active")


def institution(item: dict[str, Any], line: int, told: Told) -> Record:
    """An organisation as a matter of its own: who is it, on which lists?"""
    found = organisation(item, line, told)
    record = Record(f"ROR {found.ror}", "project")
    record.party("institution", found.names[0], country=found.country, ror=found.ror, names=found.names[1:])
    return record


def _names(item: dict[str, Any]) -> tuple[str, ...]:
    if isinstance(item.get("names"), list):
        rows = [one for one in item["names"] if isinstance(one, dict)]
        first = [one for one in rows if "ror_display" in (one.get("types") or ())]
        return _once(one.get("value") for one in (*first, *rows) if one.get("types") != ["acronym"])
    labels = (one.get("label") for one in item.get("labels") or () if isinstance(one, dict))
    return _once((item.get("name"), *(item.get("aliases") or ()), *labels))


def _once(texts: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(known, texts) if text))


def _country(item: dict[str, Any]) -> object:
    """The code of the first location (version 2), or of the country (version 1)."""
    places = item.get("locations")
    if isinstance(places, list) and places and isinstance(places[0], dict):
        details = places[0].get("geonames_details")
        return details.get("country_code") if isinstance(details, dict) else None
    country = item.get("country")
    return country.get("country_code") if isinstance(country, dict) else None
