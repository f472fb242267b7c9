"""``countersight eval scenarios``."""

from __future__ import annotations

import argparse
import json


def scenarios(given: argparse.Namespace) -> int:
    """Run worked scenarios; exit code 1 where a row fails."""
    from countersight.app import load_rulebooks, open_snapshot
    from countersight.cli.output import settings, write
    from countersight.evaluate.scenarios import read_scenarios, run_scenarios, summary

    picked = read_scenarios(given.path)
    if given.only:
        picked = [one for one in picked if one["id"] in given.only]
    rows = list(run_scenarios(picked[: given.limit], open_snapshot(settings(given.snapshot)), load_rulebooks()))
    if given.out:
        write("\n".join(json.dumps(row.to_dict(), ensure_ascii=False) for row in rows), given.out)
    numbers = summary(rows)
    if given.format == "json":
        write(json.dumps(numbers, ensure_ascii=False, indent=1), None)
    else:
        for row in rows:
            print(f"{row.state:<11} {row.scenario}/{row.variant} {row.on} {row.rulebook}: {row.got or '-'}")
            for line in row.wrong:
                print(f"              {line}")
        print(f"{numbers['passed']} of {numbers['total']} rows pass, {numbers['failed']} fail, {numbers['unsupported']} unsupported")
    return int(numbers["failed"] > 0)
