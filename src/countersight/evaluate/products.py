"""Labelled trade texts: how well the classifier finds the node, and whether it is a surveillance product at all.

Input: CSV with ``text,nodes`` (``lang`` is optional). ``nodes`` lists every acceptable taxonomy id, ``|`` between, or ``none``.
A text is right when its top node is among them. Precision and recall speak of "is a surveillance product". Floats here are
statistics of a test, they decide nothing.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from countersight.errors import InputError, Where
from countersight.products.classify import Classification, classify
from countersight.products.taxonomy import near, node

NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled text: its row in the file, the language if one is given, the acceptable nodes."""

    row: int
    text: str
    nodes: frozenset[str]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A labelled text with its classification."""

    case: Labelled
    found: Classification

    @property
    def right(self) -> bool:
        """The top node is among the acceptable ones."""
        return self.found.top in self.case.nodes

    def to_dict(self) -> dict[str, Any]:
        """The case for JSON lines, with every word that decided."""
        return {
            "row": self.case.row, "text": self.case.text, "expected": sorted(self.case.nodes), "got": self.found.top, "right": self.right,
            "nodes": {one.node: one.weight for one in self.found.nodes}, "review": {one.node: one.weight for one in self.found.review},
            "hits": [{"concept": hit.concept.id, "read": hit.read, "state": hit.state} for hit in self.found.hits],
        }  # fmt: skip


def read_labelled(path: str) -> list[Labelled]:
    """Read labelled texts.

    Raises:
        InputError: No such file, a column is missing, or a label is no taxonomy id.
    """
    try:
        rows = list(csv.DictReader(Path(path).read_text(encoding="utf-8-sig").splitlines()))
    except OSError as fault:
        raise InputError(f"cannot be read: {fault.strerror}", hint="CSV with the columns text,lang,nodes", where=Where(path)) from None
    except UnicodeDecodeError:
        raise InputError("not UTF-8", hint="save the file as UTF-8", where=Where(path)) from None
    if not rows or not {"text", "nodes"} <= set(rows[0]):
        raise InputError("no column text or no column nodes", hint="CSV with the columns text,lang,nodes", where=Where(path, 1))
    found = []
    for number, row in enumerate(rows, 2):
        labels = frozenset(one.strip() for one in (row["nodes"] or NONE).split("|") if one.strip()) or frozenset({NONE})
        for one in labels:
            if one != NONE and node(one) is None:
                hint = f"did you mean {near(one)[0]}?" if near(one) else "an id of docs/taxonomy, or none"
                raise InputError(f"no node {one!r}", hint=hint, where=Where(path, number, "nodes"))
        found.append(Labelled(number, row["text"] or "", labels, row.get("lang") or ""))
    return found


def run_labelled(cases: Sequence[Labelled]) -> Iterator[Result]:
    """Classify each text."""
    for case in cases:
        yield Result(case, classify(case.text))


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _macro_f1(results: Sequence[Result]) -> float | None:
    """The mean of F1 over nodes. A text with several acceptable nodes counts for the one found, or else for the first of them."""
    hit: Counter[str] = Counter()
    said: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    for one in results:
        got = one.found.top
        want = got if one.right else min(one.case.nodes)
        said[got] += 1
        meant[want] += 1
        hit[want] += one.right
    scores = [2 * hit[label] / (said[label] + meant[label]) for label in meant]
    return round(sum(scores) / len(scores), 4) if scores else None


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """The numbers, under the published keys; a ratio without cases is null."""
    surveillance = [one for one in results if NONE not in one.case.nodes]
    flagged = [one for one in results if one.found.top != NONE]
    true = sum(one.found.top != NONE for one in surveillance)
    return {
        "n": len(results),
        "accuracy": _ratio(sum(one.right for one in results), len(results)),
        "macro_f1": _macro_f1(results),
        "surveillance": {"precision": _ratio(sum(NONE not in one.case.nodes or len(one.case.nodes) > 1 for one in flagged), len(flagged)), "recall": _ratio(true, len(surveillance))},
        "by_lang": {
            lang: {"n": len(some), "accuracy": _ratio(sum(one.right for one in some), len(some))}
            for lang in sorted({one.case.lang for one in results})
            if (some := [one for one in results if one.case.lang == lang])
        },
    }
