"""Corrections and replies as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from countersight.model.units import parse_partial_date
from countersight.web.links import file_of
from countersight.web.replies import Entry

ATOM = "http://www.w3.org/2005/Atom"


def atom(entries: Sequence[Entry], on: date, address: str = "") -> str:
    """The feed.

    Args:
        entries: Newest first.
        on: The day of the edition.
        address: Below which the site is read; links are relative where it is not known.
    """
    register_namespace("", ATOM)
    feed = Element(f"{{{ATOM}}}feed", {"xml:lang": "en"})
    _text(feed, "id", f"{address}/" if address else f"urn:uuid:{uuid5(NAMESPACE_URL, 'countersight:corrections')}")
    _text(feed, "title", "Countersight: corrections and replies")
    _text(feed, "updated", f"{on.isoformat()}T00:00:00Z")
    _text(SubElement(feed, f"{{{ATOM}}}author"), "name", "Countersight")
    base = f"{address}/" if address else ""
    SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": f"{base}corrections.atom"})
    SubElement(feed, f"{{{ATOM}}}link", {"href": f"{base}corrections.html"})
    for one in entries:
        item = SubElement(feed, f"{{{ATOM}}}entry")
        key = sha256(f"{one.day}\n{one.kind}\n{one.body}\n{one.text}".encode()).hexdigest()
        _text(item, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, key)}")
        _text(item, "title", f"{one.kind}: {one.name}")
        _text(item, "updated", f"{_day(one.day, on)}T00:00:00Z")
        SubElement(item, f"{{{ATOM}}}link", {"href": base + file_of("bodies", one.body)})
        _text(item, "summary", f"{one.text} ({one.citation})" if one.citation else one.text)
    indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _day(text: str, on: date) -> str:
    return parse_partial_date(text).earliest.isoformat() if text else on.isoformat()


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
