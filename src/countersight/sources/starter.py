"""Reads the starter atlas: the project's own records, in YAML, each with its primary citation.

Every scalar is read as text, so that ``no`` stays a word (and the code of Norway), a share stays exact and a day stays
what was written. Unknown keys are refused with the nearest known one. Fields are described in :data:`KEYS`.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import replace
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final, cast, get_args

import yaml

from countersight.errors import InputError, Where
from countersight.model.body import Body, Coverage, Designation, Edge, Name, Statement, Tri
from countersight.model.lists import BY_ID
from countersight.model.units import parse_partial_date, parse_share
from countersight.store.records import AtlasRecords, SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SOURCE_ID: Final = "countersight.starter"

KEYS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "file": (frozenset(), frozenset({"bodies", "edges", "coverage"})),
    "body": (
        frozenset({"id", "schema", "names"}),
        frozenset(
            {"countries", "addresses", "identifiers", "government", "organ", "surveillance_company", "designations", "statements"}
        ),
    ),
    "name": (frozenset({"text"}), frozenset({"lang", "kind"})),
    "designation": (
        frozenset({"list", "start", "citation"}),
        frozenset({"end", "programs", "scope", "url", "verified_on"}),
    ),
    "statement": (
        frozenset({"prop", "value", "citation", "nature"}),
        frozenset({"standing", "url", "seen", "start", "end", "locator", "quote", "method", "answers"}),
    ),
    "edge": (frozenset({"owner", "asset", "class", "share", "citation"}), frozenset({"start", "end", "confirmed", "indirect", "recorded", "retracted"})),
    "coverage": (frozenset({"list", "first_edition", "last_edition"}), frozenset({"title", "complete", "max_age_days"})),
}
"""Per kind of record: the keys that must be there, and those that may."""

SCHEMATA: Final = frozenset(
    "Company Organization PublicBody LegalEntity Person Project Product Security".split()
)  # fmt: skip
NAME_KINDS: Final = frozenset({"primary", "alias", "weak", "former", "short"})
NATURES: Final = frozenset(
    "designation finding tender register filing admission report allegation computed".split()
)
STANDINGS: Final = frozenset("asserted contested corrected withdrawn ended".split())
CLASSES: Final = frozenset(
    "equity voting profit control consolidation golden_share board_majority vie_contract state_body_of management nominee acting_in_concert".split()
)  # fmt: skip
TRIS: Final = frozenset(get_args(Tri))
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_COUNTRY = re.compile(r"[A-Z]{2}")


class _Map(dict[str, Any]):
    """A mapping that remembers its line and those of its keys."""

    __slots__ = ("line", "lines")
    line: int
    lines: dict[str, int]


class _Loader(yaml.BaseLoader):
    """Scalars stay text, mappings know their lines, a key stands once."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> _Map:
    found = _Map()
    found.line = node.start_mark.line + 1
    found.lines = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in found:
            raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands twice", problem_mark=key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = key_node.start_mark.line + 1
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


class _Reader:
    """Reads one file; every fault names the file and the line."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fault(self, at: _Map, key: str, message: str, hint: str) -> InputError:
        return InputError(message, hint=hint, where=Where(self.file, at.lines.get(key, at.line), key or None))

    def check(self, item: object, kind: str, parent: _Map, key: str) -> _Map:
        """A mapping with the keys of its kind, or an error that says which key is off."""
        required, optional = KEYS[kind]
        if not isinstance(item, _Map):
            raise self.fault(parent, key, f"{key} holds {item!r}, not a mapping", f"a {kind} has the keys {', '.join(sorted(required))}")
        for name in item:
            if name not in required | optional:
                near = difflib.get_close_matches(name, required | optional, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(required | optional))}"
                raise self.fault(item, name, f"a {kind} has no key {name!r}", hint)
        for name in sorted(required):
            if not item.get(name):
                raise self.fault(item, "", f"a {kind} lacks {name!r}", _why(kind, name))
        return item

    def each(self, parent: _Map, key: str, kind: str) -> Iterable[_Map]:
        for item in self.list_of(parent, key):
            yield self.check(item, kind, parent, key)

    def list_of(self, parent: _Map, key: str) -> list[Any]:
        found = parent.get(key) or []
        if not isinstance(found, list):
            raise self.fault(parent, key, f"{key} is not a list", "write it as a list, even with one item")
        return found

    def texts(self, parent: _Map, key: str) -> tuple[str, ...]:
        found = self.list_of(parent, key)
        if not all(isinstance(item, str) for item in found):
            raise self.fault(parent, key, f"{key} holds something that is not text", "write plain text, one item a line")
        return tuple(found)

    def text(self, parent: _Map, key: str, default: str = "") -> str:
        found = parent.get(key, default)
        if not isinstance(found, str):
            raise self.fault(parent, key, f"{key} is not text", "write one piece of text")
        return found.strip()

    def one_of(self, parent: _Map, key: str, known: frozenset[str], default: str) -> str:
        found = self.text(parent, key, default)
        if found not in known:
            raise self.fault(parent, key, f"{key} is {found!r}", f"known are {', '.join(sorted(known))}")
        return found

    def day(self, parent: _Map, key: str, *, partial: bool = False) -> str:
        found = self.text(parent, key)
        try:
            if found and not partial and len(found) != len("2019-10-09"):
                raise ValueError  # noqa: TRY301 - one message for both faults
            if found:
                parse_partial_date(found)
        except ValueError:
            hint = "write 2019, 2019-10 or 2019-10-09" if partial else "write 2019-10-09"
            raise self.fault(parent, key, f"{key} is no day: {found!r}", hint) from None
        return found

    def list_id(self, parent: _Map) -> str:
        found = self.text(parent, "list")
        if found not in BY_ID:
            near = difflib.get_close_matches(found, BY_ID, 1, 0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(BY_ID)}"
            raise self.fault(parent, "list", f"an unknown list: {found!r}", hint)
        return found

    def body(self, item: _Map) -> Body:
        body_id = self.text(item, "id")
        if not _ID.fullmatch(body_id):
            raise self.fault(item, "id", f"an id like {body_id!r} is not allowed", "small letters, digits, points and hyphens")
        countries = self.texts(item, "countries")
        if wrong := [code for code in countries if not _COUNTRY.fullmatch(code)]:
            raise self.fault(item, "countries", f"no country code: {wrong[0]!r}", "ISO 3166-1 alpha-2, in capitals: CN")
        identifiers = item.get("identifiers") or {}
        if not isinstance(identifiers, dict) or not all(isinstance(value, str) for value in identifiers.values()):
            raise self.fault(item, "identifiers", "identifiers is not a mapping of text", "write uscc: 9133...")
        return Body(
            id=body_id,
            schema=self.one_of(item, "schema", SCHEMATA, ""),
            names=tuple(
                Name(self.text(n, "text"), self.text(n, "lang"), self.one_of(n, "kind", NAME_KINDS, "alias"))
                for n in self.each(item, "names", "name")
            ),
            countries=countries,
            addresses=self.texts(item, "addresses"),
            identifiers=dict(identifiers),
            government=cast("Tri", self.one_of(item, "government", TRIS, "unknown")),
            organ=self.text(item, "organ"),
            surveillance_company=cast("Tri", self.one_of(item, "surveillance_company", TRIS, "unknown")),
            designations=tuple(self.designation(d, body_id) for d in self.each(item, "designations", "designation")),
            statements=tuple(self.statement(s, body_id) for s in self.each(item, "statements", "statement")),
            source_id=SOURCE_ID,
        )

    def designation(self, item: _Map, body_id: str) -> Designation:
        return Designation(
            list_id=self.list_id(item),
            body_id=body_id,
            start=self.day(item, "start"),
            citation=self.text(item, "citation"),
            end=self.day(item, "end"),
            programs=self.texts(item, "programs"),
            scope=self.text(item, "scope"),
            source_id=SOURCE_ID,
            url=self.text(item, "url"),
            verified_on=self.day(item, "verified_on"),
        )

    def statement(self, item: _Map, body_id: str) -> Statement:
        return Statement(
            body_id=body_id,
            prop=self.text(item, "prop"),
            value=self.text(item, "value"),
            citation=self.text(item, "citation"),
            nature=self.one_of(item, "nature", NATURES, ""),
            standing=self.one_of(item, "standing", STANDINGS, "asserted"),
            url=self.text(item, "url"),
            seen=self.day(item, "seen"),
            start=self.day(item, "start", partial=True),
            end=self.day(item, "end", partial=True),
            locator=self.text(item, "locator"),
            quote=self.text(item, "quote"),
            method=self.text(item, "method"),
            answers=self.text(item, "answers"),
        )

    def edge(self, item: _Map) -> Edge:
        try:
            share = parse_share(self.text(item, "share"))
        except ValueError as error:
            raise self.fault(item, "share", str(error), 'write "48.00", "25-50", ">=50" or "unknown"') from None
        return Edge(
            owner=self.text(item, "owner"),
            asset=self.text(item, "asset"),
            klass=self.one_of(item, "class", CLASSES, ""),
            lo=share.lo,
            hi=share.hi,
            start=self.day(item, "start", partial=True),
            end=self.day(item, "end", partial=True),
            citation=self.text(item, "citation"),
            confirmed=self.one_of(item, "confirmed", frozenset({"true", "false"}), "true") == "true",
            indirect=self.one_of(item, "indirect", frozenset({"true", "false"}), "false") == "true",
            recorded=self.day(item, "recorded"),
            retracted=self.day(item, "retracted"),
        )

    def coverage(self, item: _Map) -> Coverage:
        list_id = self.list_id(item)
        age = self.text(item, "max_age_days", "45")
        if not age.isdecimal():
            raise self.fault(item, "max_age_days", f"not a number of days: {age!r}", "write 45")
        if self.one_of(item, "complete", frozenset({"true", "false"}), "false") == "true":
            hint = "only a full official file makes a list complete"
            raise self.fault(item, "complete", "the starter atlas never holds a complete list", hint)
        return Coverage(
            list_id=list_id,
            title=self.text(item, "title") or BY_ID[list_id].title,
            complete=False,
            first_edition=self.day(item, "first_edition"),
            last_edition=self.day(item, "last_edition"),
            max_age_days=int(age),
            source_id=SOURCE_ID,
        )


def _why(kind: str, key: str) -> str:
    if key == "citation":
        return f"every {kind} says where it is said: the notice, the statute, the page"
    if key == "nature":
        return f"known are {', '.join(sorted(NATURES))}; an allegation is never a designation"
    return f"a {kind} has the keys {', '.join(sorted(KEYS[kind][0]))}"


def read_starter_text(text: str, file: str) -> AtlasRecords:
    """Read one file of the starter atlas.

    Raises:
        InputError: Not YAML, an unknown key, a missing citation, a value out of its vocabulary: with file and line.
    """
    reader = _Reader(file)
    try:
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 - a BaseLoader that makes text only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)
        raise InputError(f"not YAML: {error.problem}", hint="check quotation marks and indents", where=where) from None
    except yaml.YAMLError as error:
        raise InputError(f"not YAML: {error}", hint="save the file as plain UTF-8 text", where=Where(file)) from None
    if not isinstance(loaded, _Map):
        raise InputError("the file is not a mapping", hint="it begins with bodies:", where=Where(file, 1))
    top = reader.check(loaded, "file", loaded, "")
    return AtlasRecords(
        bodies=[reader.body(item) for item in reader.each(top, "bodies", "body")],
        edges=[reader.edge(item) for item in reader.each(top, "edges", "edge")],
        coverage=[reader.coverage(item) for item in reader.each(top, "coverage", "coverage")],
    )


def read_starter(folder: Path | None = None) -> AtlasRecords:
    """Read all files of the starter atlas, in the order of their names.

    Args:
        folder: A folder of ``*.yaml`` files; without it, the one that comes with the package.

    Raises:
        InputError: A file is malformed, an id stands in two files, or an edge names an unknown body.
    """
    if folder is None:
        with as_file(files("countersight").joinpath("atlas")) as own:
            return read_starter(own)
    records = AtlasRecords()
    digest = hashlib.sha256()
    held: dict[str, str] = {}
    coverage: dict[str, Coverage] = {}
    ends: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.yaml")):
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\n" + data)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError("not UTF-8", hint="save the file as UTF-8", where=Where(path.name, line)) from None
        found = read_starter_text(text, path.name)
        for body in found.bodies:
            if body.id in held:
                message = f"the body {body.id!r} stands in {held[body.id]} and in {path.name}"
                raise InputError(message, hint="one body, one record", where=Where(path.name))
            held[body.id] = path.name
        records.bodies += found.bodies
        records.edges += found.edges
        ends += [(end, path.name) for edge in found.edges for end in (edge.owner, edge.asset)]
        for item in found.coverage:
            other = coverage.setdefault(item.list_id, item)
            coverage[item.list_id] = replace(
                other,
                first_edition=min(other.first_edition, item.first_edition),
                last_edition=max(other.last_edition, item.last_edition),
            )
    for end, name in ends:
        if end not in held:
            near = difflib.get_close_matches(end, held, 1)
            hint = f"did you mean {near[0]!r}?" if near else "write its record first"
            raise InputError(f"an edge names the unknown body {end!r}", hint=hint, where=Where(name))
    records.coverage = list(coverage.values())
    records.sources = [
        SourceRecord(
            id=SOURCE_ID,
            title="Starter atlas",
            publisher="Countersight",
            licence="records of the project; facts restated from the citations they carry",
            sha256=digest.hexdigest(),
        )
    ]
    return records
