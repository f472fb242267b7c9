"""Does a download begin as the file that it should be? An error page that a server sends as a success is none."""

from __future__ import annotations

import re
from typing import Final

from countersight.errors import DataError, Where

HEAD: Final = 4096
"""Bytes that are looked at."""

_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_MARK: Final = b"\xef\xbb\xbf"
_MAGIC: Final = {b"PK\x03\x04": "a ZIP archive", b"PK\x05\x06": "an empty ZIP archive", b"%PDF": "a PDF", b"\x1f\x8b": "gzip"}
_STARTS: Final = {"json": (b"{", b"["), "jsonl": (b"{",), "xml": (b"<",), "html": (b"<",), "zip": (b"PK\x03\x04",)}
_SHOWN: Final = 80


def refuse_other_kind(head: bytes, name: str, page: str) -> None:
    """Refuse what plainly is not the kind of file that its name says.

    Args:
        head: The first :data:`HEAD` bytes.
        name: The published name of the file.
        page: Where people find the file, for the hint.

    Raises:
        DataError: It is empty, a web page, or something else; what it looks like is said.
    """
    kind = name.rpartition(".")[2].lower()
    by_hand = f"see {page}, download it by hand, and use --from FOLDER"
    if not head.strip():
        raise DataError("the server sent nothing", hint=f"try again later; or {by_hand}", where=Where(name))
    text = head.removeprefix(_MARK)
    if kind != "html" and _PAGE.match(text):
        found = _TITLE.search(text)
        title = _plain(found[1]) if found else ""
        message = f"the server sent a web page{f' ({title!r})' if title else ''}, not the file"
        raise DataError(message, hint=f"its address may have changed, or a proxy asks for a log-in: {by_hand}", where=Where(name))
    magic = next((word for start, word in _MAGIC.items() if text.startswith(start)), "")
    starts = _STARTS.get(kind)
    wrong = not text.lstrip().startswith(starts) if starts else bool(magic) or text.lstrip()[:1] in {b"<", b"{"}
    if wrong:
        shown = magic or f"{_plain(text.lstrip()[:20])!r}"
        raise DataError(f"the file begins with {shown}: it is not {kind.upper()}", hint=f"its form may have changed: {by_hand}", where=Where(name))


def _plain(text: bytes) -> str:
    r"""One line of printable text: what a stranger wrote is never printed to a terminal as it stands.

    >>> _plain(b"Access\n denied\x1b[31m")
    'Access denied[31m'
    """
    words = " ".join(text.decode("utf-8", errors="replace").split())
    return "".join(char for char in words if char.isprintable())[:_SHOWN]
