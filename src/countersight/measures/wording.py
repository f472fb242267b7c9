"""What free text says of one thing: that it is so, that it is not, or nothing that can be relied on.

Not a reader of language. A mention counts as a plain yes or a plain no only where nothing near it could turn it; every
other mention is a doubt, and a doubt is unknown. All patterns are bounded, so that the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Mention = Literal["yes", "no", "doubt"]

_END: Final = re.compile(r"[;!?\n\u3002\uff1b\uff01\uff1f]|\.(?=\s|$)")
_ABBREVIATED: Final = re.compile(r"\bu\.\s?s\.(?:\s?a\.)?", re.IGNORECASE)
_PART: Final = re.compile(r"[,\uff0c]")
_NO: Final = r"(?:no|not|never|without|neither|nor|don'?t|doesn'?t|hasn'?t|haven'?t|isn'?t|aren'?t)"
_FILLER: Final = (
    r"(?:a|an|any|the|us|u s|valid|current|currently|active|other|such|existing|longer|its|own|held|hold|holds|holding|have|"
    r"has|had|having|been|being|be|is|was|are|were|of|or|state|seek|seeks|seeking|sought|granted|received|obtained|applied|for|"
    r"section|889|national|security|far|clause)"
)
DOUBT: Final = re.compile(
    r"\b(?:no|not|non|never|without|neither|nor|none|cannot|if|whether|unless|except|former|formerly|previous|previously|"
    r"expired|ended|terminated|lapsed|withdrawn|revoked|lost|declined|refused|denied|pending|unclear|unknown|maybe|perhaps|"
    r"possibly|may|might|could|would|anti|ex|lacks?|lacking|excluding)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
"""Words that turn a statement round, or take away that it is one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked for.

    Attributes:
        mention: Words that speak of it.
        denied: Words that deny it plainly; see :func:`subject`.
        doubt: Words beside :data:`DOUBT` that make a mention of it unreliable.
    """

    mention: re.Pattern[str]
    denied: re.Pattern[str]
    doubt: re.Pattern[str]


def subject(mention: str, doubt: str = r"(?!)") -> Subject:
    """A subject from the pattern of its mention.

    Denied where only words of little meaning stand between a "no" and it, or where a form answers it with "no".
    """
    before = rf"\b{_NO}(?:[ ,]{{1,3}}{_FILLER}){{0,6}}[ ,]{{1,3}}(?:{mention})"
    behind = rf"(?:{mention}) ?[:=,\u2013-] ?(?:no|none)(?= ?(?:,|$))"
    denied = f"{before}|{behind}"
    return Subject(*(re.compile(one, re.IGNORECASE) for one in (mention, denied, doubt)))


def mentions(texts: Iterable[str], about: Subject) -> frozenset[Mention]:
    r"""How the texts speak of a subject; empty where they are silent.

    >>> waiver = subject(r"\bwaivers?\b")
    >>> sorted(mentions(["no waiver. Federal contract"], waiver)), sorted(mentions(["waiver pending"], waiver))
    (['no'], ['doubt'])
    """
    found: set[Mention] = set()
    for text in texts:
        for sentence, asked in _sentences(text):
            if about.mention.search(sentence):
                found |= _in_sentence(sentence, about, asked=asked)
    return frozenset(found)


def _in_sentence(sentence: str, about: Subject, *, asked: bool) -> set[Mention]:
    if asked:
        return {"doubt"}
    rest, denials = about.denied.subn(" , ", sentence)
    found: set[Mention] = {"no"} if denials else set()
    for part in _PART.split(rest):
        if about.mention.search(part):
            found.add("doubt" if DOUBT.search(part) or about.doubt.search(part) else "yes")
    return found


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences of a text, spaces tidied, and whether each is a question."""
    plain = _ABBREVIATED.sub("US", text)
    start = 0
    for end in _END.finditer(plain):
        yield " ".join(plain[start : end.start()].split()), end.group() in "?\uff1f"
        start = end.end()
    yield " ".join(plain[start:].split()), False
