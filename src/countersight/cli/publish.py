"""``countersight atlas publish``: the public edition as a static site."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path


def publish(given: argparse.Namespace) -> int:
    """Write dossiers, map, network, corrections and downloads to a folder, as far as their sources let them leave."""
    from countersight.app import load_rulebooks, open_snapshot
    from countersight.cli.output import settings, tell
    from countersight.store.review import read_reviews
    from countersight.web.publish import edition
    from countersight.web.publish import publish as write

    reviews = read_reviews(Path(given.reviews)) if given.reviews else []
    classes = [one.strip() for one in given.reuse.split(",") if one.strip()]
    made = edition(open_snapshot(settings(given.snapshot)), given.on or date.today(), classes, given.address, reviews)  # noqa: DTZ011 - the user's own day
    count = write(made, load_rulebooks(given.rulebook), Path(given.folder))
    print(f"{given.folder}: {count:,} files, {len(made.export.records.bodies):,} dossiers")
    for reason, number in made.export.withheld.items():
        tell(f"withheld: {number:,} ({reason})")
    return 0
