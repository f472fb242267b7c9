"""What an edition of the Consolidated Screening List must hold: ``expectations.yaml``, and the checks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from countersight.sources.expecting import check_edition, expectations_of, is_too_old

if TYPE_CHECKING:
    from datetime import date

    from countersight.sources.edition import Edition


def expectations() -> dict[str, Any]:
    """The file, parsed: ``max_age_days``, and the ``rows``, ``names`` and ``identifiers`` that must be there, per list."""
    return expectations_of(__package__)


def check(read: Edition, file: str) -> None:
    """Refuse an edition that holds too little.

    Raises:
        DataError: A list has fewer rows than it must have, or an expected name or identifier is missing.
    """
    check_edition(__package__, read, file)


def too_old(edition: date, today: date) -> bool:
    """True when an edition is older than the list's maximum age; judged when a list is fetched.

    >>> from datetime import date
    >>> too_old(date(2026, 1, 1), date(2026, 1, 31)), too_old(date(2026, 1, 1), date(2026, 3, 1))
    (False, True)
    """
    return is_too_old(__package__, edition, today)
