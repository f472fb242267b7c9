"""Structured logs: one JSON object a line, of requests and of faults, without anything that a person wrote or is called.

A line holds the route as it is written in the code (``/v1/entities/{id}``), never the address that was asked for; no query, no name, no
body, no user: the audit in the database says who read what, and is kept under its own rules.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

ACCESS: Final = logging.getLogger("countersight.requests")
FIELDS: Final = ("request_id", "method", "route", "status", "ms")
"""What a line of a request may hold."""


class Lines(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {"at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower(), "logger": record.name}
        if record.name == ACCESS.name and isinstance(record.args, Mapping):
            told |= {name: record.args[name] for name in FIELDS if name in record.args}
        else:
            told["message"] = record.getMessage()
            if hasattr(record, "request_id"):
                told["request_id"] = record.request_id
        if record.exc_info and record.exc_info[0] is not None:
            told["fault"] = record.exc_info[0].__name__
            told["at_lines"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])][-12:]
        return json.dumps(told, ensure_ascii=False, default=str)


def configure(level: str = "INFO") -> None:
    """Send every log line to standard output as JSON; uvicorn's own access lines, which hold addresses with queries, are off."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        one = logging.getLogger(name)
        one.handlers[:] = []
        one.propagate = name != "uvicorn.access"
    for noisy in ("httpx", "httpx2", "httpcore", "sqlalchemy", "alembic"):
        logging.getLogger(noisy).setLevel("WARNING")
