"""Holds an edition against a source's ``expectations.yaml``: a truncated list must not pass as a complete one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from countersight.errors import DataError, Where
from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from countersight.sources.edition import Edition


@cache
def expectations_of(package: str) -> dict[str, Any]:
    """The file, parsed: ``max_age_days``, and the ``rows``, ``names`` and ``identifiers`` that must be there, per list."""
    loaded: dict[str, Any] = yaml.safe_load(files(package).joinpath("expectations.yaml").read_text("utf-8"))
    return loaded


def check_edition(package: str, read: Edition, file: str, lists: Collection[str] | None = None) -> None:
    """Refuse an edition that holds too little.

    Args:
        package: Of the source, for example ``countersight.sources.csl``.
        read: The edition.
        file: Its name, for errors.
        lists: Only what is expected of these lists; without it, of all.

    Raises:
        DataError: A list has fewer rows than it must have, or an expected name or identifier is missing.
    """
    wanted = {
        key: [item for item in items if lists is None or item["list"] in lists]
        for key, items in expectations_of(package).items()
        if isinstance(items, list)
    }
    for item in wanted["rows"]:
        if (held := read.rows.get(item["list"], 0)) < item["least"]:
            message = f"{held} rows of {item['list']}, at least {item['least']} were expected"
            hint = "the file looks truncated: download it again; the last good edition stays"
            raise DataError(message, hint=hint, where=Where(file, column="source"))
    names, numbers = _held(read)
    for item in wanted["names"]:
        if (item["list"], fold(item["name"])) not in names:
            message = f"{item['list']} does not name {item['name']!r}, which was expected"
            raise DataError(message, hint="is this the whole list?", where=Where(file, column="name"))
    for item in wanted["identifiers"]:
        if (item["list"], item["kind"], item["value"]) not in numbers:
            message = f"{item['list']} lacks the {item['kind']} {item['value']}, which was expected"
            raise DataError(message, hint="is this the whole list?", where=Where(file, column="ids"))


def _held(read: Edition) -> tuple[set[tuple[str, str]], set[tuple[str, str, str]]]:
    """Every name and every identifier that an edition holds, with its list."""
    names: set[tuple[str, str]] = set()
    numbers: set[tuple[str, str, str]] = set()
    for body in read.bodies:
        for list_id in {told.list_id for told in body.designations}:
            names.update((list_id, fold(name.text)) for name in body.names)
            for kind, values in body.identifiers.items():
                numbers.update((list_id, kind, normalise_identifier(kind, value)) for value in values.split(";"))
    return names, numbers


def is_too_old(package: str, edition: date, today: date) -> bool:
    """True when an edition is older than the source's maximum age; judged when a list is fetched."""
    return (today - edition).days > int(expectations_of(package)["max_age_days"])
