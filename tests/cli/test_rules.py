"""``rules``: the law as pages, on the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from countersight.app import RULEBOOKS

Command = Callable[..., Any]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RULEBOOKS / "us-in-force", tmp_path / "mine"))


def edit(book: Path, page: str, old: str, new: str) -> None:
    path = next(book.rglob(page))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_built_in_pages_have_no_fault(command: Command) -> None:
    got = command("rules", "check", "--today", "2026-11-25", "--strict")
    assert got.code == 0, got.out
    assert got.out.count("0 errors, 0 warnings") == 2


def test_a_fault_has_file_line_column_and_hint(command: Command, book: Path) -> None:
    edit(book, "744.21*.md", "`line.eccn in param.supp2_eccns`", "`line.ecn in param.supp2_eccns`")
    got = command("rules", "check", str(book), "--today", "2026-11-25")
    assert got.code == 2
    place = f"{book}/export/744.21-military-end-user.md:36:65: error: unknown fact 'line.ecn'"
    assert place in got.out
    assert "hint: did you mean 'line.eccn'?" in got.out


def test_a_page_that_nobody_verified_for_a_year_is_a_warning(command: Command, book: Path) -> None:
    assert command("rules", "check", str(book), "--today", "2028-01-01").code == 0
    got = command("rules", "check", str(book), "--today", "2028-01-01", "--strict")
    assert got.code == 2
    assert "more than a year ago" in got.out


def test_list_as_text_and_json(command: Command) -> None:
    text = command("rules", "list", "us-in-force")
    assert "us-in-force  ear.744.11  Export to a party on the Entity List" in text.out
    told = json.loads(command("rules", "list", "--format", "json", "--on", "2019-01-01").out)
    assert told["schema"] == "countersight.rules/1"
    ids = {page["id"] for page in told["pages"]}
    assert "ear.744.11" in ids
    assert "fcc.2.903" not in ids


def test_show_prints_a_page_that_a_lawyer_can_read(command: Command) -> None:
    got = command("rules", "show", "ear.744.21")
    assert got.code == 0
    for part in ("15 CFR 744.21(a),(g)", "national", "(5) the party is a military end user", "3A991 chip to a city police bureau", "[ok]"):
        assert part in got.out
    assert "WRONG" not in got.out


def test_show_of_a_page_with_two_profiles_prints_both(command: Command) -> None:
    got = command("rules", "show", "dshra.s301")
    assert "profile literal" in got.out
    assert "profile workable" in got.out


def test_show_prints_the_sql_of_a_page(command: Command) -> None:
    got = command("rules", "show", "ear.744.11", "--sql", "2026-11-20")
    assert '"party.on.entity_list"' in got.out
    assert "IN ('export', 'reexport', 'transfer')" in got.out


def test_a_page_that_does_not_exist_gets_a_suggestion(command: Command) -> None:
    got = command("rules", "show", "ear.744.111")
    assert got.code == 2
    assert "did you mean 'ear.744.11'?" in got.err


def test_diff_between_days_and_between_books(command: Command, book: Path) -> None:
    days = command("rules", "diff", "us-in-force", "--from", "2025-11-09", "--to", "2025-11-10")
    assert days.code == 1
    assert "ear.744.11.affiliates Export to an affiliate of listed parties (50 percent rule): in_force on 2025-11-09, suspended on 2025-11-10" in days.out
    assert command("rules", "diff", "us-in-force", str(book)).out == "no difference\n"
    edit(book, "744.21*.md", "national guard", "National Guard")
    next(book.rglob("uflpa.md")).unlink()
    books = command("rules", "diff", "us-in-force", str(book))
    assert "- uflpa.3: only in us-in-force" in books.out
    assert "~ ear.744.21:" in books.out
    assert "National Guard" in books.out
    assert "nothing to compare with" in command("rules", "diff", "us-in-force").err


def test_the_calendar_says_what_turns_into_what(command: Command) -> None:
    got = command("rules", "calendar", "--from", "2026-11-10")
    assert "2026-11-10  us-in-force  ear.744.11.affiliates" in got.out
    assert "suspended -> unconfirmed" in got.out
    assert command("rules", "calendar", "--from", "2100-01-01").out == "no change of a page on record from 2100-01-01 on\n"
    assert command("rules", "calendar", "--from", "2100-01-01", "--to", "2101-01-01").out == "no change of a page on record from 2100-01-01 to 2101-01-01\n"
    enacted = command("rules", "calendar", "us-dshra", "--from", "2027-01-01", "--enacted", "2027-01-01")
    assert "2027-01-01  us-dshra  dshra.s101" in enacted.out
    assert "2027-01-31  us-dshra  dshra.s301.c" in enacted.out


def test_the_calendar_looks_two_years_ahead_of_today(command: Command) -> None:
    told = json.loads(command("rules", "calendar", "--format", "json").out)
    today = date.today()  # noqa: DTZ011 - as the command reads it
    assert (told["from"], told["to"][:4]) == (today.isoformat(), str(today.year + 2))
    assert all(told["from"] <= row["on"] < told["to"] for row in told["days"])
    rows = json.loads(command("rules", "calendar", "--format", "json", "--all").out)["days"]
    changes = {(row["id"], row["on"]): row["change"] for row in rows}
    assert changes["coins-act", "2027-03-13"] == "not in force -> unconfirmed"
    assert changes["param.deemed_paid_951a", "2026-01-01"] == "90% begins"
    assert changes["ear.744.11.affiliates", "2026-11-10"] == "suspended -> unconfirmed"
    assert any(row["id"] == "verified_on" and "doubtful" in row["change"] for row in rows)


def test_every_provision_stands_on_one_page_with_status_source_and_day(command: Command) -> None:
    text = command("rules", "list", "--format", "md").out
    pages = json.loads(command("rules", "list", "--format", "json").out)["pages"]
    rows = [line for line in text.split("\n") if line.startswith("| `")]
    assert all(any(line.startswith(f"| `{page['id']}` |") and page["verified_on"] in line for line in rows) for page in pages)
    assert "| `ear.744.11.affiliates` | Export to an affiliate of listed parties (50 percent rule) | license_required |" in text
    assert "2026-11-10 to open, unconfirmed" in text
    assert "| `tax_cfc_mode` | open | as_in_force | subpartF_analog |" in text, "profiles side by side"


def test_a_rulebook_that_is_no_folder(command: Command) -> None:
    got = command("rules", "check", "de-in-force")
    assert got.code == 2
    assert "us-dshra, us-in-force; or give a folder" in got.err
