"""The lines of ``entities.ftm.json``: one entity each, in bounded memory, every fault with its line and property."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InputError, Where
from countersight.sources.ftm.tables import KEPT
from countersight.sources.raw import file_chunks, guess_encoding, json_document, refuse_other_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from countersight.sources.ftm.catalogue import Checked

MAX_LINE: Final = 16 * 1024 * 1024
"""Bytes of one entity. The largest have some hundred thousand."""

MAX_FILE: Final = 8 * 1024 * 1024 * 1024
"""The whole of OpenSanctions is about half of it; it is read line by line."""

MAX_VALUES: Final = 20_000
"""Values of one property."""

_BOM: Final = b"\xef\xbb\xbf"
_HINT: Final = "take entities.ftm.json as published: one entity a line"


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity with those of its properties that are kept."""

    id: str
    schema: str
    caption: str
    properties: dict[str, tuple[str, ...]]
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    file: str
    line: int

    def values(self, *names: str) -> tuple[str, ...]:
        """The values of properties, each once, in their order."""
        return tuple(dict.fromkeys(value for name in names for value in self.properties.get(name, ())))

    def joined(self, name: str) -> str:
        """The values of a property in one text."""
        return "; ".join(self.values(name))

    def fault(self, name: str, message: str, hint: str) -> InputError:
        """The error to raise about one property."""
        return InputError(message, hint=hint, where=Where(self.file, self.line, f"properties.{name}" if name else None))


def entities(path: Path, checked: Checked) -> Iterator[Entity]:
    """Every entity of a file; of schemata that are not read, only the schema is told.

    Args:
        path: The file, UTF-8, one object a line.
        checked: Takes the bytes as they are read.

    Raises:
        InputError: Another encoding, a line that is too long, is not JSON or not an entity, or an id that stands twice.
    """
    file = str(path)
    seen: set[str] = set()
    for number, line in _lines(path, checked):
        if not line.strip():
            continue
        entity = _entity(_object(line, file, number), file, number)
        if entity.id in seen:
            raise entity.fault("", f"the id {entity.id!r} stands twice", _HINT)
        seen.add(entity.id)
        yield entity


def _lines(path: Path, checked: Checked) -> Iterator[tuple[int, bytes]]:
    rest, number = b"", 1
    for at, chunk in enumerate(file_chunks(path, MAX_FILE)):
        if not at:
            refuse_other_encoding(chunk, str(path))
        checked.take(chunk)
        *whole, rest = (rest + (chunk.removeprefix(_BOM) if not at else chunk)).split(b"\n")
        for line in whole:
            yield number, line
            number += 1
        if len(rest) > MAX_LINE:
            raise InputError(f"a line of more than {MAX_LINE} bytes", hint=_HINT, where=Where(str(path), number))
    yield number, rest


def _object(line: bytes, file: str, number: int) -> dict[str, Any]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        message, hint = f"not UTF-8 at byte {error.start} of the line", "download the file again; it is published in UTF-8"
        if name := guess_encoding(line):
            message, hint = f"{message}: it looks like {name}", f"save it as UTF-8: iconv -f {name} -t UTF-8"
        raise InputError(message, hint=hint, where=Where(file, number)) from None
    try:
        found = json_document(text, file)
    except InputError as error:
        column = error.where.column
        raise InputError(error.message, hint=error.hint, where=Where(file, number, column)) from None
    if not isinstance(found, dict):
        raise InputError("not an object", hint=_HINT, where=Where(file, number))
    return found


def _entity(found: dict[str, Any], file: str, line: int) -> Entity:
    place = Entity("", "", "", {}, (), (), file, line)
    held: dict[str, str] = {}
    for key in ("id", "schema", "caption"):
        value = found.get(key)
        if not isinstance(value, str) and (value is not None or key != "caption"):
            raise InputError(f"{key} is not text" if key in found else f"{key} is missing", hint=_HINT, where=Where(file, line, key))
        held[key] = value or ""
    if not held["id"].strip() or not held["schema"].strip():
        raise InputError("id and schema are empty", hint=_HINT, where=Where(file, line, "id"))
    properties = found.get("properties")
    if not isinstance(properties, dict):
        raise InputError("properties is not an object", hint=_HINT, where=Where(file, line, "properties"))
    kept = KEPT.get(held["schema"], frozenset())
    return Entity(
        id=held["id"],
        schema=held["schema"],
        caption=held["caption"],
        properties={name: _values(properties[name], name, place) for name in sorted(kept & properties.keys())},
        datasets=_texts(found, "datasets", place),
        referents=_texts(found, "referents", place),
        file=file,
        line=line,
    )


def _texts(found: dict[str, Any], key: str, place: Entity) -> tuple[str, ...]:
    values = found.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise InputError(f"{key} is not a list of text", hint=_HINT, where=Where(place.file, place.line, key))
    return tuple(values)


def _values(values: Any, name: str, place: Entity) -> tuple[str, ...]:  # noqa: ANN401 - JSON holds anything
    if not isinstance(values, list):
        raise place.fault(name, "not a list", "every property has a list of values")
    if len(values) > MAX_VALUES:
        raise place.fault(name, f"{len(values)} values, at most {MAX_VALUES} are read", _HINT)
    if any(isinstance(value, dict) for value in values):
        raise place.fault(name, "an entity inside an entity", "this looks like targets.nested.json: take entities.ftm.json")
    if not all(isinstance(value, str) for value in values):
        raise place.fault(name, "a value that is not text", _HINT)
    if any("\ud800" <= char <= "\udfff" for value in values for char in value):
        raise place.fault(name, "half of a surrogate pair", "the text was decoded wrongly: download the file again")
    return tuple(text for value in values if (text := " ".join(value.split())))
