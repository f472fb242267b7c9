"""A party as the command line tells it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.match.asking import Party


def party_of(given: argparse.Namespace) -> Party:
    """The party that the options describe.

    Raises:
        UsageError: An identifier without a kind, of a kind that is not known, or told twice; a day that is none.
    """
    from countersight.match.asking import Facts, Party
    from countersight.match.matcher import ORDER

    identifiers: dict[str, str] = {}
    for text in given.id:
        kind, sign, value = text.partition("=")
        kind = kind.strip().lower()
        if not sign or not value.strip() or kind not in ORDER:
            raise UsageError(f"--id {text}: not an identifier", hint=f"KIND=VALUE with one of these kinds: {', '.join(ORDER)}")
        if kind in identifiers:
            raise UsageError(f"--id {text}: there is a {kind} already", hint="a party has one of a kind; ask twice where it is not known which is right")
        identifiers[kind] = value.strip()
    for option, texts in (("born", given.born), ("incorporated", given.incorporated)):
        for text in texts:
            from countersight.names.part_days import part_day

            if part_day(text) is None:
                raise UsageError(f"--{option} {text}: not a day", hint="write 2011-03-04, 2011-03, 2011 or 'circa 2011'")
    facts = Facts((given.country or "").upper(), identifiers, tuple(given.address), tuple(given.born), tuple(given.incorporated), given.jurisdiction)
    return Party((given.text, *given.also), facts)
