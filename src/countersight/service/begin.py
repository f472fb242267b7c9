"""What a worker of ``countersight serve`` begins with: the application out of the environment alone.

A start makes many small records that live as long as the process. To look for rubbish among them again and again would take a quarter of it,
so nothing is looked for until all is there, and what is there by then is never looked at again.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

gc.disable()


def application() -> FastAPI:
    """The application, warm."""
    from countersight.service.app import create_app  # noqa: PLC0415 - after the line above
    from countersight.service.logs import configure  # noqa: PLC0415
    from countersight.service.watching import set_up_tracing  # noqa: PLC0415

    configure(os.environ.get("COUNTERSIGHT_LOG", "INFO"))
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        set_up_tracing()
    app = create_app()
    app.state.office.warm()
    gc.freeze()
    gc.enable()
    return app
