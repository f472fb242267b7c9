"""Reads the dump of the Research Organization Registry, version 2 of its schema: names by language, and the country.

Source: https://ror.readme.io/docs/ror-data-structure. Seen: 20 records of the registry's own tests of February 2026; the dump is an array
of such records. What is read are names, country and id. Version 1, which ended in 2025, is refused.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Name
from countersight.names.identifiers import valid_ror
from countersight.names.normalise import fold, script
from countersight.sources.edition import Edition
from countersight.sources.raw_json import json_objects
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

LIST_ID: Final = "ror"
URL: Final = "https://ror.readme.io/docs/data-dump"
HINT: Final = "take the JSON of schema version 2 out of the published archive"
CHINA: Final = frozenset({"CN", "HK", "MO", "TW"})
KINDS: Final = (("ror_display", "primary"), ("label", "primary"), ("alias", "alias"), ("acronym", "short"))
"""What the registry calls a name, and what it is here; of several, the first."""
_ADDRESS: Final = "https://ror.org/"


def read_ror(path: Path, edition: date, *, everybody: bool = False, expect: bool = True) -> Edition:
    """Read one dump.

    Args:
        path: The JSON file, unpacked, UTF-8. It is read in pieces.
        edition: Its day.
        everybody: Keep institutions whose names stand in one script as well, which tell a list little: of the dump, most of 115,000.
        expect: Hold it against ``expectations.yaml``.

    Raises:
        InputError: The file is not in the published form.
    """
    digest = hashlib.sha256()
    source_id = f"{LIST_ID}.{edition}"
    bodies: dict[str, Body] = {}
    count = 0
    for count, record in enumerate(json_objects(path, digest, HINT), 1):
        body = _body(record, source_id, Where(str(path), column=f"object {count}"))
        if record.get("status") != "withdrawn" and (everybody or _tells(body)):
            bodies[body.id] = body
    source = SourceRecord(
        id=source_id,
        title=f"Research Organization Registry, edition of {edition}",
        publisher="Research Organization Registry",
        url=URL,
        licence="CC0 1.0",
        edition=edition.isoformat(),
        sha256=digest.hexdigest(),
        kind="register",
    )
    read = Edition(edition, [bodies[key] for key in sorted(bodies)], [], source, {LIST_ID: count}, names_only=True)
    if expect:
        from countersight.sources.expecting import check_edition  # noqa: PLC0415 - brings in a YAML reader

        check_edition(__package__, read, str(path))
    return read


def _body(record: dict[str, Any], source_id: str, where: Where) -> Body:
    address = record.get("id")
    ror = address.removeprefix(_ADDRESS) if isinstance(address, str) else ""
    if not valid_ror(ror):
        raise InputError(f"no ROR id: {address!r}", hint=f"an id is {_ADDRESS} and nine characters; {HINT}", where=where)
    names = record.get("names")
    if not isinstance(names, list):
        raise InputError("the record has no list of names", hint=f"version 1 of the schema has none; {HINT}", where=where)
    country = _country(record)
    return Body(
        id=f"ror-{ror}",
        schema="Organization",
        names=_names(one for one in names if isinstance(one, dict)),
        countries=(country,) if country else (),
        identifiers={"ror": ror},
        source_id=source_id,
    )


def _names(told: Iterable[dict[str, Any]]) -> tuple[Name, ...]:
    """Names as the registry gives them, the one that it shows first."""
    found: dict[str, tuple[int, Name]] = {}
    for one in told:
        text, types, lang = one.get("value"), one.get("types"), one.get("lang")
        if not isinstance(text, str) or not fold(text) or not isinstance(types, list):
            continue
        rank, kind = next(((at, ours) for at, (theirs, ours) in enumerate(KINDS) if theirs in types), (len(KINDS), "alias"))
        text = " ".join(text.split())
        if text not in found or rank < found[text][0]:
            found[text] = rank, Name(text, lang if isinstance(lang, str) else "", kind)
    return tuple(name for _, name in sorted(found.values(), key=lambda item: item[0]))


def _country(record: dict[str, Any]) -> str:
    places = record.get("locations")
    details = places[0].get("geonames_details") if isinstance(places, list) and places and isinstance(places[0], dict) else None
    code = details.get("country_code") if isinstance(details, dict) else None
    return code if isinstance(code, str) and len(code) == len("CN") else ""


def _tells(body: Body) -> bool:
    """Whether a body has names that lists may lack: in a second script, or, of an institution of China, a second name."""
    return len({script(name.text) for name in body.names}) > 1 or (len(body.names) > 1 and not CHINA.isdisjoint(body.countries))
