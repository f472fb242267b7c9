"""A JSON file too long to be held whole: the objects of its one array, read piece by piece."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InputError, Where
from countersight.sources.raw import file_chunks, json_decoder, refuse_other_encoding

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Iterator
    from pathlib import Path

MOST: Final = 1 << 31
"""Bytes of a file that is read so."""
LONGEST: Final = 1 << 21
"""Characters of one object."""

_BETWEEN = re.compile(r"[\s,]*")


def json_objects(path: Path, digest: hashlib._Hash, hint: str) -> Iterator[dict[str, Any]]:
    """The objects of a file that is one array, in their order; numbers stay text, as in :func:`countersight.sources.raw.json_document`.

    Args:
        path: The file, UTF-8.
        digest: Is told every byte.
        hint: What would be the right file.

    Raises:
        InputError: Not such a file; the object that cannot be read is named by its number, counted from 1.
    """
    name, decoder = str(path), json_decoder(str(path))
    held, count, begun, ended = "", 0, False, False
    for piece in _pieces(path, digest):
        held += piece
        if not begun:
            held = held.lstrip()
            if held and held[0] != "[":
                raise InputError("the file is not one array of objects", hint=hint, where=Where(name, 1))
            begun, held = bool(held), held[1:]
        at = 0
        while not ended and (at := _next(held, at)) < len(held):
            ended = held[at] == "]"
            if not ended:
                found, end = _object(held, at, decoder, Where(name, column=f"object {count + 1}"), hint)
                if found is None:
                    break
                count, at = count + 1, end
                yield found
        held = held[at + 1 if ended else at :]
        if ended and held.strip():
            raise InputError("something stands behind the array", hint=hint, where=Where(name))
    if not ended:
        raise InputError(f"the file ends before its array does, behind object {count}", hint="download the file again", where=Where(name))


def _next(held: str, at: int) -> int:
    found = _BETWEEN.match(held, at)
    return found.end() if found else at


def _object(held: str, at: int, decoder: json.JSONDecoder, where: Where, hint: str) -> tuple[dict[str, Any] | None, int]:
    """The object that begins here, and where it ends; None while it does not stand whole in what was read."""
    if held[at] != "{":
        raise InputError(f"not an object: {held[at : at + 20]!r}", hint=hint, where=where)
    try:
        found, end = decoder.raw_decode(held, at)
    except json.JSONDecodeError as error:
        if len(held) - at > LONGEST:
            raise InputError(f"not JSON: {error.msg}", hint="download the file again", where=where) from None
        return None, at
    except RecursionError:
        raise InputError("nested too deep", hint=hint, where=where) from None
    return found, end


def _pieces(path: Path, digest: hashlib._Hash) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    head = True
    try:
        for chunk in file_chunks(path, MOST):
            if head:
                refuse_other_encoding(chunk, str(path))
                head = False
            digest.update(chunk)
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8: {error.reason}", hint="download the file again; it is published in UTF-8", where=Where(str(path))) from None
