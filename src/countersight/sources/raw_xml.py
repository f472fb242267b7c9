"""Reading XML that somebody else made, record by record and in bounded memory.

It stands on expat itself rather than on ``xml.etree``'s parser, for two reasons: a DOCTYPE is refused at the moment it
is met, so that no entity is ever declared or expanded (what defusedxml would do, without the dependency), and every
record knows its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from countersight.errors import InputError, Where
from countersight.sources.raw import guess_encoding, refuse_other_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_DEPTH: Final = 64
"""The deepest official file has 10."""

MAX_RECORD: Final = 16 * 1024 * 1024
"""Bytes of one record. The largest official one has some hundred thousand."""

_ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@dataclass(frozen=True, slots=True)
class Record:
    """One element with everything in it, names without their namespace, and its line."""

    element: Element
    file: str
    line: int

    def text(self, path: str) -> str:
        """The text of the first element on a path, stripped; empty when there is none."""
        return (self.element.findtext(path) or "").strip()

    def fault(self, column: str, message: str, hint: str) -> InputError:
        """The error to raise about one part of the record."""
        return InputError(message, hint=hint, where=Where(self.file, self.line, column or None))


class _Builder:
    """Builds the wanted elements, forgets the others, and refuses what should not be there."""

    def __init__(self, file: str, wanted: frozenset[str]) -> None:
        self.file = file
        self.wanted = wanted
        self.ready: list[Record] = []
        self.depth = 0
        self.within = 0
        """Depth inside a wanted element; 0 outside."""
        self.begun = (0, 0)
        """Line and byte at which the element being built began."""
        self.tree = TreeBuilder()
        self.names: dict[str, str] = {}
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = self.doctype
        parser.XmlDeclHandler = self.declaration
        self.parser = parser

    def fault(self, message: str, hint: str) -> InputError:
        where = Where(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        return InputError(message, hint=hint, where=where)

    def doctype(self, *_: object) -> None:
        raise self.fault("a DOCTYPE", "official lists have none; it can carry entities that grow without end: do not open it")

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise self.fault(f"the file declares the encoding {encoding}", f"save it as UTF-8: iconv -f {encoding} -t UTF-8")

    def bare(self, name: str) -> str:
        return self.names.setdefault(name, name.rpartition(" ")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fault(f"elements nested more than {MAX_DEPTH} deep", "is this the official file?")
        tag = self.bare(name)
        plain = {self.bare(key): value for key, value in attributes.items()} if attributes else {}
        if self.depth == 1:
            self.ready.append(Record(Element(tag, plain), self.file, self.parser.CurrentLineNumber))
        if not self.within and (self.depth == 1 or tag not in self.wanted):
            return
        if not self.within:
            self.tree = TreeBuilder()
            self.begun = (self.parser.CurrentLineNumber, self.parser.CurrentByteIndex)
            self.parser.CharacterDataHandler = self.tree.data
        self.within += 1
        self.tree.start(tag, plain)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.within:
            self.tree.end(self.bare(name))
            self.within -= 1
            if not self.within:
                self.parser.CharacterDataHandler = None
                self.ready.append(Record(self.tree.close(), self.file, self.begun[0]))

    def feed(self, chunk: bytes, last: bool = False) -> list[Record]:  # noqa: FBT001, FBT002 - as expat has it
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            where = Where(self.file, error.lineno, error.offset + 1)
            message = f"not XML: {expat.ErrorString(error.code)}"
            if name := guess_encoding(chunk):
                raise InputError(f"{message}; the file looks like {name}", hint=f"save it as UTF-8: iconv -f {name} -t UTF-8", where=where) from None
            raise InputError(message, hint="download the file again; is it whole?", where=where) from None
        if self.within and self.parser.CurrentByteIndex - self.begun[1] > MAX_RECORD:
            raise self.fault(f"a record of more than {MAX_RECORD} bytes", "is this the official file?")
        ready, self.ready = self.ready, []
        return ready


def xml_records(chunks: Iterable[bytes], file: str, wanted: frozenset[str]) -> Iterator[Record]:
    """The root without its content, then every wanted element, whole, in the order of the file.

    Args:
        chunks: The bytes of the file, UTF-8.
        file: Its name, for errors.
        wanted: Names of elements, without namespace; one inside another is a part of the outer one.

    Raises:
        InputError: Not well-formed, a DOCTYPE, another encoding, too deep, or a record too large.

    >>> [record.element.tag for record in xml_records([b"<a><b>1</b><c/>", b"<b>2</b></a>"], "x.xml", frozenset({"b"}))]
    ['a', 'b', 'b']
    """
    builder = _Builder(file, wanted)
    begun = False
    for chunk in chunks:
        if not begun:
            refuse_other_encoding(chunk, file)
            begun = True
        yield from builder.feed(chunk)
    yield from builder.feed(b"", last=True)
