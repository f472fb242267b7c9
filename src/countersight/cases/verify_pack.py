"""Verify an evidence pack of Countersight: the standard library is enough, and nothing of Countersight is asked.

Run it in the unpacked folder:  python3 verify.py [KEY.pub]

It checks that every file is of the hash that the manifest names and that none is missing or added; that the manifest was signed with the key
in the pack (give the key that you got another way: a key that comes with what it signs proves nothing of who signed); that each decision is
of its id; and that each entry of the ledger is of its hash and leads to a signed checkpoint. Signatures are Ed25519, checked as RFC 8032 writes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

PACK = b"countersight-pack 1\n"
CHECKPOINT = b"countersight-checkpoint 1\n"
SIGNED = ("manifest.json", "manifest.sig", "verify.py", "ledger.key.pub")

# Ed25519 after RFC 8032, section 5.1 and appendix A; only to check, so that nothing here is secret.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point = _add(point, point)
        number >>= 1
    return found


def _same(one: Point, two: Point) -> bool:
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def _x_of(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P)
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_M1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


_Y = 4 * pow(5, -1, P) % P
_X = _x_of(_Y, 0) or 0
BASE: Point = (_X, _Y, 1, _X * _Y % P)


def signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Whether a text was signed (64 bytes) with the private half of a public key (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:  # noqa: PLR2004 - RFC 8032
        return False
    key, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % Q
    return _same(_times(s, BASE), _add(r, _times(h, key)))


def public_key(pem: str) -> bytes:
    """The 32 bytes of a public key in PEM (RFC 8410)."""
    body = "".join(line for line in pem.splitlines() if "-----" not in line)
    return base64.b64decode(body)[-32:]


def canonical(value: object) -> str:
    """JSON in one form: sorted keys, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def sha256(data: bytes) -> str:
    """The hash in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def faults_of(files: dict[str, bytes], key: bytes | None = None) -> list[str]:
    """Everything that is wrong with a pack.

    Args:
        files: Name to bytes, of every file of the pack.
        key: The public key that one got another way; without it, the one in the pack.
    """
    missing = [name for name in ("manifest.json", "manifest.sig", "ledger.key.pub") if name not in files]
    if missing:
        return [f"{name} is missing" for name in missing]
    try:
        public = key or public_key(files["ledger.key.pub"].decode("ascii", "replace"))
        manifest = json.loads(files["manifest.json"])
        good = signed(
            public, PACK + files["manifest.json"], bytes.fromhex(files["manifest.sig"].decode("ascii").strip())
        )
        named = dict(manifest["files"])
    except (ValueError, KeyError, TypeError):
        return ["the manifest, its signature or the key cannot be read"]
    found = [] if good else ["manifest.json was not signed with this key"]
    found += [f"{name} is missing" for name in named if name not in files]
    found += [
        f"{name} was added: the manifest does not name it"
        for name in files
        if name not in named and name not in SIGNED[:2]
    ]
    found += [
        f"{name} was changed" for name, told in named.items() if name in files and sha256(files[name]) != told["sha256"]
    ]
    try:
        return found + _decisions(files) + _ledger(files, manifest["tenant"], public)
    except (ValueError, KeyError, TypeError) as fault:
        return [*found, f"the pack cannot be read: {fault!r}"]


def _decisions(files: dict[str, bytes]) -> list[str]:
    found = []
    for name, data in files.items():
        if name == "decision.json" or name.startswith("decisions/"):
            told = json.loads(data)
            wanted = told.pop("id")
            text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            if sha256(text.encode()) != wanted:
                found.append(f"{name} is not of its id")
    return found


def _ledger(files: dict[str, bytes], tenant: str, public: bytes) -> list[str]:
    """Entries of the case with what they say, and the bare heads between each of them and the next checkpoint."""
    entries = {one["seq"]: one for one in map(json.loads, files["ledger.jsonl"].decode().splitlines())}
    points = {one["seq"]: one for one in map(json.loads, files["checkpoints.jsonl"].decode().splitlines())}
    found = [fault for seq in entries for fault in _entry(entries, seq, tenant)]
    for seq, one in points.items():
        bare = {name: value for name, value in one.items() if name != "signature"}
        if one["tenant"] != tenant or not signed(
            public, CHECKPOINT + canonical(bare).encode(), bytes.fromhex(one["signature"])
        ):
            found.append(f"the checkpoint of entry {seq} was not signed with this key")
        if seq in entries and entries[seq]["hash"] != one["hash"]:
            found.append(f"entry {seq} of the ledger is not the one that was signed")
    for seq in entries:
        at = seq
        while at in entries and at not in points:
            at += 1
        if at not in entries:
            found.append(f"entry {seq} of the ledger leads to no checkpoint")
    return found


def _entry(entries: dict[int, dict[str, Any]], seq: int, tenant: str) -> list[str]:
    """One entry: its seal, what it says, and the entry before it where that is here."""
    one, found = entries[seq], []
    head = [tenant, *(one[name] for name in ("seq", "at", "actor", "kind", "subject", "payload_sha256", "prev"))]
    if sha256(canonical(head).encode()) != one["hash"]:
        found.append(f"entry {seq} of the ledger is not of its hash")
    if one.get("payload") is not None and sha256(one["payload"].encode()) != one["payload_sha256"]:
        found.append(f"what entry {seq} of the ledger says was changed")
    if seq - 1 in entries and one["prev"] != entries[seq - 1]["hash"]:
        found.append(f"entry {seq} of the ledger does not follow entry {seq - 1}")
    return found


def main(arguments: list[str]) -> int:
    """Verify the folder in which this file lies."""
    folder = Path(__file__).resolve().parent
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    key = public_key(Path(arguments[0]).read_text(encoding="ascii")) if arguments else None
    found = faults_of(files, key)
    lines = [f"WRONG: {line}" for line in found]
    if not found:
        told = json.loads(files["manifest.json"])
        lines = [
            f"sound: {len(files)} files of the case {told['case']}, signed at {told['at']}"
            + ("" if key else "; give the public key that you got another way to know by whom")
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
