"""JSON that is no matter: flat records with the headings of a table, and entities of FollowTheMoney, which are parties."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from countersight.intake.columns import column_of, headings_of
from countersight.intake.rows import Row, Rows, is_number, typed

_SCALAR: Final = (str, int, float, bool, type(None))
_BODIES: Final = frozenset({"LegalEntity", "Company", "Organization", "PublicBody"})
_IDENTIFIERS: Final = {"leiCode": "lei", "uscCode": "uscc", "registrationNumber": "registration"}


def is_flat(items: list[Any], kind: str | None) -> bool:
    """Whether objects are rows of a table: no kind of matter, nothing nested but lists, and headings that are known."""
    first = items[0] if items else None
    if not isinstance(first, dict) or "kind" in first or not all(isinstance(value, _SCALAR) or _plain_list(value) for value in first.values()):
        return False
    known = headings_of(kind or "shipment")
    return sum(column_of(str(key), known) is not None for key in first) > 1


def _plain_list(value: Any) -> bool:  # noqa: ANN401 - JSON is anything
    return isinstance(value, list) and all(isinstance(one, _SCALAR) for one in value)


def flat_rows(items: list[Any], file: str) -> Rows:
    """Flat records as rows of a table; they count from 1, and the header is row 0."""
    header = list(dict.fromkeys(str(key) for item in items if isinstance(item, dict) for key in item))
    return Rows(file, partial(_flat, items, header), [f"{file}: read as a table: one record is one row"])


def _flat(items: list[Any], header: list[str]) -> Iterator[Row]:
    yield Row(0, header)
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            yield Row(number, [], {0: (f"a record is an object, not {type(item).__name__}", "give every record the keys of the others")})
            continue
        values = [item.get(key) for key in header]
        broken = {at: ("a value that is an object", "a record is flat: one value a key") for at, value in enumerate(values) if not isinstance(value, _SCALAR) and not _plain_list(value)}
        cells = ["" if at in broken else _cell(value) for at, value in enumerate(values)]
        yield Row(number, cells, broken, frozenset(at for at, value in enumerate(values) if is_number(value)))


def _cell(value: Any) -> str:  # noqa: ANN401 - JSON is anything
    text = "; ".join(map(typed, value)) if isinstance(value, list) else typed(value)
    return text.encode("utf-8", "replace").decode()


def is_entity(item: Any) -> bool:  # noqa: ANN401 - JSON is anything
    """Whether an object is an entity of FollowTheMoney."""
    return isinstance(item, dict) and isinstance(item.get("schema"), str) and isinstance(item.get("properties"), dict)


def entity(item: dict[str, Any]) -> dict[str, Any] | None:
    """A matter of kind ``parties`` for a body or a person; None for what is neither, such as an address or a share.

    Of a person only the written names are taken: no country, no address, no number (ETHICS.md).
    """
    properties = item["properties"]
    names = [str(one) for key in ("name", "alias") for one in _values(properties, key)]
    if not names or item["schema"] not in _BODIES | {"Person"}:
        return None
    party: dict[str, Any] = {"role": "customer", "name": names[0], "names": names[1:]}
    if item["schema"] in _BODIES:
        codes = [str(one).upper() for key in ("jurisdiction", "country", "mainCountry") for one in _values(properties, key)]
        party["country"] = next((code for code in codes if len(code) == 2 and code.isalpha() and code.isascii()), None)  # noqa: PLR2004 - ISO 3166-1
        party["address"] = next((str(one) for one in _values(properties, "address")), None)
        found = {ours: str(values[0]) for theirs, ours in _IDENTIFIERS.items() if (values := _values(properties, theirs))}
        party["identifiers"] = found or None
    return {"id": str(item.get("id") or names[0]), "kind": "parties", "parties": [party]}


def _values(properties: dict[str, Any], key: str) -> list[Any]:
    value = properties.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]
