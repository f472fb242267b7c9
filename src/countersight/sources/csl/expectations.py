"""Holds an edition against ``expectations.yaml``: a truncated list must not pass as a complete one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from countersight.errors import DataError, Where
from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import fold

if TYPE_CHECKING:
    from datetime import date

    from countersight.sources.csl.reader import CslEdition


@cache
def expectations() -> dict[str, Any]:
    """The file, parsed: ``max_age_days``, ``rows`` per list, ``names`` and ``identifiers`` that must be there."""
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("expectations.yaml").read_text("utf-8"))
    return loaded


def check(read: CslEdition, file: str) -> None:
    """Refuse an edition that holds too little.

    Raises:
        DataError: A list has fewer rows than it must have, or an expected name or identifier is missing.
    """
    wanted = expectations()
    for list_id, least in wanted["rows"].items():
        if (held := read.rows.get(list_id, 0)) < least:
            message = f"{held} rows of {list_id}, at least {least} were expected"
            hint = "the file looks truncated: download it again; the last good edition stays"
            raise DataError(message, hint=hint, where=Where(file, column="source"))
    names: set[tuple[str, str]] = set()
    numbers: set[tuple[str, str, str]] = set()
    for body in read.bodies:
        for list_id in {told.list_id for told in body.designations}:
            names.update((list_id, fold(name.text)) for name in body.names)
            for kind, values in body.identifiers.items():
                numbers.update((list_id, kind, normalise_identifier(kind, value)) for value in values.split(";"))
    for item in wanted["names"]:
        if (item["list"], fold(item["name"])) not in names:
            message = f"{item['list']} does not name {item['name']!r}, which was expected"
            raise DataError(message, hint="is this the whole list?", where=Where(file, column="name"))
    for item in wanted["identifiers"]:
        if (item["list"], item["kind"], item["value"]) not in numbers:
            message = f"{item['list']} lacks the {item['kind']} {item['value']}, which was expected"
            raise DataError(message, hint="is this the whole list?", where=Where(file, column="ids"))


def too_old(edition: date, today: date) -> bool:
    """True when an edition is older than the list's maximum age; judged when a list is fetched.

    >>> from datetime import date
    >>> too_old(date(2026, 1, 1), date(2026, 1, 31)), too_old(date(2026, 1, 1), date(2026, 3, 1))
    (False, True)
    """
    return (today - edition).days > int(expectations()["max_age_days"])
