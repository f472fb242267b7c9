"""A bundle goes there and back; whatever was changed in it, or is hostile, is refused before it is used."""

from __future__ import annotations

import gzip
import io
import json
import random
import stat
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from tests.update.invented_lists import NOW, put, source, table, wish

from countersight.desk.signing import signer, verifier, write_keys
from countersight.errors import DataError, UsageError
from countersight.model.canonical import canonical_json
from countersight.snapshots.bundle import LABEL, SIGNATURE, read_bundle, write_bundle
from countersight.snapshots.current import current_snapshot
from countersight.snapshots.receive import receive
from countersight.snapshots.update import update
from countersight.sources.wish import silent
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.snapshot import DATABASE, MANIFEST, Snapshot, write_snapshot

pytest.importorskip("cryptography", reason="the extra countersight[bundle] is not installed")


@dataclass(frozen=True)
class Maker:
    """Who makes bundles."""

    place: Path
    key: Path
    public: Path

    def bundle(self, rows: int, day: str = "2026-11-20", name: str = "atlas.bundle") -> Path:
        """A bundle of a list with so many rows."""
        folder = put(self.place / "in", table(rows), day)
        home = self.place / f"maker-{rows}-{day}"
        done = update(home, [source()], wish(folder=folder), silent)
        held = Snapshot.open(home / "snapshots" / done.content_hash)
        assert write_bundle(held, self.place / name, signer(self.key)) == done.content_hash
        held.close()
        return self.place / name


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    key = tmp_path / "keys" / "maker.key"
    return Maker(tmp_path, key, write_keys(key))


def test_a_bundle_goes_there_and_back(maker: Maker, tmp_path: Path) -> None:
    bundle = maker.bundle(100)
    done = receive(tmp_path / "away", bundle, verifier(maker.public), wish())
    folder = current_snapshot(tmp_path / "away")
    assert folder is not None
    held = Snapshot.open(folder)
    held.verify()
    assert held.content_hash == done.content_hash == folder.name
    assert held.by_exact("invented body 7 limited")
    held.close()
    assert done.stale == ()
    assert receive(tmp_path / "away", bundle, verifier(maker.public), wish()) == done


def test_the_same_snapshot_gives_the_same_bytes(maker: Maker) -> None:
    one, two = maker.bundle(100, name="one"), maker.bundle(100, name="two")
    assert one.read_bytes() == two.read_bytes()


def test_the_private_key_is_for_its_owner_alone_and_never_overwritten(maker: Maker) -> None:
    assert stat.S_IMODE(maker.key.stat().st_mode) == 0o600
    before = maker.key.read_bytes()
    with pytest.raises(UsageError, match="never overwritten"):
        write_keys(maker.key)
    assert maker.key.read_bytes() == before


@pytest.mark.parametrize("wrong", ["public for private", "private for public", "no key", "another kind", "no file", "huge"])
def test_a_key_that_is_none_is_told(maker: Maker, wrong: str) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import x25519

    other = maker.place / "other.key"
    other.write_bytes(b"x" * 100_000 if wrong == "huge" else b"no key")
    if wrong == "another kind":
        key = x25519.X25519PrivateKey.generate().public_key()
        other.write_bytes(key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    path = {"public for private": maker.public, "private for public": maker.key, "no file": maker.place / "nothing"}.get(wrong, other)
    use = signer if wrong == "public for private" else verifier
    with pytest.raises((UsageError, DataError), match=r"key|no file") as fault:
        use(path)
    assert fault.value.hint


def test_another_key_is_refused(maker: Maker, tmp_path: Path) -> None:
    other = write_keys(tmp_path / "other.key")
    with pytest.raises(DataError, match="signature is not one of this key"):
        receive(tmp_path / "away", maker.bundle(100), verifier(other), wish())
    assert current_snapshot(tmp_path / "away") is None


def test_a_bit_that_is_changed_anywhere_is_refused_or_changes_nothing(maker: Maker, tmp_path: Path) -> None:
    bundle = maker.bundle(30)
    plain, chance, verify = gzip.decompress(bundle.read_bytes()), random.Random(11), verifier(maker.public)
    for at in [*chance.sample(range(4096), 60), *chance.sample(range(len(plain)), 60)]:
        changed = bytearray(plain)
        changed[at] ^= 1 << chance.randrange(8)
        bundle.write_bytes(gzip.compress(bytes(changed)))
        folder = tmp_path / f"out-{at}"
        folder.mkdir(exist_ok=True)
        with pytest.raises(DataError):
            read_bundle(bundle, verify, folder)


@pytest.mark.parametrize("cut", [0, 1, 10, 300, 5000, -10])
def test_a_bundle_that_is_cut_off_is_refused(maker: Maker, tmp_path: Path, cut: int) -> None:
    bundle = maker.bundle(100)
    bundle.write_bytes(bundle.read_bytes()[:cut])
    with pytest.raises(DataError):
        receive(tmp_path / "away", bundle, verifier(maker.public), wish())
    assert current_snapshot(tmp_path / "away") is None
    assert not list((tmp_path / "away" / "snapshots").iterdir())


def members(bundle: Path) -> dict[str, bytes]:
    with tarfile.open(bundle, "r:gz") as archive:
        return {one.name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]


Hostile = Callable[[tarfile.TarFile, dict[str, bytes]], None]


def add(archive: tarfile.TarFile, name: str, data: bytes, kind: bytes = tarfile.REGTYPE, link: str = "") -> None:
    header = tarfile.TarInfo(name)
    header.size, header.type, header.linkname = len(data), kind, link
    archive.addfile(header, io.BytesIO(data))


def opening(archive: tarfile.TarFile, held: dict[str, bytes]) -> None:
    add(archive, LABEL, held[LABEL])
    add(archive, SIGNATURE, held[SIGNATURE])


def instead(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> Hostile:
    def make(archive: tarfile.TarFile, held: dict[str, bytes]) -> None:
        opening(archive, held)
        add(archive, name, b"" if link or kind != tarfile.REGTYPE else held[MANIFEST], kind, link)

    return make


def more(archive: tarfile.TarFile, held: dict[str, bytes]) -> None:
    for name in (LABEL, SIGNATURE, MANIFEST, DATABASE, "more"):
        add(archive, name, held.get(name, b"more"))


def other_database(archive: tarfile.TarFile, held: dict[str, bytes]) -> None:
    opening(archive, held)
    add(archive, MANIFEST, held[MANIFEST])
    add(archive, DATABASE, held[DATABASE][:-1] + b"x")


def bomb(archive: tarfile.TarFile, held: dict[str, bytes]) -> None:
    opening(archive, held)
    add(archive, MANIFEST, bytes(50_000_000))


def large_label(archive: tarfile.TarFile, held: dict[str, bytes]) -> None:
    add(archive, LABEL, held[LABEL] + b" " * 100_000)


def endless(archive: tarfile.TarFile, held: dict[str, bytes]) -> None:
    for name in (LABEL, SIGNATURE, MANIFEST, DATABASE):
        add(archive, name, held[name])
    assert archive.fileobj is not None
    archive.fileobj.write(bytes(50_000_000))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (instead("../manifest.json"), "was to come next, not '../manifest.json'"),
        (instead("/etc/passwd"), "was to come next, not '/etc/passwd'"),
        (instead(MANIFEST, tarfile.SYMTYPE, "/etc/passwd"), "a link, a device"),
        (instead(MANIFEST, tarfile.LNKTYPE, LABEL), "a link, a device"),
        (instead(MANIFEST, tarfile.CHRTYPE), "a link, a device"),
        (instead(MANIFEST, tarfile.FIFOTYPE), "a link, a device"),
        (instead(MANIFEST, tarfile.DIRTYPE), "a link, a device"),
        (instead("x" * 300), "a link, a device, a folder or an extension"),
        (more, "something follows the last file"),
        (other_database, "not those that were signed"),
        (bomb, "50000000 bytes, [0-9]+ were signed"),
        (large_label, "at most 65536 are read"),
        (endless, "something follows the last file"),
    ],
)
def test_a_hostile_archive_is_refused(maker: Maker, tmp_path: Path, make: Hostile, words: str) -> None:
    bundle = maker.bundle(30)
    held = members(bundle)
    with tarfile.open(bundle, "w:gz", format=tarfile.GNU_FORMAT) as archive:
        make(archive, held)
    with pytest.raises(DataError, match=words):
        receive(tmp_path / "away", bundle, verifier(maker.public), wish())
    assert current_snapshot(tmp_path / "away") is None
    assert not list((tmp_path / "away" / "snapshots").iterdir())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda told: told.update(format=2), "of the form 2"),
        (lambda told: told.update(content_hash="0" * 64), "not the one that was signed"),
        (lambda told: told["files"].reverse(), "other files than a snapshot has"),
        (lambda told: told["files"][0].update(name="../../x"), "other files than a snapshot has"),
        (lambda told: told["files"][1].update(size=10**15), "other files than a snapshot has"),
    ],
)
def test_even_what_is_signed_must_be_a_snapshot(maker: Maker, tmp_path: Path, change: Callable[[dict[str, object]], None], words: str) -> None:
    bundle = maker.bundle(30)
    held = members(bundle)
    told = json.loads(held[LABEL])
    change(told)
    held[LABEL] = canonical_json(told).encode()
    held[SIGNATURE] = signer(maker.key)(b"countersight-bundle 1\n" + held[LABEL])
    with tarfile.open(bundle, "w:gz", format=tarfile.USTAR_FORMAT) as archive:
        for name in (LABEL, SIGNATURE, MANIFEST, DATABASE):
            add(archive, name, held[name])
    with pytest.raises(DataError, match=words):
        receive(tmp_path / "away", bundle, verifier(maker.public), wish())


def test_a_signature_for_something_else_is_none_for_a_bundle(maker: Maker, tmp_path: Path) -> None:
    bundle = maker.bundle(30)
    held = members(bundle)
    held[SIGNATURE] = signer(maker.key)(held[LABEL])
    with tarfile.open(bundle, "w:gz", format=tarfile.USTAR_FORMAT) as archive:
        more(archive, held)
    with pytest.raises(DataError, match="signature is not one of this key"):
        receive(tmp_path / "away", bundle, verifier(maker.public), wish())


def test_an_old_bundle_played_again_is_refused_unless_a_reason_is_given(maker: Maker, tmp_path: Path) -> None:
    old, new = maker.bundle(100, "2026-11-01", "old"), maker.bundle(101, "2026-11-20", "new")
    away, verify = tmp_path / "away", verifier(maker.public)
    first = receive(away, new, verify, wish())
    with pytest.raises(DataError, match=r"us\.bis\.entity_list is of 2026-11-01, the one that is there of 2026-11-20"):
        receive(away, old, verify, wish())
    assert current_snapshot(away) == away / "snapshots" / first.content_hash
    receive(away, old, verify, wish(accept="the new one was wrong"))
    assert json.loads((away / "raw" / "accepted.jsonl").read_text())["accepted_because"] == "the new one was wrong"


def test_a_bundle_in_which_a_list_shrank_is_refused(maker: Maker, tmp_path: Path) -> None:
    away, verify = tmp_path / "away", verifier(maker.public)
    receive(away, maker.bundle(100), verify, wish())
    with pytest.raises(DataError, match=r"us\.bis\.entity_list: 100 rows before, 80 now"):
        receive(away, maker.bundle(80, "2026-11-21"), verify, wish())


def test_a_bundle_of_old_lists_is_used_and_told_to_be_stale(maker: Maker, tmp_path: Path) -> None:
    done = receive(tmp_path / "away", maker.bundle(100), verifier(maker.public), wish(now=NOW + timedelta(days=100)))
    assert done.stale == ("us.bis.entity_list: the edition of 2026-11-20 is 104 days old, at most 45 were expected",)


def test_a_snapshot_in_memory_has_nothing_to_export(maker: Maker) -> None:
    with pytest.raises(DataError, match="only a snapshot in a folder"):
        write_bundle(Snapshot.in_memory(AtlasRecords()), maker.place / "x", signer(maker.key))


@pytest.mark.parametrize("reuse", ["private", "link_only"])
def test_what_may_not_leave_does_not_leave_in_a_bundle(maker: Maker, reuse: str) -> None:
    records = AtlasRecords(sources=[SourceRecord("own.overlay", "An overlay of the user", reuse=reuse)])
    held = write_snapshot(maker.place / "own", records)
    with pytest.raises(DataError, match=r"own\.overlay, which may not leave"):
        write_bundle(held, maker.place / "x", signer(maker.key))
    held.close()
    assert not (maker.place / "x").exists()
