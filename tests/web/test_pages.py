"""Every page answers, holds no script and no style of its own, speaks both languages, and never shows an allegation as a designation."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from countersight.model.body import Body, Designation, Name, Statement
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.snapshot import Snapshot
from countersight.web.catalogue import catalogue
from countersight.web.exports import programmes
from countersight.web.rendering import Reader, rendered
from tests.serving import Served
from tests.web.words import wanted

PATHS = (
    "/", "/look", "/look?q=hikvision", f"/look?q={quote('海康威视')}", "/bodies/hikvision", "/bodies/abroad-ecuador", "/bodies/alibaba", "/bodies/bosch", "/atlas", "/atlas?supplier=huawei",
    "/atlas/network", "/atlas/bodies", "/atlas/bodies?list=us.fcc.covered", "/sources", "/about", "/corrections", "/law", "/law/calendar", "/law/calendar?past=1", "/law/us-in-force/ear.744.11",
    "/law/us-dshra/dshra.s101", "/matters", "/matters/new", "/matters/new/shipment", "/matters/new/tax", "/matters/new/issuer", "/upload", "/cases",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_answers_and_holds_nothing_that_runs(ana: TestClient, path: str) -> None:
    answer = ana.get(path)
    assert answer.status_code == 200, answer.text[:300]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<style" not in answer.text
    assert re.search(r"<[^>]+\sstyle=", answer.text) is None
    assert re.search(r"<[^>]+\son[a-z]+=", answer.text) is None
    assert re.search(r"<script(?![^>]*\ssrc=\"/static/)", answer.text) is None
    assert re.search(r"(src|href|action)=\"(https?:)?//(?!www\.|[a-z0-9.-]+/)", answer.text) is None
    assert answer.text.count("<h1") >= 1
    assert len(set(ids := re.findall(r'\sid="([^"]+)"', answer.text))) == len(ids), sorted(one for one in ids if ids.count(one) > 1)


def test_nothing_is_loaded_from_elsewhere(ana: TestClient) -> None:
    text = ana.get("/bodies/hikvision").text
    assert re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?!/static/)([^"]+)"', text) == []


@pytest.mark.parametrize("path", [one for one in PATHS if "?" not in one])
def test_in_chinese_the_words_around_are_chinese(ana: TestClient, path: str) -> None:
    answer = ana.get(path, headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert '<html lang="zh-Hans"' in answer.text
    assert "跳到正文" in answer.text


def test_the_catalogue_has_every_word_and_no_other() -> None:
    found, needed = catalogue("zh"), wanted()
    assert [one for one in needed if one not in found] == []
    assert sorted(set(found) - set(needed) - {"Cases"}) == []
    places = re.compile(r"%\((\w+)\)s")
    assert [key for key, value in found.items() if set(places.findall(key)) != set(places.findall(value))] == []


def test_the_switches_are_kept_and_lead_nowhere_else(ana: TestClient) -> None:
    answer = ana.post("/preferences", data={"theme": "dark", "next": "/atlas"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/atlas")
    assert 'data-theme="dark"' in ana.get("/").text
    for elsewhere in ("//example.org", "https://example.org", "/\\example.org", "javascript:alert(1)"):
        assert ana.post("/preferences", data={"lang": "zh", "next": elsewhere}, follow_redirects=False).headers["location"] == "/"
    assert '<html lang="zh-Hans"' in ana.get("/").text
    ana.post("/preferences", data={"lang": "xx", "theme": "pink"})
    assert '<html lang="zh-Hans" data-theme="dark"' in ana.get("/").text


def test_what_is_not_there_is_a_page_too(ana: TestClient) -> None:
    for path in ("/bodies/nobody", "/law/us-in-force/none", "/decisions/none", "/cases/none", "/upload/none", "/matters/new/none"):
        answer = ana.get(path)
        assert answer.status_code in {404, 422}, path
        assert "<h1" in answer.text
        assert "content-security-policy" in answer.headers


def test_who_is_not_known_gets_no_page(office: Served) -> None:
    answer = office.nobody().get("/", headers={"accept": "text/html"})
    assert answer.status_code == 401
    assert "hikvision" not in answer.text.casefold()


def test_a_part_for_htmx_is_no_page(ana: TestClient) -> None:
    answer = ana.get("/look?q=dahua", headers={"hx-request": "true"})
    assert "<html" not in answer.text
    assert "Zhejiang Dahua" in answer.text


def test_pages_work_without_what_the_build_brings(ana: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countersight.web.rendering.asset", lambda name: "" if name == "htmx.min.js" else "x")
    text = ana.get("/look?q=dahua").text
    assert "<script" not in text
    assert "hx-get" not in text
    assert "Zhejiang Dahua" in text


# --- ethics ----------------------------------------------------------------------------------------------------------


def _section(text: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', text, re.DOTALL)
    return found[0] if found else ""


def test_an_allegation_never_stands_among_acts_of_an_authority(ana: TestClient) -> None:
    text = ana.get("/bodies/bosch").text
    acts, alleged = _section(text, "acts"), _section(text, "allegations")
    assert 'class="act' not in acts
    assert "never clear" in acts
    assert 'class="claim allegation"' in alleged
    assert "nobody has decided it" in alleged
    assert 'class="chip listed"' not in text
    assert text.count('class="claim allegation"') == alleged.count('class="claim allegation"')
    listed = ana.get("/bodies/hikvision").text
    assert "claim allegation" not in _section(listed, "acts")
    assert _section(listed, "acts").count('class="act"') == 5


def test_a_report_draws_no_red_frame(ana: TestClient, starter: Snapshot) -> None:
    text = ana.get("/atlas/network").text
    framed = {one for href, one in re.findall(r'<a href="/bodies/([^"]+)"><title>[^<]*</title><rect class="(box[^"]*)"', text) if one == "box listed" for one in [href]}
    assert framed
    assert all((body := starter.body(one)) is not None and body.designations for one in framed)


def test_every_statement_has_its_source(ana: TestClient, starter: Snapshot) -> None:
    for body_id in ("hikvision", "alibaba", "abroad-bolivia", "dahua"):
        body = starter.body(body_id)
        assert body is not None
        text = ana.get(f"/bodies/{body_id}").text
        for item in re.findall(r'<li class="claim.*?</li>', text, re.DOTALL):
            assert '<p class="small soft" lang="en">' in item
        claims = [one for one in body.statements if one.prop != "reply"]
        assert len(re.findall(r'<li class="claim ', text)) == len(claims)


def test_a_contested_statement_stands_with_its_reply_or_says_that_there_is_none() -> None:
    said = (
        Statement("b", "named_by", "named in an invented paper", "invented paper", "allegation", "contested", source_id="s"),
        Statement("b", "reply", "says that it is not so", "invented letter", "admission", source_id="s", start="2026-01-02"),
    )
    body = Body("b", "Company", (Name("Invented <b>Kestrel</b>", "en", "primary"),), statements=said, source_id="s")
    snapshot = Snapshot.in_memory(AtlasRecords(bodies=[body], sources=[SourceRecord("s", "Invented source")]))
    text = _body_page(snapshot, "b")
    assert "says that it is not so" in _section(text, "allegations")
    assert "Invented &lt;b&gt;Kestrel&lt;/b&gt;" in text
    without = Body("b", "Company", body.names, statements=said[:1], source_id="s")
    assert "No reply is on record" in _body_page(Snapshot.in_memory(AtlasRecords(bodies=[without], sources=[SourceRecord("s", "Invented source")])), "b")


def test_a_removed_entry_says_so() -> None:
    gone = Designation("us.bis.entity_list", "b", "2019-10-09", "84 FR 54002", end="2020-01-01", source_id="s")
    body = Body("b", "Company", (Name("Invented Kestrel", "en", "primary"),), designations=(gone,), source_id="s")
    text = _body_page(Snapshot.in_memory(AtlasRecords(bodies=[body], sources=[SourceRecord("s", "Invented source")])), "b")
    assert "Not in force on this day" in text
    assert 'class="chip listed"' not in text


def test_a_list_that_informs_makes_nobody_a_listed_party() -> None:
    told = Designation("us.dod.1286", "b", "2022", "P.L. 115-232 s.1286", source_id="s")
    body = Body("b", "Organization", (Name("Invented University", "en", "primary"),), designations=(told,), source_id="s")
    text = _body_page(Snapshot.in_memory(AtlasRecords(bodies=[body], sources=[SourceRecord("s", "Invented source")])), "b")
    assert 'class="chip listed"' not in text
    assert "informs, and forbids nothing" in text
    assert 'class="act over"' in text


def _body_page(snapshot: Snapshot, body_id: str) -> str:
    from datetime import date

    from countersight.web.dossiers import body_of, view
    from countersight.web.links import Live

    values = view(snapshot, body_of(snapshot, body_id), date(2026, 11, 20), [], programmes(snapshot))
    return rendered("body.html", {"section": "atlas", **values}, Reader(), Live())


def test_no_page_calls_anybody_clear_or_clean(ana: TestClient) -> None:
    for path in ("/look?q=Willow+Bakery", "/bodies/bosch", "/sources"):
        text = re.sub(r"never (?:&#34;)?clear|Unknown is never clear|somebody is clear|party is clean|clears nobody", "", ana.get(path).text)
        assert re.search(r"\b(is|are) (clear|clean|cleared|safe)\b", text) is None, path


def test_markup_in_a_search_is_text(ana: TestClient) -> None:
    text = ana.get("/look?q=" + quote('"><script>alert(1)</script>')).text
    assert "<script>alert" not in text


def test_suppliers_are_read_out_of_reports_and_never_guessed(starter: Snapshot) -> None:
    found = {one.body.id: one for one in programmes(starter)}
    assert found["abroad-kazakhstan"].suppliers == ("dahua", "hikvision")
    assert found["abroad-bolivia"].unverified
    assert found["abroad-iraq"].suppliers == ()
    assert not found["aigs-index"].exported
    assert not found["skynet"].exported
