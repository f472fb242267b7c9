"""``countersight eval``: scenarios, ownership, products, end users."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar


class Result(Protocol):
    """What came of one labelled case."""

    def to_dict(self) -> dict[str, Any]:
        """The case for JSON."""


R = TypeVar("R", bound=Result)


def scenarios(given: argparse.Namespace) -> int:
    """Run worked scenarios; exit code 1 where a row fails."""
    from countersight.app import load_rulebooks, open_snapshot
    from countersight.cli.output import settings
    from countersight.evaluate.scenarios import Row, read_scenarios, run_scenarios, summary

    picked = read_scenarios(given.path)
    if given.only:
        picked = [one for one in picked if one["id"] in given.only]
    rows = list(run_scenarios(picked[: given.limit], open_snapshot(settings(given.snapshot)), load_rulebooks()))

    def lines(numbers: dict[str, Any], rows: Sequence[Row]) -> Iterator[str]:
        for row in rows:
            yield f"{row.state:<11} {row.scenario}/{row.variant} {row.on} {row.rulebook}: {row.got or '-'}"
            yield from (f"              {line}" for line in row.wrong)
        yield f"{numbers['passed']} of {numbers['total']} rows pass, {numbers['failed']} fail, {numbers['unsupported']} unsupported"

    return int(_told(given, rows, summary, lines)["failed"] > 0)


def ownership(given: argparse.Namespace) -> int:
    """Ask worked graphs of ownership; exit code 1 where a check fails."""
    from countersight.evaluate.ownership import Check, read_cases, run_cases, summary

    def lines(numbers: dict[str, Any], checks: Sequence[Check]) -> Iterator[str]:
        for check in checks:
            yield f"{check.state:<11} {check.case}-{check.at} {check.note}".rstrip()
            yield from (f"              {line}" for line in check.wrong)
        yield f"{numbers['passed']} of {numbers['total']} checks pass, {numbers['failed']} fail, {numbers['unsupported']} unsupported"

    return int(_told(given, list(run_cases(read_cases(given.path)[: given.limit])), summary, lines)["failed"] > 0)


def products(given: argparse.Namespace) -> int:
    """Classify labelled trade texts; exit code 0 whatever the numbers are: they are for a person to judge."""
    from countersight.evaluate.products import Result as Labelled
    from countersight.evaluate.products import read_labelled, run_labelled, summary

    def lines(numbers: dict[str, Any], results: Sequence[Labelled]) -> Iterator[str]:
        for one in results:
            if not one.right:
                yield f"row {one.case.row}: {one.case.text}\n    expected {'|'.join(sorted(one.case.nodes))}, got {one.found.top}"
        surveillance = numbers["surveillance"]
        yield (
            f"{numbers['n']} texts: accuracy {numbers['accuracy']}, macro F1 {numbers['macro_f1']}, "
            f"surveillance precision {surveillance['precision']}, recall {surveillance['recall']}"
        )

    _told(given, list(run_labelled(read_labelled(given.path)[: given.limit])), summary, lines)
    return 0


def endusers(given: argparse.Namespace) -> int:
    """Classify labelled bodies; exit code 0 whatever the numbers are: they are for a person to judge."""
    from countersight.evaluate.endusers import Result as Labelled
    from countersight.evaluate.endusers import read_labelled, run_labelled, summary

    def lines(numbers: dict[str, Any], results: Sequence[Labelled]) -> Iterator[str]:
        for one in results:
            for column in one.wrong:
                says = f"{one.kind or 'no kind'}: {one.matched or 'no words'}"
                yield f"row {one.case.row}: {one.case.name}: {column} expected {one.case.labels[column]}, got {one.got[column] or '-'} ({says})"
        for column, found in numbers["columns"].items():
            yield f"{column:<9} {found['n']:>5} labelled, accuracy {found['accuracy'] if found['n'] else '-'}"
        yield f"security organs: precision {numbers['security_organs']['precision']}, recall {numbers['security_organs']['recall']}"

    _told(given, list(run_labelled(read_labelled(given.path)[: given.limit])), summary, lines)
    return 0


def _told(
    given: argparse.Namespace, results: list[R], summary: Callable[[list[R]], dict[str, Any]], lines: Callable[[dict[str, Any], list[R]], Iterator[str]]
) -> dict[str, Any]:
    """Write every result to ``--out``, and the numbers as JSON or as text; the numbers."""
    from countersight.cli.output import write

    if given.out:
        write("\n".join(json.dumps(one.to_dict(), ensure_ascii=False) for one in results), given.out)
    numbers = summary(results)
    if given.format == "json":
        write(json.dumps(numbers, ensure_ascii=False, indent=1), None)
    else:
        print("\n".join(lines(numbers, results)))
    return numbers
