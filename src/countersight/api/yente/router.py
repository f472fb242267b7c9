"""The router of the yente wire format. ``/match`` stands first, because it is asked most.

Health and readiness are routes of the service itself. What a request may not have is refused by the error tree, as everywhere.
"""

from __future__ import annotations

from countersight.api.yente import routes_data, routes_match, routes_reconcile
from countersight.api.yente.routing import router

PARTS = (routes_match, routes_data, routes_reconcile)
"""Modules that register their routes when they are read."""

__all__ = ["router"]
