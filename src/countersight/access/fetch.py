"""What a browser may do on behalf of another site: read nothing, write nothing.

A key is sent on purpose. A session, and the local user, are known without anybody doing anything, so a page of a stranger could
ask in their name. Browsers tell where a request comes from in ``Sec-Fetch-Site``; what sends no such header is either no browser or
one that sends ``Origin`` with every write. A name that a stranger lets point to loopback is found by ``Host``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from countersight.access.serving import LOOPBACK
from countersight.errors import AccessError

READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_foreign_site(request: HTTPConnection) -> None:
    """Nothing where the request is one's own.

    Raises:
        AccessError: A page of another site asks.
    """
    headers = request.headers
    reads = request.scope.get("method", "GET") in READS
    site = headers.get("sec-fetch-site", "")
    if site:
        opened = headers.get("sec-fetch-mode") == "navigate"  # a link that somebody followed shows a page and gives nothing to the site it stood on
        fine = site in {"same-origin", "none"} or (reads and (site == "same-site" or opened))
    else:
        origin = headers.get("origin", "")
        fine = reads or not origin or urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold()
    if not fine:
        raise AccessError("a page of another site may not ask on your behalf", hint="open the page itself, or send a key")


def refuse_foreign_host(request: HTTPConnection, names: Collection[str] = ()) -> None:
    """Nothing where the service was asked under a name of its own.

    Raises:
        AccessError: Under another: a stranger's name that points to this machine.
    """
    host = request.headers.get("host", "")
    name = host_name(host)
    if name not in LOOPBACK and name not in names:
        raise AccessError("the service is not known under the name that it was asked by", hint="ask http://127.0.0.1 or name it in COUNTERSIGHT_NAMES")


def host_name(host: str) -> str:
    """The name in a Host header, without the port.

    >>> host_name("[::1]:8765"), host_name("LocalHost:8765"), host_name("127.0.0.1")
    ('::1', 'localhost', '127.0.0.1')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].casefold()
