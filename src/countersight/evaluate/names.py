"""Labelled pairs of names: precision, recall, order and calibration, of all pairs and of each kind.

The rules of the numbers: the threshold is that of ``balanced``; SAME counts as a match, RELATED does not; the calibration error is
the mean distance between score and truth over ten bins of equal mass. With a snapshot, what it knows of the two names counts as it does
in a search: what no string tells, a list does.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InputError, Where
from countersight.match.pair import compare_names
from countersight.match.uses import THRESHOLDS
from countersight.names.normalise import script

if TYPE_CHECKING:
    from countersight.store.snapshot import Snapshot

BINS: Final = 10
_LABELS: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_PRECISION: Final = 0.90
_OTHERS: Final = ("CYRILLIC", "GREEK", "ARABIC", "HEBREW", "HANGUL", "HIRAGANA", "KATAKANA", "THAI")


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled pair."""

    name1: str
    name2: str
    is_match: bool
    schema: str
    kind: str


@dataclass(frozen=True, slots=True)
class Result:
    """A case with what the matcher says: ``found`` at the threshold, the score, the band and why; and how long it took."""

    case: Case
    found: bool
    score: float
    band: str
    reason: str
    microseconds: float
    known: str = ""
    """What a snapshot knows of the two names: ``one`` body bears both, ``like`` one of them is like a name of the other's body, ``two`` bodies bear them; empty where it knows neither or one."""

    def to_dict(self) -> dict[str, Any]:
        """The result for JSON."""
        told = asdict(self)
        return {**told.pop("case"), **told}


def read_pairs(path: str) -> list[Case]:
    """Read ``name1,name2,is_match[,schema,kind,quality]``; other columns are ignored.

    Raises:
        InputError: No such file, a column is missing, or a label is neither 1 nor 0.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = {"name1", "name2", "is_match"} - set(reader.fieldnames or ())
            if missing:
                raise InputError(f"no column {min(missing)!r}", hint="the columns are name1,name2,is_match[,schema,kind]", where=Where(path, 1))
            return [_case(row, path, reader.line_num) for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the pairs cannot be read: {error}", hint="a CSV file in UTF-8", where=Where(path)) from None


def _case(row: dict[str, str | None], path: str, line: int) -> Case:
    label = _LABELS.get((row["is_match"] or "").strip().lower())
    if label is None:
        raise InputError(f"is_match is {row['is_match']!r}", hint="1 for one body, 0 for two", where=Where(path, line, "is_match"))
    return Case(row["name1"] or "", row["name2"] or "", label, row.get("schema") or "", row.get("kind") or "")


def run_pairs(cases: Sequence[Case], threshold: float | None = None, snapshot: Snapshot | None = None) -> Iterator[Result]:
    """Compare every pair.

    Args:
        cases: What is compared.
        threshold: A hit from this score on; without one the band decides, which is the threshold of ``balanced`` and the hard conflicts.
        snapshot: What is known of names: see :mod:`countersight.evaluate.names_known`.
    """
    from countersight.evaluate.names_known import Knowledge  # noqa: PLC0415 - the matcher, where a snapshot is given

    known = Knowledge(snapshot) if snapshot else None
    for case in cases:
        start = perf_counter()
        pair = compare_names(case.name1, case.name2, case.schema)
        told = known.of(case.name1, case.name2, pair.score) if known else None
        score, band, reason = (told.score, told.band, told.reason) if told else (pair.score, pair.band, pair.reason)
        found = band == "match" if threshold is None else score >= threshold
        yield Result(case, found, round(score, 6), band, reason, round((perf_counter() - start) * 1e6, 1), told.what if told else "")


def scripts(case: Case) -> str:
    """The scripts of a pair, in the order of the alphabet.

    >>> scripts(Case("海康威视", "Hikvision", True, "", "")), scripts(Case("Иванов", "Ivanov", True, "Person", ""))
    ('Han-Latin', 'Cyrillic-Latin')
    """
    return "-".join(sorted((_script(case.name1), _script(case.name2))))


def _script(text: str) -> str:
    if (found := script(text)) != "other":
        return found.capitalize()
    seen = Counter(word for char in text if (word := unicodedata.name(char, "").partition(" ")[0]) in _OTHERS)
    return seen.most_common(1)[0][0].capitalize() if seen else "Other"


def summary(results: Sequence[Result], threshold: float | None = None) -> dict[str, Any]:
    """The numbers; every key is part of the contract."""
    kinds = sorted({one.case.kind for one in results})
    chosen = THRESHOLDS["balanced"] if threshold is None else threshold
    by_kind = {kind: _numbers([one for one in results if one.case.kind == kind]) for kind in kinds if kind}
    known = {what: _numbers([one for one in results if one.known == what]) for what in ("one", "like", "two") if any(one.known == what for one in results)}
    by_scripts = {pair: _numbers([one for one in results if scripts(one.case) == pair]) for pair in sorted({scripts(one.case) for one in results})}
    return {"n": len(results), "threshold": chosen, **_numbers(results), "by_scripts": by_scripts, "by_kind": by_kind, "by_known": known}


def _numbers(results: Sequence[Result]) -> dict[str, Any]:
    right = sum(one.found and one.case.is_match for one in results)
    flagged = sum(one.found for one in results)
    real = sum(one.case.is_match for one in results)
    precision = right / flagged if flagged else None
    recall = right / real if real else None
    average, at_precision = _order(results)
    return {
        "n": len(results),
        "precision": _rounded(precision),
        "recall": _rounded(recall),
        "f1": _rounded(2 * right / (flagged + real) if flagged + real else None),
        "false_positive_rate": _rounded((flagged - right) / (len(results) - real) if len(results) > real else None),
        "average_precision": _rounded(average),
        "recall_at_precision_90": _rounded(at_precision),
        "calibration_error": _rounded(_calibration(results)),
        "microseconds_per_pair": round(sum(one.microseconds for one in results) / max(1, len(results)), 1),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _order(results: Sequence[Result]) -> tuple[float | None, float | None]:
    """Average precision, and the largest recall at a precision of 0.90; pairs of one score come together."""
    real = sum(one.case.is_match for one in results)
    if not real:
        return None, None
    average = reached = 0.0
    right = seen = 0
    for _, level in groupby(sorted(results, key=lambda one: -one.score), key=lambda one: one.score):
        group = list(level)
        new = sum(one.case.is_match for one in group)
        right, seen = right + new, seen + len(group)
        average += new / real * right / seen
        if right / seen >= _PRECISION:
            reached = right / real
    return average, reached


def reliability(results: Sequence[Result]) -> list[tuple[int, float, float]]:
    """Per bin of equal mass: how many pairs, their mean score, the share that is one body."""
    ranked = sorted(results, key=lambda one: one.score)
    edges = [len(ranked) * i // BINS for i in range(BINS + 1)]
    bins = [ranked[low:high] for low, high in pairwise(edges) if high > low]
    return [(len(b), sum(r.score for r in b) / len(b), sum(r.case.is_match for r in b) / len(b)) for b in bins]


def _calibration(results: Sequence[Result]) -> float | None:
    table = reliability(results)
    return sum(n * abs(score - truth) for n, score, truth in table) / len(results) if results else None
