"""Countersight: screening against the trade in mass surveillance, with proof. The counter-system: it tracks no one.

The public names are those of :data:`__all__`; everything else may move between versions. They are loaded when they are
first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from countersight.version import __version__ as __version__

if TYPE_CHECKING:
    from countersight.app import Screener as Screener
    from countersight.app import load_rulebooks as load_rulebooks
    from countersight.app import make_screener as make_screener
    from countersight.app import open_snapshot as open_snapshot
    from countersight.errors import CountersightError as CountersightError
    from countersight.errors import DataError as DataError
    from countersight.errors import InputError as InputError
    from countersight.errors import RulebookError as RulebookError
    from countersight.errors import UsageError as UsageError
    from countersight.model.decision import Decision as Decision
    from countersight.model.matter import Matter as Matter
    from countersight.screening.one import Options as Options
    from countersight.settings import Settings as Settings
    from countersight.store.snapshot import Snapshot as Snapshot

_HOME = {
    "CountersightError": "errors",
    "DataError": "errors",
    "Decision": "model.decision",
    "InputError": "errors",
    "Matter": "model.matter",
    "Options": "screening.one",
    "RulebookError": "errors",
    "Screener": "app",
    "Settings": "settings",
    "Snapshot": "store.snapshot",
    "UsageError": "errors",
    "load_rulebooks": "app",
    "make_screener": "app",
    "open_snapshot": "app",
}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604 - names of text, from the table above


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
