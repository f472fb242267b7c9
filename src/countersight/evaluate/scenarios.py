"""Worked scenarios: what a lawyer expects of a matter, per day and rulebook, against what the program says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from countersight.errors import CountersightError, InputError, Where
from countersight.model.decision import Column, Decision, Finding, ProofLine
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.screening.one import Options, Screener
from countersight.store.snapshot import Snapshot
from countersight.tax.exact import cents

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?")


@dataclass(slots=True)
class Row:
    """One row of a scenario's table with its result. ``state``: passed, failed or unsupported."""

    scenario: str
    variant: str
    on: str
    rulebook: str
    expected: list[str]
    got: str = ""
    state: str = "passed"
    wrong: list[str] = field(default_factory=list)
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The row for JSON."""
        return asdict(self)


def read_scenarios(path: str) -> list[dict[str, Any]]:
    """Read a YAML file of scenarios, or every such file of a folder.

    Raises:
        InputError: No such file, not YAML, or no list of scenarios in it.
    """
    place = Path(path)
    if not place.exists():
        raise InputError(f"no file or folder {path}", hint="YAML with a list `scenarios:`")
    found: list[dict[str, Any]] = []
    for file in sorted([*place.rglob("*.yaml"), *place.rglob("*.yml")]) if place.is_dir() else [place]:
        try:
            loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as fault:
            raise InputError(f"not YAML: {fault}", where=Where(str(file))) from None
        rows = loaded.get("scenarios") if isinstance(loaded, dict) else loaded
        if not isinstance(rows, list) or not all(isinstance(one, dict) and {"id", "matters", "expect"} <= one.keys() for one in rows):
            raise InputError("no list of scenarios", hint="scenarios: a list of {id, matters, expect}", where=Where(str(file)))
        found += rows
    return found


def run_scenarios(scenarios: Sequence[dict[str, Any]], snapshot: Snapshot, books: Sequence[Rulebook]) -> Iterator[Row]:
    """Run every row. The lists are read as held whole, because a scenario brings its own world."""
    screener = Screener(snapshot, books, Options(lists_complete=True))
    names = [name for book in books for name in book.columns]
    spoken = {book.id: {kind for page in book.pages if not page.is_flag for kind in page.head.scope} for book in books}
    for one in scenarios:
        decided: dict[tuple[str, str], Decision | str] = {}
        for expect in one["expect"]:
            variant = str(expect.get("variant", "main"))
            raw = one["matters"].get(variant)
            row = Row(str(one["id"]), variant, str(expect.get("on") or (raw or {}).get("date") or ""), str(expect["rulebook"]), list(expect.get("outcome", [])), why=str(expect.get("why", "")))
            if raw is None:
                yield _failed(row, f"the scenario has no variant {variant!r}")
                continue
            if row.rulebook not in names or raw.get("kind") not in spoken[row.rulebook.split("/")[0]]:
                row.state = "unsupported"
                row.wrong = [f"no pages for a matter of kind {raw.get('kind')!r} under {row.rulebook} yet"]
                yield row
                continue
            key = (variant, row.on)
            if key not in decided:
                decided[key] = _decide(raw, row.on, screener)
            yield _compare(row, expect, decided[key])


def _decide(raw: dict[str, Any], on: str, screener: Screener) -> Decision | str:
    """Decide a matter on the day of a row; one screener for all rows, so that a rulebook is compiled once a day."""
    try:
        matter = Matter.model_validate(raw)
        return screener.decide(matter.model_copy(update={"day": date.fromisoformat(on)}) if on else matter)
    except ValidationError as fault:
        return f"the matter cannot be read: {fault.errors()[0]['loc']}: {fault.errors()[0]['msg']}"
    except (CountersightError, ValueError) as fault:
        return str(fault)


def _failed(row: Row, message: str) -> Row:
    row.state, row.wrong = "failed", [*row.wrong, message]
    return row


def _compare(row: Row, expect: dict[str, Any], decision: Decision | str) -> Row:
    if isinstance(decision, str):
        return _failed(row, decision)
    column = next(one for one in decision.columns if one.name == row.rulebook)
    row.got = column.outcome
    wrong = []
    if row.expected and column.outcome not in row.expected:
        wrong.append(f"outcome {column.outcome}, expected {' or '.join(row.expected)}")
    outcomes = {one.outcome for one in column.fired}
    wrong += [f"no provision fired with {name}" for name in expect.get("fired", []) if name not in outcomes]
    cited = _citations(column)
    wrong += [f"not cited among what fired: {text}" for text in expect.get("cite", []) if not any(same_citation(text, one) for one in cited)]
    looked = [cite for one in column.checked for cite in one.citations]
    wrong += [f"not among what was checked: {text}" for text in expect.get("checked", []) if not any(same_citation(text, one) for one in looked)]
    raised = {one.page for one in column.flags}
    wrong += [f"flag not raised: {name}" for name in expect.get("flags", []) if name not in raised]
    wrong += _numbers(expect, column.numbers)
    wrong += _effect(expect.get("effect", {}), column.effect)
    if wrong:
        row.state, row.wrong = "failed", wrong
    return row


def _numbers(expect: dict[str, Any], got: dict[str, str]) -> Iterator[str]:
    """Numbers that are not as expected, exactly; where only a rounded one is expected, to its last digit."""
    whole = expect.get("numbers_exact", {})
    for name, wanted in expect.get("numbers", {}).items():
        text = str(whole.get(name, wanted))
        found = got.get(name)
        if found is None:
            yield f"no number {name}"
        elif found != text and (_not_plain(found, text) or (Fraction(found) != Fraction(text) and cents(Fraction(found)) != text)):
            yield f"{name} is {found}, expected {text}"


def _not_plain(*texts: str) -> bool:
    """Whether a text is no number, but a day or a word."""
    return not all(_NUMBER.fullmatch(text) for text in texts)


def _effect(wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    """Effects that are not as expected; a day may be written as text or as YAML's day."""
    for name, value in wanted.items():
        text = value.isoformat() if isinstance(value, date) else value
        if name not in got:
            yield f"no effect {name}"
        elif got[name] != text:
            yield f"{name} is {got[name]}, expected {text}"


def _citations(column: Column) -> list[str]:
    found: list[str] = []
    for one in (*column.fired, *column.flags):
        found += one.citations
        found += _in_proofs(one)
    return found


def _in_proofs(one: Finding) -> Iterator[str]:
    for instance in one.instances:
        yield from (source["citation"] for fact in instance.facts for source in fact.sources)
        todo: list[ProofLine] = [instance.proof]
        while todo:
            line = todo.pop()
            yield from line.citations
            todo += line.children


def same_citation(wanted: str, written: str) -> bool:
    """Whether a citation names what is wanted: the same words, possibly with a further paragraph behind them.

    >>> same_citation("15 CFR 744.11", "15 CFR 744.11(a)"), same_citation("15 CFR 744.1", "15 CFR 744.11")
    (True, False)
    """
    one, two = (" ".join(text.casefold().split()) for text in (wanted, written))
    return re.search(rf"(?<!\w){re.escape(one)}(?!\w|\.\d)", two) is not None


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """The numbers: ``total, passed, failed, unsupported, failures[]``."""
    count = {state: sum(row.state == state for row in rows) for state in ("passed", "failed", "unsupported")}
    return {"total": len(rows), **count, "failures": [row.to_dict() for row in rows if row.state == "failed"]}
