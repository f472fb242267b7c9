"""``countersight eval names``."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from countersight.store.snapshot import Snapshot


def names(given: argparse.Namespace) -> int:
    """Measure the matcher on labelled pairs."""
    from countersight.cli.output import write
    from countersight.evaluate.names import read_pairs, reliability, run_pairs, summary

    known = _opened(given.snapshot) if given.snapshot else None
    results = list(run_pairs(read_pairs(given.path)[: given.limit], given.threshold, known))
    numbers = summary(results, given.threshold)
    if given.out:
        write("\n".join(json.dumps(one.to_dict(), ensure_ascii=False) for one in results), given.out)
    if given.format == "json":
        write(json.dumps(numbers, ensure_ascii=False, indent=1), None)
        return 0
    keys = ("n", "precision", "recall", "f1", "false_positive_rate", "average_precision", "recall_at_precision_90", "calibration_error", "microseconds_per_pair")
    print(f"{'kind':<26}{'n':>6}{'prec':>8}{'recall':>8}{'f1':>8}{'fp rate':>8}{'avg prec':>9}{'r@p.90':>8}{'calib':>8}{'us/pair':>9}")
    for kind, row in ((f"all (threshold {numbers['threshold']})", numbers), *numbers["by_scripts"].items(), *numbers["by_kind"].items()):
        cells = ["-" if row[key] is None else row[key] for key in keys]
        print(f"{kind:<26}{cells[0]:>6}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells[1:], (8, 8, 8, 8, 9, 8, 8, 9), strict=True)))
    print("\nreliability, ten bins of equal mass: pairs, mean score, share that is one body")
    for count, score, truth in reliability(results):
        print(f"{count:>8}{score:>9.3f}{truth:>9.3f}")
    return 0


def _opened(folder: str) -> Snapshot:
    from countersight.app import open_snapshot
    from countersight.cli.output import settings

    return open_snapshot(settings(folder))
