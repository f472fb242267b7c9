"""The door to the real followthemoney package, which holds entities against its model: the extra ``countersight[ftm]``.

It needs PyICU, so nothing here depends on it. It is imported when it is called for, and nowhere else.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from countersight.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


def problems(lines: Iterable[str]) -> list[str]:
    """What the model of the installed followthemoney package has against entities.

    Args:
        lines: One entity each, as JSON.

    Returns:
        One line per problem, with the number of its line: an unknown schema or property, a value that is not of its
        type, a property that is needed and missing, a link to what may not be linked. Empty when there is none.

    Raises:
        UsageError: The package is not installed.
    """
    try:
        model: Any = import_module("followthemoney").model
    except ImportError as fault:
        hint = "pip install 'countersight[ftm]'; it needs PyICU, and so the ICU library with its headers"
        raise UsageError(f"followthemoney is not installed ({fault})", hint=hint) from None
    held = [json.loads(line) for line in lines]
    schemata = {item["id"]: item["schema"] for item in held}
    return [f"{number}: {text}" for number, item in enumerate(held, 1) for text in _against(item, model, schemata)]


def _against(item: dict[str, Any], model: Any, schemata: dict[str, str]) -> Iterable[str]:  # noqa: ANN401 - a foreign model
    schema = model.get(item["schema"])
    if schema is None:
        yield f"no schema {item['schema']!r}"
        return
    for name in schema.required:
        if not item["properties"].get(name):
            yield f"a {schema.name} needs {name}"
    for name, values in item["properties"].items():
        prop = schema.get(name)
        if prop is None or prop.stub:
            yield f"a {schema.name} has no property {name}"
            continue
        if fault := prop.validate(values):
            yield f"{name}: {fault}"
        if prop.type.name == "entity":
            yield from _linked(name, prop, values, model, schemata)


def _linked(name: str, prop: Any, values: list[str], model: Any, schemata: dict[str, str]) -> Iterable[str]:  # noqa: ANN401 - as above
    for value in values:
        other = model.get(schemata.get(value, ""))
        if other is None:
            yield f"{name}: no entity {value!r}"
        elif prop.range is not None and not other.is_a(prop.range):
            yield f"{name}: {value!r} is a {other.name}, not a {prop.range.name}"
