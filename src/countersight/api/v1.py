"""``/v1``: the API of the service, put together."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from countersight.api import (
    problems,
    v1_about,
    v1_admin,
    v1_cases,
    v1_classify,
    v1_decisions,
    v1_entities,
    v1_keeping,
    v1_matters,
    v1_rulebooks,
    v1_watching,
)
from countersight.version import __version__

router = APIRouter()
for part in (v1_matters, v1_decisions, v1_entities, v1_classify, v1_rulebooks, v1_cases, v1_watching, v1_about, v1_admin, v1_keeping):
    router.routes.extend(part.router.routes)  # as they are: a router that is included makes every route anew, which a start would wait for

ABOUT = """Countersight screens matters against the trade in mass surveillance, with proof. It tracks no one, and it never says "clear".

Errors are problem documents (RFC 9457) whose type derives from the class of the error. Lists go on with `next` as `cursor`. A request that writes
may carry an `Idempotency-Key`: the same key with the same request is done once. Every answer has an `X-Request-Id`.
"""

OPEN = frozenset({"/healthz", "/readyz"})
"""Paths without a door."""


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an application, with every error that a route may answer, and the schemas that no model of FastAPI gives."""
    if app.openapi_schema:
        return app.openapi_schema
    told = get_openapi(title="Countersight", version=__version__, description=ABOUT, routes=app.routes)
    parts = told.setdefault("components", {}).setdefault("schemas", {})
    for module in (problems, v1_matters, v1_decisions):
        parts |= {name: one for name, one in module.schemas().items() if name not in parts}
    for name in ("HTTPValidationError", "ValidationError"):
        parts.pop(name, None)
    told["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": "An API key: `countersight keys add`. A local user on loopback needs none."}}
    for path, methods in told["paths"].items():
        for operation in methods.values():
            if path not in OPEN:
                operation["security"] = [{"key": []}]
    app.openapi_schema = told
    return told
