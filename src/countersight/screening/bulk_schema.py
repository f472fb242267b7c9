"""The Arrow schemas of bulk screening: a matter as a row, and what comes back (the extra ``countersight[bulk]``).

A row of matters has the fields of :class:`countersight.model.matter.Matter` under their published names; parties and lines are lists
of structs, null is unknown, days are ``date32`` or ISO text. What is seldom there (answers, resolutions, a position ...) is JSON text,
or a struct. A table with the one column ``matter`` holds whole matters as JSON text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from countersight.errors import InputError, UsageError
from countersight.model.matter import Claims, Identifiers, Line, Matter, Party
from countersight.version import __version__

SCHEMA: Final = "countersight.decisions/1"
"""Version of the rows that come back; a change that breaks readers changes the number."""
WHOLE: Final = "matter"
"""The column of whole matters as JSON text."""
DAYS: Final = ("date", "contract_date", "fcc_authorized_on")
LISTS: Final = ("names", "programs", "functions")
AS_JSON: Final = ("resolutions", "answers", "attachments", "position", "project", "tax", "issuer", "regime", "given", "earlier")
FLAGS: Final = ("is_us_person", "government", "programs_complete", "earlier_complete")


def pyarrow() -> Any:  # noqa: ANN401 - an extra without types
    """The library, or a word on how to get it.

    Raises:
        UsageError: It is not installed.
    """
    try:
        import numpy  # noqa: F401, ICN001, PLC0415 - an extra as well
        import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError(
            "bulk screening needs pyarrow, numpy and DuckDB", hint="pip install 'countersight[bulk]'"
        ) from None
    return pa


def matter_schema() -> Any:  # noqa: ANN401 - a schema of pyarrow
    """The schema of a row of matters."""
    pa = pyarrow()
    text = pa.string()

    def field(name: str) -> Any:  # noqa: ANN401
        return (
            pa.date32() if name in DAYS else pa.list_(text) if name in LISTS else pa.bool_() if name in FLAGS else text
        )

    def struct(model: Any, **nested: Any) -> Any:  # noqa: ANN401
        return pa.struct(
            [
                (one.alias or name, nested.get(name) or field(one.alias or name))
                for name, one in model.model_fields.items()
            ]
        )

    party = struct(Party, identifiers=struct(Identifiers), claims=struct(Claims))
    upstream = pa.list_(pa.struct([("name", text), ("input", text)]))
    line = struct(Line, us_content=pa.struct([("pct", text), ("class", text)]), upstream=upstream)
    kinds = {"parties": pa.list_(party), "lines": pa.list_(line), "text": pa.list_(text), "route": pa.list_(text)}
    names = [one.alias or name for name, one in Matter.model_fields.items()]
    return pa.schema([(name, kinds.get(name) or field(name)) for name in names])


def decision_schema(columns: Sequence[str], meta: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401
    """The schema of what comes back: the matter, its day, its parties, and a struct for each column of law."""
    pa = pyarrow()
    text, texts = pa.string(), pa.list_(pa.string())
    party = pa.struct(
        [(name, text) for name in ("label", "roles", "band", "body", "body_id", "reason", "decided", "notes")]
    )
    page = pa.struct(
        [
            ("page", text),
            ("value", text),
            ("outcome", text),
            ("counts", pa.bool_()),
            ("doubt", text),
            ("flag", pa.bool_()),
            ("why", text),
        ]
    )
    reason = pa.struct([("page", text), ("about", text), ("body", text), ("value", text), ("why", text)])
    question = pa.struct([("about", text), ("fact", text), ("pages", texts), ("note", text)])
    change = pa.struct([("on", text), ("outcome", text), ("pages", texts)])
    column = pa.struct(
        [
            ("outcome", text),
            ("pages", pa.list_(page)),
            ("not_looked_at", texts),
            ("reasons", pa.list_(reason)),
            ("questions", pa.list_(question)),
            ("next", change),
        ]
    )
    fields = [("matter", text), ("on", text), ("parties", pa.list_(party)), *((name, column) for name in columns)]
    return pa.schema(
        fields, metadata={"countersight.schema": SCHEMA, "countersight.program": __version__, **(meta or {})}
    )


def texts_schema() -> Any:  # noqa: ANN401
    """The schema of the texts that rows name by hash."""
    pa = pyarrow()
    return pa.schema([("hash", pa.string()), ("text", pa.string())], metadata={"countersight.schema": SCHEMA})


def faults_schema() -> Any:  # noqa: ANN401
    """The schema of rows that could not be read or decided."""
    pa = pyarrow()
    return pa.schema(
        [("row", pa.int64()), ("matter", pa.string()), ("message", pa.string()), ("hint", pa.string())],
        metadata={"countersight.schema": SCHEMA},
    )


def check_schema(schema: Any) -> None:  # noqa: ANN401
    """Refuse a table that holds no matters.

    Raises:
        InputError: A column that is no field of a matter, or no id and no kind.
    """
    names = list(schema.names)
    if names == [WHOLE]:
        return
    known = set(matter_schema().names)
    if unknown := [name for name in names if name not in known]:
        raise InputError(
            f"a matter has no field {unknown[0]!r}", hint=f"fields: {', '.join(matter_schema().names)}; docs/bulk.md"
        )
    if missing := [name for name in ("id", "kind") if name not in names]:
        raise InputError(
            f"the column {missing[0]!r} is missing", hint="every matter has an id and a kind: docs/bulk.md"
        )


def is_matters(schema: Any) -> bool:  # noqa: ANN401
    """Whether a table holds matters as rows, rather than one row per line under headings of its own."""
    return list(schema.names) == [WHOLE] or {"id", "kind", "parties"} <= set(schema.names)


def matter_of(row: Mapping[str, Any]) -> Matter:
    """A matter out of a row.

    Raises:
        InputError: Not a matter; the field is named.
    """
    try:
        if list(row) == [WHOLE]:
            return Matter.model_validate_json(row[WHOLE] or "null")
        return Matter.model_validate(
            {
                name: json.loads(value) if name in AS_JSON and isinstance(value, str) else bare(value)
                for name, value in row.items()
                if value is not None
            }
        )
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"{place or 'the row'}: {first['msg']}", hint="docs/matter.schema.json says what a matter may hold"
        ) from None
    except json.JSONDecodeError as fault:
        raise InputError(
            f"not JSON: {fault}", hint="answers, resolutions, positions and their like are JSON text"
        ) from None


def bare(value: Any) -> Any:  # noqa: ANN401 - a cell
    """A cell without what is not known."""
    if isinstance(value, dict):
        return {name: bare(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [bare(one) for one in value]
    return value
