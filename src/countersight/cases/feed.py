"""What happened, as a feed that any reader of news takes: Atom (RFC 4287), the newest first."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from countersight.desk.desk import Handle

ATOM: Final = "http://www.w3.org/2005/Atom"


def feed(handle: Handle, *, base: str = "", limit: int = 50, topic: str = "") -> str:
    """The feed of a tenant.

    Args:
        handle: What the tenant holds.
        base: Where the service is, for links to cases (``https://office.example``); without it there are none.
        limit: How many entries.
        topic: Only those whose topic begins with it (``watch.``).
    """
    rows = handle.outgoing.page(limit=limit, channel="feed", topic=topic)
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "id", f"urn:countersight:{handle.tenant}:feed")
    _add(root, "title", f"Countersight: {handle.tenant}")
    _add(root, "updated", rows[0]["created_at"] if rows else "1970-01-01T00:00:00Z")
    _add(_add(root, "author"), "name", "Countersight")
    for row in rows:
        told = json.loads(row["body"])
        entry = _add(root, "entry")
        _add(entry, "id", f"urn:countersight:{handle.tenant}:{row['id']}")
        _add(entry, "title", str(told.get("title", row["topic"])))
        _add(entry, "updated", row["created_at"])
        entry.append(ET.Element("category", {"term": row["topic"]}))
        if base and told.get("case"):
            entry.append(ET.Element("link", {"rel": "alternate", "href": f"{base}/cases/{told['case']}"}))
        _add(entry, "summary", str(told.get("summary", "")))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    found = ET.SubElement(parent, name)
    if text is not None:
        found.text = "".join(char for char in text if char in "\t\n" or char >= " ")
    return found
