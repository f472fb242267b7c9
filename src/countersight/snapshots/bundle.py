"""A signed bundle: one snapshot in one file, for networks that are cut off from the world.

The file is a gzipped tar (POSIX ustar) with exactly these members, in this order: ``bundle.json``, which names the
content hash and for each file its size and SHA-256; ``bundle.sig``, the Ed25519 signature over ``bundle.json`` behind a
line that says what is signed; ``manifest.json`` and ``atlas.sqlite``. The same snapshot gives the same bytes everywhere.

It is read by a reader of its own that knows nothing but plain files of these names: no link, device, path or extension
can do anything, nothing is read before the signature is checked but a few kilobytes, and no byte more than what was
signed after that.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tarfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import DataError, Where
from countersight.model.canonical import canonical_json
from countersight.store.snapshot import DATABASE, MANIFEST, Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from countersight.desk.signing import Sign, Verify

FORMAT: Final = 1
LABEL: Final = "bundle.json"
SIGNATURE: Final = "bundle.sig"
CONTENT: Final = (MANIFEST, DATABASE)

STAYS: Final = frozenset({"private", "link_only"})
"""Reuse classes of sources that never leave. The terms of the others travel with them, in the manifest."""

_SIGNED: Final = b"countersight-bundle 1\n"
"""Stands before what is signed: a signature for something else is none for a bundle."""

_BLOCK: Final = 512
_LONGEST_LABEL: Final = 64 * 1024
_SIGNATURE_BYTES: Final = 64
_LARGEST: Final = 8 * 1024**3
_PADDING: Final = 64 * 1024
_HOSTILE: Final = "this is no bundle of Countersight: do not use it, and ask who made it"


def write_bundle(snapshot: Snapshot, out: Path, sign: Sign) -> str:
    """Write a snapshot as a bundle; the file appears whole or not at all.

    Args:
        snapshot: One that lies in a folder.
        out: The file.
        sign: Signs with the private key.

    Returns:
        The content hash.

    Raises:
        DataError: The snapshot is not in a folder, its records are not those of its hash, or some of them may not leave.
    """
    folder = snapshot.folder
    if folder is None:
        raise DataError("only a snapshot in a folder can be exported", hint="build one: countersight atlas build FOLDER")
    snapshot.verify()
    if kept := [one["id"] for one in snapshot.manifest()["sources"] if one["reuse"] in STAYS]:
        hint = "build a snapshot without it: countersight atlas build FOLDER"
        raise DataError(f"the snapshot holds the source {kept[0]}, which may not leave", hint=hint, where=Where(str(folder)))
    files = [_described(folder / name) for name in CONTENT]
    label = canonical_json({"format": FORMAT, "content_hash": snapshot.content_hash, "files": files}).encode() + b"\n"
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.new")
    try:
        with (
            beside.open("wb") as raw,
            gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
        ):
            archive.addfile(_header(LABEL, len(label)), BytesIO(label))
            archive.addfile(_header(SIGNATURE, _SIGNATURE_BYTES), BytesIO(sign(_SIGNED + label)))
            for told in files:
                with (folder / told["name"]).open("rb") as stream:
                    archive.addfile(_header(told["name"], told["size"]), stream)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return snapshot.content_hash


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"name": path.name, "size": path.stat().st_size, "sha256": digest}


def _header(name: str, size: int) -> tarfile.TarInfo:
    """Without owner, day or machine."""
    header = tarfile.TarInfo(name)
    header.size = size
    header.mode = 0o644
    return header


def read_bundle(path: Path, verify: Verify, folder: Path) -> str:
    """Unpack a bundle into a folder that is there and empty.

    Args:
        path: The bundle.
        verify: Checks with the public key.
        folder: Where the files of the snapshot go.

    Returns:
        The content hash that was signed; the records were read back and give it.

    Raises:
        DataError: Not a bundle, not signed with this key, or not what was signed. What lies in ``folder`` then is of no use.
    """
    name = str(path)
    try:
        with gzip.open(path, "rb") as stream:
            reader = _Reader(stream, name)
            label = reader.member(LABEL, most=_LONGEST_LABEL)
            signature = reader.member(SIGNATURE, most=_SIGNATURE_BYTES)
            if not verify(signature, _SIGNED + label):
                hint = "is it the public key of who made the bundle? if it is, the bundle was changed: do not use it"
                raise DataError("the signature is not one of this key", hint=hint, where=Where(name))
            told = _label(label, name)
            for one in told["files"]:
                reader.file(folder / one["name"], one)
            reader.end()
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DataError(f"not a bundle, or damaged: {error}", hint="copy it again", where=Where(name)) from None
    digest = str(told["content_hash"])
    held = Snapshot.open(folder)
    try:
        held.verify()
        if held.content_hash != digest:
            raise DataError("the snapshot in the bundle is not the one that was signed", hint=_HOSTILE, where=Where(name))
    finally:
        held.close()
    return digest


def _label(label: bytes, name: str) -> dict[str, Any]:
    """What was signed, in its shape. The signature is good: a fault here is one of another version."""
    told: dict[str, Any] = json.loads(label)
    if told.get("format") != FORMAT:
        hint = "use the version of the program that made it"
        raise DataError(f"a bundle of the form {told.get('format')!r}, this version knows {FORMAT}", hint=hint, where=Where(name))
    if tuple(one["name"] for one in told["files"]) != CONTENT or any(one["size"] > _LARGEST for one in told["files"]):
        raise DataError("the bundle holds other files than a snapshot has", hint=_HOSTILE, where=Where(name))
    return told


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads plain members, each only under the name that must come next."""

    stream: gzip.GzipFile
    name: str

    def fault(self, member: str, message: str) -> DataError:
        return DataError(message, hint=_HOSTILE, where=Where(f"{self.name}!{member}"))

    def size(self, member: str) -> int:
        """The size of the next member, which must be a plain file with that name."""
        block = self.exactly(_BLOCK, member)
        try:
            header = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except (tarfile.HeaderError, ValueError) as error:
            raise self.fault(member, f"{member} was to come next: {error}") from None
        if header.type != tarfile.REGTYPE:
            raise self.fault(member, f"{header.name!a} is a link, a device, a folder or an extension; only plain files are read")
        if header.name != member:
            raise self.fault(member, f"{member} was to come next, not {header.name!a}")
        return header.size

    def member(self, name: str, most: int) -> bytes:
        """A small member, whole."""
        size = self.size(name)
        if not 0 <= size <= most:
            raise self.fault(name, f"{size} bytes, at most {most} are read")
        data = self.exactly(size, name)
        self.padding(size, name)
        return data

    def file(self, path: Path, told: dict[str, Any]) -> None:
        """A large member, onto the disk; size and hash are those that were signed."""
        size = self.size(path.name)
        if size != told["size"]:
            raise self.fault(path.name, f"{size} bytes, {told['size']} were signed")
        digest = hashlib.sha256()
        left = size
        with path.open("wb") as out:
            while left:
                chunk = self.exactly(min(left, 1 << 20), path.name)
                digest.update(chunk)
                out.write(chunk)
                left -= len(chunk)
        self.padding(size, path.name)
        if digest.hexdigest() != told["sha256"]:
            raise self.fault(path.name, "the bytes are not those that were signed")

    def exactly(self, size: int, member: str) -> bytes:
        data = self.stream.read(size)
        if len(data) != size:
            raise self.fault(member, "the bundle ends early")
        return data

    def padding(self, size: int, member: str) -> None:
        """Zeros up to the next whole block."""
        if self.exactly(-size % _BLOCK, member).strip(b"\0"):
            raise self.fault(member, "something stands behind the file")

    def end(self) -> None:
        """After the last member there are zeros, and not many."""
        rest = self.stream.read(_PADDING + 1)
        if len(rest) > _PADDING or rest.strip(b"\0"):
            raise self.fault(DATABASE, "something follows the last file")
