"""Worked cases of ownership. X, Y are listed; A to D are bodies; Z is a private holder of whom nothing is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from countersight.errors import DataError, RulebookError
from countersight.model.body import Edge
from countersight.model.units import WHOLE, parse_share
from countersight.ownership import lookthrough
from countersight.ownership.answer import Answer, ask
from countersight.ownership.cascade import Rule
from countersight.ownership.graph import DAYS_KEPT, Graph

DAY = date(2026, 11, 23)
HALF = Rule("equity", 50_000_000)
MORE_THAN_HALF = Rule("equity", 50_000_000, strict=True)
ALONE = Rule("equity", 50_000_000, aggregate=False)
PRODUCT = Rule("equity", 50_000_000, mode="multiplicative")
XY = frozenset({"X", "Y"})


def stake(text: str, klass: str = "equity", **more: str | bool) -> Edge:
    """``"X 25-50 A"``: X holds 25 to 50 percent of A."""
    owner, share, asset = text.split()
    units = parse_share(share)
    return Edge(owner, asset, klass, units.lo, units.hi, id=f"{owner}{asset}", **more)  # type: ignore[arg-type]


def asked(body: str, rule: Rule, *edges: Edge | str, complete: str = "", day: date = DAY) -> Answer:
    graph = Graph([stake(one) if isinstance(one, str) else one for one in edges], frozenset(complete))
    return ask(graph, XY, rule, body, day)


def ids(edges: tuple[Edge, ...]) -> list[str]:
    return [edge.id for edge in edges]


# --- OFAC's own examples (FAQ 401) and the aggregation of FAQ 399 ------------------------------------------------------


def test_half_of_a_half_counts_as_a_half() -> None:
    answer = asked("B", HALF, "X 50 A", "A 50 B")
    assert (answer.met, answer.lower, ids(answer.path)) == (True, 50_000_000, ["AB", "XA"])


def test_two_quarters_through_two_owned_bodies_add_up() -> None:
    answer = asked("C", HALF, "X 50 A", "X 50 B", "A 25 C", "B 25 C")
    assert (answer.met, sorted(ids(answer.path))) == (True, ["AC", "BC", "XA", "XB"])


def test_a_direct_stake_and_one_through_an_owned_body_add_up() -> None:
    answer = asked("B", HALF, "X 50 A", "X 10 B", "A 40 B")
    assert (answer.met, ids(answer.path)) == (True, ["AB", "XB", "XA"])


def test_a_stake_through_a_body_below_half_counts_nothing() -> None:
    quarter = ("X 25 A", "X 25 B", "Z 75 A", "Z 75 B")
    answer = asked("C", HALF, *quarter, "A 50 C", "B 50 C")
    assert (answer.met, answer.lower, answer.upper, answer.undisclosed) == (False, 0, 0, 0)


def test_only_the_branch_that_is_owned_itself_hands_its_stake_on() -> None:
    answer = asked("C", HALF, "X 50 A", "X 25 B", "Z 75 B", "A 25 C", "B 25 C", "Z 50 C")
    assert (answer.met, answer.lower, answer.upper) == (False, 25_000_000, 25_000_000)


def test_two_listed_owners_are_added_and_their_sum_is_the_proof() -> None:
    answer = asked("A", HALF, "X 26.0 A", "Y 25.0 A", "Z 49 A")
    assert (answer.met, answer.lower, ids(answer.path)) == (True, 51_000_000, ["XA", "YA"])


def test_without_aggregation_each_listed_owner_stands_alone() -> None:
    answer = asked("A", ALONE, "X 26.0 A", "Y 25.0 A", "Z 49 A")
    assert (answer.met, answer.lower, answer.upper) == (False, 26_000_000, 26_000_000)


def test_without_aggregation_one_owner_may_use_all_its_own_branches() -> None:
    answer = asked("C", ALONE, "X 60 A", "A 30 C", "X 20 C", "Y 40 C")
    assert (answer.met, sorted(ids(answer.path))) == (True, ["AC", "XA", "XC"])


def test_without_aggregation_the_proof_is_that_of_the_nearest_listed_owner() -> None:
    answer = asked("A", ALONE, "X 60 Y", "Y 60 A", "X 10 A")
    assert (answer.met, ids(answer.path)) == (True, ["YA"])


# --- the threshold ----------------------------------------------------------------------------------------------------


def test_exactly_half_meets_at_least_but_not_more_than() -> None:
    assert asked("A", HALF, "X 50.0 A", "Z 50 A").met is True
    assert asked("A", MORE_THAN_HALF, "X 50.0 A", "Z 50 A").met is False


def test_one_unit_below_half_does_not_count() -> None:
    answer = asked("A", HALF, Edge("X", "A", "equity", 49_999_999, 49_999_999), Edge("Z", "A", "equity", 50_000_001, 50_000_001))
    assert answer.met is False


def test_just_under_half_is_a_no_that_names_the_holders_counted() -> None:
    answer = asked("A", HALF, "X 24.9 A", "Y 25.0 A", "Z 50.1 A")
    assert (answer.met, answer.upper, answer.undisclosed, ids(answer.cut)) == (False, 49_900_000, 0, ["ZA", "YA", "XA"])


@pytest.mark.parametrize("rule", [("equity", 0), ("equity", WHOLE + 1), ("equity", 1, False, True, "guess")])
def test_a_test_that_cannot_be_meant_is_refused(rule: tuple[str, int]) -> None:
    with pytest.raises(RulebookError):
        Rule(*rule)


def test_control_in_a_product_of_shares_is_refused() -> None:
    with pytest.raises(RulebookError, match="cannot be multiplied"):
        Rule("equity", 1, mode="multiplicative", control=frozenset({"control"}))


# --- unknown is never clear -------------------------------------------------------------------------------------------


def test_a_listed_owner_with_an_unknown_share_leaves_it_open_and_says_what_to_ask() -> None:
    answer = asked("A", HALF, "X 26.0 A", "Y unknown A")
    assert (answer.met, answer.listed_unknown, ids(answer.asks)) == (None, True, ["YA"])
    assert (answer.lower, answer.upper, answer.undisclosed) == (26_000_000, WHOLE, 0)


def test_an_unknown_share_of_a_private_holder_is_no_flag() -> None:
    answer = asked("A", HALF, "X 10 A", "Z unknown A")
    assert (answer.met, answer.listed_unknown, answer.opaque) == (None, False, ("A",))


def test_an_undisclosed_part_may_be_a_listed_party_s() -> None:
    answer = asked("A", HALF, "X 20 A", "Z 45 A")
    assert (answer.met, answer.standing, answer.upper, answer.undisclosed) == (None, "undisclosed", 20_000_000, 35_000_000)
    assert (answer.opaque, answer.asks) == (("A",), ())
    assert asked("A", HALF, "X 14 A", "Z 51 A").met is False, "14 + 35 stay below half"


def test_of_a_body_without_any_known_holder_nothing_can_be_said() -> None:
    answer = asked("A", HALF, "A 100 B")
    assert (answer.met, answer.holders_known, answer.standing, answer.opaque) == (None, False, "holders_unknown", ("A",))


def test_a_body_that_the_graph_does_not_know_is_open_too() -> None:
    assert asked("nobody", HALF).standing == "holders_unknown"


def test_a_private_owner_of_whom_nothing_is_recorded_is_the_end_of_the_chain() -> None:
    answer = asked("A", HALF, "Z 100 A")
    assert (answer.met, answer.lower, answer.upper, answer.undisclosed) == (False, 0, 0, 0)


def test_a_holder_without_a_name_may_be_listed_and_nothing_clears_it() -> None:
    edges = [Edge("?", "A", "equity", 60_000_000, 60_000_000), Edge("Z", "A", "equity", 40_000_000, 40_000_000)]
    graph = Graph(edges, named=lambda body: body != "?")
    answer = ask(graph, frozenset("X"), HALF, "A", date(2026, 1, 1))
    assert (answer.met, answer.standing, answer.undisclosed, answer.opaque) == (None, "undisclosed", 60_000_000, ("?",))
    assert ask(Graph(edges), frozenset("X"), HALF, "A", date(2026, 1, 1)).met is False, "with a name it is the end of the chain"
    small = Graph([replace(edges[0], lo=20_000_000, hi=20_000_000), replace(edges[1], lo=80_000_000, hi=80_000_000)], named=lambda body: body != "?")
    assert ask(small, frozenset("X"), HALF, "A", date(2026, 1, 1)).met is False, "a fifth cannot make it a half"
    product = ask(graph, frozenset("X"), Rule("equity", 50_000_000, mode="multiplicative"), "A", date(2026, 1, 1))
    assert (product.met, product.undisclosed) == (None, 60_000_000)


def test_a_body_is_not_clearer_than_the_owner_of_all_its_shares() -> None:
    above = ("X 20 A", "Z 10 A")
    assert asked("A", HALF, *above).standing == "undisclosed"
    answer = asked("B", HALF, *above, "A 100 B")
    assert (answer.standing, answer.opaque) == ("undisclosed", ("A",))


def test_an_owner_whose_holders_have_all_left_is_no_end_of_the_chain() -> None:
    sold = stake("X 60 A", start="2010", end="2020-01-01")
    assert asked("B", HALF, sold, "A 100 B").standing == "undisclosed"


def test_what_others_surely_hold_limits_an_unknown_share() -> None:
    answer = asked("A", HALF, "X unknown A", "Z 60 A")
    assert (answer.met, answer.upper, answer.undisclosed) == (False, 40_000_000, 0)


def test_where_all_holders_are_known_the_rest_is_the_listed_owner_s() -> None:
    answer = asked("A", HALF, "X unknown A", "Z <=40 A", complete="A")
    assert (answer.met, answer.lower, sorted(ids(answer.path))) == (True, 60_000_000, ["XA", "ZA"])


def test_a_proof_by_all_holders_leaves_out_what_it_does_not_need_further_up() -> None:
    bands = tuple(Edge(owner, "A", "equity", 0, hi * 1_000_000, id=f"{owner}A") for owner, hi in (("X", 30), ("B", 5), ("C", 40), ("Z", 30)))
    answer = asked("A", HALF, *bands, "X 60 B", "X 60 C", complete="A")
    assert (answer.met, sorted(ids(answer.path))) == (True, ["BA", "CA", "XA", "XC", "ZA"]), "that X owns B adds nothing: 100 - 30 - 5 passes"


def test_evidence_that_adds_up_to_more_than_the_whole_clears_nobody() -> None:
    answer = asked("A", HALF, "X unknown A", "Z 60 A", "V 60 A")
    assert (answer.met, answer.upper) == (None, WHOLE)
    assert asked("A", HALF, "X 60 A", "Z 60 A").met is True


def test_a_body_s_shares_in_itself_stay_open() -> None:
    answer = asked("A", HALF, "X 45 A", "A 20 A", "Z 35 A")
    assert (answer.met, answer.lower, answer.upper, answer.undisclosed) == (None, 45_000_000, 45_000_000, 20_000_000)


# --- ranges -----------------------------------------------------------------------------------------------------------


def test_a_band_that_touches_half_is_open_and_one_that_stays_below_is_not() -> None:
    assert asked("A", HALF, "X 25-50 A", "Z 50-75 A").standing == "possible"
    below = Edge("X", "A", "equity", 25_000_001, 49_999_999)
    assert asked("A", HALF, below, "Z >50 A").standing == "not_owned"
    assert asked("A", HALF, below, "Z 50-75 A").standing == "undisclosed", "Z at 50 leaves half to X and somebody unknown"


def test_a_band_is_enough_where_another_stake_makes_up_its_floor() -> None:
    answer = asked("A", HALF, "X 25-50 A", "Y 25 A")
    assert (answer.met, answer.lower, answer.upper) == (True, 50_000_000, 75_000_000)


def test_one_question_settles_a_whole_chain() -> None:
    chain = ("X unknown A", "A 60 B", "B 55-65 C", "Z 35 C")
    answer = asked("C", HALF, *chain)
    assert (answer.standing, ids(answer.asks)) == ("possible", ["XA"])


def test_several_sources_for_one_stake_are_not_added() -> None:
    answer = asked("A", HALF, stake("X 30 A", citation="annual report"), stake("X 35 A", citation="register"), "Z 60 A")
    assert (answer.lower, answer.upper, answer.met) == (30_000_000, 35_000_000, False)
    assert answer.cut[1].citation == "annual report; register"


# --- dates ------------------------------------------------------------------------------------------------------------


def test_a_stake_ends_before_the_day_of_its_end() -> None:
    sold = stake("X 80 A", start="2020-01-01", end="2024-06-30")
    assert asked("A", HALF, sold, day=date(2024, 6, 29)).met is True
    assert asked("A", HALF, sold, day=date(2024, 6, 30)).standing == "holders_unknown"
    assert asked("A", HALF, sold, day=date(2019, 12, 31)).standing == "holders_unknown"


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2019, 12, 31), "holders_unknown"), (date(2020, 5, 5), "possible"), (date(2020, 12, 31), "owned"),
        (date(2023, 7, 1), "owned"), (date(2024, 1, 31), "owned"), (date(2024, 2, 1), "possible"),
        (date(2024, 2, 28), "possible"), (date(2024, 2, 29), "holders_unknown"),
    ],
)
def test_a_date_known_to_the_year_or_the_month_leaves_those_days_open(day: date, standing: str) -> None:
    assert asked("A", HALF, stake("X 80 A", start="2020", end="2024-02"), day=day).standing == standing


def test_two_periods_of_one_owner_are_two_shares_and_no_range() -> None:
    periods = (stake("X 60 A", start="2019", end="2022-01-01"), stake("X 40 A", start="2022-01-01"), stake("Z 40 A"))
    before, after = asked("A", HALF, *periods, day=date(2021, 6, 1)), asked("A", HALF, *periods, day=date(2022, 1, 1))
    assert (before.met, before.upper, after.upper) == (True, 60_000_000, 40_000_000)


def test_a_source_that_may_have_replaced_another_widens_the_stake() -> None:
    sources = (stake("X 60 A", start="2019"), stake("X 10 A", start="2024"))
    certain, possible = Graph(sources).at(date(2024, 6, 1)).holders("A")
    assert ([(edge.lo, edge.hi) for edge in certain], possible) == ([(10_000_000, 60_000_000)], ())


def test_a_rumour_opens_a_question_and_never_weakens_a_filing() -> None:
    rumour = stake("X 80 A", confirmed=False)
    assert asked("A", HALF, rumour).standing == "possible"
    assert asked("A", HALF, stake("X 51 A"), stake("X 10 A", confirmed=False)).met is True


def test_the_same_day_is_the_same_slice_and_few_days_are_kept() -> None:
    graph = Graph([stake("X 60 A")])
    first = graph.at(DAY)
    assert graph.at(DAY) is first
    for at in range(DAYS_KEPT):
        graph.at(date.fromordinal(700_000 + at))
    assert graph.at(DAY) is not first


def test_the_order_of_the_records_changes_nothing() -> None:
    edges = [stake(one) for one in ("X 26 A", "Y 24 A", "A 30 B", "X 20 B", "Z 50 A", "Y 1 A")]
    assert ask(Graph(edges), XY, HALF, "B", DAY) == ask(Graph(edges[::-1]), XY, HALF, "B", DAY)


@pytest.mark.parametrize("edge", [Edge("X", "A", "equity", 2, 1), Edge("X", "A", "equity", 0, WHOLE + 1), Edge("X", "A", "equity", 0, 1, "soon")])
def test_a_record_that_cannot_be_is_refused(edge: Edge) -> None:
    with pytest.raises(DataError, match="X > A"):
        Graph([edge])


def test_what_a_body_holds_is_found_from_its_side() -> None:
    graph = Graph([stake("X 60 A"), stake("X 10 B", confirmed=False), stake("Y 5 A")])
    certain, possible = graph.at(DAY).holdings("X")
    assert (ids(certain), ids(possible), possible[0].lo) == (["XA"], ["XB"], 0)


# --- loops ------------------------------------------------------------------------------------------------------------


def test_a_loop_does_not_support_itself() -> None:
    loop = ("X 45 A", "B 48 A", "Z 7 A", "A 100 B")
    assert asked("A", HALF, *loop).met is False
    assert asked("B", HALF, *loop).met is False


def test_two_bodies_that_would_each_need_the_other_first_are_not_owned() -> None:
    loop = ("X 30 A", "B 20 A", "Z 50 A", "X 25 B", "A 25 B", "Z 50 B")
    assert asked("A", HALF, *loop).met is False
    assert asked("B", HALF, *loop).met is False


def test_a_proof_through_a_loop_starts_outside_it() -> None:
    answer = asked("B", HALF, "X 50 A", "B 30 A", "A 50 B", "Z 50 B")
    assert (answer.met, ids(answer.path)) == (True, ["AB", "XA"])


# --- control, classes, modes ------------------------------------------------------------------------------------------


def test_an_ownership_rule_does_not_count_control_and_a_control_rule_does() -> None:
    edges = (stake("X 1 A"), stake("X unknown A", "control"), stake("Z 99 A"), stake("A 70 B"), stake("Z 30 B"))
    assert asked("B", HALF, *edges).met is False
    control = Rule("equity", 50_000_000, control=frozenset({"control"}))
    answer = asked("B", control, *edges)
    assert (answer.met, [edge.klass for edge in answer.path]) == (True, ["equity", "control"])


def test_control_that_nobody_has_confirmed_is_only_possible() -> None:
    control = Rule("equity", 50_000_000, control=frozenset({"control"}))
    answer = asked("A", control, stake("X unknown A", "control", confirmed=False), stake("Z 100 A"))
    assert (answer.standing, [edge.klass for edge in answer.asks]) == ("possible", ["control"])


def test_an_owner_known_only_by_who_controls_it_is_no_end_of_the_chain() -> None:
    assert asked("B", HALF, stake("X unknown A", "control"), stake("A 100 B")).standing == "undisclosed"


def test_votes_and_shares_are_different_questions() -> None:
    edges = (stake("X 10 A"), stake("Z 90 A"), stake("X 60 A", "voting"))
    assert asked("A", HALF, *edges).met is False
    assert asked("A", Rule("voting", 50_000_000, strict=True), *edges).met is True


def test_a_rule_for_the_listed_only_reaches_nobody_else() -> None:
    only = Rule("equity", 50_000_000, mode="listed_only")
    answer = asked("A", only, "X 100 A")
    assert (answer.met, answer.lower, answer.cut) == (False, WHOLE, ())
    assert asked("X", only).met is True
    assert asked("nobody", only).met is False


def test_a_listed_body_meets_every_test_and_its_own_owners_are_still_read() -> None:
    answer = asked("X", HALF, "Y 20 X", "Z 80 X")
    assert (answer.met, answer.is_seed, answer.lower, answer.path) == (True, True, 20_000_000, ())


def test_multiplied_a_half_of_a_half_is_a_quarter() -> None:
    answer = asked("B", PRODUCT, "X 50 A", "Z 50 A", "A 50 B", "Z 50 B")
    assert (answer.met, answer.lower, answer.upper) == (False, 25_000_000, 25_000_000)


def test_multiplied_a_loop_has_its_exact_value() -> None:
    answer = asked("A", PRODUCT, "X 45 A", "B 48 A", "Z 7 A", "A 100 B")
    assert (answer.met, answer.lower, answer.upper) == (True, 86_538_461, 86_538_462), "45/52"
    assert ids(answer.path) == ["BA", "XA", "AB"]


def test_multiplied_a_loop_that_nobody_outside_holds_is_nobody_s() -> None:
    assert asked("A", PRODUCT, "B 100 A", "A 100 B").lower == 0


def test_multiplied_what_is_open_says_what_to_ask() -> None:
    answer = asked("B", PRODUCT, "X 25-75 A", "Z 25 A", "A 80 B", "Z 20 B")
    assert (answer.standing, answer.lower, answer.upper, ids(answer.asks)) == ("possible", 20_000_000, 60_000_000, ["XA"])
    part = asked("B", PRODUCT, "X 25 A", "A 80 B", "Z 20 B")
    assert (part.standing, part.opaque, part.undisclosed) == ("undisclosed", ("A",), 60_000_000)


def test_multiplied_floors_above_the_whole_are_scaled_down() -> None:
    assert asked("A", PRODUCT, "X 90 A", "Z 90 A").lower == 50_000_000


def test_multiplied_a_loop_too_large_for_fractions_gets_bounds_that_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = ("X 45 A", "B 48 A", "Z 7 A", "A 100 B")
    exact = asked("A", PRODUCT, *loop)
    monkeypatch.setattr(lookthrough, "LOOP_LIMIT", 1)
    rough = asked("A", PRODUCT, *loop)
    assert (rough.met, rough.lower, rough.upper) == (exact.met, exact.lower, exact.upper)
    closed = asked("A", PRODUCT, "B 100 A", "A 100 B")
    assert (closed.met, closed.lower, closed.upper) == (None, 0, WHOLE), "from above, a closed loop keeps what it has"


def test_twelve_links_of_a_half_stay_owned_and_shrink_to_one_in_4096() -> None:
    chain = [f"N{at} 50 N{at + 1}" for at in range(12)]
    graph = Graph([stake(one) for one in (*chain, *(f"Z 50 N{at + 1}" for at in range(12)))])
    assert ask(graph, frozenset({"N0"}), HALF, "N12", DAY).met is True
    assert ask(graph, frozenset({"N0"}), PRODUCT, "N12", DAY).upper == 24_415, "1/4096, rounded up to the unit"


def test_a_chain_of_four_thousand_links_is_read_without_recursion() -> None:
    graph = Graph([Edge(str(at), str(at + 1), "equity", WHOLE, WHOLE) for at in range(4_000)])
    for rule in (HALF, PRODUCT):
        answer = ask(graph, frozenset({"0"}), rule, "4000", DAY)
        assert (answer.met, len(answer.path)) == (True, 4_000)
