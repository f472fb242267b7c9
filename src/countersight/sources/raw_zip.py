"""Reading one file out of an archive that somebody else made, without unpacking anything to the disk.

Refused are: a name that leaves the archive (``..``, an absolute path, a drive), a link, an encrypted member, a
compression method other than deflate, members that share their bytes, and a size or a ratio that no list has.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.sources.raw import CHUNK, MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_MEMBERS: Final = 16
MAX_RATIO: Final = 100
"""Unpacked to packed bytes. The official XML packs about 1 to 20; deflate itself ends at about 1 to 1,000."""

MAX_UNPACKED: Final = 512 * 1024 * 1024

_ENCRYPTED: Final = 0x1


def zip_member(path: Path, suffix: str) -> tuple[str, Iterator[bytes]]:
    """The one member with a suffix: its name as ``archive!member``, and its bytes in pieces.

    Args:
        path: The archive.
        suffix: Of the member, in any case, for example ``.xml``.

    Raises:
        InputError: Not an archive, one that is hostile, or not exactly one such member.
    """
    if not path.is_file():
        raise InputError("no such file", hint="check the path", where=Where(str(path)))
    if path.stat().st_size > MAX_BYTES:
        raise _fault(path, "", f"the archive is larger than {MAX_BYTES} bytes", "is this the official file?")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise _fault(path, "", f"not a ZIP archive: {error}", "download it again") from None
    if len(members) > MAX_MEMBERS:
        raise _fault(path, "", f"{len(members)} members, at most {MAX_MEMBERS} are read", "is this the official file?")
    for member in members:
        _check(path, member)
    if sum(member.compress_size for member in members) > path.stat().st_size:
        raise _fault(path, "", "members share their bytes", "this is no official file: do not open it")
    wanted = [member for member in members if member.filename.lower().endswith(suffix)]
    if len(wanted) != 1:
        raise _fault(path, "", f"{len(wanted)} members end in {suffix}, one was expected", "is this the official file?")
    return f"{path}!{wanted[0].filename}", _chunks(path, wanted[0])


def _fault(path: Path, member: str, message: str, hint: str) -> InputError:
    return InputError(message, hint=hint, where=Where(f"{path}!{member}" if member else str(path)))


def _check(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.filename
    hostile = "this is no official file: do not open it"
    plain = name.replace("\\", "/")
    if ".." in PurePosixPath(plain).parts or plain.startswith("/") or ":" in plain or not plain:
        raise _fault(path, name, "the name leaves the archive", hostile)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _fault(path, name, "a link or a device", hostile)
    if member.flag_bits & _ENCRYPTED:
        raise _fault(path, name, "the member is encrypted", "official files are not")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _fault(path, name, f"compression method {member.compress_type}", "official files use deflate")
    if member.file_size > MAX_UNPACKED:
        raise _fault(path, name, f"{member.file_size} bytes unpacked, at most {MAX_UNPACKED} are read", hostile)
    if member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise _fault(path, name, f"packed more than {MAX_RATIO} to 1", hostile)


def _chunks(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes; zipfile itself ends at the declared size and checks the checksum there."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise _fault(path, member.filename, f"damaged: {error}", "download it again") from None
