"""The rulebook of asset freezes abroad: fit to be read, with a test on every page, and never more than a review."""

from __future__ import annotations

from datetime import date

from countersight.app import RULEBOOKS, check_rulebook


def test_it_is_without_a_fault_and_every_page_poses_a_test_that_nothing_confirms() -> None:
    book, faults = check_rulebook(str(RULEBOOKS / "eu-uk"), date(2026, 12, 1))
    assert [str(fault) for fault in faults] == []
    tests = {page.id: page.head.ownership for page in book.pages}
    assert all(tests.values())
    assert {window.status for page in book.pages for window in page.head.windows} == {"unconfirmed"}
    old, new, shares = (tests[name] for name in ("eu.freeze.owned.until-2024", "eu.freeze.owned", "uk.freeze.owned"))
    assert old is not None
    assert new is not None
    assert shares is not None
    assert (old.strict, new.strict, shares.strict) == (True, False, True), "more than half, from July 2024 half or more; the UK more than half"
    assert (new.aggregate, shares.aggregate) == (True, False)
