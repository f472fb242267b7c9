"""Every worked example of every built-in page, and how examples are read."""

from __future__ import annotations

from datetime import date

import pytest

from countersight.rules.examples import ExampleRunner, read_cell
from countersight.rules.lint import check

from .pages import BUILT_IN, DEFINITION, HEAD, TODAY, book, built_in, page

NAMES = sorted(folder.name for folder in BUILT_IN.iterdir())
PAGES = [(name, one.file) for name in NAMES for one in built_in(name).pages]
RUNNERS = {name: ExampleRunner(built_in(name)) for name in NAMES}


@pytest.mark.parametrize(("name", "file"), PAGES, ids=[f"{name}/{file}" for name, file in PAGES])
def test_the_examples_of_a_built_in_page_hold(name: str, file: str) -> None:
    runner = RUNNERS[name]
    results = runner.run(next(one for one in runner.book.pages if one.file == file))
    assert results
    for one in results:
        assert one.passed, f"{file}:{one.example.line} {one.example.case!r} {one.profile}: wants {one.example.result}, {one.fault or one.got}"


@pytest.mark.parametrize("name", NAMES)
def test_lint_has_nothing_to_say_of_a_built_in_rulebook(name: str) -> None:
    found = built_in(name)
    assert [str(fault) for fault in check(found, [], TODAY) if not fault.warning] == []


@pytest.mark.parametrize(
    ("path", "cell", "value"),
    [
        ("party.government", "yes", (True, False)),
        ("party.government", "no", (False, False)),
        ("party.government", "–", (None, False)),
        ("party.government", "", (None, False)),
        ("own.lower", "49.9%", (49_900_000, False)),
        ("tx.date", "2026-11-20", (date(2026, 11, 20), False)),
        ("dest.country", "CN", ("CN", False)),
        ("party.programs", "{}", ((), False)),
        ("party.programs", "{skynet, ijop}", (("skynet", "ijop"), False)),
        ("party.programs", "{skynet} …", (("skynet",), True)),
        ("party.programs", "{}…", ((), True)),
        ("dest.country", "…", (None, False)),
    ],
)
def test_a_cell_is_a_value(path: str, cell: str, value: tuple[object, bool]) -> None:
    assert read_cell(path, cell) == value


@pytest.mark.parametrize(("path", "cell"), [("party.government", "maybe"), ("own.lower", "much"), ("tx.date", "soon"), ("party.programs", "skynet")])
def test_a_cell_that_does_not_fit_is_refused(path: str, cell: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_cell(path, cell)


def results(text: str, *others: str) -> list[tuple[str, str, str]]:
    found = book(text, *others)
    return [(one.profile, one.got, one.fault) for one in ExampleRunner(found).run(found.pages[0])]


def table(*rows: str, columns: str = "`party.government`") -> str:
    dashes = "|---" * (4 + columns.count("|") + 1) + "|"
    return "\n".join([f"| case | on | profile | {columns} | result |", dashes, *rows]) + "\n"


def test_an_example_runs_in_every_profile_unless_it_names_one() -> None:
    text = page(examples=table("| a | 2026-11-20 |  | yes | prohibited |", "| b | 2026-11-20 | workable | no | not_triggered |"))
    assert results(text) == [("literal", "prohibited", ""), ("workable", "prohibited", ""), ("workable", "not_triggered", "")]


def test_an_example_runs_in_the_profiles_of_its_page() -> None:
    text = page(HEAD + "profiles: [workable]\n", examples=table("| a | 2026-11-20 |  | yes | prohibited |"))
    assert results(text) == [("workable", "prohibited", "")]


def test_an_example_may_hang_on_an_enactment() -> None:
    text = page(HEAD.replace("from: 2020-01-01", "from: E+180d"), examples=table("| a | E+179d | literal | yes | x |", "| b | E+180d | literal | yes | x |"))
    assert [got for _, got, _ in results(text)] == ["not_in_force", "prohibited"]


def test_a_definition_is_met_or_not_and_may_be_out_of_force() -> None:
    rows = [f"| a | {day} | literal | {cell} | x |" for day, cell in (("2026-11-20", "yes"), ("2026-11-20", "no"), ("2026-11-20", "–"), ("2019-01-01", "yes"))]
    assert [got for _, got, _ in results(page(DEFINITION, examples=table(*rows)))] == ["met", "not_met", "unknown", "not_in_force"]


def test_a_page_in_doubt_says_needs_review() -> None:
    text = page(HEAD + "status: suspended\n", examples=table("| a | 2026-11-20 | literal | yes | x |"))
    assert results(text) == [("literal", "needs_review", "")]


@pytest.mark.parametrize(
    ("row", "columns", "fault"),
    [
        ("| a | 2026-11-20 | strict | yes | x |", "`party.government`", "'strict' is not a profile of test"),
        ("| a | open | literal | yes | x |", "`party.government`", "not a day: 'open'"),
        ("| a | soon | literal | yes | x |", "`party.government`", "not a day: 'soon'"),
        ("| a | 2026-11-20 | literal | yes | x |", "`party.colour`", "unknown fact 'party.colour' in the Examples table"),
        ("| a | 2026-11-20 | literal | perhaps | x |", "`party.government`", "example 'a', column party.government: write yes, no or –, not 'perhaps'"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_fault(row: str, columns: str, fault: str) -> None:
    ((_, got, found),) = results(page(examples=table(row, columns=columns)))
    assert (got, found) == ("", fault)
