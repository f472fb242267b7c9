"""``countersight name --why``: what was compared, aligned, left over, agrees and conflicts, and what would flip it, for letters and Han."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from countersight.match.asking import Facts, Party, ask
from countersight.match.why import Why, why
from countersight.model.body import Body, Name, Origin, Statement
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot, write_snapshot

Command = Callable[..., Any]
LEI = "5493001KJTIIGC8Y1R12"
FIRM = Body(
    "kw", "Company", (Name("Kestrelworks Optics Technology Co., Ltd.", "en", "primary"), Name("Kestrelworks", "en"), Name("杭州红隼光电技术有限公司", "zh"), Name("KWO", "en", "weak")),
    ("CN",), ("12 Willow Road, Hangzhou",), {"lei": LEI}, source_id="invented.list", origins=(Origin("name", "Kestrelworks", "another.list"),),
    statements=(Statement("kw", "incorporated", "2011-03-04", "invented"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.in_memory(AtlasRecords(bodies=[FIRM]))


def opened(snapshot: Snapshot, *names: str, **facts: Any) -> Why:  # noqa: ANN401
    party = Party(names, Facts(**facts))
    found = why(snapshot, party, ask(snapshot, party).hits[0])
    assert found is not None
    return found


def test_the_name_that_was_met_and_who_states_it(snapshot: Snapshot) -> None:
    found = opened(snapshot, "Kestrelworks Trading Company")
    assert (found.alias.text, found.stated_by) == ("Kestrelworks", "another.list")
    assert found.segments == (("kestrelworks", "kestrelworks", "same"),)
    assert found.mine == ("trading",)


def test_what_is_told_to_flip_a_hit_flips_it(snapshot: Snapshot) -> None:
    name = "Kestrelworks Medical"
    found = opened(snapshot, name)
    band = ask(snapshot, Party((name,))).hits[0].band
    assert band == "possible"
    assert not [one for one in found.flips if "possible" in one], "what changes nothing is not told"
    assert "without 'medical' it would be a match" in found.flips
    assert ask(snapshot, Party(("Kestrelworks",))).hits[0].band == "match"
    exact = opened(snapshot, "Kestrelworks Optics Technology")
    assert "if the party is in another country than CN, it would be possible only" in exact.flips
    assert ask(snapshot, Party(("Kestrelworks Optics Technology",), Facts(country="US"))).hits[0].band == "possible"


def test_han_is_laid_open_piece_by_piece(snapshot: Snapshot) -> None:
    found = opened(snapshot, "浙江红隼光电科技有限公司杭州分公司", "杭州红隼光电技术")
    assert found.asked == "杭州红隼光电技术"
    assert ("杭州", "杭州") in [(left, right) for left, right, _ in found.segments]
    assert found.likelihood > 0.8


def test_a_segment_in_place_of_another_is_tried() -> None:
    bureau = Body("psb", "PublicBody", (Name("喀什地区公安局", "zh", "primary"),), ("CN",))
    held = Snapshot.in_memory(AtlasRecords(bodies=[bureau]))
    assert "with '喀什地区' in place of '喀什' it would be a match" in opened(held, "喀什公安局").flips


def test_what_agrees_and_conflicts_beside_the_name(snapshot: Snapshot) -> None:
    good = opened(snapshot, "Kestrelworks Optics", country="CN", addresses=("Willow Road 12, Hangzhou",), incorporated=("2011",))
    assert {"the country agrees (CN)", "the same address (willow, 12)"} <= set(good.agreements)
    assert any(one.startswith("incorporated in the same year") for one in good.agreements)
    bad = opened(snapshot, "Kestrelworks Optics Technology", country="US", identifiers={"lei": "7LTWFZYICNSX8D621K86"}, incorporated=("1950",))
    assert any(one.startswith("the country differs (US") for one in bad.conflicts)
    assert any(one.startswith("another lei") for one in bad.conflicts)
    assert any(one.startswith("incorporated at another time") for one in bad.conflicts)
    only = opened(snapshot, "Kestrelworks Optics Technology", incorporated=("1950",))
    assert "without the day of incorporation that was told it would be a match" in only.flips


def test_a_wrong_identifier_and_a_weak_name_are_told(snapshot: Snapshot) -> None:
    found = opened(snapshot, "Kestrelworks Optics", identifiers={"lei": LEI[:-1] + "3"})
    assert any("12 would fit" in one for one in found.conflicts)
    assert "a name that the list itself calls weak" in opened(snapshot, "KWO", country="CN").conflicts


def test_an_identifier_that_would_settle_it_is_named_and_an_unsound_one_is_not(snapshot: Snapshot) -> None:
    assert f"its lei is {LEI}: the same one settles it; another one would speak against it" in opened(snapshot, "Kestrelworks Optics").flips
    held = Snapshot.in_memory(AtlasRecords(bodies=[replace(FIRM, identifiers={"lei": LEI[:-1] + "3"})]))
    assert not any("settles" in one for one in opened(held, "Kestrelworks Optics").flips)


def test_several_words_of_the_question_are_taken_away_together(snapshot: Snapshot) -> None:
    found = opened(snapshot, "Kestrelworks Optics Research Institute")
    assert {"research", "institute"} <= set(found.mine)
    assert any(one.startswith("without ") and one.count("'") > 3 and one.endswith("it would be a match") for one in found.flips)


def test_what_holds_a_hit_back_is_told_when_it_was_told(snapshot: Snapshot) -> None:
    party = Party(("Kestrelworks Optics Technology",), Facts(identifiers={"lei": "7LTWFZYICNSX8D621K86"}))
    found = why(snapshot, party, ask(snapshot, party).hits[0])
    assert found is not None
    assert "without the lei that was told it would be a match" in found.flips


def test_there_is_nothing_to_lay_open_without_a_body_or_a_name(snapshot: Snapshot) -> None:
    hit = ask(snapshot, Party(("Kestrelworks",))).hits[0]
    assert why(snapshot, Party(("Kestrelworks",)), replace(hit, body_id="nobody")) is None
    assert why(snapshot, Party(("...",)), hit) is None


def test_of_a_person_no_country_and_no_number_is_asked() -> None:
    person = Body("p", "Person", (Name("Invented Karelsky", "", "primary"),), ("CN",), (), {"registration": "1"})
    held = Snapshot.in_memory(AtlasRecords(bodies=[person]))
    found = opened(held, "Karelsky Invented", country="US")
    assert not any("country" in one or "registration" in one for one in (*found.flips, *found.agreements, *found.conflicts))


def test_the_command_prints_it(command: Command, tmp_path: Path) -> None:
    write_snapshot(tmp_path / "s", AtlasRecords(bodies=[FIRM]))
    asked = ("name", "Kestrelworks Medical", "--snapshot", str(tmp_path / "s"), "--id", f"lei={LEI[:-1]}3", "--why")
    got = command(*asked)
    lines = [line.strip() for line in got.out.splitlines()]
    assert "compared   Kestrelworks Medical" in lines
    assert "with       Kestrelworks  (alias, en, as another.list has it)" in lines
    assert "aligned    kestrelworks  kestrelworks  the same" in lines
    assert "only asked medical" in lines
    assert "would flip without 'medical' it would be a match" in lines
    assert "its check digits are wrong: 12 would fit" in got.err
    told = json.loads(command(*asked, "--format", "json").out)
    assert told["notes"]
    assert told["hits"][0]["why"]["mine"] == ["medical"]
