"""One download, from a server on this machine that behaves badly in every way that it can."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from tests.update.invented_lists import FILE, PAGE, QUICK, table
from tests.update.server import Server, dripping, good, plain, stalling, to, unmeasured

from countersight.errors import DataError
from countersight.sources.fetch import Fetched, Order, _Job, fetch
from countersight.sources.part import Origin, Part
from countersight.sources.source import RemoteFile
from countersight.sources.watch import Watch
from countersight.sources.wish import Limits, silent
from countersight.version import __version__

BODY = table(200)


def order(server: Server, folder: Path) -> Order:
    return Order(RemoteFile(FILE, server.address), PAGE, folder / "one.part")


def got(server: Server, folder: Path, limits: Limits = QUICK) -> bytes:
    found = fetch(order(server, folder), limits, silent)
    assert found is not None
    return found.path.read_bytes()


def refused(server: Server, folder: Path, limits: Limits = QUICK) -> str:
    with pytest.raises(DataError) as fault:
        fetch(order(server, folder), limits, silent)
    return str(fault.value)


def test_a_file_comes_whole_with_its_validators(server: Server, tmp_path: Path) -> None:
    server.answers = [good(BODY)]
    found = fetch(order(server, tmp_path), QUICK, silent)
    assert found == Fetched(tmp_path / "one.part", '"one"', "Fri, 20 Nov 2026 12:00:00 GMT")
    assert found.path.read_bytes() == BODY


def test_nothing_is_sent_but_the_address_and_the_version(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.answers = [to("/there", Set_Cookie="tracked=yes; Path=/"), plain(BODY)]
    assert got(server, tmp_path) == BODY
    for _, headers in server.seen:
        assert headers == {
            "host": f"127.0.0.1:{server.server_port}", "user-agent": f"countersight/{__version__}", "accept": "*/*",
            "accept-encoding": "identity", "connection": "keep-alive",
        }  # fmt: skip
    assert [path for path, _ in server.seen] == ["/invented.csv", "/there"]


@pytest.mark.parametrize(("etag", "modified"), [('"one"', ""), ("", "Fri, 20 Nov 2026 12:00:00 GMT")])
def test_a_file_that_did_not_change_is_not_sent_again(server: Server, tmp_path: Path, etag: str, modified: str) -> None:
    server.answers = [good(BODY)]
    assert fetch(replace(order(server, tmp_path), etag=etag, last_modified=modified), QUICK, silent) is None


def test_an_answer_that_nothing_changed_where_nothing_was_held_is_refused(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(b"", 304)]
    assert "the server answers 304" in refused(server, tmp_path)


def test_a_broken_download_goes_on_where_it_broke(server: Server, tmp_path: Path) -> None:
    server.answers = [good(BODY, most=1000), good(BODY)]
    assert got(server, tmp_path) == BODY
    assert server.seen[1][1]["range"] == "bytes=1000-"
    assert server.seen[1][1]["if-range"] == '"one"'


def test_a_last_modified_well_before_the_answer_is_enough_to_go_on(server: Server, tmp_path: Path) -> None:
    day = "Fri, 20 Nov 2020 12:00:00 GMT"
    server.answers = [good(BODY, etag="", most=1000, modified=day), good(BODY, etag="", modified=day)]
    assert got(server, tmp_path) == BODY
    assert server.seen[1][1]["if-range"] == day


def test_a_weak_etag_is_not_enough_to_go_on(server: Server, tmp_path: Path) -> None:
    server.answers = [good(BODY, etag='W/"one"', most=1000, modified=""), good(BODY, etag='W/"one"', modified="")]
    assert got(server, tmp_path) == BODY
    assert "range" not in server.seen[1][1]


def test_a_server_that_dies_again_and_again_is_asked_as_long_as_something_comes(server: Server, tmp_path: Path) -> None:
    server.answers = [good(BODY, most=len(BODY) // 12 + 1)]
    assert got(server, tmp_path) == BODY
    assert len(server.seen) == 12 > QUICK.attempts


def test_a_file_that_changed_meanwhile_is_not_glued_to_the_old_one(server: Server, tmp_path: Path) -> None:
    newer = table(150, "newer")
    server.answers = [good(BODY, most=1000), good(newer, etag='"two"')]
    assert got(server, tmp_path) == newer


def test_nor_by_a_server_that_overlooks_the_condition(server: Server, tmp_path: Path) -> None:
    newer = table(150, "newer")
    careless = plain(newer[1000:], 206, ETag='"two"', Content_Range=f"bytes 1000-{len(newer) - 1}/{len(newer)}")
    server.answers = [good(BODY, most=1000), careless, good(newer, etag='"two"')]
    assert got(server, tmp_path) == newer


@pytest.mark.parametrize("wrong", ["bytes 0-9/10", "bytes 1000-", "pages 1-2/3", ""])
def test_a_range_other_than_the_one_asked_for_begins_anew(server: Server, tmp_path: Path, wrong: str) -> None:
    server.answers = [good(BODY, most=1000), plain(BODY[1000:], 206, ETag='"one"', Content_Range=wrong), good(BODY)]
    assert got(server, tmp_path) == BODY
    assert "range" not in server.seen[2][1]


def test_a_range_that_cannot_be_satisfied_begins_anew(server: Server, tmp_path: Path) -> None:
    server.answers = [good(BODY, most=1000), plain(b"", 416), good(BODY)]
    assert got(server, tmp_path) == BODY


def test_what_an_earlier_process_left_is_gone_on_with(server: Server, tmp_path: Path) -> None:
    part = Part(tmp_path / "one.part")
    part.begin(Origin(server.address, '"one"', "", '"one"'))
    part.path.write_bytes(BODY[:1500])
    server.answers = [good(BODY)]
    assert got(server, tmp_path) == BODY
    assert server.seen[0][1]["range"] == "bytes=1500-"


@pytest.mark.parametrize("note", ["", "{}", "[]", '{"address": "http://elsewhere.example/", "strong": "x"}'])
def test_what_nobody_knows_the_origin_of_is_not(server: Server, tmp_path: Path, note: str) -> None:
    (tmp_path / "one.part").write_bytes(b"something else")
    (tmp_path / "one.part.json").write_text(note)
    server.answers = [good(BODY)]
    assert got(server, tmp_path) == BODY


def test_a_server_that_always_truncates_is_given_up(server: Server, tmp_path: Path) -> None:
    server.answers = [good(BODY, etag="", modified="", most=500)]
    assert "3 attempts in a row failed" in refused(server, tmp_path)
    assert len(server.seen) == 1 + QUICK.attempts


def test_a_server_that_falls_silent_is_given_up(server: Server, tmp_path: Path) -> None:
    server.answers = [stalling(BODY, 100)]
    assert "the server fell silent" in refused(server, tmp_path, replace(QUICK, attempts=1))


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips_is_cut_off_in_its_header_and_in_its_body(server: Server, tmp_path: Path, head: bytes) -> None:
    server.answers = [dripping(head)]
    start = time.monotonic()
    assert "not complete after 0.5 seconds" in refused(server, tmp_path, replace(QUICK, total=0.5))
    assert time.monotonic() - start < 3


def test_circles_are_left(server: Server, tmp_path: Path) -> None:
    server.answers = [to("/invented.csv")]
    assert "more than 5 redirects" in refused(server, tmp_path)
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("https://example.org/a", "http://example.org/a"), ("https://example.org/a", "file:///etc/passwd"),
        ("http://example.org/a", "ftp://example.org/a"), ("http://example.org/a", "http://someone:secret@example.org/a"),
        ("https://example.org/a", "https://exa mple.org:port/"),
    ],
)  # fmt: skip
def test_redirects_to_less_are_not_followed(tmp_path: Path, here: str, there: str) -> None:
    job = _Job(Order(RemoteFile(FILE, here), PAGE, tmp_path / "one.part"), QUICK, silent, Part(tmp_path / "one.part"), Watch(1))
    with pytest.raises(DataError, match="redirected"):
        job._next(httpx.Response(302, headers={"location": there}, request=httpx.Request("GET", here)))


def test_a_page_of_an_error_is_not_taken_for_the_list(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(b"<!DOCTYPE html>\n<html><head><title>Scheduled\x1b[31m Maintenance</title></head></html>")]
    message = refused(server, tmp_path)
    assert "a web page ('Scheduled[31m Maintenance'), not the file" in message
    assert PAGE in message
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_gone_is_asked_for_once(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(b"nothing", 404)]
    message = refused(server, tmp_path)
    assert "404 Not Found" in message
    assert "may have moved" in message
    assert f"see {PAGE}" in message
    assert len(server.seen) == 1


def test_a_server_that_recovers_is_forgiven(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(b"oh", 500), plain(b"later", 503, Retry_After="1"), plain(BODY)]
    assert got(server, tmp_path) == BODY


def test_a_declared_length_beyond_the_bound_is_not_downloaded(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(BODY, Content_Length=str(10**12))]
    assert f"more than {QUICK.most} bytes" in refused(server, tmp_path)


def test_nor_is_a_body_without_a_length(server: Server, tmp_path: Path) -> None:
    server.answers = [unmeasured(b"x" * (QUICK.most + 1))]
    assert f"more than {QUICK.most} bytes" in refused(server, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_length_that_is_too_large_is_a_break(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(BODY, Content_Length=str(len(BODY) + 1))]
    assert "attempts in a row failed" in refused(server, tmp_path)


def test_a_length_that_is_no_number_is_refused(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(BODY, Content_Length="many")]
    assert "attempts in a row failed" in refused(server, tmp_path)


def test_packed_bytes_are_unpacked_although_plain_ones_were_asked_for(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(gzip.compress(BODY), Content_Encoding="gzip")]
    assert got(server, tmp_path) == BODY


@pytest.mark.parametrize(
    ("body", "coding", "words"),
    [
        (gzip.compress(b"x" * (QUICK.most + 1)), "gzip", "unpacks to more than"),
        (gzip.compress(BODY)[:-20], "gzip", "ends early"),
        (BODY, "gzip", "damaged on the way"),
        (BODY, "br", "sent the coding 'br'"),
    ],
)
def test_packed_bytes_that_are_bad_are_refused(server: Server, tmp_path: Path, body: bytes, coding: str, words: str) -> None:
    server.answers = [plain(body, Content_Encoding=coding)]
    assert words in refused(server, tmp_path)
    assert not (tmp_path / "one.part").exists()


def test_an_etag_in_other_characters_is_not_kept(server: Server, tmp_path: Path) -> None:
    server.answers = [plain(BODY, ETag='"\xe9"')]
    found = fetch(order(server, tmp_path), QUICK, silent)
    assert found is not None
    assert found.etag == ""


def test_nobody_there_is_said(tmp_path: Path) -> None:
    nobody = Order(RemoteFile(FILE, "http://127.0.0.1:9/invented.csv"), PAGE, tmp_path / "one.part")
    with pytest.raises(DataError, match="no connection"):
        fetch(nobody, QUICK, silent)


def test_progress_is_told_in_bytes(server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    server.answers = [good(BODY)]
    fetch(order(server, tmp_path), QUICK, lambda what, done, total: told.append((what, done, total)))
    assert told[-1] == (FILE, len(BODY), len(BODY))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
