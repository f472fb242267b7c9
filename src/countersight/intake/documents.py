"""Matters as JSON or JSON lines: one matter, a list of them, or one a line."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, BinaryIO, Final

from pydantic import ValidationError

from countersight.errors import InputError, Where
from countersight.intake.records import entity, is_entity
from countersight.intake.result import UNKNOWN_MARKS, Intake, RowFault
from countersight.model.matter import Matter

CHUNK: Final = 500
"""Lines that are read together."""
MAX_LINE: Final = 32_000_000
"""Bytes of a matter on a line: a list of twenty thousand lines has fewer."""
_LITERAL = frozenset({"id", "text", "node", "pct", "given"})
"""Keys whose value is taken as written: ids and free text, a node that may be "none", a share that may be "unknown"."""

_KEYS = sorted(field.alias or name for name, field in Matter.model_fields.items())


def read_json(data: bytes, file: str) -> Intake:
    """Read one matter or a list of matters.

    Raises:
        InputError: Not UTF-8, or not JSON: with line and column.
    """
    return of_loaded(loaded(data, file), file)


def read_jsonl(data: bytes, file: str) -> Intake:
    """Read one matter a line. A line that is not JSON is a fault of its own; the others go on."""
    lines = _text(data, file).split("\n")
    return _lines(((number, line) for number, line in enumerate(lines, 1) if line.strip()), file)


def jsonl_chunks(stream: BinaryIO, file: str) -> Iterator[Intake]:
    """Read one matter a line, some at a time: a file of any size takes the same memory.

    Raises:
        InputError: A line that is not UTF-8, or one without end.
    """
    good: list[tuple[int, str]] = []
    for number, line in enumerate(iter(partial(stream.readline, MAX_LINE), b""), 1):
        if len(line) >= MAX_LINE:
            raise InputError(f"a line of more than {MAX_LINE:,} bytes", hint="one matter is one line", where=Where(file, number))
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as fault:
            raise InputError(f"not UTF-8 at byte {fault.start} of the line", hint="save the file as UTF-8", where=Where(file, number)) from None
        if text.strip():
            good.append((number, text))
        if len(good) >= CHUNK:
            yield _lines(good, file)
            good = []
    yield _lines(good, file)


def _lines(lines: Iterable[tuple[int, str]], file: str) -> Intake:
    faults: list[RowFault] = []
    good: list[tuple[int, str, Any]] = []
    for number, line in lines:
        try:
            good.append((number, "", load_line(line, file, number)))
        except InputError as fault:
            faults.append(RowFault(fault.where, fault.message, fault.hint))
    read = _matters(good, file)
    read.faults[:0] = faults
    return read


def _text(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise InputError(f"not UTF-8 at byte {fault.start}", hint="save the file as UTF-8", where=Where(file, line)) from None


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twin!r} stands twice in one object")
    return found


def load_line(text: str, file: str, line: int) -> Any:  # noqa: ANN401 - JSON is anything
    """What stands in one line of JSON lines.

    Raises:
        InputError: Not JSON, or nested too deeply: with line and column.
    """
    """One document of JSON that begins on a line.

    Raises:
        InputError: Not JSON, nested too deeply, or a key twice in one object.
    """
    try:
        return json.loads(text, object_pairs_hook=_no_twins)
    except json.JSONDecodeError as fault:
        where = Where(file, line + fault.lineno - 1, fault.colno)
        raise InputError(f"not JSON: {fault.msg}", hint="a matter is an object: see countersight schema", where=where) from None
    except RecursionError:
        raise InputError("not a matter: nested too deeply", hint="see: countersight schema", where=Where(file, line)) from None
    except ValueError as fault:
        raise InputError(str(fault), hint="keep one of the two", where=Where(file, line)) from None


def loaded(data: bytes, file: str) -> Any:  # noqa: ANN401 - JSON is anything
    """What stands in a document.

    Raises:
        InputError: Not UTF-8, or not JSON: with line and column.
    """
    return load_line(_text(data, file), file, 1)


def is_json(data: bytes) -> bool:
    """Whether bytes are a whole document of JSON."""
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def of_loaded(found: Any, file: str) -> Intake:  # noqa: ANN401 - JSON is anything
    """One matter or a list of matters, out of what stands in a document."""
    items = found if isinstance(found, list) else [found]
    return _matters(((number, f"matter {number}", item) for number, item in enumerate(items, 1)), file)


def _matters(items: Iterator[tuple[int, str, Any]] | list[tuple[int, str, Any]], file: str) -> Intake:
    intake = Intake()
    other: Counter[str] = Counter()
    for number, label, one in items:
        place, item = Where(file, number) if not label else Where(f"{file}, {label}"), one
        if is_entity(item):
            schema, item = str(item["schema"]), entity(item)
            if item is None:
                other[schema] += 1
                continue
        if not isinstance(item, dict):
            intake.faults.append(RowFault(place, f"a matter is an object, not {type(item).__name__}", "see: countersight schema"))
            continue
        named = str(item.get("id") or "")
        marks: list[str] = []
        cleaned = _unknown(item, "", marks)
        try:
            intake.matters.append(Matter.model_validate(cleaned))
        except ValidationError as fault:
            intake.faults += [_fault(error, place, named) for error in fault.errors()[:5]]
            continue
        intake.notes += [f"{place}: read as unknown: {mark}" for mark in marks]
    intake.notes += [f"{file}: entities that are no party, not read: {schema} ({count} times)" for schema, count in other.items()]
    return intake


def _unknown(value: Any, path: str, marks: list[str]) -> Any:  # noqa: ANN401 - JSON is anything
    """The value with markers such as "N/A" turned into null."""
    if isinstance(value, dict):
        return {key: one if key in _LITERAL else _unknown(one, f"{path}.{key}" if path else key, marks) for key, one in value.items()}
    if isinstance(value, list):
        return [_unknown(one, f"{path}[{at}]", marks) for at, one in enumerate(value)]
    if isinstance(value, str) and (not value.strip() or value.strip().casefold() in UNKNOWN_MARKS):
        marks.append(f"{path}: {value!r}")
        return None
    return value


def _fault(error: Any, place: Where, named: str) -> RowFault:  # noqa: ANN401 - pydantic's own mapping
    path = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        key = str(error["loc"][-1])
        near = difflib.get_close_matches(key, _KEYS, 1)
        hint = f"did you mean {near[0]!r}?" if near else "see: countersight schema"
        message = f"a key that is not known: {path!r}"
    else:
        hint, message = "see: countersight schema", f"{path}: {error['msg']}"
    return RowFault(Where(place.file, place.line, path), message, hint, named)
