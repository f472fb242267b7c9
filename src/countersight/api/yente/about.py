"""``/algorithms`` and ``/catalog``: what the matcher is called here, and what may be asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from countersight.api.yente.match import FEATURES

if TYPE_CHECKING:
    from countersight.api.yente.held import Held

DEFAULT: Final = "countersight"
_USES: Final = {
    "countersight": "The matcher at the use balanced: names in every script, identifiers before names, country, address and days beside them. "
    "The names of yente's algorithms are taken as this one.",
    "countersight-strict": "The same at the use strict: few false hits, likeness alone is never a match.",
    "countersight-wide": "The same at the use wide: few misses.",
}


def algorithms() -> dict[str, Any]:
    """What ``algorithm=`` takes."""
    docs = {"name": "", "description": "", "config": {}, "features": FEATURES}
    told = [
        {"name": name, "description": said, "features": FEATURES, "docs": {**docs, "name": name, "description": said}}
        for name, said in _USES.items()
    ]
    return {"algorithms": told, "default": DEFAULT, "best": DEFAULT}


def catalog(held: Held) -> dict[str, Any]:
    """Every dataset, and which are held whole and fresh: of the others, not to be found says nothing."""
    told = [
        {
            "name": one.name, "title": one.title, "summary": one.summary or None, "url": one.url or None, "load": True, "entities_url": None, "version": one.version,
            "index_version": one.version, "index_current": one.complete, "children": list(one.children),
        }
        for _, one in sorted(held.datasets.items())
    ]  # fmt: skip
    current = [str(one["name"]) for one in told if one["index_current"]]
    outdated = [str(one["name"]) for one in told if not one["index_current"]]
    return {"datasets": told, "current": current, "outdated": outdated, "index_stale": bool(outdated)}
