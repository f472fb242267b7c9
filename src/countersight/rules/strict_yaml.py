"""YAML as pages and rulebooks use it: one mapping, no key twice, no aliases, no floats, and a place for every key."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import yaml

from countersight.errors import RulebookError, Where

Marks = dict[str, tuple[int, int]]
"""Key to line and column; a key of a mapping inside stands as ``outer.inner``."""


class _Refused(yaml.MarkedYAMLError):
    """YAML, but not as a rulebook uses it."""


class _Strict(yaml.constructor.SafeConstructor):
    """The safe constructor, without what would let a page say something else than it seems to say."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - as PyYAML has it
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                raise _Refused(None, None, "a key is plain text", key.start_mark)
            if key.value in seen:
                raise _Refused(None, None, f"{key.value!r} stands here twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def whole(self, node: yaml.ScalarNode) -> int | str:
        """A whole number in plain digits; YAML's other ways (octal, base 60, underscores) stay text."""
        return int(node.value) if _WHOLE.fullmatch(node.value) else str(node.value)

    def text_of_float(self, node: yaml.ScalarNode) -> str:
        """A number with a point stays text, so that whoever needs it reads it exactly."""
        return str(node.value)

    def day(self, node: yaml.ScalarNode) -> date:
        try:
            value = self.construct_yaml_timestamp(node)
        except ValueError as fault:
            raise _Refused(None, None, f"not a day: {fault}", node.start_mark) from None
        if isinstance(value, datetime) or value.isoformat() != node.value:
            raise _Refused(None, None, "a day is written 2026-11-10", node.start_mark)
        return value


_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")

_Strict.add_constructor("tag:yaml.org,2002:int", _Strict.whole)  # type: ignore[type-var]
_Strict.add_constructor("tag:yaml.org,2002:float", _Strict.text_of_float)  # type: ignore[type-var]
_Strict.add_constructor("tag:yaml.org,2002:timestamp", _Strict.day)  # type: ignore[type-var]


class _Loader(_Strict, yaml.SafeLoader):
    """Reads everything, and says of what is refused why."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            place = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise _Refused(None, None, "a page repeats itself in words, not by a YAML alias", place)
        return super().compose_node(parent, index)


if yaml.__with_libyaml__:

    class _Fast(_Strict, yaml.CSafeLoader):
        """The same by the compiled library, where there is one: for text without an alias, and without a fault."""

else:
    _Fast = _Loader  # type: ignore[misc, assignment]


def read_mapping(text: str, file: str, above: int = 0) -> tuple[dict[str, Any], Marks]:
    """Read a mapping.

    Args:
        text: The YAML.
        file: Its name, for faults.
        above: Lines of the file that stand above the text.

    Returns:
        The mapping, and where each key of the first two levels stands in the file.

    Raises:
        RulebookError: Not YAML, not a mapping, a key twice, an alias, or a day that is none; with line and column.
    """
    if not {"&", "*"} & set(text):
        try:
            return _read(_Fast, text, file, above)
        except RulebookError:
            pass  # the other loader says where and why
    return _read(_Loader, text, file, above)


def _read(kind: type[_Loader | _Fast], text: str, file: str, above: int) -> tuple[dict[str, Any], Marks]:
    loader = None
    try:
        loader = kind(text)
        node = loader.get_single_node()
        raw = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        where = Where(file, above + (mark.line if mark else 0) + 1, (mark.column if mark else 0) + 1)
        hint = "quote text that holds a colon" if "mapping values" in str(fault.problem) else ""
        what = "" if isinstance(fault, _Refused) else "not YAML: "
        raise RulebookError(f"{what}{fault.problem}", where=where, hint=hint) from None
    except (yaml.YAMLError, RecursionError) as fault:
        reason = "nested too deeply" if isinstance(fault, RecursionError) else str(fault).split("\n", 1)[0]
        raise RulebookError(f"not YAML: {reason}", where=Where(file, above + 1, 1)) from None
    finally:
        if loader is not None:
            loader.dispose()
    if not isinstance(raw, dict) or not isinstance(node, yaml.MappingNode):
        raise RulebookError("not a mapping", where=Where(file, above + 1, 1), hint="key: value, one a line")
    return {str(key): value for key, value in raw.items()}, _marks(node, above)


def _marks(node: yaml.MappingNode, above: int) -> Marks:
    marks: Marks = {}
    for key, value in node.value:
        marks[str(key.value)] = (above + key.start_mark.line + 1, key.start_mark.column + 1)
        if isinstance(value, yaml.MappingNode):
            for inner, _ in value.value:
                marks[f"{key.value}.{inner.value}"] = (above + inner.start_mark.line + 1, inner.start_mark.column + 1)
    return marks
