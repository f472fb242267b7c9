"""``countersight serve``: the service on this machine, or for an office."""

from __future__ import annotations

import argparse
import os
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.access.serving import Serving
    from countersight.settings import Settings


def serve(given: argparse.Namespace) -> int:
    """Serve until stopped; what is under way is answered first.

    Raises:
        UsageError: The extra is not installed, or a local user would be served to others.
    """
    import gc

    gc.disable()  # until all is there: see service/begin.py
    settings, serving = told(given)
    serving.guarded()
    missing = [name for name in ("fastapi", "uvicorn", "sqlalchemy", "prometheus_client", "cryptography", "multipart") if find_spec(name) is None]
    if missing:
        raise UsageError(f"the service needs what is not installed: {', '.join(missing)}", hint="pip install 'countersight[service]'")
    from countersight.service.logs import configure

    settings.cache.mkdir(parents=True, exist_ok=True)
    hand_on(settings, serving)
    os.environ["COUNTERSIGHT_LOG"] = given.log_level.upper()
    configure(given.log_level.upper())
    shared = tempfile.TemporaryDirectory(prefix="countersight-numbers-") if given.workers > 1 else nullcontext("")
    with shared as folder:
        if folder:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # workers add up their numbers there
        run(serving, given.workers)
    return 0


def run(serving: Serving, workers: int) -> None:
    """Serve until stopped."""
    import uvicorn

    uvicorn.run(
        "countersight.service.begin:application", factory=True, host=serving.host, port=serving.port, workers=workers, log_config=None, access_log=False,
        server_header=False, date_header=True, timeout_graceful_shutdown=20, proxy_headers=False, limit_concurrency=1000, backlog=2048,
    )  # fmt: skip


def told(given: argparse.Namespace) -> tuple[Settings, Serving]:
    """Settings from the environment, with what the command line says."""
    from countersight.access.serving import Serving
    from countersight.cli.output import settings as of_line

    settings = of_line(given.snapshot)
    serving = Serving.from_environment(settings)
    over = {name: value for name in ("host", "port", "database") if (value := getattr(given, name)) is not None}
    return settings, replace(serving, **over, keys=serving.keys or given.access == "keys")


def hand_on(settings: Settings, serving: Serving) -> None:
    """What workers, which begin anew, are to read out of the environment."""
    env: dict[str, object] = {"COUNTERSIGHT_HOME": settings.cache, "COUNTERSIGHT_SNAPSHOT": settings.snapshot or "", "COUNTERSIGHT_DATABASE": serving.database, "COUNTERSIGHT_HOST": serving.host}
    env |= {"COUNTERSIGHT_PORT": serving.port, "COUNTERSIGHT_ACCESS": "keys" if serving.keys else "local"}
    os.environ.update({name: str(value) for name, value in env.items()})
