"""The objects of a JSON document one after the other, so that a list of any length takes little memory."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from countersight.errors import InputError, Where

_PIECE: Final = 1 << 18
MAX_ITEM: Final = 32_000_000
"""Characters of one object."""
_SPACE: Final = re.compile(r"[\s,]*")
_PARSE: Final = json.JSONDecoder().raw_decode


class _Text:
    """What is read of a file and not yet used."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self.stream, self.file = stream, file
        self.held, self.at, self.line, self.end = "", 0, 1, False
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()

    def more(self) -> None:
        """Read on."""
        if len(self.held) - self.at > MAX_ITEM:
            raise InputError(f"an object of more than {MAX_ITEM:,} characters", hint="bring one work a line", where=Where(self.file, self.line))
        piece = self.stream.read(_PIECE)
        self.end = not piece
        try:
            self.held = self.held[self.at :] + self._decode.decode(piece, self.end)
        except UnicodeDecodeError as fault:
            raise InputError(f"not UTF-8: {fault.reason}", hint="save the file as UTF-8", where=Where(self.file, self.line)) from None
        self.at = 0

    def step(self, to: int) -> None:
        """Use what stands before a place."""
        self.line += self.held.count("\n", self.at, to)
        self.at = to

    def next(self) -> str:
        """The sign that comes next, behind spaces and commas; empty at the end."""
        while True:
            found = _SPACE.match(self.held, self.at)
            self.step(found.end() if found else self.at)
            if self.at < len(self.held) or self.end:
                return self.held[self.at : self.at + 1]
            self.more()

    def value(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The value that begins here; a value that reaches the end of what is held may go on."""
        while True:
            try:
                found, to = _PARSE(self.held, self.at)
            except json.JSONDecodeError as fault:
                if self.end:
                    where = Where(self.file, self.line + self.held.count("\n", self.at, fault.pos), fault.colno)
                    raise InputError(f"not JSON: {fault.msg}", hint="is the file whole?", where=where) from None
            except RecursionError:
                raise InputError("nested too deeply", hint="is this an export of works or awards?", where=Where(self.file, self.line)) from None
            else:
                if to < len(self.held) or self.end:
                    self.step(to)
                    return found
            self.more()


def json_items(stream: BinaryIO, file: str) -> Iterator[tuple[int, Any]]:
    r"""Line and value of each element of a list; of objects that stand one after the other, each.

    Raises:
        InputError: Not UTF-8, or not JSON: with the line.

    >>> import io
    >>> list(json_items(io.BytesIO(b'[{"a": 1},\n 2]'), "x.json"))
    [(1, {'a': 1}), (2, 2)]
    """
    text = _Text(stream, file)
    if text.next() == "[":
        text.step(text.at + 1)
        while (sign := text.next()) != "]":
            if not sign:
                raise InputError("not JSON: the list does not end", hint="is the file whole?", where=Where(file, text.line))
            yield text.line, text.value()
        text.step(text.at + 1)
    while text.next():
        yield text.line, text.value()
