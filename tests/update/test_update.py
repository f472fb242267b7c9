"""A whole update: what is believed, what is refused, and what answers afterwards."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.update.invented_lists import ANCHOR, FILE, NAME, NOW, PAGE, QUICK, put, source, table, wish
from tests.update.server import Server, good, plain

from countersight.app import load_sources
from countersight.errors import CountersightError, DataError, InputError, UsageError
from countersight.model.body import Body, Name
from countersight.snapshots.build import combine
from countersight.snapshots.current import POINTER, current_snapshot
from countersight.snapshots.one_at_a_time import only_one
from countersight.snapshots.update import Updated, update
from countersight.sources.official import csl
from countersight.sources.official_pages import ftm
from countersight.sources.shelf import Shelf
from countersight.sources.source import RemoteFile, Source
from countersight.sources.wish import silent
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot


def run(home: Path, server: Server, **changes: object) -> Updated:
    return update(home, [source(server.address)], wish(**changes), silent)


def bodies(home: Path) -> int:
    folder = current_snapshot(home)
    assert folder is not None
    held = Snapshot.open(folder)
    try:
        held.verify()
        return len(held.body_ids())
    finally:
        held.close()


def test_a_list_is_fetched_kept_and_answers(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100))]
    done = run(tmp_path, server)
    assert [(one.source, one.state) for one in done.sources] == [(NAME, "new")]
    assert done.sound
    assert bodies(tmp_path) == 100
    held = Shelf(tmp_path / "raw").editions(NAME).good
    assert held is not None
    assert (held.edition, held.told_by, held.rows) == ("2026-11-20", "last-modified", {"us.bis.entity_list": 100})
    assert Shelf(tmp_path / "raw").path(held.files[0].sha256).read_bytes() == table(100)
    assert not list((tmp_path / "raw" / "parts").iterdir())


def test_the_second_time_nothing_is_sent_and_the_snapshot_stays(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100))]
    first = run(tmp_path, server)
    again = run(tmp_path, server)
    assert again.sources[0].state == "same"
    assert again.content_hash == first.content_hash
    assert server.seen[1][1]["if-none-match"] == '"one"'


def test_a_new_edition_replaces_the_old_one_which_is_kept(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100)), good(table(101), etag='"two"', modified="Mon, 23 Nov 2026 12:00:00 GMT")]
    first, second = run(tmp_path, server), run(tmp_path, server)
    assert second.content_hash != first.content_hash
    assert bodies(tmp_path) == 101
    held = Shelf(tmp_path / "raw").editions(NAME)
    assert [one.edition for one in held.earlier] == ["2026-11-20"]
    assert Shelf(tmp_path / "raw").whole(held.earlier[0].files[0])
    assert {path.name for path in (tmp_path / "snapshots").iterdir()} == {first.content_hash, second.content_hash}


def test_a_server_that_tells_no_day_gives_the_day_of_fetching(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(table(100)), plain(table(100), Last_Modified="Fri, 01 Jan 2027 00:00:00 GMT")]
    for told in (run(tmp_path, server), run(tmp_path, server)):
        assert told.sources[0].edition is not None
        assert told.sources[0].edition.edition == NOW.date()


def test_a_list_may_lose_a_tenth_and_no_more(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100)), good(table(90), etag='"two"'), good(table(80), etag='"three"')]
    run(tmp_path, server)
    assert run(tmp_path, server).sources[0].state == "new"
    done = run(tmp_path, server)
    assert done.sources[0].state == "refused"
    assert not done.sound
    message = str(done.sources[0].fault)
    assert "us.bis.entity_list: 90 rows before, 80 now" in message
    assert "the last good edition, of 2026-11-20, stays" in message
    assert bodies(tmp_path) == 90


def test_what_was_refused_is_kept_to_be_looked_at(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100)), good(table(50), etag='"two"')]
    run(tmp_path, server)
    run(tmp_path, server)
    held = Shelf(tmp_path / "raw").editions(NAME)
    assert held.refused is not None
    assert "100 rows before, 50 now" in held.refused.why
    assert Shelf(tmp_path / "raw").path(held.refused.files[0].sha256).read_bytes() == table(50)
    server.answers = [good(table(100))]
    assert run(tmp_path, server).sources[0].state == "same"
    assert Shelf(tmp_path / "raw").editions(NAME).refused is None


def test_a_reason_overrides_and_is_logged_without_touching_older_lines(server: Server, tmp_path: Path) -> None:
    log = tmp_path / "raw" / "accepted.jsonl"
    server.answers = [good(table(100)), good(table(50), etag='"two"'), good(table(20), etag='"three"')]
    run(tmp_path, server)
    done = run(tmp_path, server, only=frozenset({NAME}), accept="the notice removes them")
    assert (done.sources[0].state, bodies(tmp_path)) == ("new", 50)
    first = log.read_text()
    assert json.loads(first) == {
        "time": "2026-11-24T12:00:00+00:00", "source": NAME, "edition": "2026-11-20", "accepted_because": "the notice removes them",
        "rows_before": {"us.bis.entity_list": 100}, "rows_now": {"us.bis.entity_list": 50},
        "refused_because": ["us.bis.entity_list: 100 rows before, 50 now"],
    }  # fmt: skip
    run(tmp_path, server, only=frozenset({NAME}), accept="and these")
    assert log.read_text().startswith(first)
    assert len(log.read_text().splitlines()) == 2


def test_a_reason_that_was_not_needed_is_not_logged(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100))]
    run(tmp_path, server, only=frozenset({NAME}), accept="just in case")
    assert not (tmp_path / "raw" / "accepted.jsonl").exists()


def test_a_list_that_misses_what_was_expected_is_refused_unless_a_reason_is_given(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100)), good(table(100, anchor="Somebody Else"), etag='"two"')]
    run(tmp_path, server)
    done = run(tmp_path, server)
    assert f"does not name '{ANCHOR}'" in str(done.sources[0].fault)
    done = run(tmp_path, server, only=frozenset({NAME}), accept="it was removed by notice")
    assert done.sources[0].accepted == (f"the list does not name '{ANCHOR}', which was expected",)


def test_a_list_that_is_cut_off_under_a_matching_length_is_refused(server: Server, tmp_path: Path) -> None:
    body = table(100)
    server.answers = [good(body), plain(body[: len(body) // 2], Content_Length=str(len(body) // 2))]
    run(tmp_path, server)
    done = run(tmp_path, server)
    assert done.sources[0].state == "refused"
    assert bodies(tmp_path) == 100


def test_a_malformed_list_is_named_by_its_published_name_and_no_reason_helps(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100)), plain(table(100) + b"one,two\n")]
    run(tmp_path, server)
    done = run(tmp_path, server, only=frozenset({NAME}), accept="never mind")
    fault = done.sources[0].fault
    assert isinstance(fault, InputError)
    assert str(fault).startswith(f"{NAME}/{FILE}:102: the row has 2 cells")
    assert bodies(tmp_path) == 100


def test_an_edition_that_is_too_old_is_refused_when_it_is_fetched(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100), modified="Fri, 01 May 2026 12:00:00 GMT")]
    with pytest.raises(DataError, match="edition of 2026-05-01 is 207 days old, at most 45"):
        run(tmp_path, server)
    assert current_snapshot(tmp_path) is None


def test_a_list_that_does_not_change_any_more_becomes_stale(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100))]
    run(tmp_path, server)
    done = run(tmp_path, server, now=NOW + timedelta(days=60))
    assert (done.sources[0].state, done.sound) == ("same", False)
    assert "64 days old" in done.sources[0].stale
    assert bodies(tmp_path) == 100


def test_an_older_edition_than_the_last_good_one_is_refused(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100)), good(table(101), etag='"two"', modified="Thu, 19 Nov 2026 12:00:00 GMT")]
    run(tmp_path, server)
    assert "of 2026-11-19, the last good edition of 2026-11-20" in str(run(tmp_path, server).sources[0].fault)


def test_a_source_that_fails_does_not_hold_up_the_others(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100)), plain(b"", 404)]
    both = [source(server.address), source(server.address + "?2", "missing")]
    done = update(tmp_path, both, wish(), silent)
    assert [(one.source, one.state) for one in done.sources] == [(NAME, "new"), ("missing", "refused")]
    assert bodies(tmp_path) == 100


def test_a_damaged_raw_file_is_fetched_again(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100))]
    run(tmp_path, server)
    raw = next(path for path in (tmp_path / "raw").rglob("*") if len(path.name) == 64)
    raw.chmod(0o644)
    raw.write_bytes(b"changed")
    with pytest.raises(DataError, match="damaged or gone"):
        run(tmp_path, server, offline=True)
    assert run(tmp_path, server).sources[0].state == "same"
    assert "if-none-match" not in server.seen[1][1]
    assert raw.read_bytes() == table(100)


def test_what_is_held_is_built_again_without_the_network(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100))]
    first = run(tmp_path, server)
    (tmp_path / POINTER).unlink()
    asked = len(server.seen)
    assert run(tmp_path, server, offline=True).content_hash == first.content_hash
    assert len(server.seen) == asked


def test_a_damaged_snapshot_is_written_anew(server: Server, tmp_path: Path) -> None:
    server.answers = [good(table(100))]
    run(tmp_path, server)
    folder = current_snapshot(tmp_path)
    assert folder is not None
    (folder / "atlas.sqlite").write_bytes((folder / "atlas.sqlite").read_bytes()[:5000])
    run(tmp_path, server, offline=True)
    assert bodies(tmp_path) == 100


def test_files_of_a_folder_are_taken_by_their_names_in_any_case(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", table(100))
    (folder / FILE).rename(folder / FILE.upper())
    done = update(tmp_path / "home", [source()], wish(folder=folder), silent)
    assert done.sources[0].edition is not None
    assert done.sources[0].edition.edition == date(2026, 11, 20)
    assert (folder / FILE.upper()).read_bytes() == table(100)


def test_each_source_may_have_a_folder_of_its_own(tmp_path: Path) -> None:
    put(tmp_path / "in" / NAME, table(100))
    put(tmp_path / "in" / "other", table(50))
    done = update(tmp_path / "home", [source(), source(name="other")], wish(folder=tmp_path / "in", only=frozenset({NAME})), silent)
    assert [(one.source, one.state) for one in done.sources] == [(NAME, "new"), ("other", "none")]


def test_an_old_file_out_of_a_folder_is_used_and_told_to_be_stale(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", table(100), "2022-04-21")
    done = update(tmp_path / "home", [source()], wish(folder=folder), silent)
    assert (done.sources[0].state, done.sound) == ("new", False)
    assert "edition of 2022-04-21" in done.sources[0].stale


def test_the_user_may_say_of_which_day_a_file_is(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", table(100))
    update(tmp_path / "home", [source()], wish(folder=folder, edition=date(2026, 11, 1)), silent)
    held = Shelf(tmp_path / "home" / "raw").editions(NAME).good
    assert held is not None
    assert (held.edition, held.told_by) == ("2026-11-01", "given")
    os.utime(folder / FILE)
    update(tmp_path / "home", [source()], wish(folder=folder), silent)
    assert Shelf(tmp_path / "home" / "raw").editions(NAME).good == held


@pytest.mark.parametrize("body", [b"<html><title>No</title></html>", b""])
def test_a_file_that_is_none_is_refused_out_of_a_folder_as_well(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(DataError):
        update(tmp_path / "home", [source()], wish(folder=put(tmp_path / "in", body)), silent)


def test_a_list_of_two_files_wants_both(tmp_path: Path) -> None:
    files = (RemoteFile(FILE, "https://example.org/1"), RemoteFile("second.csv", "https://example.org/2"))
    two = replace(source(), files=files)
    folder = put(tmp_path / "in", table(100))
    with pytest.raises(DataError, match=r"second\.csv of the source invented is not there"):
        update(tmp_path / "home", [two], wish(folder=folder), silent)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"only": frozenset({"invnted"})}, "no source 'invnted'"),
        ({"folder": Path("/nowhere")}, "no folder /nowhere"),
        ({"accept": "because"}, "exactly one source"),
        ({"edition": date(2026, 11, 1)}, "--edition is the day of files in a folder"),
        ({"keep": 0}, "at least one snapshot"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_before_anything_is_done(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        update(tmp_path / "home", [source()], wish(**changes), silent)
    assert not (tmp_path / "home").exists()


def test_a_folder_without_any_known_file_is_told(tmp_path: Path) -> None:
    put(tmp_path / "in", table(100))
    update(tmp_path / "home", [source()], wish(folder=tmp_path / "in"), silent)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no file of any source"):
        update(tmp_path / "home", [source()], wish(folder=tmp_path / "empty"), silent)
    with pytest.raises(DataError, match="no official list is held"):
        update(tmp_path / "new", [source()], wish(folder=tmp_path / "empty"), silent)
    with pytest.raises(DataError, match="no official list is held"):
        update(tmp_path / "new", [source()], wish(offline=True), silent)


def test_only_the_newest_snapshots_are_kept_and_the_current_one_always(tmp_path: Path) -> None:
    hashes = []
    for rows in (100, 101, 102, 103):
        put(tmp_path / "in", table(rows))
        hashes.append(update(tmp_path / "home", [source()], wish(folder=tmp_path / "in", keep=2), silent).content_hash)
    assert {path.name for path in (tmp_path / "home" / "snapshots").iterdir()} == set(hashes[-2:])
    assert bodies(tmp_path / "home") == 103


def test_a_second_update_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", table(100))
    with only_one(tmp_path / "home"), pytest.raises(DataError, match=f"another update is running: process {os.getpid()}, since 20"):
        update(tmp_path / "home", [source()], wish(folder=folder), silent)
    assert update(tmp_path / "home", [source()], wish(folder=folder), silent).sound


@pytest.mark.parametrize("pointer", ["", "../../etc", "f" * 64, "\xff"])
def test_a_pointer_to_nothing_is_an_error_and_no_other_snapshot_answers(tmp_path: Path, pointer: str) -> None:
    (tmp_path / POINTER).write_text(pointer, encoding="latin-1")
    with pytest.raises(DataError) as fault:
        current_snapshot(tmp_path)
    assert "countersight atlas update --offline" in fault.value.hint


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    put(tmp_path / "in", table(100))
    update(tmp_path, [source()], wish(folder=tmp_path / "in"), silent)
    index = tmp_path / "raw" / "editions" / f"{NAME}.json"
    for text in ("{", '{"format": 1}', '{"format": 99}'):
        index.write_text(text)
        with pytest.raises(CountersightError, match=NAME):
            update(tmp_path, [source()], wish(offline=True), silent)


@pytest.mark.parametrize(
    ("name", "file", "address"),
    [
        ("../up", FILE, "https://example.org/a"), ("", FILE, "https://example.org/a"), ("a", "../a.csv", "https://example.org/a"),
        ("a", ".hidden", "https://example.org/a"), ("a", FILE, "ftp://example.org/a"), ("a", FILE, "https://me:secret@example.org/a"),
    ],
)  # fmt: skip
def test_a_source_cannot_lead_out_of_its_folder_or_carry_an_account(name: str, file: str, address: str) -> None:
    with pytest.raises(UsageError):
        Source(name, "", PAGE, (RemoteFile(file, address),), 1, source().read)


def test_the_built_in_sources_have_encrypted_addresses_or_come_by_hand() -> None:
    found = {one.name: one for one in load_sources()}
    fetched = {name for name, one in found.items() if not one.by_hand}
    assert fetched == {"csl", "un", "ofac-sdn", "ofac-consolidated", "uflpa", "fcc"}
    assert found.keys() - fetched == {"ofac-sdn-csv", "ofac-consolidated-csv", "dod1260h", "dod1286", "ftm", "bods", "gleif", "holdings", "names", "names-sse", "names-szse", "ror"}
    assert all(file.address.startswith("https://") for name in fetched for file in found[name].files)
    assert found["ofac-sdn"].files[0].address.endswith("/exports/SDN_ENHANCED.ZIP")
    assert all(one.max_age_days > 0 and one.page.startswith("https://") for one in found.values())


OFAC_ROW = '1,"INVENTED KESTREL WORKS","-0- ","CMIC-EO13959","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ",""\n'


def by_hand(folder: Path, name: str, files: dict[str, str]) -> Source:
    """A built-in source that only a person can bring, and a folder with files for it that are invented."""
    folder.mkdir()
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    return next(one for one in load_sources() if one.name == name)


def test_what_comes_by_hand_is_read_from_a_folder_only(tmp_path: Path) -> None:
    one = by_hand(tmp_path / "in", "dod1260h", {"1260H.csv": "name,start\nInvented Kestrel Works,2025-01-07\n"})
    with pytest.raises(DataError, match="no file that could be fetched"):
        update(tmp_path / "home", [one], wish(only=frozenset({"dod1260h"})), silent)
    with pytest.raises(DataError, match="120 were expected"):
        update(tmp_path / "home", [one], wish(folder=tmp_path / "in"), silent)
    wished = wish(folder=tmp_path / "in", only=frozenset({"dod1260h"}), accept="an invented sample")
    assert update(tmp_path / "home", [one], wished, silent).sources[0].state == "new"
    assert bodies(tmp_path / "home") == 1
    assert update(tmp_path / "home", [one], wish(), silent).sources[0].state == "kept"


def test_a_file_that_is_not_needed_may_be_missing_and_no_other(tmp_path: Path) -> None:
    tables = {"CONS_PRIM.CSV": OFAC_ROW, "CONS_ADD.CSV": '1,1,"-0- ","-0- ","China","-0- "\n', "CONS_ALT.CSV": '1,1,"aka","KESTREL WORKS","-0- "\n'}
    one = by_hand(tmp_path / "in", "ofac-consolidated-csv", tables)
    wished = wish(folder=tmp_path / "in", only=frozenset({one.name}), accept="an invented sample")
    assert update(tmp_path / "home", [one], wished, silent).sources[0].edition is not None
    assert bodies(tmp_path / "home") == 1
    (tmp_path / "in" / "CONS_ALT.CSV").unlink()
    with pytest.raises(DataError, match=r"CONS_ALT\.CSV of the source ofac-consolidated-csv is not there"):
        update(tmp_path / "other", [one], wished, silent)


def test_edges_of_a_source_follow_the_bodies_that_they_join(tmp_path: Path) -> None:
    starter = AtlasRecords([Body("kestrel", "Company", (Name("Invented Kestrel Works Co., Ltd.", "", "primary"),), identifiers={"lei": "529900T8BM49AURSDO55"})])
    (tmp_path / "f").mkdir()
    entities = [
        {"id": "a", "caption": "Invented Merlin Holdings Ltd.", "schema": "Company", "properties": {"name": ["Invented Merlin Holdings Ltd."]}, "datasets": ["d"], "referents": []},
        {"id": "b", "caption": "Invented Kestrel", "schema": "Company", "properties": {"name": ["Invented Kestrel Works Ltd."], "leiCode": ["529900T8BM49AURSDO55"]}, "datasets": ["d"], "referents": []},
        {"id": "o", "caption": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"], "percentage": ["51%"]}, "datasets": ["d"], "referents": []},
    ]
    data = "".join(json.dumps(one) + "\n" for one in entities)
    (tmp_path / "f" / "entities.ftm.json").write_text(data)
    index = {"name": "d", "title": "Invented", "last_export": "2026-11-20", "publisher": {"name": "Invented"}, "license": "CC0", "entity_count": 3, "resources": []}
    (tmp_path / "f" / "index.json").write_text(json.dumps(index))
    (one,) = ftm()
    read = one.read({name: tmp_path / "f" / name for name in ("entities.ftm.json", "index.json")}, date(2026, 11, 20), expect=False)
    made = combine(starter, [read])
    assert [(edge.owner, edge.asset, edge.lo) for edge in made.edges] == [("a", "kestrel", 51_000_000)]


def test_a_real_edition_goes_through_whole(tmp_path: Path) -> None:
    real = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "us_csl_full_2022-04" / "consolidated.csv"
    if not real.exists():
        pytest.skip("no ../shared/data here")
    (one,) = csl()
    done = update(tmp_path, [one], wish(folder=real.parent, edition=date(2022, 4, 21), limits=QUICK), silent)
    assert done.sources[0].edition is not None
    assert sum(done.sources[0].edition.rows.values()) == 14_160


def test_a_download_that_broke_off_is_gone_on_with_by_the_next_update(server: Server, tmp_path: Path) -> None:
    body = table(100)
    server.answers = [good(body, most=2000), plain(b"", 404)]
    with pytest.raises(DataError, match="404"):
        run(tmp_path, server)
    server.answers = [good(body)]
    assert run(tmp_path, server).sources[0].state == "new"
    assert server.seen[-1][1]["range"] == "bytes=2000-"
    assert not list((tmp_path / "raw" / "parts").iterdir())
