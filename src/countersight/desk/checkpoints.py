"""Signed checkpoints, outside the database: what the end of each ledger was, so that a cut of its tail is seen.

A checkpoint is a line of JSON: tenant, number and hash of an entry, moment, and the Ed25519 signature (RFC 8032) over the canonical JSON of
those behind a line that says what is signed. It is on the disk before the writer of the entry hears that it was written. Keep a copy of the
file, or only of its last line, where who may write to the database may not write: with both in one hand, both can be cut.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from countersight.desk.moments import now
from countersight.desk.signing import signer, verifier, write_keys
from countersight.errors import DataError, Where
from countersight.model.canonical import canonical_json

if TYPE_CHECKING:
    from countersight.desk.bound import Bound
    from countersight.desk.signing import Sign, Verify

KEY: Final = "ledger.key"
FOLDER: Final = "checkpoints"
_SIGNED: Final = b"countersight-checkpoint 1\n"
"""Stands before what is signed: a signature for something else is none for a checkpoint."""
_HEX: Final = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """That the ledger of a tenant had this entry."""

    tenant: str
    seq: int
    hash: str
    at: str
    signature: str = ""

    def text(self) -> bytes:
        """What is signed."""
        told = asdict(self)
        del told["signature"]
        return _SIGNED + canonical_json(told).encode()


class Checkpoints:
    """The checkpoints of an office, one file a tenant, and the key that signs them."""

    def __init__(self, folder: Path) -> None:
        """Args: a folder outside the database. The key is made where there is none."""
        self.folder = folder / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.key = folder / KEY
        self.public = self.key.with_name(f"{KEY}.pub")
        with self._alone():
            if not self.key.exists():
                write_keys(self.key)
        self.sign: Sign = signer(self.key)
        self.check: Verify = verifier(self.public)

    def file(self, tenant: str) -> Path:
        """Where the checkpoints of a tenant are."""
        return self.folder / f"{tenant}.jsonl"

    def wanted(self, bound: Bound, tenant: str, seq: int, digest: str) -> None:
        """Write a checkpoint once the transaction is safe; of several entries of one transaction only of the last."""
        bound.after(tenant, lambda: self._write(tenant, seq, digest))

    def write(self, tenant: str, seq: int, digest: str) -> Checkpoint:
        """Sign, append, and wait for the disk."""
        bare = Checkpoint(tenant, seq, digest, now())
        said = Checkpoint(tenant, seq, digest, bare.at, self.sign(bare.text()).hex())
        append(self.file(tenant), json.dumps(asdict(said)))
        return said

    def _write(self, tenant: str, seq: int, digest: str) -> None:
        self.write(tenant, seq, digest)

    def _alone(self) -> _Alone:
        return _Alone(self.folder / ".lock")


class _Alone:
    """Only one process at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    def __enter__(self) -> None:
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)


def append(path: Path, line: str) -> None:
    """Append a line and wait for the disk. A line that a killed process left unfinished is ended first."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        end = os.lseek(handle, 0, os.SEEK_END)
        torn = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
        os.write(handle, (("\n" if torn else "") + line + "\n").encode())
        os.fsync(handle)
        if end == 0:
            _kept(path.parent)
    finally:
        os.close(handle)


def _kept(folder: Path) -> None:
    """Wait until the name of a new file is on the disk too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_checkpoints(path: Path, check: Verify, tenant: str) -> Iterator[tuple[Checkpoint | None, str]]:
    """The checkpoints of a file, each with what is wrong with it, or empty.

    A line without an end is one that a killed process was writing: nobody was told of it. An unfinished line that was ended later is such
    a one too; it says nothing, and is passed over where it is no JSON.

    Args:
        path: The file; no file holds none.
        check: Checks with the public key.
        tenant: Whose checkpoints they are to be.

    Raises:
        DataError: The file is no text.
    """
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="ascii")
    except UnicodeDecodeError:
        raise DataError(
            "this is no file of checkpoints", hint="take it as the program wrote it", where=Where(str(path))
        ) from None
    for number, line in enumerate(text.split("\n"), 1):
        if not line:
            continue
        try:
            one = Checkpoint(**json.loads(line))
        except (ValueError, TypeError):
            if not line.endswith("}"):
                continue  # torn
            yield None, f"line {number} of {path.name} is no checkpoint"
            continue
        if one.tenant != tenant:
            yield one, f"line {number} of {path.name} is of the tenant {one.tenant!r}"
        elif not _HEX.fullmatch(one.signature) or not check(bytes.fromhex(one.signature), one.text()):
            yield one, f"line {number} of {path.name} is not signed with this key"
        else:
            yield one, ""
