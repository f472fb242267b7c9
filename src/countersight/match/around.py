"""What paper writes around a name: the department or the legal form in front, the address or a number behind, other names, a second script, initials.

A party's name comes as a cell of somebody's table. What stands around the name is no part of it, so each name alone is asked about as
well; the cell as it was written is always asked about first. Other names stand behind a word that says so ("formerly", "d/b/a", "on behalf
of") or a stroke; what stands in brackets without such a word may be another name or a part of this one, so that a hit by it is possible at
most (:func:`names_beside`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from countersight.match.left_out import spells
from countersight.match.tokens import SMALL, tokens
from countersight.names.normalise import MAX_CHARS, core, fold, script
from countersight.names.words import LEGAL_FORMS

_FUNCTIONS: Final = (
    "purchasing|procurement|buying|sales|export|import|finance|financial|accounts?|accounting|logistics|shipping|warehouse|marketing|legal|"
    "technical|quality|personnel|human resources|hr|r&d|customer service|supply chain|it|general affairs|administration|foreign trade|receiving"
)
_ROADS: Final = "road|rd|street|str|avenue|ave|boulevard|blvd|lane|highway|hwy|alley|prospekt|ulitsa|drive"
_DEPARTMENT: Final = rf"\s*(?:the\s+)?(?:(?:{_FUNCTIONS})\s+(?:(?:&|and)\s+)?){{1,3}}(?:dept|department|division|office|section|team)\.?\s*[,:;/]\s*(?P<rest>.+)"
_ADDRESS: Final = rf"(?P<rest>.+?)\s*,\s*(?:(?:no|nr)\.?\s*|#\s*)?\d[\w/-]{{0,8}},?\s+(?:[\w.'-]+\s+){{1,4}}(?:{_ROADS})\b.*"
_FRONT: Final = r"\s*(?:[opz]?ao|ooo|[poc]?jsc|llc|limited liability company|(?:(?:public|open|closed)\s+)?joint[- ]stock company)\s+[\"'«“]?(?P<rest>[^\"»”]+?)[\"'»”]?\s*"
"""A legal form in front, as in Russia and its neighbours: everywhere else it stands behind, and is left out there."""
_BRACKETS: Final = r"(?P<rest>[^()（）]+?(?:[(（][^()（）]+[)）][^()（）]*?)?)\s*[(（](?P<inner>[^()（）]+)[)）]\W*"
_ALSO: Final = (
    r"(?:^|(?<=[\s,;:/(（\[–-]))(?:[afn]\.k\.a|[afn]ka|[afn]/k/a|d\.b\.a|dba|d/b/a|t/a|c/o|o/b(?:/o)?|(?:also |formerly |previously |now |better |commonly )?known as|formerly|previously|"
    r"(?:former|old|previous|other) names?|doing business as|trading (?:as|name|style)|operating as|alias|(?:for and )?on behalf of|for (?:the )?account of|by order of|attn|attention(?=\s?:))"
    r"[.:]{0,2}(?=[\s)）\]]|$)|(?:曾用名|原名|又名|别名|亦称|以?下?简称)[为:：]?"
)
"""Words behind which another name of the body stands, or that of a body for which it acts."""
_APART: Final = r"[;；|｜\n／]|(?<=\s)//?(?=\s)|(?:(?<=ltd)|(?<=ltd\.)|(?<=inc)|(?<=inc\.)|(?<=llc)|(?<=corp)|(?<=corp\.)|(?<=limited)|(?<=gmbh))/(?=\w)"
"""What stands between names of one cell; a stroke between words of one name has no spaces (Import/Export, A/S)."""
_NUMBERED: Final = (
    r"[\s,;(（]{1,4}(?:usci|uscc|unified social credit (?:code|identifier)|tax (?:id|no|number)|vat|reg(?:istration)?\.? (?:no|number)|lei|duns|ein)\b"
    r"[\s.:#]{0,4}(?:(?:no|number|code)[\s.:#]{1,4})?[a-z]{0,2}\s?\d[\w -]{3,24}\W{0,4}$"
)
"""A number of a register behind a name."""
_FEWEST: Final = 4
_SHORTEST: Final = 3
"""Letters of a name behind a word that says what it is."""
_EDGES: Final = " \t,;:/|-–\"'“”«»"
_OPENING, _CLOSING = "(（[", ")）]"
_MARKS: Final = frozenset(",:;/(（|\n；｜／")
_BEHIND: Final = frozenset(",:;/")
_PARTING: Final = frozenset(";/|\n；｜／")
_FIRST: Final = frozenset("ao oao zao pao ooo jsc pjsc ojsc cjsc llc limited public open closed joint joint-stock".split())
_ONLY: Final = frozenset({*LEGAL_FORMS, *SMALL})
"""A piece of nothing but such words is no name."""
_NO_NAME: Final = frozenset(
    "usd eur gbp chf jpy aud cad hkd sgd cny cnh rmb dst class series acc dist hedged in liquidation administration receivership haftungsbeschrankt sociedad unipersonal offshore nominees trustee".split()
)
"""Words that stand in brackets behind a name and are no name: currencies and classes of funds, states of a company."""

WITHIN: Final = frozenset("aka fka nka dba formerly previously alias attn attention usci uscc vat lei duns ein".split())
"""Folded words of which one is in every name that holds others by a word that says so, where it holds no stroke, semicolon or line; or one of the next two together."""
WITHIN_TWO: Final = frozenset("known trading operating business behalf account order former old previous other credit tax reg registration".split())
WITHIN_THEN: Final = frozenset("as of name names style code identifier id no number".split())
_SAYING: Final = WITHIN | WITHIN_TWO
MAY_BEGIN: Final = frozenset(word for one in (*_FIRST, *re.split(r"[|?()]+", _FUNCTIONS), "the", "account", "r") for word in re.split("[^a-z]+", one) if word)
"""Folded words with which a name may begin of which something is taken off, unless it holds a bracket, or a comma with a number behind it."""


def names_within(text: str) -> tuple[str, ...]:
    """Names that a written name holds once what stands around them is taken off; empty where nothing does.

    >>> names_within("Purchasing Dept., Torwick Optics Ltd, No. 12 Harbour Road, Port Kestrel")
    ('Torwick Optics Ltd',)
    >>> names_within("Torwick Optics Ltd (formerly Kestrelworks)"), names_within("Kestrel Agency o/b/o Torwick; OOO Vimpel")
    (('Torwick Optics Ltd', 'Kestrelworks'), ('Kestrel Agency', 'Torwick', 'OOO Vimpel', 'Vimpel'))
    >>> names_within("Kestrel Institute of Optics (KIO)"), names_within("Peking University (北京大学)")
    (('Kestrel Institute of Optics',), ('Peking University', '北京大学'))
    >>> names_within("OOO Torwick Marine"), names_within("Public Joint Stock Company «Torwick»"), names_within("Public Power Co")
    (('Torwick Marine',), ('Torwick',), ())
    >>> names_within("Equipment Development Department, Central Commission"), names_within("Torwick (Kestrel) Ltd")
    ((), ())
    >>> names_within("Kestrel Optics Group (Limited) (KOG)*"), names_within("Shenzhen DJI Technology (DJI)")
    (('Kestrel Optics Group (Limited)',), ('Shenzhen DJI Technology',))
    """
    return taken_apart(text)[0]


def names_beside(text: str) -> tuple[str, ...]:
    """Names that a written name may hold besides: what stands in brackets, or before them, with nothing that says what it is.

    >>> names_beside("Torwick Optics Ltd (Kestrelworks)"), names_beside("Torwick (Kestrelworks)"), names_beside("Torwick (Shanghai)")
    (('Kestrelworks',), ('Torwick', 'Kestrelworks'), ())
    """
    return taken_apart(text)[1]


@lru_cache(maxsize=256)
def taken_apart(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What :func:`names_within` and :func:`names_beside` give."""
    line = text[:MAX_CHARS]
    says = _says(line)
    if not says and _MARKS.isdisjoint(line) and _first(line) not in _FIRST:
        return (), ()
    sure: list[str] = []
    beside: list[str] = []
    for piece in (_several(line) if says else ()) or (line,):
        bare = _bare(piece)
        held, perhaps = _in_brackets(bare)
        sure += [*(one for one in (piece, bare) if one != line), *held]
        beside += perhaps
    return tuple(dict.fromkeys(sure)), tuple(one for one in dict.fromkeys(beside) if one not in sure)


def _first(line: str) -> str:
    return line[:32].lstrip().partition(" ")[0].lower()


def _says(line: str) -> bool:
    """Whether a sign or a word is in a cell that parts several names; most have none."""
    if not _PARTING.isdisjoint(line) or (not line.isascii() and ("名" in line or "称" in line)):
        return True
    lower = line.lower()
    return not _SAYING.isdisjoint(_pattern("[a-z]+").findall(lower)) or ("." in lower and (".k.a" in lower or ".b.a" in lower))


def _several(line: str) -> tuple[str, ...]:
    """The names of a cell that holds more than one, or a number behind one; empty where it is one alone."""
    bare = _pattern(_NUMBERED).sub("", line, count=1)
    pieces = [_trimmed(piece) for part in _pattern(_ALSO).split(bare) for piece in _pattern(_APART).split(part)]
    told = [piece for piece in dict.fromkeys(pieces) if (len(piece) >= _SHORTEST or script(piece) == "han") and not _ONLY.issuperset(fold(piece).split())]
    return () if told == [line] else tuple(told)


def _trimmed(piece: str) -> str:
    """A piece without what stood between it and the next; brackets that were opened or closed in another one go with that.

    >>> _trimmed(" Torwick Ltd ("), _trimmed("Kestrelworks)."), _trimmed("- Torwick (Shanghai)")
    ('Torwick Ltd', 'Kestrelworks', 'Torwick (Shanghai)')
    """
    piece = piece.strip(_EDGES)
    opened, closed = (sum(map(piece.count, signs)) for signs in (_OPENING, _CLOSING))
    return piece if opened == closed else piece.strip(f"{_EDGES}.{_OPENING if opened > closed else _CLOSING}")


def _bare(line: str) -> str:
    """A name without the department or the form in front of it and the address behind."""
    around = () if _BEHIND.isdisjoint(line) else (_DEPARTMENT, _ADDRESS)
    for pattern in (*around, _FRONT) if _first(line) in _FIRST else around:
        found = _pattern(pattern).fullmatch(line)
        if found and len(found["rest"].strip()) >= _FEWEST:
            line = found["rest"].strip()
    return line


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Made when the first name comes that has marks: a command that looks up one name seldom has any."""
    return re.compile(text, re.IGNORECASE | re.DOTALL)


def _in_brackets(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that a name with brackets behind it holds, and those that it may hold.

    Both are held where one stands in another script behind the other; the long one where its initials do; and of two that are names, either that
    ends with its legal form.
    """
    end = max(text.rfind(")"), text.rfind("）"))
    if end < 0 or any(map(str.isalnum, text[end:])) or not (found := _pattern(_BRACKETS).fullmatch(text)):
        return (), ()
    outer, inner = found["rest"].strip(" ,"), found["inner"].strip()
    if len(outer) < _FEWEST and script(outer) != "han":
        return (), ()
    if {script(outer), script(inner)} == {"han", "latin"}:
        return (outer, inner), ()
    if inner.isascii() and inner.isalnum() and inner.isupper() and len(inner) > 1 and _adds_nothing(inner, outer):
        return (outer,), ()
    if not _is_name(inner):
        return (), ()
    sure = tuple(one for one in (outer, inner) if _ends(one))
    return sure, tuple(one for one in (outer, inner) if one not in sure)


def _is_name(text: str) -> bool:
    """Whether letters in brackets may be a name: a word that identifies is in them, or two others, so that a place alone is none."""
    if script(text) != "latin" or _NO_NAME.issuperset(word for word in fold(text).split() if len(word) > 1):
        return False
    known = tokens(text)
    words = [kind for word, kind in zip(known.words, known.kinds, strict=True) if kind not in "lp" and (kind != "d" or len(word) >= _SHORTEST)]
    return "d" in words or len(words) > 1


def _ends(text: str) -> bool:
    """Whether a name ends with its legal form, so that it is whole."""
    return core(text) != fold(text) and fold(text).split()[-1] in LEGAL_FORMS


def _adds_nothing(short: str, text: str) -> bool:
    """Whether an acronym is a word of a name already, or is made of beginnings of its words, in their order."""
    words = fold(text).split()
    letters = "".join(letter for letter in short.lower() if letter.isalpha())
    heads = iter([word[0] for word in words])
    return letters in words or all(letter in heads for letter in letters) or spells(letters, words)
