"""A page: front matter, the outline of the rule, the table of examples."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import RulebookError
from countersight.model import matter
from countersight.ownership import cascade
from countersight.rules import frontmatter
from countersight.rules.frontmatter import ForEach, Head, Source
from countersight.rules.ownership_head import MODES, ControlTest, InvestorTest, OwnershipTest
from countersight.rules.page import parse_page
from countersight.rules.syntax import show

from .pages import DEFINITION, HEAD, page


def head(text: str) -> Head:
    return parse_page(page(text), "p.md").head


def fault(text: str) -> RulebookError:
    with pytest.raises(RulebookError) as caught:
        parse_page(text, "p.md")
    return caught.value


def test_the_vocabularies_are_those_of_a_matter_and_of_the_ownership_engine() -> None:
    assert get_args(matter.Role) == frontmatter.ROLES
    assert get_args(matter.Kind) == frontmatter.KINDS
    assert get_args(matter.Measure) == frontmatter.MEASURES
    assert get_args(cascade.Mode) == MODES


def test_a_head_is_read_whole() -> None:
    found = head(
        HEAD
        + "license_policy: presumption of denial\ncomputes: deminimis\nprofiles: [literal]\n"
        + "effect: {may_hold: true, divest_until: 2022-06-03, days: 60, of: [a, b]}\n"
        + 'ownership: {lists: [us.ofac.sdn], class: voting, op: ">", threshold: 49.9%, aggregate: false, mode: listed_only, control: [golden_share], hints: [consolidation]}\n'
    )
    assert found.citations == ("15 CFR 999.1",)
    assert found.for_each == ForEach(("purchaser", "end_user"), lines=True)
    assert found.effect == {"may_hold": True, "divest_until": "2022-06-03", "days": 60, "of": ["a", "b"]}
    assert found.ownership == OwnershipTest(
        ("us.ofac.sdn",), "voting", 49_900_000, strict=True, aggregate=False, mode="listed_only", control=("golden_share",), hints=("consolidation",)
    )
    assert found.source == Source("a test", "", "2026-11-20")
    assert (found.verified_on, found.license_policy, found.computes) == ("2026-11-20", "presumption of denial", "deminimis")


def test_an_ownership_test_has_the_usual_defaults() -> None:
    found = head(f"{HEAD}ownership: {{lists: [us.ofac.sdn], threshold: 50%}}\n").ownership
    assert found == OwnershipTest(("us.ofac.sdn",), "equity", 50_000_000, strict=False, aggregate=True, mode="cascade", control=())


def test_a_law_that_reaches_the_listed_alone_needs_no_threshold() -> None:
    found = head(f"{HEAD}ownership: {{lists: [us.uflpa], mode: listed_only}}\n").ownership
    assert found == OwnershipTest(("us.uflpa",), "equity", 100_000_000, strict=False, aggregate=True, mode="listed_only", control=())


def test_lists_of_other_jurisdictions_can_be_named() -> None:
    found = head(f"{HEAD}ownership: {{lists: [eu.fsf, uk.sanctions], threshold: 50%}}\n").ownership
    assert found is not None
    assert found.lists == ("eu.fsf", "uk.sanctions")


def test_a_search_for_investors_is_read_whole_and_has_defaults() -> None:
    whole = "investors: {lists: [us.ofac.ns_cmic], class: profit, floor: param.least, depth: 2, weight: none, control: {class: equity, op: '>=', threshold: 50%, types: [golden_share]}}\n"
    assert head(HEAD + whole).investors == InvestorTest(
        ("us.ofac.ns_cmic",), "profit", "param.least", ControlTest("equity", 50_000_000, strict=False, control=("golden_share",)), 2, ""
    )
    assert head(f"{HEAD}investors: {{lists: [us.ofac.ns_cmic], floor: 5%}}\n").investors == InvestorTest(
        ("us.ofac.ns_cmic",), "equity", 5_000_000, None, None, "holding_weight"
    )


def test_the_job_decides_what_a_page_is() -> None:
    provision = parse_page(page(), "p.md")
    flag = parse_page(page(HEAD.replace("outcome: prohibited", "raises: hold")), "p.md")
    definition = parse_page(page(DEFINITION), "p.md")
    assert (provision.decides, provision.is_flag, provision.outcome) == (True, False, "prohibited")
    assert (flag.decides, flag.is_flag, flag.outcome) == (True, True, "hold")
    assert flag.head.slots == ("who", "when", "evidence")
    assert (definition.decides, definition.head.measure) == (False, "definitions")


def test_windows_may_be_listed_each_with_its_status_and_citation() -> None:
    text = HEAD.replace("effective: {from: 2020-01-01, to: open}", "windows:\n  - {from: open, to: 2021-01-01, citation: A}\n  - {from: 2021-01-01, status: suspended, citation: [B, C], note: n}")
    one, two = head(text).windows
    assert (one.status, one.citations, one.uncertain) == ("in_force", ("A",), False)
    assert (two.status, two.citations, two.note) == ("suspended", ("B", "C"), "n")
    assert two.end.on_calendar({}) is None


def test_an_uncertain_start_keeps_both_days() -> None:
    text = HEAD.replace("from: 2020-01-01", "from: {not_before: 2026-07-06, not_after: 2026-08-01}")
    window = head(text).windows[0]
    assert window.uncertain
    assert window.latest.on_calendar({}) == date(2026, 8, 1)


HEADS = [
    ("outcome: prohibited", "outcome: [a]", "'outcome' is text, not ['a']"),
    ("measure: export", "measure: exprt", "measure 'exprt' is not known"),
    ("measure: export", 'measure: ""', "'measure' is text, not ''"),
    ("id: test.page", 'id: " "', "'id' is text, not ' '"),
    ('citation: ["15 CFR 999.1"]', "citation: []", "'citation' is text or a list of texts, not []"),
    ('citation: ["15 CFR 999.1"]', "citation: [1]", "'citation' is text or a list of texts, not [1]"),
    ('citation: ["15 CFR 999.1"]\n', "", "'citation' is missing"),
    ("verified_on: 2026-11-20", "verified_on: soon", "verified_on is a day, not 'soon'"),
    ("seen: 2026-11-20", "seen: soon", "seen is a day, not 'soon'"),
    ("publisher: a test", "pub: a test", "source names its publisher"),
    ("{publisher: a test, seen: 2026-11-20}", "me", "source names its publisher"),
    ("effective: {from: 2020-01-01, to: open}", "effective: 2020-01-01", "'effective' is missing"),
    ("effective: {from: 2020-01-01, to: open}", "windows: []", "windows is a list of {from, to, status}"),
    ("effective: {from: 2020-01-01, to: open}", "windows: [2020-01-01]", "a window has from, to, status"),
    ("{from: 2020-01-01, to: open}", "{to: open}", "a window has from, to, status"),
    ("{from: 2020-01-01, to: open}", "{from: open, until: 2020-01-01}", "a window has from, to, status"),
    ("{from: 2020-01-01, to: open}", "{from: open, citation: 5}", "a window's citation is text or a list of texts"),
    ("from: 2020-01-01", "from: {not_before: open, not_after: 2020-01-01}", "an uncertain start lies between two days"),
    ("from: 2020-01-01", "from: {not_before: 2021-01-01, not_after: 2020-01-01}", "a window ends after it begins"),
    ("{from: 2020-01-01, to: open}", "{from: 2020-01-01, to: 2020-01-01}", "a window ends after it begins"),
    ("{from: 2020-01-01, to: open}", "{from: E+10d, to: E+9d}", "a window ends after it begins"),
    ('for_each: ["party in [purchaser, end_user]", line]', "for_each: party in []", "'' is not a role of a party"),
    ('for_each: ["party in [purchaser, end_user]", line]', "for_each: [line, line]", "for_each names a kind twice"),
    ('for_each: ["party in [purchaser, end_user]", line]', "for_each: 5", "for_each 5 is not understood"),
    ("scope: [shipment]", "scope: [shipment]\neffect: [a]", "effect is a mapping"),
    ("scope: [shipment]", "scope: [shipment]\nownership: 5", "ownership has aggregate, class"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdn]}", "ownership has aggregate, class"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [], threshold: 50%}", "ownership: lists, control and hints are lists of texts"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdn], threshold: 50%, control: 5}", "ownership: lists, control and hints are lists of texts"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdn], threshold: 50%, control: [golden_shares]}", "ownership: control names 'golden_shares', a kind that no record has"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdn], threshold: 50%, hints: [parent]}", "ownership: hints names 'parent', a kind that no record has"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdnn], threshold: 50%}", "unknown list 'us.ofac.sdnn'"),
    ("scope: [shipment]", "scope: [shipment]\ninvestors: {lists: [us.ofac.sdn]}", "investors has class, control, depth, floor"),
    ("scope: [shipment]", "scope: [shipment]\ninvestors: {lists: [us.ofac.sdn], floor: 5}", "investors: floor is a percentage such as 50%: not 5"),
    ("scope: [shipment]", "scope: [shipment]\ninvestors: {lists: [us.ofac.sdn], floor: 5%, depth: 0}", "investors: depth is a number of steps, not 0"),
    ("scope: [shipment]", "scope: [shipment]\ninvestors: {lists: [us.ofac.sdn], floor: 5%, control: {class: voting}}", "investors: control has class, op, threshold, types"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdn], threshold: 500%}", "a percentage lies between 0 and 100"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdn], threshold: 50%, op: [a]}", "ownership: op ['a'] is not one of >, >="),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdn], threshold: 50%, class: equitty}", "ownership: class 'equitty' is not one of equity"),
    ("scope: [shipment]", 'scope: [shipment]\nownership: {lists: [us.ofac.sdn], threshold: 50%, aggregate: "no"}', "ownership: aggregate 'no' is not one of True, False"),
    ("scope: [shipment]", "scope: [shipment]\nownership: {lists: [us.ofac.sdn], threshold: 50%, mode: cascad}", "ownership: mode 'cascad' is not one of cascade"),
    ("scope: [shipment]", "scope: [shipment]\n? [a]\n: b", "a key is plain text"),
    ("scope: [shipment]", "scope: [shipment]\n<<: {a: b}", "a key is plain text"),
    ("scope: [shipment]", "scope: [shipment]\neffect: {a: !!python/object:os.system x}", "not YAML: could not determine a constructor"),
    ("scope: [shipment]", "scope: [shipment]\neffect: " + "[" * 3000, "not YAML: nested too deeply"),
    ("scope: [shipment]", "scope: [shipment]\nslots: \x01", "not YAML: unacceptable character"),
    ("outcome: prohibited", "defines: a b", "'a b' cannot be written as def.a b"),
]


@pytest.mark.parametrize(("good", "bad", "message"), HEADS, ids=[f"{message[:30]}-{n}" for n, (_, _, message) in enumerate(HEADS)])
def test_a_head_is_refused(good: str, bad: str, message: str) -> None:
    assert good in HEAD
    found = fault(page(HEAD.replace(good, bad)))
    assert message in found.message
    assert found.where.file == "p.md"
    assert found.where.line is not None


def test_numbers_with_a_point_stay_text() -> None:
    assert head(HEAD + "effect: {rate: 0.1, whole: 3}\n").effect == {"rate": "0.1", "whole": 3}


OUTLINE = """\
- (1) **all of**
  - (A) a thing moves — `tx.kind == "export"`
  - (B)(i) where it goes, **any of**
    1. to the PRC: `dest.country == "CN"`
    2. through it; `"CN" in route.countries`
  - **none of**
    - a licence is on file - `tx.license_on_file`
    - a waiver — `contract.waiver_on_file`
"""


def test_an_outline_keeps_labels_words_and_places() -> None:
    root = parse_page(page(rule=OUTLINE), "p.md").rule
    assert (root.kind, root.label, root.words) == ("all", "(1)", "all of")
    where = root.children[1]
    assert (where.kind, where.label, where.words) == ("any", "(B)(i)", "where it goes, any of")
    assert [(leaf.label, leaf.words) for leaf in root.leaves()] == [
        ("(A)", "a thing moves"), ("1.", "to the PRC"), ("2.", "through it"), ("", "a licence is on file"), ("", "a waiver"),
    ]
    lines = page(rule=OUTLINE).split("\n")
    for leaf in root.leaves():
        assert lines[leaf.line - 1][leaf.column - 1 :].startswith(leaf.code)


def test_an_outline_is_one_expression() -> None:
    tree = parse_page(page(rule=OUTLINE), "p.md").rule.tree()
    assert show(tree) == (
        'tx.kind == "export" && (dest.country == "CN" || "CN" in route.countries) '
        "&& !(tx.license_on_file || contract.waiver_on_file)"
    )


@pytest.mark.parametrize(("kind", "text"), [("all", "tx.us_person"), ("any", "tx.us_person"), ("none", "!tx.us_person")])
def test_a_group_of_one_is_that_one(kind: str, text: str) -> None:
    tree = parse_page(page(rule=f"- **{kind} of**\n  - a person — `tx.us_person`\n"), "p.md").rule.tree()
    assert show(tree) == text


def test_a_code_span_keeps_its_spaces_and_may_wrap() -> None:
    leaf = parse_page(page(rule='- a name —\n  `party.name == "two  spaces"\n  && tx.us_person`\n'), "p.md").rule
    assert show(leaf.tree()) == 'party.name == "two  spaces" && tx.us_person'
    first = leaf.line
    assert leaf.place(1) == (first, 4)
    assert leaf.place(leaf.code.index("&&") + 1) == (first + 1, 3)
    assert leaf.place(None) == (first, 4)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("Nothing here.", "this stands in the Rule section, but in no line of its list"),
        ("", "the Rule section holds no list"),
        ("- a — `tx.us_person`\n\n  ```\n  code\n  ```", "in no line of its list"),
        ("- a — `tx.us_person`\n\n<!-- hidden -->", "in no line of its list"),
        ("| a |\n|---|\n| b |", "in no line of its list"),
        ("- - a — `tx.us_person`", "a line of the list says nothing"),
    ],
)
def test_what_is_no_condition_is_refused(rule: str, message: str) -> None:
    assert message in fault(page(rule=rule)).message


def test_a_heading_inside_a_list_begins_no_section() -> None:
    text = page(rule="- **all of**\n  - ## Examples\n  - a — `tx.us_person`")
    assert "a leaf is words and exactly one code span" in fault(text).message


def test_headings_of_other_levels_are_of_no_effect() -> None:
    found = parse_page(page(rule="### As of 2020\n\n- a — `tx.us_person`\n\n# Another title\n"), "p.md")
    assert found.title == "A page"


def test_a_page_without_a_title_is_called_by_its_id() -> None:
    assert parse_page(page().replace("# A page\n", ""), "p.md").title == "test.page"


def test_examples_are_rows_with_their_line() -> None:
    table = "| case | on | profile | `party.government` | result |\n|---|---|---|---|---|\n| a | 2026-11-20 | literal | yes | `prohibited` |\n| b | E+1d |  |  | needs_review |\n"
    text = page(examples=table)
    one, two = parse_page(text, "p.md").examples
    assert (one.case, one.on, one.profile, one.cells, one.result) == ("a", "2026-11-20", "literal", (("party.government", "yes"),), "prohibited")
    assert (two.profile, two.cells) == ("", (("party.government", ""),))
    assert text.split("\n")[one.line - 1].startswith("| a |")


def test_notes_are_kept() -> None:
    assert parse_page(page() + "\n## Notes\n\nOne.\n\nTwo\nlines.\n", "p.md").notes == "One.\n\nTwo lines."


def test_line_ends_do_not_matter() -> None:
    one, two = parse_page(page(), "p.md"), parse_page(page().replace("\n", "\r\n"), "p.md")
    assert one == two


@given(st.text(max_size=200), st.integers(0, 600))
@settings(max_examples=300, deadline=None)
def test_any_text_in_any_place_is_read_or_refused_with_a_line(text: str, at: int) -> None:
    whole = page(rule=OUTLINE, examples="| case | on | result |\n|---|---|---|\n| a | 2026-11-20 | needs_review |\n")
    try:
        parse_page(whole[:at] + text + whole[at:], "p.md")
    except RulebookError as found:
        line = found.where.line
    else:
        line = 1
    assert line is not None
    assert line >= 1
