"""Labelled bodies in, accuracy per column out: is it government, which organ, which level, which province.

A CSV with ``name`` and any of ``is_gov,organ,level,province``; an empty cell is not labelled, unknown columns are ignored. A body that is
government only on a condition counts as not government (0). The labels of organ and level are those of docs/endusers.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from countersight.endusers.classify import EndUser, classify_body
from countersight.endusers.kinds import SECURITY
from countersight.errors import InputError, Where

COLUMNS: Final = ("is_gov", "organ", "level", "province")


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled body: its row in the file, its name, and the labels that are given."""

    row: int
    name: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """A case with the answers; ``wrong`` names the labelled columns in which they differ."""

    case: Case
    got: dict[str, str]
    kind: str
    matched: str
    codes: tuple[str, ...]
    wrong: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The result for JSON."""
        return asdict(self)


def read_labelled(path: str) -> list[Case]:
    """Read the cases of a CSV.

    Raises:
        InputError: No such file, no column ``name``, or a label of ``is_gov`` that is neither 0 nor 1.
    """
    place = Path(path)
    if not place.is_file():
        raise InputError(f"no file {path}", hint="a CSV with name,is_gov,organ,level,province; empty cells are not labelled")
    found = []
    try:
        text = place.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("not UTF-8", hint="save the file as UTF-8", where=Where(path)) from None
    with io.StringIO(text, newline="") as lines:
        rows = csv.DictReader(lines)
        if "name" not in (rows.fieldnames or ()):
            raise InputError("no column name", hint="a CSV with name,is_gov,organ,level,province", where=Where(path))
        for at, row in enumerate(rows, 2):
            labels = {column: text for column in COLUMNS if (text := (row.get(column) or "").strip())}
            if labels.get("is_gov", "0") not in {"0", "1"}:
                raise InputError(f"is_gov is {labels['is_gov']!r}", hint="write 1, 0, or nothing", where=Where(path, at, "is_gov"))
            if name := (row["name"] or "").strip():
                found.append(Case(at, name, labels))
    return found


def answers(found: EndUser) -> dict[str, str]:
    """What the classifier says, in the words of the columns.

    >>> answers(classify_body(["莎车县公安局"]))
    {'is_gov': '1', 'organ': 'police', 'level': 'county', 'province': '65'}
    """
    return {"is_gov": str(int(found.gov == "yes")), "organ": found.organ, "level": found.level, "province": found.province}


def run_labelled(cases: Sequence[Case]) -> Iterator[Result]:
    """Classify every case."""
    for case in cases:
        found = classify_body([case.name])
        got = answers(found)
        wrong = [column for column, label in case.labels.items() if got[column] != label]
        yield Result(case, got, found.type, found.matched, found.codes, wrong)


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """The numbers: ``n, columns{is_gov,organ,level,province: {n, accuracy}}, security_organs{precision, recall}``; null where nothing is labelled."""
    columns = {}
    for column in COLUMNS:
        labelled = [one for one in results if column in one.case.labels]
        right = sum(column not in one.wrong for one in labelled)
        columns[column] = {"n": len(labelled), "accuracy": _share(right, len(labelled))}
    organs = [(one.case.labels["organ"] in SECURITY, one.got["organ"] in SECURITY) for one in results if "organ" in one.case.labels]
    both = sum(wanted and got for wanted, got in organs)
    return {
        "n": len(results),
        "columns": columns,
        "security_organs": {"precision": _share(both, sum(got for _, got in organs)), "recall": _share(both, sum(wanted for wanted, _ in organs))},
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
