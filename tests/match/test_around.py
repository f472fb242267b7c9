"""What stands around a name on paper is taken off, and asked about as well; what belongs to a name stays."""

from __future__ import annotations

from contextlib import closing
from time import perf_counter
from typing import Any

import pytest

from countersight.match.around import names_beside, names_within
from countersight.match.asking import Party, ask
from countersight.match.matcher import against, resolve
from countersight.match.why import why
from countersight.model.body import Body, Name
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

LISTED = ("Torwick Marine Optics Ltd", "Kestrel Institute of Optics")


@pytest.mark.parametrize(
    ("cell", "listed"),
    [
        ("Purchasing Dept, Torwick Marine Optics Ltd", LISTED[0]),
        ("Import and Export Department: Torwick Marine Optics Ltd", LISTED[0]),
        ("Torwick Marine Optics Ltd, No. 12 Harbour Road, Port Kestrel", LISTED[0]),
        ("Accounts Department, Torwick Marine Optics Ltd, 7 East Harbour Street", LISTED[0]),
        ("Kestrel Institute of Optics (KIO)", LISTED[1]),
        ("OOO Torwick Marine Optics", LISTED[0]),
        ("Torwick Marine Optics Ltd (formerly Blue Heron Ltd)", LISTED[0]),
        ("Blue Heron Ltd (formerly known as Torwick Marine Optics)", LISTED[0]),
        ("Blue Heron Ltd d/b/a Torwick Marine Optics", LISTED[0]),
        ("Blue Heron, dba: Torwick Marine Optics", LISTED[0]),
        ("Torwick Marine Optics a.k.a. Blue Heron", LISTED[0]),
        ("TORWICK MARINE OPTICS LTD AKA BLUE HERON LTD", LISTED[0]),
        ("Blue Heron Ltd / Torwick Marine Optics Ltd", LISTED[0]),
        ("Blue Heron Ltd/Torwick Marine Optics Ltd", LISTED[0]),
        ("Blue Heron Ltd; Grey Gull Inc.; Torwick Marine Optics Ltd", LISTED[0]),
        ("Blue Heron Ltd\nTorwick Marine Optics Ltd", LISTED[0]),
        ("Y Ltd; Torwick Marine Optics Ltd", LISTED[0]),
        ("formerly Torwick Marine Optics Ltd", LISTED[0]),
        ("Blue Heron Logistics on behalf of Torwick Marine Optics", LISTED[0]),
        ("Blue Heron Logistics for the account of Torwick Marine Optics", LISTED[0]),
        ("Torwick Marine Optics c/o Blue Heron Logistics", LISTED[0]),
        ("Torwick Marine Optics Ltd, Attn: Blue Heron", LISTED[0]),
        ("Torwick Marine Optics Ltd, USCI 91330000715444234C", LISTED[0]),
        ("Torwick Marine Optics Ltd (Reg. No. 12345678)", LISTED[0]),
        ("Torwick Marine Optics Ltd VAT: DE 123456789", LISTED[0]),
        ("Torwick Marine Optics Ltd (Blue Heron)", LISTED[0]),
        ("Blue Heron (Torwick Marine Optics Ltd)", LISTED[0]),
        ("蓝鹭有限公司（曾用名：Torwick Marine Optics）", LISTED[0]),
    ],
)
def test_a_name_is_found_with_a_department_or_an_address_around_it(cell: str, listed: str) -> None:
    bodies = [Body(f"b{at}", "Company", (Name(text, "en", "primary"),), ("CN",)) for at, text in enumerate(LISTED)]
    with closing(Snapshot.in_memory(AtlasRecords(bodies=bodies))) as snapshot:
        found = resolve(snapshot, [cell], "CN").match
        assert found is not None
        assert found.name_matched == listed


@pytest.mark.parametrize(
    "name",
    [
        "Equipment Development Department, Central Commission",  # a department that is a body
        "China Import and Export Bank",
        "Institute No. 52, Kestrel Group",
        "Torwick (Kestrel) Ltd",
        "Kestrel Works (TOP)",  # not its initials
        "Torwick A/S",
        "Import/Export Torwick",
        "Torwick Trading Co",
        "Attention Torwick Ltd",
        "Torwick Tax Consultants",
        "Bank of Torwick (Hong Kong)",
        "Torwick Group (Holdings)",
        "formerly",
        "/ ; |",
        "Co., Ltd.",
        "",
    ],
)
def test_what_belongs_to_a_name_stays(name: str) -> None:
    assert names_within(name) == ()


@pytest.mark.parametrize(
    ("cell", "beside"),
    [
        ("Kestrel Club (Peking University)", ("Kestrel Club", "Peking University")),  # general words, and a name
        ("Kestrel Club (Peking)", ()),
        ("Kestrel Growth (USD)", ()),
        ("Kestrel Growth (Class A)", ()),
        ("Kestrel Works (in liquidation)", ()),
        ("Torwick (Kestrelworks); Kestrelworks", ("Torwick",)),
    ],
)
def test_what_in_brackets_may_be_a_name(cell: str, beside: tuple[str, ...]) -> None:
    assert names_beside(cell) == beside


def test_a_listed_name_is_not_hidden_behind_many_others() -> None:
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[Body("b", "Company", (Name(LISTED[0], "", "primary"),))]))) as snapshot:
        cell = "; ".join([*(f"Blue Heron {at} Ltd" for at in range(45)), LISTED[0]])
        assert resolve(snapshot, [cell]).match is not None


def test_what_stands_in_brackets_without_a_word_is_possible_at_most() -> None:
    bodies = [Body(f"b{at}", "Company", (Name(text, "", "primary"),)) for at, text in enumerate(("Torwick", "Kestrelworks"))]
    with closing(Snapshot.in_memory(AtlasRecords(bodies=bodies))) as snapshot:
        found = resolve(snapshot, ["Torwick (Kestrelworks)"])
        assert found.match is None
        assert {hit.body_id for hit in found.possible} == {"b0", "b1"}
        assert all("in brackets" in hit.reason and hit.score <= 640 for hit in found.possible)
        nearest = against(snapshot, ["Torwick (Kestrelworks)"], bodies[1])[0]
        assert (nearest.name, nearest.verdict.band) == ("Kestrelworks", "possible")


@pytest.mark.parametrize("text", ["{} (formerly {})", "{} / {}", "{}; {}", "{}|{}", "{}\n{}", "{} A.K.A {}", "{} d.b.a. {}", "{} aka {}", "{} Trading As: {}", "{} o/b/o {}", "{} by order of {}", "{} attention: {}",
                                  "{} other names {}", "{}, reg no 12345", "{} LEI 5493001KJTIIGC8Y1R12", "{} unified social credit code: 91330000715444234C", "{} Ltd/{}", "{} ({})", "{} now known as {}"])  # fmt: skip
def test_the_reader_of_plain_letters_sees_that_a_cell_may_hold_more(reader: Any, text: str) -> None:  # noqa: ANN401
    cell = text.format("Torwick", "Blue Heron")
    assert names_within(cell) or names_beside(cell)
    assert reader.read(cell).around
    assert not any(reader.read(alone).around for alone in ("Torwick Marine Optics Ltd", "Torwick A/S", "Torwick (Shanghai) Ltd", "Torwick Trading Co", "Banco Torwick S.A."))


def test_two_scripts_in_one_cell_are_two_names() -> None:
    assert names_within("Peking University (北京大学)") == ("Peking University", "北京大学")
    assert names_within("北京大学（Peking University）") == ("北京大学", "Peking University")


@pytest.mark.parametrize("text", [", " * 5000, "(" * 5000, "a, 1 " * 3000, "sales and " * 2000 + "dept,", "x, 1 " + "a " * 4000, ("a" * 50 + " ") * 100 + "(", " / " * 3000, "aka " * 3000, "tax no " * 2000, "reg. no" + " " * 5000 + "x", "known as " * 2000, "a" * 1000 + ";" * 1000, "vat " + "1 " * 3000])
def test_hostile_cells_end_quickly(text: str) -> None:
    start = perf_counter()
    names_within(text)
    assert perf_counter() - start < 0.5


def test_why_a_party_is_no_body_is_answered_with_what_was_asked() -> None:
    body = Body("b", "Company", (Name(LISTED[0], "en", "primary"),), ("CN",))
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[body]))) as snapshot:
        cell = "Purchasing Dept, Torwick Marine Optics Ltd, No. 12 Harbour Road, Port Kestrel"
        nearest, written = against(snapshot, [cell], body)
        assert (nearest.name, nearest.verdict.band, nearest.candidate) == (LISTED[0], "match", True)
        assert written.name == cell
        found = resolve(snapshot, [cell]).match
        assert found is not None
        assert found.score == nearest.verdict.score


FRONTS = ("OOO", "AO", "PJSC", "LLC", "Ltd", "PT", "CV", "SARL", "SIA", "UAB", "TOO", "Cong Ty TNHH", "Limited Liability Company", "Limited Liability Partnership", "Public Limited Company", "Aktsionernoe Obshchestvo")


@pytest.mark.parametrize("form", FRONTS)
def test_a_legal_form_in_front_is_one_behind_and_none(form: str) -> None:
    for name in ("Torwick Marine", "Telvora"):
        for listed, asked in ((name, f"{form} {name}"), (f"{form} {name}", name), (f"{form} {name}", f"{name} Ltd"), (f"{form} {name}", f"{name}, {form}")):
            with closing(Snapshot.in_memory(AtlasRecords(bodies=[Body("b", "Company", (Name(listed, "", "primary"),))]))) as snapshot:
                assert resolve(snapshot, [asked]).match is not None, (listed, asked)


@pytest.mark.parametrize(("listed", "asked"), [("Roma Ltd", "AS Roma"), ("Telvora", "SA Telvora"), ("Faced", "Too")])
def test_two_letters_in_front_may_be_a_word(listed: str, asked: str) -> None:
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[Body("b", "Company", (Name(listed, "", "primary"),))]))) as snapshot:
        assert resolve(snapshot, [asked]).match is None


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Kestrel Optics Group Corporation (KOGC)*", "Kestrel Optics Group Corporation"),
        ("Kestrel Optics Group Corporation", "Kestrel Optics Group Corporation (KOGC)"),
        ("Commercial Optics Making Company of Kestrel (COMCOK)", "Commercial Optics Making Company of Kestrel"),
        ("Torwick DJX Technology Co., Ltd. (DJX)", "Torwick DJX Technology Co., Ltd."),
        ("Torwick Optics Group (Limited)", "Torwick Optics Group (Limited) (TOG)*"),
    ],
)
def test_its_own_acronym_in_brackets_is_no_other_name(listed: str, asked: str) -> None:
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[Body("b", "Company", (Name(listed, "", "primary"),))]))) as snapshot:
        assert resolve(snapshot, [asked]).match is not None


def test_what_is_no_acronym_of_it_is_another_name() -> None:
    listed = "Kestrel Optics Group Corporation (VAL)"
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[Body("b", "Company", (Name(listed, "", "primary"),))]))) as snapshot:
        assert resolve(snapshot, ["Kestrel Optics Group Corporation"]).match is None
        assert resolve(snapshot, ["KOGC"]).match is None


def test_what_is_laid_open_is_the_name_that_was_met() -> None:
    body = Body("b", "Company", (Name(LISTED[0], "en", "primary"),), ("CN",))
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[body]))) as snapshot:
        party = Party(("Blue Heron Logistics on behalf of Torwick Marine Optics Ltd",))
        hit = ask(snapshot, party).found.match
        assert hit is not None
        told = why(snapshot, party, hit)
    assert told is not None
    assert (told.asked, told.mine) == (LISTED[0], ())
    assert told.likelihood > 0.9
