"""What counts as said. "N/A" is as good as silence, and a name of punctuation names nobody."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from countersight.intake.result import UNKNOWN_MARKS

NOTHING: Final = UNKNOWN_MARKS | frozenset(
    (
        "anonymous", "confidential", "nobody", "no name", "not disclosed", "not given", "not known", "not named",
        "n.a", "not provided", "not specified", "not stated", "see attached", "tba", "tbc", "to be advised", "to be announced",
        "to be confirmed", "to be determined", "to order", "undisclosed", "unidentified", "unnamed", "unspecified", "various",
        "不详", "保密", "待定", "无", "暂无", "未知",
    )
)  # fmt: skip
"""Words that stand where something is not known. The readers of files turn most of them into null; a matter that is
made in memory may still hold them."""


@lru_cache(maxsize=8192)
def stated(text: str | None) -> str:
    """A text with its spaces tidied; empty where it says nothing.

    >>> stated(" Dahua  Technology "), stated("N/A"), stated("(to be determined)"), stated("???"), stated(None)
    ('Dahua Technology', '', '', '', '')
    """
    plain = " ".join((text or "").split())
    bare = plain.casefold().strip(" .,:;()[]{}<>*_'\"")
    says_nothing = bare in NOTHING or plain.casefold() in NOTHING or not any(char.isalnum() for char in bare)
    return "" if says_nothing else plain


def all_stated(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The texts that say something, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, map(stated, texts))))
