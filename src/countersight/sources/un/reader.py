"""Reads the Security Council's Consolidated List from the XML that the United Nations publish.

Source: https://scsanctions.un.org/resources/xml/en/consolidated.xml; seen whole, the edition of 2026-02-27. The file
holds who is listed and not who was. Of natural persons only names, list, committee and reference are kept.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Designation, Name
from countersight.model.lists import BY_ID
from countersight.names.normalise import fold
from countersight.sources.countries import country_code
from countersight.sources.edition import Edition, expected, full_coverage
from countersight.sources.merging import merge_bodies
from countersight.sources.raw import read_bytes
from countersight.sources.raw_xml import Record, xml_records
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIST_ID: Final = "un.sc"
MAX_AGE_DAYS: Final = 30
URL: Final = "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list"

_PERSON: Final = "INDIVIDUAL"
_WANTED: Final = frozenset({_PERSON, "ENTITY"})
_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS: Final = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_QUALITIES: Final = {"": "alias", "Good": "alias", "a.k.a.": "alias", "Low": "weak", "f.k.a.": "former"}

_REFERENCE = re.compile(r"[A-Z]{2,3}[ie]\.\d{3,4}")
_ORIGINAL = re.compile(r"\((?:original script:)?\s*([^()A-Za-z0-9]*[^\x00-\x7f][^()A-Za-z0-9]*)\)")
"""A name in its own script, in brackets behind the Latin one."""
_NUMBERED = re.compile(r"\([^()]*\d[^()]*\)|,? born\b.*|\([^)]*\d.*$", re.IGNORECASE)
"""Days and documents behind the alias of a person."""
_NUMBER = re.compile(r"\d{3}")
_LETTERED = re.compile(r"\s+[a-z]\)\s+")
"""``b)`` between two names in one element."""


def read_un(path: Path, *, expect: bool = True) -> Edition:
    """Read one published file; its day stands in it.

    Args:
        path: The XML file, UTF-8.
        expect: Hold it against ``expectations.yaml``. Off only for samples.

    Raises:
        InputError: The file is hostile or not in the published form.
        DataError: The list is shorter than it should be, or misses what must be in it.
    """
    data = read_bytes(path)
    records = xml_records([data], str(path), _WANTED)
    root = next(records, None)
    if root is None or root.element.tag != "CONSOLIDATED_LIST":
        raise InputError("not the UN Consolidated List", hint="take consolidated.xml as published", where=Where(str(path), 1))
    edition = date.fromisoformat(_day(root, root.element.get("dateGenerated", ""), "dateGenerated"))
    source = SourceRecord(
        id=f"{LIST_ID}.{edition}",
        title=f"UN Security Council Consolidated List, edition of {edition}",
        publisher="United Nations Security Council",
        url=URL,
        licence="published by the United Nations; facts restated with their reference",
        reuse="facts_only",
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
        kind="official_list",
        lang="en",
    )
    held: dict[str, Body] = {}
    for record in records:
        body = _body(record, source.id)
        if body.id in held:
            message = f"the reference {record.text('REFERENCE_NUMBER')} stands twice"
            raise record.fault("REFERENCE_NUMBER", message, "each entry has a reference of its own")
        held[body.id] = body
    rows = {LIST_ID: len(held)}
    read = Edition(edition, merge_bodies([held[key] for key in sorted(held)]), full_coverage(rows, source, MAX_AGE_DAYS), source, rows)
    return expected(__package__, read, str(path), expect=expect)


def _day(record: Record, text: str, column: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise record.fault(column, f"not a day: {text!r}", "days are written as 2014-06-30") from None


def _body(record: Record, source_id: str) -> Body:
    reference = record.text("REFERENCE_NUMBER")
    if not _REFERENCE.fullmatch(reference):
        raise record.fault("REFERENCE_NUMBER", f"not a reference: {reference!r}", "they are written as QDe.004")
    person = record.element.tag == _PERSON
    body_id = f"un-{reference.lower()}"
    addresses = [] if person else list(record.element.iterfind("ENTITY_ADDRESS"))
    texts = [", ".join(text for key in _ADDRESS if (text := " ".join((item.findtext(key) or "").split()))) for item in addresses]
    return Body(
        id=body_id,
        schema="Person" if person else "Organization",
        names=tuple(_names(record, person=person)),
        countries=tuple(dict.fromkeys(code for item in addresses if (code := country_code(item.findtext("COUNTRY") or "")))),
        addresses=tuple(dict.fromkeys(filter(None, texts))),
        designations=(
            Designation(
                list_id=LIST_ID,
                body_id=body_id,
                start=_day(record, record.text("LISTED_ON"), "LISTED_ON"),
                citation=f"{BY_ID[LIST_ID].title}, {reference}",
                programs=tuple(filter(None, (record.text("UN_LIST_TYPE"),))),
                source_id=source_id,
                url=URL,
            ),
        ),
        source_id=source_id,
    )


def _names(record: Record, *, person: bool) -> list[Name]:
    primary = " ".join(text for part in _PARTS if (text := " ".join(record.text(part).split())))
    if not fold(primary):
        raise record.fault("FIRST_NAME", "a name without a letter", "every entry names its party")
    found = {primary: Name(primary, "", "primary")}
    original = " ".join(record.text("NAME_ORIGINAL_SCRIPT").split())
    named = [(original, "alias")] if original else []
    for item in record.element.iterfind(f"{record.element.tag}_ALIAS"):
        quality = (item.findtext("QUALITY") or "").strip()
        if quality not in _QUALITIES:
            raise record.fault("QUALITY", f"an unknown quality: {quality!r}", f"known are: {', '.join(filter(None, _QUALITIES))}")
        named += [(text, _QUALITIES[quality]) for text in _aliases(item.findtext("ALIAS_NAME") or "", person=person)]
    # A name that stands twice is as good as its better form.
    for text, kind in sorted(named, key=lambda pair: (pair[1] == "weak", pair)):
        if fold(text):
            found.setdefault(text, Name(text, "", kind))
    return list(found.values())


def _aliases(text: str, *, person: bool) -> Iterator[str]:
    """The names in one element, each by itself, without the remarks that stand behind them."""
    for piece in text.split(";"):
        for part in _LETTERED.split(" ".join(piece.split())):
            yield from (found.strip() for found in _ORIGINAL.findall(part))
            bare = _ORIGINAL.sub(" ", part)
            if person:
                bare = _NUMBERED.sub(" ", bare)
            bare = " ".join(bare.split()).strip(" ,")
            if not (person and _NUMBER.search(bare)):
                yield bare
