"""Small pages and rulebooks for the tests: a good one each, and ways to change them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.rules.book import Rulebook, read_rulebook
from countersight.rules.lint import Fault, check

if TYPE_CHECKING:
    from countersight.model.fact import Binding, Fact
    from countersight.rules.ownership_head import OwnershipTest

TODAY = date(2026, 11, 24)
ON = date(2026, 11, 20)
BUILT_IN = Path(__file__).resolve().parents[2] / "src" / "countersight" / "rulebooks"

BOOK = """\
id: test
title: A test
profiles: [literal, workable]
anchors: {E: null}
parameters:
  prc:
    type: list<string>
    values:
      - {from: open, value: [CN], citation: "somewhere"}
      - {from: 2020-12-29, value: [CN, HK], citation: "85 FR 83788"}
"""

HEAD = """\
id: test.page
citation: ["15 CFR 999.1"]
measure: export
outcome: prohibited
effective: {from: 2020-01-01, to: open}
scope: [shipment]
for_each: ["party in [purchaser, end_user]", line]
verified_on: 2026-11-20
source: {publisher: a test, seen: 2026-11-20}
"""

DEFINITION = """\
id: test.definition
citation: ["15 CFR 999.2"]
defines: covered
effective: {from: 2020-01-01, to: open}
verified_on: 2026-11-20
source: {publisher: a test, seen: 2026-11-20}
"""

EXCEPTION = """\
id: test.exception
citation: ["15 CFR 999.3"]
measure: export
exception_to: test.page
effective: {from: 2020-01-01, to: open}
verified_on: 2026-11-20
source: {publisher: a test, seen: 2026-11-20}
"""

RULE = "- the party is government — `party.government`"


def page(head: str = HEAD, rule: str = RULE, examples: str = "", *, title: str = "A page") -> str:
    """The text of a page."""
    table = f"\n## Examples\n\n{examples}" if examples else ""
    return f"---\n{head}---\n# {title}\n\n## Text\n\nWhat it says.\n\n## Rule\n\n{rule}\n{table}"


def book(*pages: str, settings: str = BOOK) -> Rulebook:
    """A rulebook of pages without faults of reading."""
    found, faults = read_rulebook({"rulebook.yaml": settings, **{f"p{n}.md": text for n, text in enumerate(pages)}})
    assert not faults, faults
    return found


def linted(*pages: str, settings: str = BOOK) -> list[Fault]:
    """Every fault of a rulebook, without the standing complaint about missing examples."""
    read, broken = read_rulebook({"rulebook.yaml": settings, **{f"p{n}.md": text for n, text in enumerate(pages)}})
    return [fault for fault in check(read, broken, TODAY) if not fault.message.startswith("no example for")]


def built_in(name: str) -> Rulebook:
    """One of the rulebooks that the project brings."""
    folder = BUILT_IN / name
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".md", ".yaml"}
    }
    found, faults = read_rulebook(files)
    assert not faults, faults
    return found


def no_owners(_test: OwnershipTest, _party: Binding | None) -> dict[str, Fact]:
    """An ownership engine that knows nothing."""
    return {}
