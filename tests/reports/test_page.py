"""The page: whole, alone, readable by everybody, printable, and safe whatever a file says."""

from __future__ import annotations

import re
from functools import cached_property
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from countersight.errors import Where
from countersight.intake.result import RowFault
from countersight.model.decision import Decision
from countersight.reports.gathered import open_questions, sources
from countersight.reports.html import page
from countersight.reports.markup import address, linked, marked, where_to_read
from countersight.reports.screening import Screening

CSS = files("countersight.reports").joinpath("templates", "report.css").read_text(encoding="utf-8")
Attributes = dict[str, str]


class Tags(HTMLParser):
    """Checks that every tag is closed, and collects tags, attributes and text."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, Attributes]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def of(self, *tags: str) -> list[Attributes]:
        return [attributes for tag, attributes in self.seen if tag in tags]

    @cached_property
    def words(self) -> str:
        return " ".join("".join(self.text).split())


def parsed(text: str) -> Tags:
    found = Tags()
    found.feed(text)
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def text(decisions: list[Decision]) -> str:
    fault = RowFault(Where("f.csv", 3, "date"), "not a day", "write 2026-11-20")
    return page(Screening(decisions, [fault], ["read as unknown: 'N/A'"]), title="Report", notice="Invented")


@pytest.fixture(scope="module")
def tags(text: str) -> Tags:
    return parsed(text)


def test_it_is_one_file_that_loads_nothing(text: str, tags: Tags) -> None:
    assert not {"script", "link", "img", "iframe", "object", "embed", "video", "form", "base"} & {tag for tag, _ in tags.seen}
    assert not [attributes for _, attributes in tags.seen if {"src", "srcset", "style", "action"} & attributes.keys()]
    assert not [key for _, attributes in tags.seen for key in attributes if key.startswith("on")]
    assert not re.search(r"url\(|@import|@font-face", text)


def test_links_lead_into_the_page_or_to_an_official_address(tags: Tags) -> None:
    ids = [attributes["id"] for _, attributes in tags.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in tags.of("a"):
        target = attributes["href"]
        if target.startswith("#"):
            assert target[1:] in ids
        else:
            assert re.fullmatch(r"https?://[!-~]+", target)
            assert "noreferrer" in attributes["rel"]


def test_it_holds_everything_that_a_reader_asks_for(decisions: list[Decision], tags: Tags) -> None:
    for wanted in (
        "f.csv:3:date", "not a day", "1 note on how the files were read", "read as unknown: 'N/A'", "Invented", "At a glance", "All matters", "Who the parties are", "What each column of law says", "Questions still open",
        "Red flags", "Resolved by", "Evidence (id)", "What was checked and found nothing", "Next legal date", "Sources", "What this rests on",
        "84 FR 54002", "杭州海康威视数字技术股份有限公司", "no legal advice", "An allegation is not a designation", "right of reply", "Answers that were given",
    ):  # fmt: skip
        assert wanted in tags.words, wanted
    for one in decisions:
        assert one.id in tags.words
        assert one.snapshot in tags.words
        assert all(column.sha256 in tags.words for column in one.columns)


def test_every_matter_has_its_flags_with_blank_slots(decided: dict[str, Decision]) -> None:
    one = decided["DEMO-01"]
    found = parsed(page(Screening([one])))
    flags = [each for column in one.columns for each in column.flags if each.would_be != "note"]
    assert len(flags) > 0
    assert len([dl for dl in found.of("dl") if dl.get("class") == "slots"]) == len(flags)
    assert len([dd for dd in found.of("dd") if dd.get("class") == "blank"]) == sum(len(each.slots) for each in flags)


def test_headings_are_in_order_tables_have_scopes_and_there_is_a_way_past_the_head(tags: Tags) -> None:
    levels = [int(tag[1]) for tag, _ in tags.seen if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert all(attributes.get("scope") in {"col", "row"} for attributes in tags.of("th"))
    first = tags.of("a")[0]
    assert first == {"class": "skip", "href": "#content"}
    assert [attributes["id"] for attributes in tags.of("main")] == ["content"]
    assert tags.of("html") == [{"lang": "en"}]
    assert any(attributes.get("name") == "viewport" for attributes in tags.of("meta"))
    assert all(attributes.get("data-label") for attributes in tags.of("td"))


def test_han_is_marked_as_chinese_everywhere(text: str) -> None:
    body = text[text.index("<main") :]
    outside = re.sub(r'<span lang="zh-Hans">[^<]*</span>', "", body)
    assert re.findall(r"[\u4e00-\u9fff]+", outside) == []
    assert 'lang="zh-Hans">武汉市公安局</span>' in body


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1])
def test_contrast_is_aa_in_both_schemes(scheme: int) -> None:
    blocks = [dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", block)) for block in re.findall(r":root \{([^}]*--ink[^}]*)\}", CSS)]
    assert len(blocks) == 2
    colours = blocks[scheme]
    grounds = {"paper", "sheet"}
    pairs = [(ink, ground) for ink in ("ink", "soft", "link", "stop", "wait", "ask", "tell", "none") for ground in grounds]
    pairs += [(tone, f"{tone}-bg") for tone in ("stop", "wait", "ask", "tell", "none")]
    for ink, ground in pairs:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_paper_shows_every_proof_and_a_phone_gets_cards() -> None:
    paper = CSS[CSS.index("@media print") :]
    assert "details::details-content { content-visibility:visible" in paper
    assert "color-scheme:light" in paper
    assert "@media screen and (prefers-color-scheme: dark)" in CSS
    assert "content:attr(data-label)" in CSS


def test_a_hostile_matter_stays_text(hostile: list[Decision]) -> None:
    text = page(Screening(hostile))
    found = parsed(text)
    assert "script" not in {tag for tag, _ in found.seen}
    assert not set(text) & {"\x1b", "\u202e", "\x00"}
    assert "<script>alert(1)</script>\"'&{{ 7*7 }}<U+202E>evil<U+001B>[31m" in found.words
    assert "(10,000 characters)" in found.words
    assert max(len(run) for run in re.findall(r"W+|大+", found.words)) <= 400
    assert len(text) < 400_000


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://x y", "https://x/\u202e", "file:///etc", "//x", ""])
def test_only_a_web_address_is_followed(url: str) -> None:
    assert address(url) == ""
    assert "href" not in linked("a letter", url)


@pytest.mark.parametrize(
    ("citation", "target"),
    [
        ("31 CFR part 583", "https://www.ecfr.gov/current/title-31/part-583"),
        ("P.L. 115-232 s.889(d)", "https://www.govinfo.gov/link/plaw/115/public/232"),
        ("19 USC 1307", "https://www.govinfo.gov/link/uscode/19/1307"),
        ("EO 13818", "https://www.federalregister.gov/executive-order/13818"),
        ("Supp. 4 to part 744", "https://www.ecfr.gov/current/title-15/part-744"),
        ("FAR 52.204-25", "https://www.acquisition.gov/far/52.204-25"),
        ("an invented letter", ""),
    ],
)
def test_a_citation_knows_where_it_can_be_read(citation: str, target: str) -> None:
    assert where_to_read(citation) == target


def test_other_scripts_have_their_language() -> None:
    assert marked("カメラ株式会社") == '<span lang="ja">カメラ株式会社</span>'
    assert marked("주식회사") == '<span lang="ko">주식회사</span>'
    assert marked("a شركة b") == 'a <bdi dir="rtl">شركة</bdi> b'


def test_sources_are_told_apart_by_nature_and_questions_are_asked_once(decided: dict[str, Decision]) -> None:
    rows = sources(decided["DEMO-03"])
    assert len({(row.citation, row.nature) for row in rows}) == len(rows)
    assert {"text of law", "designation"} <= {row.nature for row in rows}
    asked = open_questions(decided["DEMO-10"])
    assert len({(one.about, one.ask, one.note) for one in asked}) == len(asked) > 3
