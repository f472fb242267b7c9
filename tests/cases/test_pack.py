"""The evidence pack verifies by itself with the standard library, whatever is changed in it is found, and it replays. All invented."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from countersight.app import Screener
from countersight.cases import verify_pack
from countersight.cases.cases import Cases
from countersight.cases.pack import Packed, Putting, verified, write_pack
from countersight.desk.desk import Handle
from countersight.errors import DataError
from countersight.store.snapshot import Snapshot
from tests.cases.conftest import LISTED, OTHER, shipment, snapshot

NAME = "Invented Kestrel Vision Co., Ltd."
Screening = Callable[[Snapshot], Screener]


@pytest.fixture
def screener(screening: Screening) -> Screener:
    return screening(snapshot(LISTED, OTHER))


@pytest.fixture
def case_id(handle: Handle, screener: Screener) -> str:
    ana = Cases(handle, "ana", screener, today=lambda: date(2026, 11, 20))
    case = ana.open(screener.decide(shipment(NAME, "M-1")))
    ana.open(screener.decide(shipment("Invented Merlin Bicycles", "M-2")))  # of another case nothing is to be in it
    ana.attach(case.id, b"their letter", "../their letter.txt", "text/plain")
    ana.comment(case.id, "asked \u738b")
    ana.adjudicate(case.id, NAME, "kestrel", "same", "the register says so")
    ana.propose(case.id, "refuse", "listed")
    Cases(handle, "ben").approve(case.id)
    return case.id


@pytest.fixture
def pack(handle: Handle, screener: Screener, case_id: str, tmp_path: Path) -> tuple[Path, Packed]:
    return tmp_path / "case.zip", write_pack(handle, case_id, screener, tmp_path / "case.zip")


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def script(folder: Path, *arguments: str) -> tuple[int, str]:
    """The script of the pack, by a Python that knows nothing but its standard library."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    return done.returncode, done.stdout + done.stderr


def test_a_pack_verifies_with_the_standard_library_alone(
    pack: tuple[Path, Packed], handle: Handle, tmp_path: Path
) -> None:
    folder = unpacked(pack[0], tmp_path / "elsewhere")
    assert script(folder, str(handle.checkpoints.public))[0] == 0
    code, said = script(folder)
    assert (code, said.split(":")[0]) == (0, "sound")
    assert "give the public key" in said
    assert "Merlin" not in "".join(path.read_text(errors="replace") for path in folder.rglob("*.json*"))
    assert verified(pack[0], handle.checkpoints.public).sound


def test_whatever_is_changed_is_found(pack: tuple[Path, Packed], tmp_path: Path) -> None:
    with zipfile.ZipFile(pack[0]) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert verify_pack.faults_of(files) == []
    pages = [name for name in files if name.startswith("rulebooks/")]
    for name in [one for one in files if one not in pages[2:]]:
        data = files[name]
        middle = len(data) // 2
        changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        assert verify_pack.faults_of({**files, name: changed}) != [], f"a change of {name} was not found"
        assert verify_pack.faults_of({one: held for one, held in files.items() if one != name}) != [], (
            f"{name} was taken out unseen"
        )
    assert "extra.txt was added: the manifest does not name it" in verify_pack.faults_of({**files, "extra.txt": b"x"})
    folder = unpacked(pack[0], tmp_path / "elsewhere")
    told = (folder / "decision.json").read_text()
    (folder / "decision.json").write_text(told.replace('"license_required"', '"not_triggered"'))
    code, said = script(folder)
    assert code == 1
    assert "decision.json was changed" in said
    assert "decision.json is not of its id" in said


def test_who_signs_anew_is_found_with_the_key(pack: tuple[Path, Packed], handle: Handle) -> None:
    """Who changes a pack and signs it with a key of his own puts that key in; the key that one got another way shows it."""
    with zipfile.ZipFile(pack[0]) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    key = Ed25519PrivateKey.generate()
    files["ledger.key.pub"] = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["ledger.key.pub"] = {"sha256": verify_pack.sha256(files["ledger.key.pub"]), "bytes": 113}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["manifest.sig"] = key.sign(verify_pack.PACK + files["manifest.json"]).hex().encode()
    assert all(
        "checkpoint" in one for one in verify_pack.faults_of(files)
    )  # the checkpoints of the ledger still give it away
    real = verify_pack.public_key(handle.checkpoints.public.read_text())
    assert verify_pack.faults_of(files, real)[0] == "manifest.json was not signed with this key"


def test_a_pack_replays(pack: tuple[Path, Packed], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from countersight.cli.main import run

    assert pack[1].replays
    assert pack[1].records == "1 of 2 records"
    folder = unpacked(pack[0], tmp_path / "elsewhere")
    command = (
        next(line for line in (folder / "README.txt").read_text().splitlines() if "countersight replay" in line)
        .split(":  ", 1)[1]
        .split()[1:]
    )
    there = [str(folder / one) if (folder / one).exists() and one != "replay" else one for one in command]
    assert run(there) == 0
    assert "the same, bit for bit" in capsys.readouterr().out
    page = next((folder / "rulebooks/us-in-force").rglob("*.md"))
    page.write_text(page.read_text() + "\nchanged\n")
    assert run(there) == 1


def test_what_cannot_be_replayed_is_said(handle: Handle, screening: Screening, case_id: str, tmp_path: Path) -> None:
    made = write_pack(handle, case_id, screening(snapshot(OTHER)), tmp_path / "late.zip")
    assert (made.replays, made.records) == (False, "no records")
    assert "does not replay" in made.note
    assert verified(tmp_path / "late.zip").sound


@pytest.mark.parametrize("content", [b"", b"a letter", b"PK\x03\x04"])
def test_what_is_no_pack_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(DataError, match="no pack"):
        verified(tmp_path / "x.zip")


def test_signatures_are_checked_as_the_library_checks_them() -> None:
    """Against cryptography, over good signatures and over each kind of bad one."""
    for number in range(8):
        key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        text = b"x" * number
        signature = key.sign(text)
        assert verify_pack.signed(public, text, signature)
        assert not verify_pack.signed(public, text + b"y", signature)
        assert not verify_pack.signed(public, text, signature[:31] + bytes([signature[31] ^ 1]) + signature[32:])
        assert not verify_pack.signed(public, text, signature[:32] + bytes([signature[32] ^ 1]) + signature[33:])
        assert not verify_pack.signed(bytes(32), text, signature)
        assert not verify_pack.signed(public, text, signature[:-1])
        bigger = int.from_bytes(signature[32:], "little") + verify_pack.Q
        assert not verify_pack.signed(
            public, text, signature[:32] + bigger.to_bytes(32, "little")
        )  # RFC 8032 5.1.7: s below the order


def test_what_was_not_signed_yet_is_signed_for_the_pack(
    handle: Handle, screener: Screener, case_id: str, tmp_path: Path
) -> None:
    """As after a power cut between an entry and its checkpoint."""
    file = handle.checkpoints.file(handle.tenant)
    file.write_text("".join(f"{line}\n" for line in file.read_text().splitlines()[:-1]))
    write_pack(handle, case_id, screener, tmp_path / "case.zip")
    assert verified(tmp_path / "case.zip").sound


def test_the_whole_snapshot_on_demand_and_a_snapshot_of_before(
    handle: Handle, screener: Screener, screening: Screening, case_id: str, tmp_path: Path
) -> None:
    made = write_pack(handle, case_id, screener, tmp_path / "whole.zip", Putting(whole=True))
    assert (made.replays, made.records) == (True, "all 2 records")
    held = {screener.snapshot.content_hash: screener.snapshot}
    made = write_pack(
        handle, case_id, screening(snapshot(OTHER)), tmp_path / "before.zip", Putting(find=held.get, attachments=False)
    )
    assert (made.replays, made.records) == (True, "1 of 2 records")
    assert verified(tmp_path / "before.zip").sound
    with zipfile.ZipFile(tmp_path / "before.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("attachments/")]
