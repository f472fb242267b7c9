"""Records to entities of FollowTheMoney, as JSON lines in the form of ``entities.ftm.json``.

What may leave at all is decided by :mod:`countersight.store.export` alone, by the reuse class of each value's source:
open, with a word of the user share_alike and noncommercial, never the rest. What is left FollowTheMoney has no fit for
(products, what an article alleges, languages of names, the state behind a body) stays in our own form; it is counted.

Read back by :mod:`countersight.sources.ftm.reader`, the file gives the same names, countries, addresses, identifiers,
designations and edges.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from countersight.model.body import each
from countersight.model.canonical import canonical_json
from countersight.model.lists import BY_ID
from countersight.model.units import WHOLE
from countersight.sources.ftm.catalogue import RESOURCE, STRICTNESS
from countersight.sources.ftm.shares import write_percentage
from countersight.sources.ftm.tables import ASSETS, BODIES, DATASET, IDENTIFIERS, INDIRECT, OWNERS, registration
from countersight.sources.ftm.told import SANCTION
from countersight.store.export import exportable
from countersight.store.records import canonical, edge_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from countersight.model.body import Body, Designation, Edge, Name, Statement
    from countersight.store.export import Export
    from countersight.store.records import AtlasRecords

_FIT = re.compile(r"[0-9a-zA-Z](?:[0-9a-zA-Z.-]*[0-9a-zA-Z])?")
_KINDS: Final = {"primary": "alias", "alias": "alias", "weak": "weakAlias", "former": "previousName", "short": "abbreviation"}
_ABBREVIATED: Final = frozenset({"Company", "Organization", "PublicBody", "LegalEntity", "Person"})
_NAMED_SHORT: Final = "weakAlias"
"""Where the short names of a schema without abbreviations go."""

_OWN_NUMBERS: Final = {kind: prop for prop, kind in IDENTIFIERS.items() if kind not in {"isin", "ticker"}}
_NUMBERS: Final[dict[str, frozenset[str]]] = {
    "Company": frozenset({"uscCode", "leiCode", "cikCode", "dunsCode", "swiftBic", "imoNumber"}),
    "Organization": frozenset({"uscCode", "leiCode", "dunsCode", "swiftBic", "imoNumber"}),
    "PublicBody": frozenset({"uscCode", "leiCode", "dunsCode", "swiftBic", "imoNumber"}),
    "LegalEntity": frozenset({"uscCode", "leiCode", "dunsCode", "swiftBic"}),
    "Vessel": frozenset({"imoNumber"}),
}
"""Properties for identifiers, by schema, in version 4.11 of the model."""

_REGISTERED: Final = frozenset({"Company", "Organization", "PublicBody", "LegalEntity", "Vessel", "Airplane"})
_ISSUERS: Final = OWNERS - {"Person"}


@dataclass(frozen=True, slots=True)
class FtmExport:
    """What leaves in the form of FollowTheMoney."""

    lines: tuple[str, ...]
    """One entity each, without line ends: bodies, then what points at them, both by id."""
    index: str
    """The catalogue beside it, as ``index.json``."""
    withheld: dict[str, int]
    """What may not leave: reason to number of records or values."""
    no_fit: dict[str, int]
    """What FollowTheMoney has no place for: kind to number."""


def export_ftm(records: AtlasRecords, day: date, *, noncommercial: bool = False, share_alike: bool = False) -> FtmExport:
    """Records as far as they may leave, in the form of FollowTheMoney.

    Args:
        records: In any form.
        day: Of the export, for the catalogue.
        noncommercial: The receiver may have what must not be used commercially.
        share_alike: The receiver may have what must be passed on under its own licence.
    """
    allowed = ["open", *(["share_alike"] if share_alike else []), *(["noncommercial"] if noncommercial else [])]
    return as_ftm(exportable(canonical(records), allowed), day)


def as_ftm(export: Export, day: date) -> FtmExport:
    """What leaves already, in the form of FollowTheMoney.

    Args:
        export: As :func:`countersight.store.export.exportable` gives it.
        day: Of the export, for the catalogue.
    """
    maker = Maker(export.records)
    lines = tuple(maker.lines())
    return FtmExport(lines, _index(export.records, lines, day), export.withheld, dict(sorted(maker.no_fit.items())))


def file_bytes(lines: tuple[str, ...]) -> bytes:
    """The file ``entities.ftm.json``."""
    return "".join(f"{line}\n" for line in lines).encode()


def _index(records: AtlasRecords, lines: tuple[str, ...], day: date) -> str:
    data = file_bytes(lines)
    reuse = max((source.reuse for source in records.sources), key=STRICTNESS.index, default="open")
    licences = sorted({source.licence for source in records.sources if source.licence})
    told = {
        "name": DATASET,
        "title": "Countersight atlas",
        "publisher": {"name": "Countersight", "official": False},
        # The licence is that of each source; where there are several, the class of the strictest stands for all.
        **({"license": licences[0]} if len(licences) == 1 else {}),
        "reuse": reuse,
        "description": "; ".join(f"{source.title}: {source.licence} [{source.reuse}] {source.attribution}".strip() for source in records.sources),
        "last_export": day.isoformat(),
        "entity_count": len(lines),
        "resources": [
            {
                "name": RESOURCE,
                "checksum": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
                "size": len(data),
                "mime_type": "application/json+ftm",
            }
        ],
    }
    return canonical_json(told)


def fitting_id(text: str) -> str:
    """An id of ours as FollowTheMoney allows it: the same wherever that is possible.

    >>> fitting_id("hikvision-1.a"), fitting_id("a_b")
    ('hikvision-1.a', 'a-b-3ebec71b')
    """
    if _FIT.fullmatch(text):
        return text
    plain = re.sub(r"[^0-9a-zA-Z]+", "-", text).strip("-")
    return f"{plain}-{_short(text)}".lstrip("-")


def _short(value: object) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()[:8]


class Maker:
    """Makes the entities, and counts what has no place.

    The export asks it for the lines of all records; the API asks it for one body, what points at that body, and one edge at a time.
    """

    def __init__(self, records: AtlasRecords) -> None:
        self.records = records
        self.no_fit: Counter[str] = Counter()
        self.schemata: dict[str, str] = {}

    def lines(self) -> Iterator[str]:
        """Every entity of the records as a line: bodies, then what points at them, both by id."""
        things: list[dict[str, Any]] = []
        links: list[dict[str, Any]] = []
        for body in self.records.bodies:
            if not self.fits(body):
                continue
            self.schemata[body.id] = body.schema
            things.append(self.thing(body))
            links += self.about(body)
        for edge in self.records.edges:
            links += self.edge(edge)
        for item in (*sorted(things, key=lambda one: str(one["id"])), *sorted(links, key=lambda one: str(one["id"]))):
            yield canonical_json(item)

    def fits(self, body: Body) -> bool:
        """Whether a body has a place; where it has none, it is counted."""
        if body.schema not in BODIES:
            self.no_fit[f"schema {body.schema}"] += 1
        elif not body.names:
            self.no_fit["body without a name that may leave"] += 1
        elif body.schema == "Person" and not (body.designations or any(one.prop == SANCTION for one in body.statements)):
            self.no_fit["person whom no list that may leave names"] += 1
        else:
            return True
        return False

    def thing(self, body: Body) -> dict[str, Any]:
        """A body by itself."""
        props: dict[str, list[str]] = {"name": [body.caption]}
        for name in body.names:
            if name.text != body.caption:
                props.setdefault(self.kind(name, body.schema), []).append(name.text)
            self.no_fit["language of a name"] += bool(name.lang)
        if body.schema != "Person":
            props["country"] = [code.lower() for code in body.countries]
            props["address"] = list(body.addresses)
            self.numbers(body, props)
        for value in ("government", "surveillance_company"):
            self.no_fit[value] += getattr(body, value) != "unknown"
        self.no_fit["organ"] += bool(body.organ)
        self.no_fit = +self.no_fit
        return entity(fitting_id(body.id), body.schema, props, caption=body.caption)

    def kind(self, name: Name, schema: str) -> str:
        """The property of a name that is not the one that is shown."""
        prop = _KINDS.get(name.kind, "alias")
        return _NAMED_SHORT if prop == "abbreviation" and schema not in _ABBREVIATED else prop

    def numbers(self, body: Body, props: dict[str, list[str]]) -> None:
        """Put the identifiers of a body among its properties."""
        for kind, values in body.identifiers.items():
            prop = _OWN_NUMBERS.get(kind, "")
            if kind == registration(body.schema) and body.schema in _REGISTERED:
                props["registrationNumber"] = each(values)
            elif prop in _NUMBERS.get(body.schema, ()):
                props[prop] = each(values)
            elif kind not in {"isin", "ticker"} or body.schema not in _ISSUERS:
                self.no_fit[f"identifier {kind} of a {body.schema}"] += 1

    def about(self, body: Body) -> Iterator[dict[str, Any]]:
        """What points at a body: its securities, its designations, and that an authority named it."""
        target = fitting_id(body.id)
        if body.schema in _ISSUERS:
            for kind in ("isin", "ticker"):
                for value in each(body.identifiers.get(kind, "")):
                    props = {kind: [value], "name": [value], "issuer": [target]}
                    yield entity(f"{target}-{kind}-{_short(value)}", "Security", props, caption=value)
        for told in body.designations:
            yield entity(f"{target}-sanction-{_short(asdict(told))}", "Sanction", {"entity": [target], **_designation(told)}, caption=told.list_id)
        for said in body.statements:
            if said.prop == SANCTION and said.nature == "designation":
                yield entity(f"{target}-sanction-{_short(asdict(said))}", "Sanction", {"entity": [target], **_said(said)}, caption=said.value)
            else:
                self.no_fit[f"statement {said.prop}"] += 1

    def edge(self, edge: Edge) -> Iterator[dict[str, Any]]:
        """A stake or a control, where FollowTheMoney lets it stand between two bodies of these schemata (see ``schemata``)."""
        owner, asset = self.schemata.get(edge.owner), self.schemata.get(edge.asset)
        control = edge.klass == "control" and (edge.lo, edge.hi) == (0, WHOLE)
        if owner not in OWNERS or asset not in (OWNERS if control else ASSETS):
            self.no_fit[f"edge to a {asset or 'body that does not leave'}" if owner in OWNERS else f"edge from a {owner or 'body that does not leave'}"] += 1
            return
        lost = {
            "day on which an edge was recorded or retracted": edge.recorded or edge.retracted,
            "remark on an edge": edge.remarks,
            "statement ids of an edge": edge.statements,
            "control that is a summary of a chain": control and edge.indirect,
        }
        self.no_fit.update(kind for kind, value in lost.items() if value)
        ends = ("controller", "controlled") if control else ("owner", "asset")
        props = {
            ends[0]: [fitting_id(edge.owner)],
            ends[1]: [fitting_id(edge.asset)],
            "percentage": [] if control else [write_percentage(edge.lo, edge.hi)],
            "role": [] if control else [edge.klass],
            "ownershipType": [INDIRECT] if edge.indirect and not control else [],
            "startDate": [edge.start],
            "endDate": [edge.end],
            "recordId": [edge.citation],
            "status": [] if edge.confirmed else ["unconfirmed"],
        }
        yield entity(fitting_id(edge.id or edge_key(edge)), "Control" if control else "Ownership", props, caption=edge.klass)


def entity(entity_id: str, schema: str, properties: dict[str, list[str]], *, caption: str) -> dict[str, Any]:
    """One entity, without properties that have no value."""
    held = {name: kept for name, values in properties.items() if (kept := [value for value in dict.fromkeys(values) if value])}
    return {"id": entity_id, "caption": caption, "schema": schema, "properties": held, "datasets": [DATASET], "referents": []}


def _designation(told: Designation) -> dict[str, list[str]]:
    return {
        "authority": [BY_ID[told.list_id].title if told.list_id in BY_ID else told.list_id],
        "programId": [told.list_id],
        "program": list(told.programs),
        "provisions": [told.scope],
        "startDate": [told.start],
        "endDate": [_last_day(told.end)],
        "sourceUrl": [told.url],
        "recordId": [told.citation],
        "retrievedAt": [told.verified_on],
    }


def _said(said: Statement) -> dict[str, list[str]]:
    return {
        "program": [said.value],
        "startDate": [said.start],
        "endDate": [_last_day(said.end)],
        "sourceUrl": [said.url],
        "recordId": [said.citation],
    }


def _last_day(end: str) -> str:
    """The last day on which it holds: our ends are half-open, those of FollowTheMoney are not. A partial end stays."""
    try:
        return (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else ""
    except ValueError:
        return end
