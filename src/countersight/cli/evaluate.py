"""``countersight eval``: scenarios, ownership, products, end users."""

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


def ownership(given: argparse.Namespace) -> int:
    """Ask worked graphs of ownership; exit code 1 where a check fails."""
    from countersight.cli.output import write
    from countersight.evaluate.ownership import read_cases, run_cases, summary

    checks = list(run_cases(read_cases(given.path)[: given.limit]))
    if given.out:
        write("\n".join(json.dumps(check.to_dict(), ensure_ascii=False) for check in checks), given.out)
    numbers = summary(checks)
    if given.format == "json":
        write(json.dumps(numbers, ensure_ascii=False, indent=1), None)
    else:
        for check in checks:
            print(f"{check.state:<11} {check.case}-{check.at} {check.note}".rstrip())
            for line in check.wrong:
                print(f"              {line}")
        print(f"{numbers['passed']} of {numbers['total']} checks pass, {numbers['failed']} fail, {numbers['unsupported']} unsupported")
    return int(numbers["failed"] > 0)


def products(given: argparse.Namespace) -> int:
    """Classify labelled trade texts; exit code 0 whatever the numbers are: they are for a person to judge."""
    from countersight.cli.output import write
    from countersight.evaluate.products import read_labelled, run_labelled, summary

    results = list(run_labelled(read_labelled(given.path)[: given.limit]))
    if given.out:
        write("\n".join(json.dumps(one.to_dict(), ensure_ascii=False) for one in results), given.out)
    numbers = summary(results)
    if given.format == "json":
        write(json.dumps(numbers, ensure_ascii=False, indent=1), None)
        return 0
    for one in results:
        if not one.right:
            print(f"row {one.case.row}: {one.case.text}\n    expected {'|'.join(sorted(one.case.nodes))}, got {one.found.top}")
    surveillance = numbers["surveillance"]
    print(f"{numbers['n']} texts: accuracy {numbers['accuracy']}, macro F1 {numbers['macro_f1']}, surveillance precision {surveillance['precision']}, recall {surveillance['recall']}")
    return 0


def endusers(given: argparse.Namespace) -> int:
    """Classify labelled bodies; exit code 0 whatever the numbers are: they are for a person to judge."""
    from countersight.cli.output import write
    from countersight.evaluate.endusers import read_labelled, run_labelled, summary

    results = list(run_labelled(read_labelled(given.path)[: given.limit]))
    if given.out:
        write("\n".join(json.dumps(one.to_dict(), ensure_ascii=False) for one in results), given.out)
    numbers = summary(results)
    if given.format == "json":
        write(json.dumps(numbers, ensure_ascii=False, indent=1), None)
        return 0
    for one in results:
        for column in one.wrong:
            print(f"row {one.case.row}: {one.case.name}: {column} expected {one.case.labels[column]}, got {one.got[column] or '-'} ({one.kind or 'no kind'}: {one.matched or 'no words'})")
    for column, found in numbers["columns"].items():
        print(f"{column:<9} {found['n']:>5} labelled, accuracy {found['accuracy'] if found['n'] else '-'}")
    print(f"security organs: precision {numbers['security_organs']['precision']}, recall {numbers['security_organs']['recall']}")
    return 0
