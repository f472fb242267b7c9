"""``countersight schema``."""

from __future__ import annotations

import argparse
import json


def schema(given: argparse.Namespace) -> int:
    """Print the published JSON Schema of a matter."""
    from countersight.cli.output import write
    from countersight.model.matter import json_schema

    write(json.dumps(json_schema(), indent=1, ensure_ascii=False), given.out)
    return 0
