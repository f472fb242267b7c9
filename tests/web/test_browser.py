"""A newcomer in a real Chromium: a file, a decision, an answer, a case, a second person, the letter, the evidence pack. And axe on every page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from countersight.cases.cases import Cases
from countersight.model.matter import Matter
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}

MATTERS = [
    {
        "id": "INVENTED-1 cameras", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN",
        "parties": [{"role": "exporter", "name": "Invented Imaging Inc.", "country": "US"}, {"role": "end_user", "name": "Invented Harbour Trading Co., Ltd.", "country": "CN"}],
        "lines": [{"description": "network cameras", "eccn": "4A994", "origin": "US", "quantity": "20"}],
    },
    {
        "id": "INVENTED-2 disks", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN",
        "parties": [{"role": "end_user", "name": "Hangzhou Hikvision Digital Technology Co., Ltd.", "country": "CN"}], "lines": [{"description": "hard disk drives", "eccn": "EAR99", "origin": "US"}],
    },
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "matters.json"
    path.write_text(json.dumps(MATTERS), encoding="utf-8")
    return path


def brought_in(page: Page, file: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="Bring a file").click()
    page.get_by_label("File").set_input_files(str(file))
    page.get_by_role("button", name="Read and decide").click()
    page.get_by_text("2 matters were decided.").wait_for(timeout=30_000)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_newcomer_brings_a_file_and_a_second_person_approves(reading: Callable[..., Page], file: Path, tmp_path: Path, brought: str, script: bool) -> None:  # noqa: FBT001
    if script and brought:
        pytest.skip(f"htmx cannot be had: {brought}")
    ana = reading("analyst", script=script)
    brought_in(ana, file)
    ana.get_by_role("link", name="INVENTED-1 cameras").click()
    before = ana.url
    ana.get_by_role("heading", name="What would settle it").wait_for()
    first = ana.locator(".verdict").first
    assert first.locator(".badge").inner_text() == "REVIEW"

    asked = ana.locator(".question", has_text="Is the party a military end user").first
    asked.get_by_label("Yes").check()
    ana.get_by_role("button", name="Decide again with these answers").click()
    ana.get_by_text("An answer needs its evidence").wait_for()  # what was typed is still there
    asked = ana.locator(".question", has_text="Is the party a military end user").first
    assert asked.get_by_label("Yes").is_checked()
    asked.get_by_label("Evidence").fill("invented registry extract of 2026-11-01")
    ana.get_by_role("button", name="Decide again with these answers").click()
    ana.locator(".changed").wait_for()
    assert ana.url != before
    changed = ana.locator(".changed").inner_text()
    assert "Law in force" in changed
    assert re.search(r"REVIEW\s*→\s*LICENCE REQUIRED", changed), changed

    ana.get_by_role("button", name="Open a case").click()
    ana.get_by_role("heading", name="INVENTED-1 cameras").wait_for()
    ana.get_by_label("What to do").select_option("refuse")
    ana.get_by_label("Why").first.fill("The user is a military end user, and there is no licence.")
    ana.get_by_role("button", name="Propose", exact=True).click()
    ana.get_by_text("Four eyes: somebody else").wait_for()
    assert ana.get_by_role("button", name="Approve and close").count() == 0
    case = ana.url

    ben = reading("approver", script=script)
    ben.goto("/cases")
    ben.get_by_role("link", name=re.compile("INVENTED-1 cameras")).first.click()
    ben.get_by_label("Remark").fill("Seen.")
    ben.get_by_role("button", name="Approve and close").click()
    ben.locator(".chip", has_text="closed").first.wait_for()
    assert "proposed by analyst-of-one, approved by approver-of-one" in ben.inner_text("main")

    ana.goto(case)
    with ana.expect_download() as letter:
        ana.get_by_role("link", name="Letter (PDF)").click()
    assert Path(letter.value.path()).read_bytes().startswith(b"%PDF-")
    with ana.expect_download() as pack:
        ana.get_by_role("link", name="Evidence pack (ZIP)").click()
    verified(Path(pack.value.path()), tmp_path / "pack")


def verified(path: Path, folder: Path) -> None:
    """The pack verifies by its own script, with the standard library alone, and no longer when a byte is changed."""
    with zipfile.ZipFile(path) as held:
        held.extractall(folder)
    good = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stdout + good.stderr
    decision = folder / "decision.json"
    decision.write_bytes(decision.read_bytes().replace(b"license_required", b"not_triggered", 1))
    assert subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, check=False).returncode != 0


def test_names_are_found_as_one_types(reading: Callable[..., Page], brought: str) -> None:
    if brought:
        pytest.skip(f"htmx cannot be had: {brought}")
    page = reading("reader")
    page.goto("/look")
    page.get_by_role("searchbox").press_sequentially("海康威视", delay=20)
    page.locator("#hits").get_by_role("link", name=re.compile("Hangzhou Hikvision")).first.wait_for()
    assert "/look?q=" in page.url


def test_everything_can_be_done_by_keyboard(reading: Callable[..., Page]) -> None:
    page = reading("analyst")
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle + ' ' + getComputedStyle(document.activeElement).outlineWidth")
    assert ring == "solid 3px"
    page.keyboard.type("Dahua")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Zhejiang Dahua Technology Co., Ltd.").first.wait_for()


@pytest.fixture(scope="module")
def addresses(office: Served) -> list[str]:
    """Every kind of page, with something on it."""
    handle = office.office.desk.of("one")
    made = [office.office.decide(Matter.model_validate(one)) for one in MATTERS]
    for one in made:
        handle.decisions.put(one, "analyst-of-one")
    case = Cases(handle, "analyst-of-one", office.office.screener).open(made[0], "INVENTED case")
    Cases(handle, "analyst-of-one").propose(case.id, "hold", "to be looked at")
    job = {"id": "seen", "name": "matters.json", "kind": "", "state": "done", "total": 2, "done": 2, "rows": [[str(one.matter["id"]), one.id, "review"] for one in made], "faults": [["matters.json:2", "no date", "give one"]], "failed": 1, "notes": ["read as unknown: -"], "said": 0.0}
    handle.settings.put("upload.seen", job, "analyst-of-one")
    return [
        "/", "/look?q=hikvision", "/bodies/hikvision", "/bodies/alibaba", "/bodies/abroad-ecuador", "/atlas", "/atlas/network", "/atlas/bodies?list=us.fcc.covered", "/sources", "/about", "/corrections",
        "/law", "/law/calendar", "/law/us-in-force/ear.744.11", "/law/us-dshra/dshra.s101", "/matters", "/matters/new", "/matters/new/shipment", "/matters/new/holdings", "/upload", "/upload/seen",
        f"/decisions/{made[0].id}", f"/decisions/{made[1].id}", "/cases", f"/cases/{case.id}", "/bodies/nobody",
    ]  # fmt: skip


def violations(page: Page, axe: str, address: str) -> list[str]:
    """What axe finds on a page with everything on it open."""
    page.goto(address)
    page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{address}: {one['id']}: {node['html'][:160]} | {node.get('failureSummary', '')[:260]}" for one in found for node in one["nodes"][:3]]


def test_axe_finds_nothing_at_a_glance(reading: Callable[..., Page], axe: str, addresses: list[str]) -> None:
    """Half of the pages, each in one light and one language in turn; the long test takes all in all four."""
    pages = [reading("admin", lang=lang, theme=theme) for lang, theme in (("en", "light"), ("zh", "dark"))]
    assert [one for at, address in enumerate(addresses[::2]) for one in violations(pages[at % 2], axe, address)] == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(reading: Callable[..., Page], axe: str, addresses: list[str], lang: str, theme: str) -> None:
    page = reading("admin", lang=lang, theme=theme)
    assert [one for address in addresses for one in violations(page, axe, address)] == []


def test_no_page_is_wider_than_the_screen(reading: Callable[..., Page], addresses: list[str]) -> None:
    page = reading("admin")
    wide = []
    for address in addresses:
        page.goto(address)
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            if (across := page.evaluate("document.documentElement.scrollWidth")) > width:
                wide.append((address, width, across))
    assert wide == []


def test_on_paper_everything_is_open_and_nothing_is_to_be_pressed(reading: Callable[..., Page], addresses: list[str]) -> None:
    page = reading("admin")
    page.emulate_media(media="print")
    page.goto(next(one for one in addresses if one.startswith("/decisions/")))
    assert page.locator(".top nav").is_hidden()
    assert page.get_by_role("button", name="Decide again with these answers").is_hidden()
    box = page.locator("ul.proof").last.bounding_box()
    assert box is not None
    assert box["height"] > 0
