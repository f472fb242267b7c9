"""Reading the tables of a page that somebody saved: bounded, one encoding, and every cell with its line.

It stands on :mod:`html.parser`, which runs nothing and fetches nothing. A page that declares entities of its own is
refused, and so is a reference that HTML does not know; a table inside a table is refused, because its rows would mix.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.entities import html5
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.sources.raw import MAX_COLUMNS, decode, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

MAX_PAGE: Final = 8 * 1024 * 1024
"""The pages read here have some hundred thousand bytes, with everything a browser saves."""

MAX_ROWS: Final = 20_000
MAX_CELL: Final = 32_768
"""Characters of one cell. The longest official one has about a thousand."""

MAX_REFERENCE: Final = 40
"""Characters of one reference such as ``&amp;``. The longest name of HTML has 31."""

MAX_OPEN: Final = 100
"""Comments that are begun after the last one that ends."""

MAX_WORK: Final = 50_000_000
"""Tags that begin before the next ``>``, times the characters up to it, over the page: html.parser reads them so often."""

_BLOCKS: Final = frozenset("address article aside blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p section ul".split())
_SILENT: Final = frozenset({"script", "style", "template", "noscript", "svg"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_UTF8: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, its blocks on lines of their own, and what stands in bold in it."""

    text: str
    strong: tuple[str, ...] = ()
    heading: bool = False

    @property
    def flat(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class HtmlRow:
    """One row of a table with the line on which it begins."""

    cells: tuple[Cell, ...]
    file: str
    line: int

    def fault(self, column: str, message: str, hint: str) -> InputError:
        """The error to raise about one cell."""
        return InputError(message, hint=hint, where=Where(self.file, self.line, column or None))


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """One table: the text between it and the table before, and its rows."""

    before: str
    rows: tuple[HtmlRow, ...]
    file: str
    line: int

    @property
    def header(self) -> tuple[str, ...]:
        """The first row, folded to words of small letters; empty when the table has no row."""
        return tuple(" ".join(re.findall(r"[a-z]+", cell.text.lower())) for cell in self.rows[0].cells) if self.rows else ()


@dataclass(slots=True)
class _Open:
    """The table being read."""

    line: int
    before: str
    rows: list[HtmlRow] = field(default_factory=list)
    cells: list[Cell] | None = None
    row_line: int = 0
    text: list[str] | None = None
    strong: list[str] = field(default_factory=list)
    bold: int | None = None
    """Where in the text of the cell the bold began."""
    heading: bool = False


class _Parser(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=False)
        self.file = file
        self.tables: list[HtmlTable] = []
        self.between: list[str] = []
        self.open: _Open | None = None
        self.silent = 0

    def fault(self, message: str, hint: str) -> InputError:
        line, column = self.getpos()
        return InputError(message, hint=hint, where=Where(self.file, line, column + 1))

    def handle_decl(self, decl: str) -> None:
        if "[" in decl or "entity" in decl.lower():
            raise self.fault("the page declares entities", "they can grow without end: do not open it")

    def unknown_decl(self, data: str) -> None:
        raise self.fault(f"not HTML: <![{data[:20]}", "save the page as HTML, not as XML")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self._charset(dict(attrs))
        elif tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            if self.open:
                raise self.fault("a table inside a table", "is this the official page?")
            self.open = _Open(self.getpos()[0], " ".join("".join(self.between).split()))
        elif self.open:
            self._inside(self.open, tag, dict(attrs))
        elif tag in _BLOCKS:
            self.between.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:  # <svg/> opens nothing
            self.handle_starttag(tag, attrs)

    def _charset(self, attrs: dict[str, str | None]) -> None:
        told = attrs.get("charset") or ""
        if not told and (found := _CHARSET.search(attrs.get("content") or "")):
            told = found[1]
        if told and told.strip().lower() not in _UTF8:
            raise self.fault(f"the page declares the encoding {told}", f"save it as UTF-8: iconv -f {told} -t UTF-8")

    def _inside(self, at: _Open, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "tr":
            self._end_row()
            at.cells, at.row_line = [], self.getpos()[0]
        elif tag in {"td", "th"}:
            self._end_cell()
            if at.cells is None:
                raise self.fault("a cell outside a row", "is the page saved whole?")
            if any((attrs.get(span) or "1").strip() not in {"", "1"} for span in ("rowspan", "colspan")):
                raise self.fault("a cell that spans several", "each row of the official table has its own cells")
            if len(at.cells) >= MAX_COLUMNS:
                raise self.fault(f"more than {MAX_COLUMNS} cells in a row", "is this the official page?")
            at.text, at.strong, at.bold, at.heading = [], [], None, tag == "th"
        elif at.text is not None and tag in {"strong", "b"}:
            at.bold = len(at.text)
        elif tag in _BLOCKS and at.text is not None:
            at.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        at = self.open
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif at is None:
            self.between.append(" " if tag in _BLOCKS else "")
        elif tag == "table":
            self._end_row()
            self.tables.append(HtmlTable(at.before, tuple(at.rows), self.file, at.line))
            self.open, self.between = None, []
        elif tag == "tr":
            self._end_row()
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"strong", "b"} and at.text is not None and at.bold is not None:
            at.strong.append(" ".join("".join(at.text[at.bold :]).split()))
            at.bold = None
        elif tag in _BLOCKS and at.text is not None:
            at.text.append("\n")

    def _end_cell(self) -> None:
        at = self.open
        if at is None or at.text is None or at.cells is None:
            return
        text = "\n".join(line for raw in "".join(at.text).split("\n") if (line := " ".join(raw.split())))
        if len(text) > MAX_CELL:
            raise self.fault(f"a cell of more than {MAX_CELL} characters", "is this the official page?")
        at.cells.append(Cell(text, tuple(filter(None, at.strong)), at.heading))
        at.text = None

    def _end_row(self) -> None:
        self._end_cell()
        at = self.open
        if at is None or at.cells is None:
            return
        if len(at.rows) >= MAX_ROWS:
            raise self.fault(f"more than {MAX_ROWS} rows in a table", "is this the official page?")
        if at.cells:
            at.rows.append(HtmlRow(tuple(at.cells), self.file, at.row_line))
        at.cells = None

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.open is None:
            self.between.append(data)
        elif self.open.text is not None:
            self.open.text.append(data.replace("\n", " "))

    def handle_charref(self, name: str) -> None:
        if len(name) > MAX_REFERENCE:
            raise self.fault("a character reference that is too long", "download the page again")
        self.handle_data(html.unescape(f"&#{name};"))

    def handle_entityref(self, name: str) -> None:
        if f"{name};" not in html5:
            raise self.fault(f"an entity that HTML does not know: &{name[:MAX_REFERENCE]};", "save the page as HTML; an ampersand is written &amp;")
        self.handle_data(html5[f"{name};"])


def _refuse_endless(text: str, file: str) -> None:
    """Refuse a page of tags or comments that begin and do not end: html.parser would read it over and over."""
    last = text.rfind("-->")
    line = text.count("\n", 0, last + 1) + 1
    if text.count("<!--", last + 1) > MAX_OPEN:
        raise InputError("comments that do not end", hint="is this the official page?", where=Where(file, line))
    work, at = 0, 0
    for part in text.split(">"):
        work += max(0, part.count("<") - 1) * len(part)
        if work > MAX_WORK:
            where = Where(file, text.count("\n", 0, at) + 1)
            raise InputError("tags that do not end", hint="is this the official page?", where=where)
        at += len(part) + 1


def html_tables(path: Path) -> tuple[bytes, list[HtmlTable]]:
    """The bytes of a saved page, and its tables in their order.

    Args:
        path: The page, UTF-8.

    Raises:
        InputError: Not a regular file, too large, another encoding, entities of its own, a table inside a table, cells
            that span, too many of anything, or a table that does not end.
    """
    data = read_bytes(path, MAX_PAGE)
    name = str(path)
    text = decode(data, name).replace("\r\n", "\n")
    _refuse_endless(text, name)
    parser = _Parser(name)
    parser.feed(text)
    parser.close()
    if parser.open is not None:
        where = Where(name, parser.open.line)
        raise InputError("the table does not end", hint="the page is not whole: save it again", where=where)
    return data, parser.tables
