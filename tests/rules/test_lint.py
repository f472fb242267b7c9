"""Lint: every kind of fault that it promises, and faults in the order of the files. See also ``tests/golden/bad``."""

from __future__ import annotations

import pytest

from countersight.errors import RulebookError, Where
from countersight.rules.lint import check

from .pages import BOOK, DEFINITION, EXCEPTION, HEAD, RULE, TODAY, book, linted, page


def messages(*pages: str, settings: str = BOOK) -> list[str]:
    return [fault.message for fault in linted(*pages, settings=settings)]


def test_a_good_page_has_no_faults() -> None:
    assert messages(page()) == []


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("- x — `party.goverment`", "unknown fact 'party.goverment'"),
        ("- x — `dest.country in param.prcc`", "unknown parameter 'prcc'"),
        ("- x — `def.nothing`", "unknown definition 'nothing'"),
        ("- x — `own.lower >= 50`", "cannot compare share >= int"),
        ("- x — `dest.country`", "a condition is true or false, this is a string"),
    ],
)
def test_names_and_types_are_checked(rule: str, message: str) -> None:
    text = page(HEAD + "ownership: {lists: [us.ofac.sdn], threshold: 50%}\n", rule)
    assert messages(text) == [message]


HEADLESS = HEAD.replace('for_each: ["party in [purchaser, end_user]", line]\n', "")


@pytest.mark.parametrize(
    ("head", "rule", "message"),
    [
        (HEADLESS, "- x — `party.government`", "party.* is asked, but the page is not read for each party"),
        (HEADLESS, "- x — `line.image_chip`", "line.* is asked, but the page is not read for each line"),
        (HEAD, "- x — `own.met`", "own.* is asked, but the page poses no ownership test"),
    ],
)
def test_facts_of_what_the_page_is_not_read_for_are_found(head: str, rule: str, message: str) -> None:
    assert messages(page(head, rule)) == [message]


def test_they_are_found_through_definitions_at_any_depth() -> None:
    inner = page(DEFINITION.replace("defines: covered", "defines: inner").replace("test.definition", "test.inner"), "- x — `line.image_chip`")
    outer = page(DEFINITION, "- x — `def.inner`")
    use = page(HEADLESS, "- x — `def.covered`")
    assert messages(use, outer, inner) == ["line.* is asked, but the page is not read for each line"]
    assert messages(page(HEAD, "- x — `def.covered`"), outer, inner) == []
    assert messages(page(HEAD, "- x — `def.covered`"), inner, outer) == []


def test_an_exception_may_ask_only_what_its_provision_is_read_for() -> None:
    exception = page(EXCEPTION, "- x — `line.image_chip`")
    assert messages(page(), exception) == []
    assert messages(page(HEADLESS, "- x — `tx.us_person`"), exception) == ["line.* is asked, but 'test.page' is not read for each line"]


def test_two_windows_of_one_id_may_not_overlap() -> None:
    early = page(HEAD.replace("to: open", "to: 2025-01-01"))
    assert messages(early, page(HEAD.replace("2020-01-01, to", "2025-01-01, to"))) == []
    assert messages(early, page(HEAD.replace("2020-01-01, to", "2024-12-31, to"))) == ["two windows of id 'test.page' overlap"]


def test_pages_of_different_profiles_do_not_overlap() -> None:
    assert messages(page(HEAD + "profiles: [literal]\n"), page(HEAD + "profiles: [workable]\n")) == []
    assert messages(page(HEAD + "profiles: [literal]\n"), page()) == ["two windows of id 'test.page' overlap"]


def test_two_pages_may_not_define_one_word_on_one_day() -> None:
    other = page(DEFINITION.replace("test.definition", "test.other"), RULE)
    assert messages(page(DEFINITION), other) == ["two windows of definition 'covered' overlap"]


def test_windows_that_overlap_only_once_the_act_is_enacted_are_found() -> None:
    early, late = page(HEAD.replace("to: open", "to: E+30d")), page(HEAD.replace("from: 2020-01-01", "from: E"))
    assert messages(early, late) == ["two windows of id 'test.page' overlap"]


def test_profiles_and_anchors_are_those_of_the_rulebook() -> None:
    assert messages(page(HEAD + "profiles: [strict]\n")) == ["profile 'strict' is not one of the rulebook's"]
    assert messages(page(HEAD.replace("2020-01-01, to", "X+3d, to"))) == ["anchor 'X' is not one of the rulebook's"]
    (fault,) = linted(page(HEAD + "profiles: [strict]\n"), settings="id: x\n")
    assert fault.hint == "profiles: none"


def test_an_exception_names_a_provision() -> None:
    assert messages(page(EXCEPTION)) == ["exception_to names no provision: 'test.page'"]
    assert messages(page(DEFINITION.replace("test.definition", "test.page")), page(EXCEPTION)) == ["exception_to names no provision: 'test.page'"]


def test_a_definition_may_not_lead_back_to_itself() -> None:
    one = page(DEFINITION, "- x — `def.other`")
    two = page(DEFINITION.replace("defines: covered", "defines: other").replace("test.definition", "test.other"), "- x — `def.covered`")
    assert messages(one, two) == ["the definition 'covered' leads back to itself", "the definition 'other' leads back to itself"]
    bystander = page(DEFINITION.replace("defines: covered", "defines: third").replace("test.definition", "test.third"), "- x — `def.covered`")
    assert len(messages(one, two, bystander)) == 2


def test_papers_are_in_order() -> None:
    assert messages(page(HEAD.replace("source: {publisher: a test, seen: 2026-11-20}\n", ""))) == ["a citation without a source"]
    assert messages(page(HEAD.replace("verified_on: 2026-11-20\n", ""))) == ["verified_on is missing"]
    assert messages(page(HEAD.replace("measure: export\n", ""))) == ["a provision belongs to a measure"]


@pytest.mark.parametrize(("day", "warnings"), [("2025-11-24", 0), ("2025-11-23", 1)])
def test_a_page_verified_more_than_a_year_ago_is_warned_of(day: str, warnings: int) -> None:
    faults = linted(page(HEAD.replace("verified_on: 2026-11-20", f"verified_on: {day}")))
    assert [fault.warning for fault in faults] == [True] * warnings
    assert all(str(fault).startswith("p0.md:9:1: warning: last verified on 2025-11-23") for fault in faults)


COLUMNS = "| case | on | `party.government` | result |\n|---|---|---|---|\n"
TRUE, FALSE, OPEN = "| a | 2026-11-20 | yes | {} |\n", "| b | 2026-11-20 | no | {} |\n", "| c | 2026-11-20 | – | {} |\n"


def about_examples(head: str, *rows: str) -> list[str]:
    return [fault.message for fault in check(book(page(head, examples=COLUMNS + "".join(rows))), [], TODAY)]


def test_a_page_shows_each_of_the_three_values() -> None:
    true, false, unknown = TRUE.format("prohibited"), FALSE.format("not_triggered"), OPEN.format("needs_review")
    assert about_examples(HEAD, true, false, unknown) == []
    assert about_examples(HEAD, true, false) == ["no example for unknown"]
    assert about_examples(HEAD, unknown) == ["no example for false, true"]
    assert about_examples(DEFINITION, TRUE.format("met"), FALSE.format("not_met"), OPEN.format("unknown")) == []
    assert about_examples(HEAD, "| a | 2019-01-01 | yes | not_in_force |\n") == ["no example for false, true, unknown"]


def test_a_page_that_is_always_in_doubt_cannot_show_true() -> None:
    rows = [TRUE.format("needs_review"), FALSE.format("not_triggered")]
    assert about_examples(HEAD + "status: suspended\n", *rows) == []
    assert about_examples(HEAD, *rows) == ["no example for true"]


def test_an_example_that_fails_is_a_fault_once_nothing_else_is() -> None:
    rows = [TRUE.format("not_triggered"), TRUE.format("prohibited"), OPEN.format("needs_review")]
    head = HEAD + "profiles: [literal]\n"
    assert about_examples(head, *rows) == ["example 'a' under literal wants not_triggered, the page says prohibited"]
    assert about_examples(head.replace("measure: export\n", ""), *rows) == ["a provision belongs to a measure"]
    unprofiled = check(book(page(examples=COLUMNS + "".join(rows)), settings="id: x\n"), [], TODAY)
    assert [fault.message for fault in unprofiled] == ["example 'a' wants not_triggered, the page says prohibited"]


def test_an_old_page_still_has_its_examples_run() -> None:
    rows = [TRUE.format("prohibited"), FALSE.format("prohibited"), OPEN.format("needs_review"), FALSE.format("not_triggered")]
    found = about_examples(HEAD.replace("verified_on: 2026-11-20", "verified_on: 2020-01-01") + "profiles: [literal]\n", *rows)
    assert found == ["last verified on 2020-01-01, more than a year ago", "example 'b' under literal wants prohibited, the page says not_triggered"]


def test_faults_come_in_the_order_of_files_lines_and_columns() -> None:
    broken = [RulebookError("z", where=Where("b.md", 2, 10)), RulebookError("y", where=Where("b.md", 2, 9)), RulebookError("x", where=Where("a.md"))]
    assert [fault.message for fault in check(book(settings="id: x\n"), broken, TODAY)] == ["x", "y", "z"]


def test_a_fault_is_one_line_and_a_hint() -> None:
    (fault,) = linted(page(rule="- x — `party.goverment`"))
    assert str(fault) == "p0.md:20:8: error: unknown fact 'party.goverment'\n  hint: did you mean 'party.government'?"
