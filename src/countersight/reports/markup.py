"""Text to markup, at one place: made safe, cut, escaped, and marked with its language."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

from countersight.reports.shown import shown

MOST: Final = 900
"""Characters of one expression on a page; what a user wrote is cut sooner, by :func:`cut`."""

_RUN: Final = re.compile(
    r"(?P<ja>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]*[\u3041-\u30ff][\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]*)"
    r"|(?P<ko>[\uac00-\ud7af]+(?:\s[\uac00-\ud7af]+)*)"
    r"|(?P<zh>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f](?:[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f\u3001-\u301f\uff01-\uff5e\u00b7]*[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f\uff09])?)"
    r"|(?P<rtl>[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\s]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?)"
)
"""Runs of Han, Japanese, Korean and of letters that run to the left. Han without kana is taken for Chinese."""

_LINKS: Final = (
    (re.compile(r"\b(\d{2,3}) FR (\d{1,6})\b"), "https://www.federalregister.gov/citation/{0}-FR-{1}"),
    (re.compile(r"\bP\.L\. (\d{2,3})-(\d{1,3})\b"), "https://www.govinfo.gov/link/plaw/{0}/public/{1}"),
    (re.compile(r"\b(\d{1,2}) CFR (\d{1,4}\.\d{1,5}[a-z]?)"), "https://www.ecfr.gov/current/title-{0}/section-{1}"),
    (re.compile(r"\b(\d{1,2}) CFR (?:part )?(\d{1,4})\b(?!\.)"), "https://www.ecfr.gov/current/title-{0}/part-{1}"),
    (re.compile(r"\b(\d{1,2}) USC (\d{1,5})\b"), "https://www.govinfo.gov/link/uscode/{0}/{1}"),
    (re.compile(r"\bEO (\d{5})\b"), "https://www.federalregister.gov/executive-order/{0}"),
    (re.compile(r"\bFAR (\d{1,2}\.\d{3}-\d{1,2})\b"), "https://www.acquisition.gov/far/{0}"),
    (re.compile(r"\bSupp\. \d to part (7\d\d)\b"), "https://www.ecfr.gov/current/title-15/part-{0}"),
)
"""Forms of citation to the official address at which each can be read. Nothing is fetched: a reader may follow it."""


def safe(value: object) -> object:
    """What every expression of a template goes through: markup stays, text becomes safe markup."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return marked(shown(value, MOST))


def marked(text: str) -> Markup:
    """Text escaped, each run in another script with its language.

    >>> marked("Dahua <大华>")
    Markup('Dahua &lt;<span lang="zh-Hans">大华</span>&gt;')
    """
    out = Markup()
    for kind, part in runs(text):
        if kind == "rtl":
            out += Markup('<bdi dir="rtl">{}</bdi>').format(part)
        elif kind:
            out += Markup('<span lang="{}">{}</span>').format("zh-Hans" if kind == "zh" else kind, part)
        else:
            out += escape(part)
    return out


def runs(text: str) -> list[tuple[str, str]]:
    """Text in runs: ``zh``, ``ja``, ``ko``, ``rtl``, or nothing for what is written in the language of the report.

    >>> runs("Dahua 大华")
    [('', 'Dahua '), ('zh', '大华')]
    """
    found, at = [], 0
    for run in _RUN.finditer(text):
        found += [("", text[at : run.start()]), (run.lastgroup or "", run[0])]
        at = run.end()
    return [(kind, part) for kind, part in (*found, ("", text[at:])) if part]


def cut(value: object, most: int = 160) -> Markup:
    """Text of a user, as long as a heading or a cell can bear."""
    return marked(shown(value, most))


def address(url: str) -> str:
    """A web address that may be followed, or nothing: no scripts, no files, no addresses with hidden marks."""
    return url if re.fullmatch(r"https?://[!-~]{1,500}", url) else ""


def where_to_read(citation: str) -> str:
    """The official address of the first thing that a citation names, or nothing.

    >>> where_to_read("84 FR 54002; 85 FR 44159")
    'https://www.federalregister.gov/citation/84-FR-54002'
    >>> where_to_read("15 CFR 744.21(a),(g)")
    'https://www.ecfr.gov/current/title-15/section-744.21'
    """
    found = [(hit.start(), form.format(*hit.groups())) for pattern, form in _LINKS if (hit := pattern.search(citation))]
    return min(found)[1] if found else ""


def linked(citation: str, url: str = "") -> Markup:
    """A citation, as a link where there is an address for it."""
    target = address(url) or where_to_read(citation)
    words = cut(citation, 300)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(target, words) if target else words
