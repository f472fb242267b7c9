"""Works as OpenAlex publishes them: one object a work, as JSON lines, as a list, or as a page of its API.

Read: ``id``, ``title``, ``publication_date``, the institutions of ``authorships`` with their ROR ids and countries, the
affiliations that OpenAlex tied to no institution, ``grants``, ``awards`` and ``funders``, ``topics``. Not read: anything that
names a person. Source: https://docs.openalex.org/api-entities/works/work-object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from countersight.intake.research import FieldFault, Record, Told, country_in_name, country_of, known, ror_of

MAX_AFFILIATION: Final = 2_000
_PLACE: Final = re.compile(
    r"universit|universid|hochschule|institut|academ|akadem|college|school|laborator|hospital|ministry|bureau|cent(?:er|re)\b|corporation|\bcorp\b|\bco\b|\bltd\b|\binc\b|\bgmbh\b|"
    r"company|group|technolog|foundation|\bpolice\b|army|navy|force\b|大学|大學|学院|學院|研究所|研究院|科学院|公司|集团|公安|医院|实验室|中心",
    re.IGNORECASE,
)
_FORM: Final = re.compile(r",\s*(ltd|inc|llc|limited|corp)\b\.?", re.IGNORECASE)
"""A legal form behind a comma belongs to the name before it."""
_MAIL: Final = re.compile(r"\S+@\S+")


def is_work(item: dict[str, Any]) -> bool:
    """Whether an object is a work of OpenAlex."""
    return "authorships" in item


def work(item: dict[str, Any], line: int, told: Told) -> Record:
    """One work.

    Raises:
        FieldFault: A field is not what OpenAlex writes there.
    """
    name = known(item.get("id")).rpartition("/")[2]
    if not name:
        raise FieldFault("id", "a work without an id", "OpenAlex writes https://openalex.org/W2741809807")
    record = Record(name, "work", _day(item))
    for authorship in _objects(item, "authorships"):
        for one in _objects(authorship, "institutions", "authorships.institutions"):
            record.party("author_affiliation", known(one.get("display_name")), country=country_of(one.get("country_code"), told, line), ror=ror_of(one.get("ror"), told, line))
        for text in _loose(authorship):
            record.party("author_affiliation", text)
    for funder, ror in _funders(item):
        record.party("funder", funder, country=country_in_name(funder), ror=ror_of(ror, told, line))
    topics = [known(one.get("display_name")) for one in _objects(item, "topics")]
    record.project |= {
        "title": known(item.get("title")) or known(item.get("display_name")),
        "doi": known(item.get("doi")),
        "year": item.get("publication_year") if isinstance(item.get("publication_year"), int) else None,
        "topics": [topic for topic in topics if topic],
        "awards": sorted({text for one in (*_objects(item, "grants"), *_objects(item, "awards")) if (text := known(one.get("award_id")) or known(one.get("funder_award_id")))}),
    }
    return record


def _day(item: dict[str, Any]) -> str | None:
    text = known(item.get("publication_date"))
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise FieldFault("publication_date", f"no day: {text!r}", "write 2026-11-20, or leave it out") from None


def _objects(item: dict[str, Any], key: str, column: str = "") -> list[dict[str, Any]]:
    """The objects of a list; absent is none.

    Raises:
        FieldFault: No list of objects.
    """
    value = item.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise FieldFault(column or key, f"{column or key} is no list of objects", "bring works as OpenAlex publishes them")
    return value


def _loose(authorship: dict[str, Any]) -> Iterator[str]:
    """The parts of affiliations that OpenAlex tied to no institution; only those that name a place of work, and no address of mail."""
    told = authorship.get("affiliations")
    if isinstance(told, list) and told:
        texts = [one.get("raw_affiliation_string") for one in told if isinstance(one, dict) and not one.get("institution_ids")]
    elif not authorship.get("institutions"):
        raw = authorship.get("raw_affiliation_strings")
        texts = raw if isinstance(raw, list) else [authorship.get("raw_affiliation_string")]
    else:
        texts = []
    for text in texts:
        for part in re.split(r"[,;\uff0c\uff1b]", _FORM.sub(r" \1", _MAIL.sub("", known(text)[:MAX_AFFILIATION]))):
            if _PLACE.search(part) and len(part.strip()) > 3:  # noqa: PLR2004 - "Co." alone names nobody
                yield part.strip(" .")


def _funders(item: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Funders of a work, in the older form (grants) and in the newer one (awards and funders); one name counts once."""
    rors = {known(one.get("display_name")): one.get("ror") for one in _objects(item, "funders")}
    names = [known(one.get("funder_display_name")) for one in (*_objects(item, "grants"), *_objects(item, "awards"))]
    for name in dict.fromkeys([*rors, *names]):
        if name:
            yield name, rors.get(name)
