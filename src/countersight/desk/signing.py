"""Ed25519 signatures (RFC 8032): the one door to the optional package ``cryptography``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from countersight.errors import DataError, UsageError, Where

if TYPE_CHECKING:
    from types import ModuleType

Sign: TypeAlias = Callable[[bytes], bytes]
"""A text to its signature of 64 bytes."""

Verify: TypeAlias = Callable[[bytes, bytes], bool]
"""Whether the first is the signature of the second."""

LONGEST: Final = 64 * 1024
"""A file with a key is far smaller."""


def _modules() -> tuple[ModuleType, ModuleType]:
    try:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - the optional extra
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - as above
    except ImportError:
        raise UsageError(
            "signatures need the package cryptography", hint="pip install 'countersight[bundle]'"
        ) from None
    return serialization, ed25519


def write_keys(path: Path) -> Path:
    """Make a pair of keys: the private one in a file that only its owner reads, the public one beside it.

    Args:
        path: Of the private key.

    Returns:
        The path of the public key: the same with ``.pub``.

    Raises:
        UsageError: There is such a file: a key is never overwritten.
    """
    serialization, ed25519 = _modules()
    public = path.with_name(path.name + ".pub")
    for one in (path, public):
        if one.exists():
            raise UsageError(f"{one} exists", hint="a key is never overwritten: choose another name")
    key = ed25519.Ed25519PrivateKey.generate()
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(plain)
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(key.public_key().public_bytes(serialization.Encoding.PEM, info))
    return public


def signer(path: Path) -> Sign:
    """What signs with the private key in a file.

    Raises:
        UsageError: The file holds no Ed25519 private key.
    """
    serialization, ed25519 = _modules()
    data = _read(path)
    try:
        key = serialization.load_pem_private_key(data, password=None)
    except (ValueError, TypeError) as error:
        raise _wrong(path, "private", str(error)) from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise _wrong(path, "private", "another kind of key")
    sign: Sign = key.sign
    return sign


def verifier(path: Path) -> Verify:
    """What checks with the public key in a file.

    Raises:
        UsageError: The file holds no Ed25519 public key.
    """
    serialization, ed25519 = _modules()
    data = _read(path)
    try:
        key = serialization.load_pem_public_key(data)
    except ValueError as error:
        raise _wrong(path, "public", str(error)) from None
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise _wrong(path, "public", "another kind of key")

    def verify(signature: bytes, text: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - the optional extra

        try:
            key.verify(signature, text)
        except InvalidSignature:
            return False
        return True

    return verify


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise UsageError(f"no file {path}", hint="make a pair of keys: countersight atlas key --out bundle.key")
    with path.open("rb") as stream:
        data = stream.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise DataError("too large for a key", hint="give the file that atlas key wrote", where=Where(str(path)))
    return data


def _wrong(path: Path, kind: str, why: str) -> UsageError:
    hint = "the private key signs and stays with you; the public one, with .pub, goes to those who check"
    return UsageError(
        f"{path} holds no {kind} Ed25519 key in PEM: {why.splitlines()[0] if why else 'unreadable'}", hint=hint
    )
