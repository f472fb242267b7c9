"""How a designation stands on a day, in words: apart, because `countersight name` answers at once and loads nothing else for it."""

from __future__ import annotations

from datetime import date

from countersight.model.body import Designation


def state(item: Designation, on: date) -> str:
    """How a designation stands on a day, in words."""
    iso = on.isoformat()
    if item.start and iso < item.start:
        return f"from {item.start}"
    if item.end and item.end <= iso:
        return f"removed {item.end}"
    return "in force"
