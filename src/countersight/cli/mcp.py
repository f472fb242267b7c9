"""``countersight mcp``: the tools of the screener for agents, over standard input and output."""

from __future__ import annotations

import argparse
from pathlib import Path

from countersight.errors import UsageError


def mcp(given: argparse.Namespace) -> int:
    """Serve until the agent closes the connection. Nothing is written, and nothing is sent anywhere.

    Raises:
        UsageError: The extra is not installed.
    """
    from countersight.app import Screener, open_adjudications, open_snapshot
    from countersight.cli.output import settings

    try:
        from countersight.agents.server import make_server
    except ImportError as fault:
        raise UsageError(f"the tools for agents need {fault.name}", hint="pip install 'countersight[agents]'") from None
    decided = open_adjudications(Path(given.decided)) if given.decided else None
    screener = Screener(open_snapshot(settings(given.snapshot)), rulebooks=given.rulebook, decided=decided)
    make_server(screener).run("stdio")
    return 0
