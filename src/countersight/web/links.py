"""Addresses of pages: of the service, and of the same pages as files of a static site that opens from a folder, too."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final, Protocol
from urllib.parse import quote, urlencode

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


class Links(Protocol):
    """Gives the address of a page by its parts: ``link("bodies", body_id, part="x")``."""

    def __call__(self, *parts: str, fragment: str = "", **query: str) -> str:
        """The address."""


class Live:
    """Addresses of the service."""

    def __call__(self, *parts: str, fragment: str = "", **query: str) -> str:
        """An address from the root.

        >>> Live()("bodies", "a/b", fragment="names"), Live()(), Live()("look", q="大华 x")
        ('/bodies/a%2Fb#names', '/', '/look?q=%E5%A4%A7%E5%8D%8E+x')
        """
        path = "/" + "/".join(quote(part, safe="") for part in parts)
        told = {key: value for key, value in query.items() if value}
        return path + (f"?{urlencode(told)}" if told else "") + (f"#{quote(fragment)}" if fragment else "")


class Files:
    """Addresses of a static site, relative to one of its pages, so that it works below any address and from a folder."""

    def __init__(self, here: str, base: str = "") -> None:
        """Args: the page's own file, relative to the root of the site; and the folder of its language, such as ``zh/``."""
        self.up = "../" * here.count("/")
        self.base = base

    def __call__(self, *parts: str, fragment: str = "", **query: str) -> str:
        """A relative address; a static site answers no questions, so that queries are left out.

        >>> Files("bodies/x.html")("bodies", "y"), Files("index.html")(), Files("zh/bodies/x.html", "zh/")("static", "countersight.css")
        ('../bodies/y.html', 'index.html', '../../static/countersight.css')
        >>> Files("zh/index.html", "zh/")("network"), Files("zh/index.html", "zh/").of("network.html")
        ('../zh/network.html', '../network.html')
        """
        del query
        found = file_of(*parts)
        return self.of(found if shared(found) else self.base + found) + (f"#{quote(fragment)}" if fragment else "")

    def of(self, file: str) -> str:
        """The address of a file of the site, from the root."""
        return self.up + quote(file)


def shared(file: str) -> bool:
    """True of what stands once for all languages: the style sheet, downloads, the feed."""
    return file.startswith(("static/", "downloads/")) or file.endswith(".atom")


def file_of(*parts: str) -> str:
    """The file of a page of a static site: names that no file system stumbles over.

    >>> file_of(), file_of("atlas"), file_of("bodies", "ofac-1"), file_of("downloads", "atlas.jsonl")
    ('index.html', 'atlas.html', 'bodies/ofac-1.html', 'downloads/atlas.jsonl')
    """
    if not parts:
        return "index.html"
    *folders, last = (one if _PLAIN.fullmatch(one) else f"x-{sha256(one.encode()).hexdigest()[:24]}" for one in parts)
    ready = parts[0] in {"static", "downloads"} or last.endswith(".atom")
    return "/".join([*folders, last if ready else f"{last}.html"])
