"""The evidence pack: a case in one ZIP that verifies by itself on another machine, and that ``countersight replay`` decides again.

In it: the decisions, every event of the case with its place in the ledger and the signed checkpoint behind it, the attachments, the records of
the lists that the decision read, the law that it read, a manifest with the hash of every file and its signature, and a script that checks it all
with the standard library. The records are those that the decision needs where these alone give the same decision to the letter, which is tried
here; otherwise the whole snapshot is put in.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from countersight.cases import verify_pack
from countersight.cases.cases import Cases
from countersight.cases.folding import Case
from countersight.cases.hanging import names_of, reach
from countersight.desk.checkpoints import Checkpoint, read_checkpoints
from countersight.desk.moments import now
from countersight.errors import DataError, Where
from countersight.model.canonical import canonical_json, digest
from countersight.model.matter import Matter
from countersight.screening.replay import replay, restored
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import MANIFEST, Snapshot, write_snapshot
from countersight.version import __version__

if TYPE_CHECKING:
    from datetime import date

    from countersight.app import Screener as Answering
    from countersight.desk.desk import Handle
    from countersight.rules.book import Rulebook

FORMAT: Final = 1
LARGEST: Final = 2 * 1024**3
"""Bytes of an unpacked pack that is read."""
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Packed:
    """What was put in."""

    files: int
    records: str
    note: str
    replays: bool


@dataclass(frozen=True, slots=True)
class VerifiedPack:
    """What came of verifying one."""

    sound: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Putting:
    """What is to be put in."""

    attachments: bool = True
    """The bytes of attachments; their hashes stand in the events all the same."""
    whole: bool = False
    """The whole snapshot. A part shows what was found again; that nothing else was near, only the whole shows."""
    find: Callable[[str], Snapshot | None] | None = None
    """How a snapshot of before is found by its hash, where another one is in use now."""


def write_pack(handle: Handle, case_id: str, screener: Answering, out: Path, putting: Putting | None = None) -> Packed:
    """Write the evidence pack of a case; the file appears whole or not at all.

    Args:
        handle: What the tenant holds.
        case_id: The case.
        screener: The lists and the law.
        out: The file.
        putting: What is to be put in.

    Raises:
        UsageError: No such case.
        DataError: What the case is about was purged.
    """
    putting = putting or Putting()
    with handle.reading():
        cases = Cases(handle, "system:pack")
        case = cases.get(case_id)
        files = _told(handle, case, [asdict(one) for one in cases.events(case_id)])
        if putting.attachments:
            files |= _attached(handle, case)
    stored = json.loads(files["decision.json"])
    law, missing = _law(stored, screener)
    files |= law
    evidence, records, replays = _evidence(stored, _over(stored, screener, putting), missing, whole=putting.whole)
    files |= evidence
    note = missing or (
        "replays to the letter"
        if replays
        else "does not replay: the lists that the decision was made over are not held any more"
    )
    files["README.txt"] = _readme(case, stored, (note, records), law).encode()
    files["verify.py"] = Path(verify_pack.__file__).read_bytes()
    files["ledger.key.pub"] = handle.checkpoints.public.read_bytes()
    told = {
        "format": FORMAT,
        "program": __version__,
        "tenant": handle.tenant,
        "case": case.id,
        "decision": case.decision,
        "snapshot": stored["snapshot"],
        "at": now(),
        "note": note,
        "files": {name: {"sha256": digest(data), "bytes": len(data)} for name, data in sorted(files.items())},
    }
    manifest = json.dumps(told, indent=1, sort_keys=True).encode() + b"\n"
    files |= {
        "manifest.json": manifest,
        "manifest.sig": handle.checkpoints.sign(verify_pack.PACK + manifest).hex().encode() + b"\n",
    }
    _zip(files, out)
    return Packed(len(files), records, note, replays)


def _told(handle: Handle, case: Case, events: list[dict[str, Any]]) -> dict[str, bytes]:
    """The decisions, the events, and where they stand in the ledger."""
    files: dict[str, bytes] = {"case.json": _json({"case": asdict(case), "events": events})}
    seqs = {event["seq"] for event in events}
    for one in case.decisions:
        held, row = handle.decisions.get(one), handle.decisions.row(one)
        if held is None or row is None:
            raise DataError(
                f"the decision {one[:16]} of the case is not held", hint="countersight ledger verify says what happened"
            )
        files["decision.json" if one == case.decision else f"decisions/{one}.json"] = _json(held)
        seqs.add(row.seq)
    points = _points(handle)
    if handle.ledger.last[0] > max(points, default=0):  # the program ended before it signed what it had written
        handle.checkpoints.write(handle.tenant, *handle.ledger.last)
        points = _points(handle)
    heads: dict[int, dict[str, Any]] = {}
    for seq in sorted(seqs):
        at = seq
        while at not in heads and (entry := handle.ledger.entry(at)):
            heads[at] = {**entry.head(), "payload": entry.payload} if at in seqs else entry.head()
            if at in points:
                break
            at += 1
    files["ledger.jsonl"] = b"".join(canonical_json(heads[seq]).encode() + b"\n" for seq in sorted(heads))
    files["checkpoints.jsonl"] = b"".join(
        canonical_json(asdict(points[seq])).encode() + b"\n" for seq in sorted(heads) if seq in points
    )
    return files


def _points(handle: Handle) -> dict[int, Checkpoint]:
    """The checkpoints of the tenant that are signed with its key, by the number of their entry."""
    found = read_checkpoints(handle.checkpoints.file(handle.tenant), handle.checkpoints.check, handle.tenant)
    return {one.seq: one for one, wrong in found if one and not wrong}


def _attached(handle: Handle, case: Case) -> dict[str, bytes]:
    found = {}
    for one in case.attachments:
        data = handle.attachments.data(one["sha256"])
        if data is not None:
            safe = "".join(char if char.isalnum() or char in "._-" else "_" for char in str(one["name"]))[-80:]
            found[f"attachments/{one['sha256'][:16]}-{safe}"] = data
    return found


def _law(stored: dict[str, Any], screener: Answering) -> tuple[dict[str, bytes], str]:
    """The files of every rulebook that the decision read, and of those below it; or which of them is not held any more."""
    wanted = {column["rulebook"]: column["sha256"] for column in stored["columns"]}
    deciding = screener.deciding
    held: dict[str, Rulebook] = {book.id: book for book in (*deciding.base, *deciding.books)}
    if lost := [name for name, sha in wanted.items() if name not in held or held[name].sha256 != sha]:
        return {}, f"does not replay: {lost[0]} was changed since, and its pages of then are not held"
    books = [book for book in (*deciding.books, *deciding.base) if book.id in wanted or book in deciding.base]
    return {f"rulebooks/{book.id}/{name}": text.encode() for book in books for name, text in book.files.items()}, ""


def _over(stored: dict[str, Any], screener: Answering, putting: Putting) -> Answering:
    """The screener over the snapshot that the decision names, where that is held."""
    held = (
        putting.find(stored["snapshot"])
        if putting.find and screener.snapshot.content_hash != stored["snapshot"]
        else None
    )
    return screener.over(held) if held else screener


def _evidence(
    stored: dict[str, Any], screener: Answering, missing: str, *, whole: bool
) -> tuple[dict[str, bytes], str, bool]:
    """The records that the decision needs, or the whole snapshot, and whether the decision is made again of them."""
    snapshot = screener.snapshot
    if snapshot.content_hash != stored["snapshot"]:
        return {}, "no records", False
    deciding = screener.deciding
    with tempfile.TemporaryDirectory() as folder:
        if not whole:
            cut = cut_for(stored, screener)
            write_snapshot(Path(folder) / "cut", cut).close()
            _mark(Path(folder) / "cut", stored["snapshot"])
            again = Snapshot.open(Path(folder) / "cut")
            same = not missing and replay(stored, again, deciding.books, deciding.base).same
            again.close()
            if same:
                return (
                    _folder(Path(folder) / "cut"),
                    f"{len(cut.bodies):,} of {len(snapshot.body_ids()):,} records",
                    True,
                )
        place = snapshot.folder
        if place is None:
            place = Path(folder) / "whole"
            write_snapshot(place, snapshot.records()).close()
        return (
            _folder(place),
            f"all {len(snapshot.body_ids()):,} records",
            not missing and replay(stored, snapshot, deciding.books, deciding.base).same,
        )


def cut_for(stored: dict[str, Any], screener: Answering) -> AtlasRecords:
    """The records that a stored decision needs: the bodies that its names may be, all above and below them, and how much of each list is held."""
    _, options, matter = restored(stored)
    deciding, snapshot = screener.under(options), screener.snapshot
    world = deciding.world(matter, _day(stored))
    ids = reach(
        world.graph,
        {body.id for who in names_of(Matter.model_validate(matter), world) for body in (*who.bodies, *who.near)},
    )
    bodies = [body for one in sorted(ids) if (body := snapshot.body(one))]
    edges = {edge.id: edge for one in ids for edge in (*snapshot.edges_of(one), *snapshot.holdings_of(one))}
    beyond = {end for edge in edges.values() for end in (edge.owner, edge.asset)} - ids
    bodies += [body for one in sorted(beyond) if (body := snapshot.body(one))]
    whole = snapshot.records()
    return replace(whole, bodies=bodies, edges=[edge for _, edge in sorted(edges.items())])


def _day(stored: dict[str, Any]) -> date:
    from datetime import date  # noqa: PLC0415 - one use

    return date.fromisoformat(stored["on"])


def _mark(folder: Path, whole: str) -> None:
    """Say in the manifest of a cut what it was cut out of; the signature of the pack covers it."""
    path = folder / MANIFEST
    told = json.loads(path.read_bytes())
    path.write_text(
        json.dumps({**told, "cut_of": whole}, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def _folder(folder: Path) -> dict[str, bytes]:
    return {f"snapshot/{path.name}": path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _readme(case: Case, stored: dict[str, Any], said: tuple[str, str], law: Iterable[str]) -> str:
    note, records = said
    whole = stored["snapshot"][:12]
    books = sorted({name.split("/")[1] for name in law}, key=[column["rulebook"] for column in stored["columns"]].index)
    command = " ".join(
        ["countersight replay decision.json --snapshot snapshot", *(f"--rulebook rulebooks/{book}" for book in books)]
    )
    return f"""Evidence pack of the case {case.id}: {case.title}

decision.json        the last decision (decisions/ holds those before it)
case.json            the case as it stands, with everything that happened to it
ledger.jsonl         its entries of the ledger, and the bare heads up to the next checkpoint
checkpoints.jsonl    the signed checkpoints behind them
rulebooks/           the law that was read, page by page
snapshot/            the records of the lists that it was read over: {records}. A part shows
                     that what was found is found again; that nothing else was near, only
                     the whole snapshot {whole} shows
attachments/         files of the case, by the hash of their bytes
manifest.json        the SHA-256 of every file; manifest.sig is its Ed25519 signature

To verify, with Python alone:        python3 verify.py KEY.pub
To decide again, with Countersight:  {command}
({note})

It may hold personal and business data, and records under the terms of their sources (snapshot/manifest.json names them).
"""


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _zip(files: dict[str, bytes], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.new")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in sorted(files.items()):
                told = zipfile.ZipInfo(name, _MOMENT)
                told.compress_type = zipfile.ZIP_DEFLATED
                told.external_attr = 0o644 << 16
                archive.writestr(told, data)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def verified(path: Path, key: Path | None = None) -> VerifiedPack:
    """Verify a pack as it is, without unpacking it.

    Args:
        path: The ZIP.
        key: The public key that one got another way.

    Raises:
        DataError: It is no ZIP, or larger than a pack is.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                raise DataError("larger than a pack is", hint="ask who made it", where=Where(str(path)))
            names = archive.namelist()
            twice = [f"{name} is in it twice" for name in sorted({name for name in names if names.count(name) > 1})]
            files = {name: archive.read(name) for name in names if not name.endswith("/")}
    except (zipfile.BadZipFile, EOFError, OSError) as fault:
        raise DataError(f"this is no pack, or damaged: {fault}", hint="copy it again", where=Where(str(path))) from None
    public = verify_pack.public_key(key.read_text(encoding="ascii")) if key else None
    faults = twice + verify_pack.faults_of(files, public)
    if not faults and files.get("verify.py") != Path(verify_pack.__file__).read_bytes():
        return VerifiedPack(
            sound=True,
            lines=(_sound(files, key), "the script in the pack is of another version of the program than this one"),
        )
    return VerifiedPack(not faults, tuple(f"WRONG: {one}" for one in faults) or (_sound(files, key),))


def _sound(files: dict[str, bytes], key: Path | None) -> str:
    told = json.loads(files["manifest.json"])
    return f"sound: {len(files)} files of the case {told['case']}, signed at {told['at']}; {told['note']}" + (
        "" if key else "; with --key PUB, by whom"
    )
