"""A rulebook: dated parameters, profiles, anchors, its hash, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from countersight.errors import RulebookError
from countersight.rules.book import content_hash, read_rulebook
from countersight.rules.syntax import Lit

from .pages import BOOK, DEFINITION, HEAD, book, page

ENACTED = date(2027, 1, 1)


def parameter(values: str, kind: str = "int") -> str:
    return f"{BOOK}  tried:\n    type: {kind}\n    values:\n      - {{{values}}}\n"


def on(day: str, settings: str, profile: str = "", enacted: date | None = None) -> object:
    found = book(settings=settings).enacted(enacted)
    return found.parameters["tried"].on(date.fromisoformat(day), profile, found.anchors).value


def test_a_parameter_has_the_value_of_its_latest_start() -> None:
    prc = book().parameters["prc"]
    assert prc.on(date(2020, 12, 28), "", {}) == Lit(("CN",), "list<string>")
    assert prc.on(date(2020, 12, 29), "", {}) == Lit(("CN", "HK"), "list<string>")


def test_a_parameter_is_unknown_before_its_first_start() -> None:
    settings = parameter("from: 2025-01-01, value: 3, citation: x")
    assert on("2024-12-31", settings) is None
    assert on("2025-01-01", settings) == 3


def test_the_value_of_a_profile_beats_a_later_common_one() -> None:
    settings = parameter("from: 2020-01-01, value: 1, profile: literal, citation: x").rstrip("\n")
    settings += "\n      - {from: 2024-01-01, value: 2, citation: x}\n"
    assert on("2026-01-01", settings, "literal") == 1
    assert on("2026-01-01", settings, "workable") == 2


def test_a_value_may_begin_with_the_act() -> None:
    settings = parameter("from: E+10d, value: 5, citation: x")
    assert on("2027-01-10", settings, enacted=ENACTED) is None
    assert on("2027-01-11", settings, enacted=ENACTED) == 5
    assert on("1999-01-01", settings) == 5, "without a day of enactment the Act is read as long in effect"


def test_a_value_may_be_a_day_that_hangs_on_the_act() -> None:
    settings = parameter("from: open, value: E+10d, citation: x", "date")
    assert on("2026-01-01", settings, enacted=ENACTED) == date(2027, 1, 11)
    assert on("2026-01-01", settings) is None


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("bool", "true", True),
        ("int", "12", 12),
        ("share", "49.9%", 49_900_000),
        ("money", "12.50", 1250),
        ("money", '"2,000,000"', 200_000_000),
        ("money", "0100", 10_000),
        ("string", "abc", "abc"),
        ("date", "2023-02-06", date(2023, 2, 6)),
        ("list<string>", '[CN, "NO"]', ("CN", "NO")),
    ],
)
def test_values_are_read_exactly(kind: str, written: str, value: object) -> None:
    assert on("2026-01-01", parameter(f"from: open, value: {written}, citation: x", kind)) == value


@pytest.mark.parametrize(
    ("kind", "written", "message"),
    [
        ("bool", "1", "'tried' is not a bool: found 1"),
        ("int", "true", "'tried' is not a int: found True"),
        ("int", "1.0", "'tried' is not a int: found '1.0'"),
        ("int", "010", "'tried' is not a int: found '010'"),
        ("share", "0.5", "a share is written 50%, not '0.5'"),
        ("share", "50", "a share is written 50%, not 50"),
        ("share", "101%", "a percentage lies between 0 and 100"),
        ("money", "12.505", "at most two decimals"),
        ("money", "true", "at most two decimals"),
        ("string", "12", "found 12"),
        ("date", "soon", "not a day: 'soon'"),
        ("list<string>", "CN", "found 'CN'"),
        ("list<string>", "[CN, NO]", "found ['CN', False]"),
        ("list<string>", "[]", "found []"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, written: str, message: str) -> None:
    with pytest.raises(RulebookError) as caught:
        book(settings=parameter(f"from: open, value: {written}, citation: x", kind))
    assert message in caught.value.message
    assert str(caught.value.where) == "rulebook.yaml:11:3"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("- id\n", "rulebook.yaml:1:1: not a mapping"),
        ("title: x\n", "rulebook.yaml:1:1: a rulebook has an id"),
        ("id: 5\n", "rulebook.yaml:1:1: 'id' is text, not 5"),
        ("id: x\ncolor: red\n", "rulebook.yaml:2:1: unknown key 'color'"),
        ("id: x\nstatus: propsed\n", "rulebook.yaml:2:1: status 'propsed' is not known"),
        ("id: x\nprofiles: {a: b}\n", "rulebook.yaml:2:1: profiles is a list of texts"),
        ("id: x\nparameters: [a]\n", "rulebook.yaml:2:1: parameters is a mapping"),
        ("id: x\nanchors: {E: soon}\n", "rulebook.yaml:2:11: not a day: 'soon'"),
        ("id: x\nparameters: {a: 5}\n", "parameter 'a' needs a type and a list of values"),
        ("id: x\nparameters: {a: {type: [int], values: []}}\n", "parameter 'a' needs a type and a list of values"),
        ("id: x\nparameters: {a: {type: float, values: []}}\n", "parameter 'a' needs a type and a list of values"),
        (parameter("from: open, value: 5"), "parameter 'tried' has a value without a citation"),
        (parameter("value: 5, citation: x"), "parameter 'tried': a value has from, value"),
        (parameter("from: open, value: 5, citation: x, until: open"), "parameter 'tried': a value has from, value"),
        (parameter("from: soon, value: 5, citation: x"), "not a day: 'soon'"),
        (parameter("from: open, value: 5, citation: x, profile: strict"), "'strict' is not a profile of this rulebook"),
        (parameter("from: open, value: 5, citation: x}\n      - {from: open, value: 6, citation: x"), "two values begin on the same day"),
    ],
)
def test_a_malformed_rulebook_is_refused(settings: str, message: str) -> None:
    with pytest.raises(RulebookError) as caught:
        read_rulebook({"rulebook.yaml": settings})
    assert message in str(caught.value)


def test_a_folder_without_a_rulebook_is_refused() -> None:
    with pytest.raises(RulebookError, match=r"no rulebook\.yaml"):
        read_rulebook({"a.md": page()})


def test_pages_that_cannot_be_read_do_not_hide_the_others() -> None:
    found, faults = read_rulebook({"rulebook.yaml": BOOK, "a.md": "nothing", "b.md": page(), "notes.txt": "ignored"})
    assert [one.id for one in found.pages] == ["test.page"]
    assert [str(fault.where) for fault in faults] == ["a.md:1:1"]


def test_the_hash_stands_for_names_and_contents_in_any_order_on_any_machine() -> None:
    files = {"rulebook.yaml": BOOK, "a.md": page(), "b.md": page(DEFINITION)}
    other = {name: text.replace("\n", "\r\n") for name, text in reversed(files.items())}
    assert content_hash(files) == content_hash(other)
    assert content_hash(files) != content_hash({**files, "a.md": page(title="Another")})
    assert content_hash(files) != content_hash({"rulebook.yaml": BOOK, "c.md": page(), "b.md": page(DEFINITION)})
    one, two = read_rulebook(files)[0], read_rulebook(other)[0]
    assert one.sha256 == two.sha256
    assert [found.sha256 for found in one.pages] == [found.sha256 for found in two.pages]


def test_a_page_is_found_by_its_id_or_by_one_near_it() -> None:
    found = book(page())
    assert found.page("test.page").title == "A page"
    with pytest.raises(RulebookError, match=r"did you mean 'test\.page'"):
        found.page("test.pge")
    with pytest.raises(RulebookError, match="countersight rules list"):
        found.page("qqq")


def test_a_rulebook_has_one_column_per_profile() -> None:
    assert book().columns == ("test/literal", "test/workable")
    assert book(settings="id: plain\n").columns == ("plain",)


def test_only_a_proposal_is_proposed() -> None:
    assert book(settings="id: x\nstatus: proposed\n").proposed
    assert not book(settings="id: x\n").proposed


def test_the_calendar_lists_every_day_of_change_once_and_in_order() -> None:
    dated = page(HEAD.replace("{from: 2020-01-01, to: open}", "{from: {not_before: 2026-07-06, not_after: 2026-08-01}, to: E+10d}"))
    found = book(dated, page(DEFINITION), settings=parameter("from: 2026-07-20, value: 5, citation: x")).enacted(ENACTED)
    assert [(day.isoformat(), one.id) for day, one in found.calendar()] == [
        ("2020-01-01", "test.definition"),
        ("2026-07-06", "test.page"),
        ("2026-08-01", "test.page"),
        ("2027-01-11", "test.page"),
    ]
    assert [day.isoformat() for day in found.changes_after(date(2026, 7, 6))] == ["2026-07-20", "2026-08-01", "2027-01-11"]
    assert found.enacted(None) is found
