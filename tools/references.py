"""Writes the generated references of docs/.

cli.md from the parser, matter.schema.json and facts.md from the model, files.md from the columns, provisions.md from the rulebooks, openapi.json from the routes of the service.
``--check`` writes nothing and fails where a file is not what would be written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from countersight.app import load_rulebooks
from countersight.cli.parser import build_parser
from countersight.intake.columns import COLUMNS, PARTY_COLUMNS
from countersight.intake.research_support import SUPPORT
from countersight.model.fact_schema import FACTS
from countersight.model.matter import json_schema
from countersight.reports.provisions import provisions
from countersight.service.app import routed

DOCS = Path(__file__).parents[1] / "docs"


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:  # noqa: SLF001 - argparse gives no other way to its subcommands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for child in action.choices.values():
                yield from _parsers(child)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction):  # noqa: SLF001
            continue
        name = ", ".join(action.option_strings) or (action.metavar if isinstance(action.metavar, str) else action.dest)
        takes = f" {action.metavar or '|'.join(map(str, action.choices or ()))}" if action.option_strings and action.nargs != 0 else ""
        yield f"- `{name}{takes}`: {action.help}"


def cli() -> str:
    """docs/cli.md."""
    lines = ["# The command", "", "Generated from the parser by `make docs`; do not edit.", ""]
    for parser in _parsers(build_parser()):
        options = list(_options(parser))
        lines += [f"## `{parser.prog}`", "", (parser.description or "").strip() or "A group of commands.", ""]
        lines += [*options, ""] if options else []
    lines += ["## Exit codes", "", "0 nothing fired and nothing to review, 1 findings, 2 usage or input error or failed rows, 3 data stale or refused,", "4 a fault of ours; the highest wins.", ""]
    return "\n".join(lines)


def facts() -> str:
    """docs/facts.md."""
    lines = ["# The fact schema", "", "Generated from `model/fact_schema.py` by `make docs`; do not edit. Every fact that a page of law may ask about.", ""]
    for scope in ("matter", "party", "line", "holder", "own"):
        rows = [one for one in FACTS.values() if one.scope == scope]
        if rows:
            lines += [f"## {scope}", "", "| fact | type | what it says | the question where it is unknown |", "|---|---|---|---|"]
            lines += [f"| `{one.path}` | {one.type} | {one.says} | {one.ask} |" for one in rows]
            lines.append("")
    return "\n".join(lines)


FILES_INTRO = """# Files

Generated from `intake/columns.py` by `make docs`; do not edit.

`countersight screen` reads CSV, TSV, XLSX, Parquet, JSON and JSON lines, and inventories of devices. A table has one row per line of
goods; rows of one id are one matter. A heading is compared without case and signs. Where your headings are others,

    countersight screen ships.xlsx --map mapping.yaml

writes a proposal for you to correct, and uses it from then on.

- Encodings: UTF-8, UTF-16, UTF-32, GB18030; what was taken is said.
- Days: 2026-11-20, 20261120, 2026年11月20日, 20.11.2026, 20 Nov 2026. Of 11/12/2026 the column as a whole decides, or a person is asked.
- Amounts: 1,234.50 and 1.234,50. Of 1,234 and 1.234 the file as a whole decides; else the amount stays unknown. `5 EUR` names its currency.
- A mapping also answers what a file leaves open: `dates: day first`, `decimals: comma`, `sheet: Sheet2`, `encoding: gb18030`.
- Workbooks: stored values of formulas (without one, the cell is a fault), merged cells, hidden sheets are said; a workbook that links to
  other files or unpacks without end is refused.
- "N/A", "-", "0000", "unknown" and their like are unknown, and said so.
- A bad row is reported with row, column and hint (`--bad-rows FILE` writes them all), and the others go on.
- Titles above the header, a second header, blank rows and totals are not read as rows, and that is said.
- A table of any size takes the same memory. Rows of one id may stand anywhere; those that do not stand together come last.
"""

RESEARCH = """## Research

`countersight screen works.jsonl --kind research` reads what others publish, as they publish it:

| file | what is read of it |
|---|---|
| works of OpenAlex, as JSON lines, a list, or a page of the API | id, title, publication date, institutions with ROR id and country, affiliations tied to no institution, grants, awards, funders, topics |
| awards of the NSF: JSON of the API or of the yearly archives, XML | number, title, institution and its country, dates, amount |
| projects of NIH RePORTER: JSON of the API, CSV of ExPORTER | number, application, title, organisation and its country, dates, cost, institute |
| the data dump of ROR, schema 1 or 2, as JSON | each organisation as a matter: all names, country, id |
| a table of current and pending support | the columns below |

- Persons are not read: authors, investigators, officers. Neither their names nor their order can change a decision, and a test proves it.
- The law is read on the day of publication, of the award or of the support's start. `--as-of 2026-11-20 --force-as-of` reads it on one day
  instead: "who of our partners is listed today?" A record without a day is read as of today.
- `--support support.csv` puts the list of support beside every work and award: a sponsor that it lacks becomes a question, never a finding.
- `--ror ror.json` looks institutions up by all their names in the registry, in every language, where the file gives their ROR id.
- A ROR id whose check digits fail is not used, and that is said.

"""


def files() -> str:
    """docs/files.md."""
    lines = [FILES_INTRO]
    for title, columns in (("Shipments and entries", COLUMNS), ("Parties", PARTY_COLUMNS)):
        lines += [f"## {title}", "", "| column | headings that are known |", "|---|---|"]
        lines += [f"| `{one.path}` | {'; '.join(dict.fromkeys(one.headings))} |" for one in columns]
        lines.append("")
    lines += [f"{RESEARCH}| column of support | headings that are known |", "|---|---|"]
    lines += [f"| `{name}` | {headings} |" for name, headings in SUPPORT.items()]
    lines.append("")
    return "\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def wanted() -> dict[str, str]:
    """Every generated file, by name."""
    return {"cli.md": cli(), "facts.md": facts(), "files.md": files(), "provisions.md": provisions(load_rulebooks()), "matter.schema.json": _json(json_schema()), "openapi.json": _json(routed().openapi())}


def main() -> int:
    """Write, or check."""
    old = [name for name, text in wanted().items() if not (DOCS / name).is_file() or (DOCS / name).read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        print("\n".join(f"docs/{name} is not up to date: make docs" for name in old) or "the references are up to date")
        return int(bool(old))
    DOCS.mkdir(exist_ok=True)
    for name in old:
        (DOCS / name).write_text(wanted()[name], encoding="utf-8")
        print(f"written: docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
