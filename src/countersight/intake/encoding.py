"""The text of a file that somebody else wrote: UTF-8, UTF-16 and UTF-32 by their marks, GB18030 by what the bytes read as."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from countersight.errors import InputError, Where
from countersight.sources.raw import guess_encoding

HEAD: Final = 1 << 20
"""Bytes that are looked at before a file is read."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"\x84\x31\x95\x33", "gb18030"),
)  # fmt: skip
"""UTF-32 before UTF-16, because its mark begins as that of UTF-16 does."""


def encoding_of(head: bytes, file: str, *, whole: bool) -> tuple[str, str]:
    """The encoding of a file, and what is to be said about it; UTF-8 goes without saying.

    Args:
        head: Its first bytes.
        file: Its name, for errors.
        whole: Whether that is all of it.

    Raises:
        InputError: The bytes are no text that can be told.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, "" if name == "utf-8-sig" else f"{file}: read as {name.upper()}, by its byte-order mark"
    if wide := _without_mark(head):
        return wide, f"{file}: read as {wide.upper()}, which the bytes look like"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError as fault:
        if guess_encoding(head):
            return "gb18030", f"{file}: read as GB18030, which the bytes look like"
        line = head.count(b"\n", 0, fault.start) + 1
        raise InputError(f"not UTF-8 at byte {fault.start}, nor another encoding that can be told", hint="save the table as CSV UTF-8", where=Where(file, line)) from None
    if b"\0" in head:
        raise InputError("the file holds NUL bytes: it is no text", hint="is it a spreadsheet or an archive with another ending?", where=Where(file, 1))
    return "utf-8", ""


def _without_mark(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of ASCII text is nothing."""
    sample = head[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 > len(sample) and max(even, odd) > 4 * min(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def text_lines(stream: BinaryIO, encoding: str, file: str) -> Iterator[str]:
    """The lines of a stream, with their ends as they are, a piece at a time.

    Raises:
        InputError: A byte that is not of the encoding; its line is told.
    """
    reader = io.TextIOWrapper(stream, encoding=encoding, newline="")
    line = 0
    try:
        for text in reader:
            line += 1
            yield text
    except UnicodeDecodeError as fault:
        message = f"a byte that is not {encoding.upper()}"
        line += 1 + bytes(fault.object)[: fault.start].count(b"\n")  # whole lines before the piece were given already
        raise InputError(message, hint="save the whole file in one encoding, best UTF-8", where=Where(file, line)) from None
    finally:
        reader.detach()  # whoever opened the stream closes it
