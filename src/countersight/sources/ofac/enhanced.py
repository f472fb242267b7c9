"""Reads OFAC's lists from the enhanced XML, as it is or in its ZIP archive.

Source: https://sanctionslist.ofac.treas.gov/, files SDN_ENHANCED.ZIP and CONS_ENHANCED.ZIP. It tells what the CSV files
leave out: the day of listing per list, aliases of low quality, names in their own script. Seen whole: the consolidated
file of 2025-01-10; the SDN file has the same schema and was not seen.

A file speaks only for the lists that it publishes in full, as its own filter says: that a consolidated entry is also on
the SDN list is left to the SDN file.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.model.body import Name
from countersight.sources.countries import country_code
from countersight.sources.edition import expected
from countersight.sources.ofac.entry import PUBLISHED, Entry, edition_of
from countersight.sources.raw import Row, file_chunks
from countersight.sources.raw_xml import Record, xml_records
from countersight.sources.raw_zip import MAX_UNPACKED, zip_member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from countersight.sources.edition import Edition

LISTS: Final = {
    "SDN List": "us.ofac.sdn",
    "Non-SDN CMIC List": "us.ofac.ns_cmic",
    "Sectoral Sanctions Identifications List": "us.ofac.ssi",
    "Non-SDN Menu-Based Sanctions List": "us.ofac.ns_mbs",
    "CAPTA List": "us.ofac.capta",
    "FSE List": "us.ofac.fse",
    "Non-SDN Palestinian Legislative Council List": "us.ofac.plc",
}
_UMBRELLA: Final = "Consolidated List"
_PUBLICATIONS: Final = {"SDN List": "sdn", _UMBRELLA: "consolidated"}
_WANTED: Final = frozenset({"publicationInfo", "entity"})
_SCRIPTS: Final = {"Chinese Simplified": "zh", "Chinese Traditional": "zh"}
_HINT: Final = "take the enhanced XML as OFAC publishes it"


def read_ofac_xml(path: Path, *, expect: bool = True) -> Edition:
    """Read one publication. Its day and which it is stand in the file.

    Args:
        path: The XML file, or the archive that holds it (``.zip``).
        expect: Hold it against ``expectations.yaml``. Off only for samples.

    Raises:
        InputError: The file or the archive is hostile, or not in the published form.
        DataError: The list is shorter than it should be, or misses what must be in it.
    """
    packed = path.suffix.lower() == ".zip"
    name, chunks = zip_member(path, ".xml") if packed else (str(path), file_chunks(path, MAX_UNPACKED))
    digest = hashlib.sha256()
    records = xml_records(_hashed(chunks, digest), name, _WANTED)
    root = next(records, None)
    if root is None or root.element.tag != "sanctionsData":
        raise InputError("not OFAC's enhanced XML", hint=_HINT, where=Where(name, 1))
    info = next(records, None)
    if info is None or info.element.tag != "publicationInfo":
        raise InputError("the file does not begin by saying what it is", hint=_HINT, where=Where(name, 1, "publicationInfo"))
    publication = _publication(info)
    edition = date.fromisoformat(_day(info, info.text("dataAsOf"), "dataAsOf"))
    entries = [_entry(record, PUBLISHED[publication]) for record in records]
    read = edition_of(entries, publication, digest.hexdigest(), edition)
    return expected(__package__, read, name, PUBLISHED[publication], expect=expect)


def _hashed(chunks: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _publication(info: Record) -> str:
    filters = [_text(item) for item in info.element.iterfind("filters/sanctionsLists/sanctionsList")]
    found = [_PUBLICATIONS[text] for text in filters if text in _PUBLICATIONS]
    if len(found) != 1:
        message = f"the file is of {', '.join(filters) or 'no list'}"
        raise info.fault("filters", message, f"one of these is read at a time: {', '.join(_PUBLICATIONS)}")
    return found[0]


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _day(record: Record, text: str, column: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise record.fault(column, f"not a day: {text!r}", "days are written as 2021-06-03") from None


def _entry(record: Record, published: tuple[str, ...]) -> Entry:
    element = record.element
    number = element.get("id", "")
    if not number.isdecimal():
        raise record.fault("id", f"not the number of an entry: {number!r}", _HINT)
    details = [(_text(item), value) for item, value in _valued(element, "features/feature", "value")]
    details += [(_text(item), value) for item, value in _valued(element, "identityDocuments/identityDocument", "documentNumber")]
    return Entry(
        place=Row({}, record.file, record.line),  # not the record: it would keep the whole document in memory
        number=number,
        kind=record.text("generalInfo/entityType").casefold(),
        names=_names(element),
        lists=_lists(record, published),
        programs=[_text(item) for item in element.iterfind("sanctionsPrograms/sanctionsProgram")],
        addresses=[_address(item) for item in element.iterfind("addresses/address")],
        details=[(label.removesuffix(":"), value) for label, value in details],
        linked_to=[_text(item) for item in element.iterfind("relationships/relationship/relatedEntity")],
    )


def _valued(element: Element, path: str, value: str) -> Iterator[tuple[Element, str]]:
    for item in element.iterfind(path):
        kind = item.find("type")
        if kind is not None and (text := (item.findtext(value) or "").strip()):
            yield kind, text


def _lists(record: Record, published: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in record.element.iterfind("sanctionsLists/sanctionsList"):
        title = _text(item)
        if title == _UMBRELLA:
            continue
        if title not in LISTS:
            raise record.fault("sanctionsList", f"an unknown list: {title!r}", f"known are: {'; '.join(LISTS)}")
        if LISTS[title] in published:
            found[LISTS[title]] = _day(record, item.get("datePublished", ""), "datePublished")
    if not found:
        raise record.fault("sanctionsLists", "an entry on no list", _HINT)
    return found


def _names(element: Element) -> list[Name]:
    """The primary name first; a name in another script is another name of the same quality."""
    found: list[Name] = []
    for item in element.iterfind("names/name"):
        weak = item.findtext("isLowQuality") == "true"
        primary = item.findtext("isPrimary") == "true"
        kind = "weak" if weak else "former" if item.findtext("aliasType") == "F.K.A." else "alias"
        for part in item.iterfind("translations/translation"):
            text = (part.findtext("formattedFullName") or "").strip()
            lang = _SCRIPTS.get((part.findtext("script") or "").strip(), "")
            if primary and part.findtext("isPrimary") == "true":
                found.insert(0, Name(text, lang, "primary"))
            elif text:
                found.append(Name(text, lang, kind))
    return found


def _address(element: Element) -> tuple[str, str]:
    """Street, place and country of an address, in the script that OFAC calls the primary one."""
    country = (element.findtext("country") or "").strip()
    parts: dict[str, str] = {}
    for translation in element.iterfind("translations/translation"):
        if translation.findtext("isPrimary") == "true":
            parts = {(p.findtext("type") or "").strip(): (p.findtext("value") or "").strip() for p in translation.iterfind("addressParts/addressPart")}
    lines = [parts[key] for key in ("ADDRESS1", "ADDRESS2", "ADDRESS3") if parts.get(key)]
    place = [parts[key] for key in ("CITY", "STATE/PROVINCE") if parts.get(key)]
    city = " ".join(filter(None, (", ".join(place), parts.get("POSTAL CODE", ""))))
    text = ", ".join(filter(None, (", ".join(lines), city, country)))
    return text, country_code(country)
