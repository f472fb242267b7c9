"""A Python client of the service: ``from countersight.client import Client``. See docs/yente.md and docs/api.md."""

from countersight.client.client import Client
from countersight.client.transport import UnreachableError

__all__ = ["Client", "UnreachableError"]
