"""How a pattern of the lexicon is written, and every text that it stands for.

``(a|b)`` are alternatives; ``(a|)`` and ``a?`` may be left out; that is all.
"""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = re.compile(r"[^()|?]+(?=[()|]|$)|[^()|?]+(?=[^()|?]\?)")
"""Characters that stand for themselves; the last one before a question mark is left for itself."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def _ways(pattern: str, at: int) -> tuple[list[str], int]:
    """Every way to write the alternatives from ``at`` to the end of their group, and where that is."""
    done: list[str] = []
    open_: list[str] = [""]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            done, open_, at = done + open_, [""], at + 1
            continue
        if pattern[at] == "(":
            choices, at = _ways(pattern, at + 1)
            at += 1
        else:
            plain = _PLAIN.match(pattern, at)
            choices, at = ([plain[0]], plain.end()) if plain else ([pattern[at]], at + 1)
        if pattern.startswith("?", at):
            choices, at = [*choices, ""], at + 1
        open_ = [before + one for before in open_ for one in choices]
    return done + open_, at


def expand(pattern: str) -> tuple[str, ...]:
    """Every way in which a pattern can be written.

    >>> expand("人脸(识别|抓拍)机?")
    ('人脸识别机', '人脸识别', '人脸抓拍机', '人脸抓拍')
    >>> expand("(dash ?|body )cam")
    ('dash cam', 'dashcam', 'body cam')
    """
    found, _ = _ways(pattern, 0)
    if not _HAN.search(pattern):
        found = [" ".join(one.split()) for one in found]
    return tuple(dict.fromkeys(found))
