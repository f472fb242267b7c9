"""The public edition: what may not leave is nowhere in it, every link leads somewhere, and it is there whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from countersight.app import load_rulebooks
from countersight.cli.main import run
from countersight.errors import DataError, UsageError
from countersight.model.body import Body, Designation, Edge, Name, Statement
from countersight.store.records import AtlasRecords, SourceRecord, canonical
from countersight.store.review import Review
from countersight.store.snapshot import Snapshot
from countersight.store.statements import claim_row
from countersight.web.feed import ATOM
from countersight.web.publish import MARK, edition, publish

ON = date(2026, 11, 20)


def invented() -> Snapshot:
    """Bodies of an open and of a closed source, a person, a contested statement without its reply."""
    sources = [SourceRecord("open", "Invented open list", reuse="open"), SourceRecord("shut", "Invented shut list", reuse="facts_only")]
    contested = Statement("kw", "named_by", "CONTESTED WITHOUT REPLY", "invented paper", "allegation", "contested", source_id="open")
    answered = (
        Statement("fh", "named_by", "contested and answered", "invented paper", "allegation", "contested", source_id="open", start="2026-01-01"),
        Statement("fh", "reply", "it is not so", "invented letter", "admission", source_id="open", start="2026-02-01"),
    )
    bodies = [
        Body("kw", "Company", (Name("Kestrelworks Optics", "en", "primary"),), ("CN",), designations=(
            Designation("us.bis.entity_list", "kw", "2019-10-09", "84 FR 54002", source_id="open"), Designation("us.ofac.sdn", "kw", "2020-01-01", "SHUT CITATION", source_id="shut")),
            statements=(contested, Statement("kw", "listed_for", "SHUT STATEMENT", "invented", source_id="shut")), source_id="open"),
        Body("fh", "Company", (Name("Falcon & Holdings <Ltd.>", "en", "primary"),), ("CN",), statements=answered, source_id="open"),
        Body("secret", "Company", (Name("SHUT COMPANY", "en", "primary"),), source_id="shut"),
        Body("nobody", "Person", (Name("A PERSON", "en", "primary"),), source_id="open"),
        Body("a/strange: id", "Project", (Name("Strange Project", "en", "primary"),), ("EC",), source_id="open", statements=(Statement("a/strange: id", "supplier", "Kestrelworks Optics", "invented report", "report", source_id="open", start="2020"),)),
    ]  # fmt: skip
    edges = [Edge("fh", "kw", "equity", 60_000_000, 60_000_000, "2015", "", "invented register", id="e1", source_id="open"), Edge("secret", "kw", "equity", 1, 1, citation="SHUT EDGE", id="e2", source_id="shut")]
    return Snapshot.in_memory(AtlasRecords(bodies=bodies, edges=edges, sources=sources))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public") / "site"
    publish(edition(invented(), ON, address="https://example.org/atlas/"), load_rulebooks(), folder)
    return folder


def texts(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*") if path.is_file()}


def test_what_may_not_leave_is_nowhere(site: Path) -> None:
    found = texts(site)
    for words in ("SHUT", "CONTESTED WITHOUT REPLY", "A PERSON"):
        assert [name for name, text in found.items() if words in text] == []
    told = json.loads(found[MARK])["withheld"]
    assert told["contested without its reply"] == 1
    assert told["persons, who are no part of the public edition"] == 1
    assert told["reuse class facts_only"] >= 3
    assert "contested without its reply" in found["sources.html"]


def test_what_may_leave_is_there_in_both_languages(site: Path) -> None:
    found = texts(site)
    assert {"index.html", "network.html", "bodies.html", "sources.html", "corrections.html", "about.html", "corrections.atom", "bodies/kw.html", "zh/index.html", "zh/bodies/kw.html", "static/countersight.css"} <= set(found)
    assert "84 FR 54002" in found["bodies/kw.html"]
    assert "主管机关的行为" in found["zh/bodies/kw.html"]
    assert "it is not so" in found["bodies/fh.html"]
    assert "Falcon &amp; Holdings &lt;Ltd.&gt;" in found["bodies/fh.html"]


def test_every_link_leads_to_a_file_and_nothing_runs(site: Path) -> None:
    found = texts(site)
    gone = []
    for name, text in found.items():
        if not name.endswith(".html"):
            continue
        assert "<script" not in text
        assert "<form" not in text
        for href in re.findall(r'(?:href|src)="([^"#]+)', text):
            if not href.startswith(("https://", "http://")):
                target = (site / name).parent / unquote(href)
                gone += [] if target.resolve().is_relative_to(site.resolve()) and target.is_file() else [(name, href)]
        gone += [(name, anchor) for anchor in re.findall(r'href="#([^"]+)"', text) if f'id="{anchor}"' not in text]
    assert gone == []


def test_names_of_files_are_plain_whatever_an_id_holds(site: Path) -> None:
    assert [name for name in texts(site) if not re.fullmatch(r"[A-Za-z0-9._/-]+", name)] == []


def test_the_feed_is_one(site: Path) -> None:
    feed = ET.fromstring((site / "corrections.atom").read_text(encoding="utf-8"))  # noqa: S314 - our own
    assert feed.tag == f"{{{ATOM}}}feed"
    ids = [item.findtext(f"{{{ATOM}}}id") for item in feed.iter(f"{{{ATOM}}}entry")]
    assert len(ids) == len(set(ids)) == 2
    assert all((item.findtext(f"{{{ATOM}}}updated") or "").endswith("Z") for item in feed.iter(f"{{{ATOM}}}entry"))
    assert feed.find(f"{{{ATOM}}}link[@rel='self']").attrib["href"] == "https://example.org/atlas/corrections.atom"  # type: ignore[union-attr]


def test_downloads_can_be_read_and_are_those_of_their_hashes(site: Path) -> None:
    found = texts(site)
    for line in found["downloads/SHA256SUMS"].splitlines():
        digest, _, name = line.partition("  ")
        assert sha256((site / name).read_bytes()).hexdigest() == digest
    assert all(json.loads(line)["reuse"] == "open" for line in found["downloads/atlas.jsonl"].splitlines())
    rows = list(csv.DictReader(io.StringIO(found["downloads/exports.csv"])))
    assert [(row["country"], row["supplier_bodies"], row["nature"]) for row in rows] == [("EC", "kw", "report")]
    assert {(row["from"], row["to"]) for row in csv.DictReader(io.StringIO(found["downloads/network.csv"]))} == {("fh", "kw"), ("kw", "a/strange: id"), ("a/strange: id", "place:EC")}


def test_the_public_entries_of_the_review_log_are_told_and_no_other() -> None:
    snapshot = invented()
    body = snapshot.body("fh")
    assert body is not None
    target = claim_row(body, body.statements[0]).id
    log = [Review("2026-03-01", "correction_request", target, "Falcon", "WRONG DAY"), Review("2026-03-02", "legal_notice", target, "Falcon", "NOT PUBLIC", public=False), Review("2026-03-03", "decision", target, outcome="corrected", text="the day was put right")]
    told = edition(snapshot, ON, reviews=log).corrections()
    assert [one.text for one in told][:2] == ["the day was put right", "WRONG DAY"]
    assert not any("NOT PUBLIC" in one.text for one in told)


def test_it_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, books = edition(invented(), ON), load_rulebooks(["us-in-force"])
    folder = tmp_path / "site"
    with monkeypatch.context() as broken:
        broken.setattr("countersight.web.publish.atom", _fails)
        with pytest.raises(RuntimeError):
            publish(made, books, folder)
    assert list(tmp_path.iterdir()) == []
    publish(made, books, folder)
    before = texts(folder)
    with monkeypatch.context() as broken:
        broken.setattr("countersight.web.publish.atom", _fails)
        with pytest.raises(RuntimeError):
            publish(made, books, folder)
    assert texts(folder) == before
    publish(edition(invented(), date(2026, 11, 21)), books, folder)
    assert json.loads((folder / MARK).read_text(encoding="utf-8"))["on"] == "2026-11-21"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _fails(*_: object) -> str:
    raise RuntimeError


def test_the_same_records_give_the_same_site(tmp_path: Path) -> None:
    books = load_rulebooks(["us-in-force"])
    for name in ("one", "two"):
        publish(edition(invented(), ON), books, tmp_path / name)
    assert texts(tmp_path / "one") == texts(tmp_path / "two")


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match="holds something else"):
        publish(edition(invented(), ON), [], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_class_that_never_leaves_is_refused() -> None:
    with pytest.raises(UsageError, match="facts_only"):
        edition(invented(), ON, ["facts_only"])


def test_the_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], snapshot_folder: Callable[[Snapshot], Path]) -> None:
    monkeypatch.setenv("COUNTERSIGHT_HOME", str(tmp_path / "home"))
    folder = snapshot_folder(invented())
    assert run(["atlas", "publish", str(tmp_path / "site"), "--snapshot", str(folder), "--on", "2026-11-20"]) == 0
    assert "3 dossiers" in capsys.readouterr().out
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.fixture
def snapshot_folder(tmp_path: Path) -> Callable[[Snapshot], Path]:
    from countersight.store.snapshot import write_snapshot

    def write(snapshot: Snapshot) -> Path:
        write_snapshot(tmp_path / "snapshot", canonical(snapshot.records())).close()
        return tmp_path / "snapshot"

    return write


@pytest.mark.slow
def test_axe_finds_nothing_in_the_public_edition(chromium: object, axe: str, tmp_path: Path, starter: Snapshot) -> None:
    from tests.web.test_browser import RULES

    publish(edition(starter, ON), load_rulebooks(), tmp_path / "site")
    found = []
    for lang, theme in (("", "light"), ("zh/", "dark")):
        context = chromium.new_context(color_scheme=theme, viewport={"width": 1280, "height": 900})  # type: ignore[attr-defined]
        page = context.new_page()
        for name in ("index", "network", "bodies", "sources", "corrections", "about", "bodies/hikvision", "bodies/alibaba", "bodies/abroad-ecuador"):
            page.goto((tmp_path / "site" / f"{lang}{name}.html").as_uri())
            page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
            page.evaluate(axe)
            found += [(lang, name, one["id"], one["nodes"][0]["html"][:160]) for one in page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]]
        context.close()
    assert found == []
