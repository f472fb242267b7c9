"""The text of a file that somebody else wrote: UTF-8, UTF-16 and UTF-32 by their marks, GB18030 by what the bytes read as."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final

from countersight.errors import InputError, Where

_PIECE: Final = 1 << 20
_HEAD: Final = 4096
MAX_LINE: Final = 8_000_000
"""Characters of a line; a longer one is no row of a table, and would be held in memory whole."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"\x84\x31\x95\x33", "gb18030"),
)  # fmt: skip
"""UTF-32 before UTF-16, because its mark begins as that of UTF-16 does."""


def encoding_of(stream: BinaryIO, file: str) -> tuple[str, str]:
    """The encoding of a file, and what is to be said about it; UTF-8 goes without saying. The whole file is looked at.

    Args:
        stream: Its bytes; it stands at the start again afterwards.
        file: Its name, for errors.

    Raises:
        InputError: The bytes are no text that can be told.
    """
    head = stream.read(_HEAD)
    stream.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, "" if name == "utf-8-sig" else f"{file}: read as {name.upper()}, by its byte-order mark"
    if wide := _without_mark(head):
        return wide, f"{file}: read as {wide.upper()}, which the bytes look like"
    found = _scanned(stream, file)
    stream.seek(0)
    return found


def _scanned(stream: BinaryIO, file: str) -> tuple[str, str]:
    """UTF-8 if every byte of the file is, else GB18030 if its first piece with other bytes reads as Chinese."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    at, lines, foreign, left = 0, 0, False, b""
    while True:
        piece = stream.read(_PIECE)
        if b"\0" in piece:
            line = lines + 1 + piece.count(b"\n", 0, piece.index(b"\0"))
            raise InputError("the file holds NUL bytes: it is no text", hint="is it a spreadsheet or an archive with another ending?", where=Where(file, line))
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as fault:
            whole = left + piece
            before = whole[: fault.start]
            if not foreign and before.isascii() and is_gb18030(whole[fault.start :] + stream.read(_PIECE)):
                return "gb18030", f"{file}: read as GB18030, which the bytes look like"
            where = Where(file, lines + 1 + before.count(b"\n"))
            if foreign or not before.isascii():
                raise InputError("a byte that is not UTF-8, as lines before it are", hint="save the whole file in one encoding, best UTF-8", where=where) from None
            raise InputError(f"not UTF-8 at byte {at - len(left) + fault.start}, nor another encoding that can be told", hint="save the table as CSV UTF-8", where=where) from None
        if not piece:
            return "utf-8", ""
        left = decoder.getstate()[0]
        at += len(piece)
        lines += piece.count(b"\n")
        foreign = foreign or not piece.isascii()


def is_gb18030(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 read as Chinese: Latin letters with marks pair up to rare characters, which GB 2312 has not.

    >>> is_gb18030("乌鲁木齐市公安局".encode("gb18030")), is_gb18030("Ürümqi, Müller".encode("latin-1"))
    (True, False)
    """
    foreign = [char for char in data.decode("gb18030", errors="replace") if char > "\x7f"]
    common = sum(1 for char in foreign if char.encode("gb2312", errors="ignore"))
    han = any("\u4e00" <= char <= "\u9fff" for char in foreign)
    return han and common * 10 >= len(foreign) * 8


def _without_mark(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of ASCII text is nothing."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head) and max(even, odd) > 4 * min(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def text_lines(stream: BinaryIO, encoding: str, file: str) -> Iterator[str]:
    """The lines of a stream, with their ends as they are, a piece at a time.

    Raises:
        InputError: A byte that is not of the encoding, or a line without end; its number is told.
    """
    reader = io.TextIOWrapper(stream, encoding=encoding, newline="")
    line = 0
    try:
        for text in iter(partial(reader.readline, MAX_LINE), ""):
            line += 1
            if len(text) >= MAX_LINE:
                raise InputError(f"a line of more than {MAX_LINE:,} characters: no table", hint="one row is one line", where=Where(file, line))
            yield text
    except UnicodeDecodeError as fault:
        line += 1 + bytes(fault.object)[: fault.start].count(b"\n")  # whole lines before the piece were given already
        raise InputError(f"a byte that is not {encoding.upper()}", hint="save the whole file in one encoding, best UTF-8", where=Where(file, line)) from None
    finally:
        reader.detach()  # whoever opened the stream closes it
