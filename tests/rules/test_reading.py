"""Reading a rulebook over a matter: bindings, exceptions, definitions, doubt and scope."""

from __future__ import annotations

from datetime import date

import pytest

from countersight.model.fact import Binding, Fact, FactSheet
from countersight.rules.closures import Truth
from countersight.rules.ownership_head import OwnershipTest
from countersight.rules.reading import UNNAMED, PageReading, compile_reading, read_rule

from .pages import BOOK, DEFINITION, EXCEPTION, HEAD, ON, book, no_owners, page

BOTH = """\
- **all of**
  - (1) the party is government — `party.government`
  - (2) the thing is core — `line.class == "core"`
"""


def party(name: str, role: str = "end_user", **facts: bool) -> Binding:
    return Binding(name, "party", frozenset({role}), {f"party.{key}": Fact(value) for key, value in facts.items()}, name)


def line(name: str, kind: str | None) -> Binding:
    return Binding(name, "line", facts={} if kind is None else {"line.class": Fact(kind)})


def read(sheet: FactSheet, *pages: str, settings: str = BOOK, profile: str = "", on: date = ON) -> PageReading:
    (found,) = compile_reading(book(*pages, settings=settings), profile, on).over(sheet, "shipment", no_owners)
    return found


def about(found: PageReading) -> list[tuple[str, Truth]]:
    return [(one.about, one.value) for one in found.instances]


# --- bindings ---


def test_a_page_is_read_for_every_party_of_its_roles_with_every_line() -> None:
    sheet = FactSheet(
        parties=[party("police", government=True), party("shop", "purchaser", government=False), party("ship", "forwarder")],
        lines=[line("camera", "core"), line("chair", "none")],
    )
    found = read(sheet, page(rule=BOTH))
    assert about(found) == [("police, camera", True), ("police, chair", False), ("shop, camera", False), ("shop, chair", False)]
    assert (found.value, found.disposition) == (True, "prohibited")


def test_a_party_that_nobody_names_is_unknown_not_absent() -> None:
    found = read(FactSheet(parties=[party("ship", "forwarder")], lines=[line("camera", "core")]), page(rule=BOTH))
    assert about(found) == [(f"{UNNAMED.label}, camera", None)]
    assert found.disposition == "needs_review"
    assert found.instances[0].ask == ("party.government",)


def test_lines_that_a_matter_does_not_give_are_unknown_and_a_matter_may_have_none() -> None:
    parties = [party("police", government=True)]
    assert read(FactSheet(parties=parties, lines_complete=False), page(rule=BOTH)).value is None
    without = read(FactSheet(parties=parties, lines_complete=True), page(rule=BOTH))
    assert (without.value, without.instances, without.disposition) == (False, [], "not_triggered")


def test_a_page_may_be_read_for_each_holder() -> None:
    head = HEAD.replace('for_each: ["party in [purchaser, end_user]", line]', "for_each: holder")
    text = page(head, "- a person — `tx.us_person`")
    holders = [Binding("fund", "holder"), Binding("bank", "holder")]
    matter = {"tx.us_person": Fact(value=True)}
    assert about(read(FactSheet(matter=matter, holders=holders), text)) == [("fund", True), ("bank", True)]
    assert about(read(FactSheet(matter=matter), text)) == [(UNNAMED.label, True)]


def test_a_page_without_for_each_is_read_once_about_the_matter() -> None:
    head = HEAD.replace('for_each: ["party in [purchaser, end_user]", line]\n', "")
    found = read(FactSheet(matter={"tx.us_person": Fact(value=False)}), page(head, "- a person — `tx.us_person`"))
    assert about(found) == [("the matter", False)]


def test_one_true_binding_is_enough_and_one_unknown_leaves_the_page_open() -> None:
    lines = [line("camera", "core")]
    unknown, no, yes = party("x"), party("y", government=False), party("z", government=True)
    assert read(FactSheet(parties=[unknown, no], lines=lines), page(rule=BOTH)).value is None
    assert read(FactSheet(parties=[no, no], lines=lines), page(rule=BOTH)).value is False
    assert read(FactSheet(parties=[no, unknown, yes], lines=lines), page(rule=BOTH)).value is True


def test_a_fact_is_asked_of_what_it_belongs_to() -> None:
    rule = BOTH + '  - (3) to the PRC — `dest.country == "CN"`\n'
    (one,) = read(FactSheet(parties=[party("police")], lines=[line("camera", None)]), page(rule=rule)).instances
    assert one.ask == ("party.government", "line.class", "dest.country")
    assert [one.about_fact(path) for path in (*one.ask, "own.met")] == ["police", "camera", "the matter", "police"]


def test_only_the_facts_that_the_proof_used_are_kept_with_their_sources() -> None:
    sheet = FactSheet(matter={"dest.country": Fact("CN")}, parties=[party("police", government=True, listed=True)], lines=[line("camera", None)])
    (one,) = read(sheet, page(rule=BOTH)).instances
    assert one.facts == {"party.government": Fact(value=True)}


def test_the_ownership_test_of_the_page_is_answered_for_its_party() -> None:
    asked: list[tuple[int, str]] = []

    def owners(test: OwnershipTest, who: Binding | None) -> dict[str, Fact]:
        asked.append((test.threshold, who.label if who else "nobody"))
        return {"own.met": Fact(value=True)} if who else {}

    text = page(HEAD + "ownership: {lists: [us.ofac.sdn], threshold: 50%}\n", "- owned — `own.met`")
    reading = compile_reading(book(text), "", ON)
    lines = [line("camera", None)]
    (found,) = reading.over(FactSheet(parties=[party("police")], lines=lines), "shipment", owners)
    (unnamed,) = reading.over(FactSheet(lines=lines), "shipment", owners)
    assert (found.value, unnamed.value) == (True, None)
    assert asked == [(50_000_000, "police"), (50_000_000, "nobody")]


# --- exceptions ---

POLICE = FactSheet(matter={}, parties=[party("police", government=True)], lines=[line("camera", "core")])


def waived(licence: Truth) -> FactSheet:
    return FactSheet({} if licence is None else {"tx.license_on_file": Fact(licence)}, POLICE.parties, POLICE.lines)


def unless(status: str = "in_force", effective: str = "{from: 2020-01-01, to: open}") -> str:
    head = EXCEPTION.replace("effective: {from: 2020-01-01, to: open}", f"effective: {effective}\nstatus: {status}")
    return page(head, "- a licence is on file — `tx.license_on_file`", title="Licensed")


@pytest.mark.parametrize(("licence", "value"), [(True, False), (False, True), (None, None)])
def test_an_exception_takes_a_rule_away_when_it_is_met(licence: Truth, value: Truth) -> None:
    found = read(waived(licence), page(rule=BOTH), unless())
    assert found.value is value
    (proof,) = [one.proof for one in found.instances]
    assert [child.kind for child in proof.children] == ["all", "exception"]
    assert proof.children[1].words == "unless: Licensed"
    assert proof.children[1].citations == ("15 CFR 999.3",)
    assert found.instances[0].ask == (("tx.license_on_file",) if licence is None else ())


@pytest.mark.parametrize("status", ["suspended", "unconfirmed"])
@pytest.mark.parametrize(("licence", "value"), [(True, None), (False, True), (None, None)])
def test_an_exception_in_doubt_takes_nothing_away_for_certain(status: str, licence: Truth, value: Truth) -> None:
    found = read(waived(licence), page(rule=BOTH), unless(status))
    rule = compile_reading(book(page(rule=BOTH), unless(status)), "", ON).rules[0]
    assert found.value is value
    assert rule.test({"party.government": True, "line.class": "core"} | ({} if licence is None else {"tx.license_on_file": licence})) is value
    assert f"{status} on this date" in found.instances[0].proof.children[1].words


def test_an_exception_whose_start_is_uncertain_is_in_doubt_until_it_is_certain() -> None:
    text = unless(effective="{from: {not_before: 2026-11-01, not_after: 2026-12-01}, to: open}")
    assert read(waived(licence=True), page(rule=BOTH), text).value is None
    assert read(waived(licence=True), page(rule=BOTH), text, on=date(2026, 12, 1)).value is False
    assert read(waived(licence=True), page(rule=BOTH), text, on=date(2026, 10, 31)).value is True


def test_a_proposed_exception_counts_in_a_proposed_rulebook_only() -> None:
    assert read(waived(licence=True), page(rule=BOTH), unless("proposed")).value is True
    assert read(waived(licence=True), page(rule=BOTH), unless("proposed"), settings=BOOK + "status: proposed\n").value is False


def test_an_exception_outside_its_window_does_not_count() -> None:
    assert read(waived(licence=True), page(rule=BOTH), unless(effective="{from: open, to: 2025-01-01}")).value is True


def test_several_exceptions_all_count() -> None:
    other = page(EXCEPTION.replace("test.exception", "test.other"), "- a person — `tx.us_person`")
    sheet = waived(licence=False)
    sheet.matter["tx.us_person"] = Fact(value=True)
    assert read(sheet, page(rule=BOTH), unless(), other).value is False


# --- definitions ---

USES = page(rule="- it is covered — `def.covered`")


def defining(profile: str, kind: str, status: str = "in_force") -> str:
    head = DEFINITION.replace("effective:", f"profiles: [{profile}]\neffective:").replace("test.definition", f"test.{profile}")
    return page(head + f"status: {status}\n", f'- its class — `line.class == "{kind}"`', title=f"Covered, {profile}")


def test_each_profile_has_its_own_definition() -> None:
    pages = (USES, defining("literal", "core"), defining("workable", "context"))
    sheet = FactSheet(parties=POLICE.parties, lines=[line("camera", "context")])
    assert read(sheet, *pages, profile="literal").value is False
    assert read(sheet, *pages, profile="workable").value is True
    assert read(sheet, *pages).value is None, "without a profile no page defines it"


def test_the_proof_of_a_definition_is_the_page_that_gives_it() -> None:
    (one,) = read(POLICE, USES, defining("literal", "core"), profile="literal").instances
    assert (one.proof.expr, one.proof.value) == ("def.covered", True)
    (child,) = one.proof.children
    assert (child.kind, child.citations, child.expr) == ("definition", ("15 CFR 999.2",), 'line.class == "core"')


@pytest.mark.parametrize("status", ["suspended", "unconfirmed", "proposed"])
@pytest.mark.parametrize("kind", ["core", "none"])
def test_a_definition_in_doubt_settles_nothing_either_way(status: str, kind: str) -> None:
    sheet = FactSheet(parties=POLICE.parties, lines=[line("thing", kind)])
    found = read(sheet, USES, defining("literal", "core", status), profile="literal")
    assert found.value is None
    assert status in found.instances[0].proof.words
    assert found.instances[0].proof.children[0].value is (kind == "core"), "the reader still sees what it would say"
    assert found.instances[0].ask == ()


def test_a_proposed_definition_counts_in_a_proposed_rulebook() -> None:
    proposed = read(POLICE, USES, defining("literal", "core", "proposed"), settings=BOOK + "status: proposed\n", profile="literal")
    assert proposed.value is True


def test_definitions_may_stand_on_others_in_any_order() -> None:
    outer = page(DEFINITION, "- a chip — `def.chip && line.image_chip`")
    inner = page(DEFINITION.replace("defines: covered", "defines: chip").replace("test.definition", "test.chip"), '- core — `line.class == "core"`')
    sheet = FactSheet(parties=POLICE.parties, lines=[Binding("chip", "line", facts={"line.class": Fact("core"), "line.image_chip": Fact(value=True)})])
    assert read(sheet, USES, outer, inner).value is True
    assert read(sheet, inner, outer, USES).value is True
    assert read(POLICE, USES, outer, inner).value is None


def test_a_definition_that_leads_back_to_itself_is_unknown_and_ends() -> None:
    found = read(POLICE, USES, page(DEFINITION, "- **any of**\n  - itself — `def.covered`\n  - government — `!party.government`"))
    assert found.value is None


# --- doubt and scope ---


@pytest.mark.parametrize("status", ["suspended", "unconfirmed"])
def test_a_page_in_doubt_can_at_most_ask_for_a_review(status: str) -> None:
    head = f"{HEAD}status: {status}\n"
    found = read(POLICE, page(head, BOTH))
    assert (found.value, found.disposition) == (True, "needs_review")
    assert found.phase.doubt == f"{status} on this date"
    clear = FactSheet(parties=[party("shop", government=False)], lines=POLICE.lines)
    assert read(clear, page(head, BOTH)).disposition == "not_triggered"


def test_the_citation_of_a_window_comes_with_the_reading() -> None:
    head = HEAD.replace("effective: {from: 2020-01-01, to: open}", "windows: [{from: open, status: suspended, citation: 90 FR 50857}]")
    assert read(POLICE, page(head, BOTH)).citations == ("15 CFR 999.1", "90 FR 50857")


def test_a_page_is_read_in_its_window_and_for_its_kinds_of_matter_only() -> None:
    reading = compile_reading(book(page(rule=BOTH), page(DEFINITION)), "", date(2019, 12, 31))
    assert (reading.rules, [one.id for one in reading.absent]) == ((), ["test.page"])
    reading = compile_reading(book(page(rule=BOTH)), "", ON)
    assert reading.over(POLICE, "entry", no_owners) == []
    assert reading.speaks(reading.book.pages[0])


def test_a_page_of_another_profile_is_neither_read_nor_absent() -> None:
    text = page(HEAD + "profiles: [workable]\n", BOTH)
    reading = compile_reading(book(text), "literal", ON)
    assert (reading.rules, reading.absent, reading.column) == ((), (), "test/literal")
    assert len(compile_reading(book(text), "workable", ON).rules) == 1
    assert compile_reading(book(text), "", ON).column == "test"


def test_a_dated_parameter_is_put_in_for_the_day() -> None:
    text = page(rule="- to the PRC — `dest.country in param.prc`")
    sheet = FactSheet({"dest.country": Fact("HK")}, POLICE.parties, POLICE.lines)
    assert read(sheet, text, on=date(2020, 12, 28)).value is False
    assert read(sheet, text, on=date(2020, 12, 29)).value is True


def test_reading_one_rule_is_what_reading_all_does() -> None:
    reading = compile_reading(book(page(rule=BOTH)), "", ON)
    assert read_rule(reading.rules[0], POLICE, no_owners).value is reading.over(POLICE, "shipment", no_owners)[0].value
