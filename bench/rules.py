"""How fast the law engine reads: closures, full explanations, and SQL over a million rows. One core.

The facts are those of the pages' own worked examples, so that every page is read over facts that make it true, false and
unknown in turn; the ten-condition page stands in this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

import duckdb

from countersight.model.fact import Binding, Fact, FactSheet, Source
from countersight.rules.book import read_rulebook
from countersight.rules.closures import OPEN, Flat, compile_test
from countersight.rules.examples import read_cell
from countersight.rules.explain import Planner
from countersight.rules.ground import Ground
from countersight.rules.page import Page, parse_page
from countersight.rules.reading import OwnershipFacts, Rule, compile_reading, read_rule
from countersight.rules.sql import column, to_sql
from timing import line, rate, seconds, spread

RULEBOOKS = Path(__file__).resolve().parents[1] / "src" / "countersight" / "rulebooks"
ON = date(2026, 11, 20)
ROWS = 1_000_000
REPEAT = 400

TEN = """---
id: bench.ten
citation: none
measure: export
outcome: prohibited
effective: {from: open, to: open}
scope: [shipment]
for_each: ["party in [end_user]", line]
---
# Ten conditions

## Text

A page of the size of the longest provisions; it states no law.

## Rule

- **all of**
  - (1) a thing moves — `tx.kind in ["export", "reexport", "transfer"]`
  - (2) since the rule began — `tx.date >= date("2020-06-29")`
  - (3) to a country of the group — `dest.country in ["BY", "KH", "CN", "MM", "NI", "RU", "VE"]`
  - (4) **any of**
    - (A) an entry of the supplement — `line.eccn in ["3A991", "4A994", "5A991", "5A992"]`
    - (B) a paragraph of the series — `line.eccn_paragraph.startsWith("3A981")`
    - (C) a class of the taxonomy — `line.class == "core"`
  - (5) **any of**
    - (A) government — `party.government`
    - (B) a programme — `overlaps(party.programs, ["skynet", "sharp_eyes", "ijop"])`
  - (6) **none of**
    - (A) a licence — `tx.license_on_file`
    - (B) a US person — `party.us_person`
"""


def example_facts(page: Page) -> list[dict[str, object]]:
    """The facts of a page's worked examples, as closures read them."""
    found = []
    for example in page.examples:
        flat: dict[str, object] = {}
        for path, cell in example.cells:
            value, is_open = read_cell(path, cell)
            if value is not None:
                flat[path] = value
            if is_open:
                flat[path + OPEN] = True
        found.append(flat)
    return found


def built_in() -> list[tuple[Rule, list[dict[str, object]]]]:
    """Every built-in page in force on the day, in each profile, with the facts of its examples."""
    found: list[tuple[Rule, list[dict[str, object]]]] = []
    for folder in sorted(RULEBOOKS.iterdir()):
        files = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in {".md", ".yaml"}}
        book, _ = read_rulebook(files)
        for profile in book.profiles or ("",):
            found.extend((rule, example_facts(rule.page)) for rule in compile_reading(book, profile, ON).rules)
    return found


def ten_facts() -> list[dict[str, object]]:
    """Facts of the ten-condition page, so that every condition is looked at: true, false at the end, unknown."""
    base: dict[str, object] = {
        "tx.kind": "export", "tx.date": date(2026, 11, 20), "dest.country": "CN", "line.eccn": "EAR99",
        "line.eccn_paragraph": "EAR99", "line.class": "core", "party.government": False,
        "party.programs": ("safe_city", "ijop"), "tx.license_on_file": False, "party.us_person": False,
    }
    return [base, {**base, "party.us_person": True}, {key: value for key, value in base.items() if key != "party.us_person"}]


def closures(pairs: Sequence[tuple[Rule, Flat]]) -> int:
    """Read each rule over its facts."""
    jobs = [(rule.test, flat) for rule, flat in pairs]
    for _ in range(REPEAT):
        for test, flat in jobs:
            test(flat)
    return REPEAT * len(jobs)


def explanations(pairs: Sequence[tuple[Rule, Flat]]) -> int:
    """Read each page over a sheet of facts: bindings, the whole proof, facts used with their sources, questions."""
    jobs = [(rule, sheet_of(rule, flat)) for rule, flat in pairs]
    for _ in range(REPEAT // 8):
        for rule, sheet in jobs:
            read_rule(rule, sheet, _own_facts(sheet))
    return REPEAT // 8 * len(jobs)


def sheet_of(rule: Rule, flat: Flat) -> FactSheet:
    """The facts with a source each, laid out as one party, one line and the matter."""
    source = (Source("the papers of the transaction"),)
    facts = {
        path: Fact(value, open=bool(flat.get(path + OPEN)), sources=source)
        for path, value in flat.items()
        if not path.endswith(OPEN)
    }
    party = Binding("Example Ltd", "party", frozenset(rule.page.head.for_each.roles), _under("party", facts))
    return FactSheet(
        matter={path: fact for path, fact in facts.items() if path.split(".")[0] not in {"party", "line"}},
        parties=[party],
        lines=[Binding("line 1", "line", facts=_under("line", facts))],
    )


def _under(head: str, facts: dict[str, Fact]) -> dict[str, Fact]:
    return {path: fact for path, fact in facts.items() if path.startswith(f"{head}.")}


def _own_facts(sheet: FactSheet) -> OwnershipFacts:
    found = _under("own", sheet.matter)
    return lambda _test, _party: found


def million(page: Page) -> list[float]:
    """The ten-condition page over a million rows in DuckDB, one thread."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET threads = 1")
    pick = "list_element([{}], 1 + (hash(i * 31 + {}) % {})::INTEGER)"

    def any_of(number: int, *choices: str) -> str:
        return pick.format(", ".join(choices), number, len(choices))

    columns = {
        "tx.kind": any_of(1, "'export'", "'entry'", "'transfer'", "NULL"),
        "tx.date": any_of(2, "DATE '2019-01-01'", "DATE '2026-11-20'", "DATE '2024-05-05'"),
        "dest.country": any_of(3, "'CN'", "'DE'", "'RU'", "NULL"),
        "line.eccn": any_of(4, "'EAR99'", "'3A991'", "'5A992'", "NULL"),
        "line.eccn_paragraph": any_of(5, "'EAR99'", "'3A981.a'", "NULL"),
        "line.class": any_of(6, "'core'", "'none'", "NULL"),
        "party.government": any_of(7, "TRUE", "FALSE", "NULL"),
        "party.programs": any_of(8, "['skynet']", "['safe_city', 'ijop']", "[]", "NULL"),
        "party.programs" + OPEN: any_of(9, "TRUE", "FALSE"),
        "tx.license_on_file": any_of(10, "TRUE", "FALSE", "NULL"),
        "party.us_person": any_of(11, "FALSE", "FALSE", "NULL"),
    }
    made = ", ".join(f"{value} AS {column(name)}" for name, value in columns.items())
    connection.execute(f"CREATE TABLE facts AS SELECT {made} FROM range({ROWS}) t(i)")  # noqa: S608 - constants of this file
    query = f"SELECT v, count(*) FROM (SELECT {to_sql(page.rule.tree())} AS v FROM facts) GROUP BY v"  # noqa: S608
    return seconds(lambda: connection.execute(query).fetchall(), 5)


def main() -> None:
    """Print one line per measurement."""
    page = parse_page(TEN, "bench/rules.py")
    tree = page.rule.tree()
    day = Ground({}, {})
    start = perf_counter()
    built = built_in()
    compiled = perf_counter() - start
    pairs = [(rule, flat) for rule, sheet in built for flat in sheet]
    rule = next(one for one, _ in built)
    ten = Rule(page, rule.phase, tree, compile_test(tree), Planner(day).plan(page.rule), ())
    ten_pairs = [(ten, flat) for flat in ten_facts()] * 40
    print(f"{len(built)} built-in provisions and flags over {len(pairs)} sets of facts; read and compiled in {compiled:.2f} s")
    print(line("closures, built-in pages", rate(lambda: closures(pairs)), "provisions/s", "200,000"))
    print(line("closures, ten-condition page", rate(lambda: closures(ten_pairs)), "provisions/s", "200,000"))
    print(line("full explanations, built-in pages", rate(lambda: explanations(pairs)), "explanations/s", "5,000"))
    print(line("full explanations, ten-condition page", rate(lambda: explanations(ten_pairs)), "explanations/s", "5,000"))
    print(line(f"DuckDB, ten-condition page over {ROWS:,} rows, one thread", spread(million(page)), "s", "1.5"))


if __name__ == "__main__":
    main()
