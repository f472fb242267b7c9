"""A download that is under way: its bytes so far, and beside them whose bytes they are, so that it can be resumed.

The note beside the bytes is written after the file is emptied and before its first byte: whatever moment a process dies
at, the bytes are the beginning of what the note names, or there are none.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from countersight.errors import DataError, Where
from countersight.sources.raw import CHUNK

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose bytes they are: the address, and what the server said of the file."""

    address: str
    etag: str = ""
    last_modified: str = ""
    strong: str = ""
    """Of these two the one that may stand in ``If-Range`` (RFC 9110, 13.1.5), or nothing: then it is not resumed."""
    encoding: str = ""
    """The content coding of the bytes as they were sent."""


class Part:
    """One file that is being downloaded."""

    __slots__ = ("note", "path")

    def __init__(self, path: Path) -> None:
        """Of a file with this path."""
        self.path = path
        self.note = path.with_name(path.name + ".json")

    def size(self) -> int:
        """Bytes so far."""
        return self.path.stat().st_size if self.path.exists() else 0

    def begin(self, origin: Origin) -> None:
        """Nothing is held yet, and what comes is of this origin."""
        self.path.write_bytes(b"")
        beside = self.note.with_name(self.note.name + ".new")
        beside.write_text(json.dumps(asdict(origin)), encoding="utf-8")
        beside.replace(self.note)

    def resumable(self, address: str) -> Origin | None:
        """Whose bytes are held, when they are of this address and can be told from another edition's."""
        try:
            told = Origin(**json.loads(self.note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return told if told.address == address and told.strong and self.size() else None

    def drop(self) -> None:
        """Forget what is held."""
        self.note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def unpacked(self, encoding: str, most: int) -> Path:
        """The file without its content coding.

        Args:
            encoding: As the server named it.
            most: Bytes at most.

        Raises:
            DataError: An unknown coding, damaged bytes, or more than ``most``.
        """
        if encoding in {"", "identity"}:
            return self.path
        if encoding not in {"gzip", "x-gzip", "deflate"}:
            hint = "plain bytes were asked for: a proxy may have changed the file"
            raise DataError(f"the server sent the coding {encoding[:20]!a}", hint=hint, where=Where(self.path.name))
        plain = self.path.with_name(self.path.name + ".plain")
        stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # 32: the header tells gzip from zlib
        done = 0
        with self.path.open("rb") as packed, plain.open("wb") as out:
            while not stream.eof and (data := stream.unconsumed_tail or packed.read(CHUNK)):
                try:
                    piece = stream.decompress(data, CHUNK)
                except zlib.error as error:
                    raise DataError(f"damaged on the way: {error}", hint="try again", where=Where(self.path.name)) from None
                done += len(piece)
                if done > most:
                    hint = "no official list is that large"
                    raise DataError(f"unpacks to more than {most} bytes", hint=hint, where=Where(self.path.name))
                out.write(piece)
        if not stream.eof:
            raise DataError("the packed file ends early", hint="try again", where=Where(self.path.name))
        return plain
