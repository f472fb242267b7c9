"""Rows of a snapshot's database to bodies; what several layers say of one body, together."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from countersight.model.body import Body, Designation, Name, Origin, Statement, origins
from countersight.store.listed import Listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def designation_of(record: str) -> Designation:
    """What an authority says of a body, out of its record."""
    value = json.loads(record)
    return Designation(**{**value, "programs": tuple(value["programs"])})


def body_of(connection: sqlite3.Connection, body_id: str) -> Body | None:
    """A body with everything that one database holds about it, or None."""
    row = connection.execute("SELECT n, record FROM body WHERE id=?", (body_id,)).fetchone()
    if row is None:
        return None
    number, record = row[0], json.loads(row[1])
    names = connection.execute("SELECT text, lang, kind FROM name WHERE body=? ORDER BY n", (number,))
    told = connection.execute("SELECT record FROM designation WHERE body=? ORDER BY rowid", (number,))
    said = connection.execute("SELECT record FROM statement WHERE body=? ORDER BY rowid", (number,))
    record["countries"] = tuple(record["countries"])
    record["addresses"] = tuple(record["addresses"])
    record["origins"] = tuple(Origin(**one) for one in record["origins"])
    return Body(
        id=body_id,
        names=tuple(Name(*name) for name in names),
        designations=tuple(designation_of(text) for (text,) in told),
        statements=tuple(Statement(**json.loads(text)) for (text,) in said),
        **record,
    )


OF_NAME: Final = """
SELECT b.record, (SELECT kind FROM name WHERE body=b.n AND text=? ORDER BY n LIMIT 1), (SELECT kind FROM name WHERE body=b.n ORDER BY n LIMIT 1) FROM body b WHERE b.id=?
"""
"""Record of the body that bears a name, and the kind of the name and of its first one."""


def listed(rows: Iterable[tuple[str, str | None, str | None]], body_id: str, text: str) -> Listed:
    """A name on a list with what is asked of its body first: what :func:`merged` says of several layers.

    Args:
        rows: Of :data:`OF_NAME`, layer by layer.
        body_id: Who bears it.
        text: As written.
    """
    found = list(rows)
    records = [json.loads(record) for record, _, _ in found]
    if len(records) == 1:
        one = records[0]
        schema, countries, identifiers = one["schema"], tuple(one["countries"]), one["identifiers"]
    else:
        schema = next((one["schema"] for one in records if one["schema"]), "")
        countries = tuple(dict.fromkeys(country for one in records for country in one["countries"]))
        identifiers = {kind: value for one in reversed(records) for kind, value in one["identifiers"].items()}
    kind = next((kind for kind in (*(own for _, own, _ in found), *(first for _, _, first in found)) if kind is not None), None)
    return Listed(body_id, text, schema or "", countries, kind, identifiers)


def merged(found: list[Body]) -> Body:
    """One body out of its layers: values of the first that has them, lists together."""
    first = found[0]
    for below in found[1:]:
        first = Body(
            id=first.id,
            schema=first.schema or below.schema,
            names=tuple(dict.fromkeys((*first.names, *below.names))),
            countries=tuple(dict.fromkeys((*first.countries, *below.countries))),
            addresses=tuple(dict.fromkeys((*first.addresses, *below.addresses))),
            identifiers=below.identifiers | first.identifiers,
            government=first.government if first.government != "unknown" else below.government,
            organ=first.organ or below.organ,
            surveillance_company=(
                first.surveillance_company if first.surveillance_company != "unknown" else below.surveillance_company
            ),
            designations=tuple(dict.fromkeys((*first.designations, *below.designations))),
            statements=tuple(dict.fromkeys((*first.statements, *_sourced(below)))),
            source_id=first.source_id or below.source_id,
            origins=origins(first if first.source_id else replace(first, source_id=below.source_id), (below,)),
        )
    return first


def _sourced(body: Body) -> Iterator[Statement]:
    """Its statements, each with its source: empty meant that of the body, which it leaves."""
    return (said if said.source_id else replace(said, source_id=body.source_id) for said in body.statements)
