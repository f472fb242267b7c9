"""What kind of end user one name says, by the tables of words; the place that it gives is read elsewhere."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from countersight.endusers.kinds import ARMED, ASSOCIATION, COMPANIES, KINDS, SECURITY, SPECIAL, STATE_NAMES, Gov, Kind
from countersight.endusers.level import level_of
from countersight.endusers.places import find_places
from countersight.endusers.text import Table, Text, phrases, word_set
from countersight.endusers.where import locate_latin, province_of
from countersight.names.normalise import core

_COMPANY_WORDS: Final = word_set(
    "ltd limited inc incorporated llc corp corporation plc gmbh company pte pty bhd jsc ojsc pjsc cjsc llp srl sarl"
)
_TRADE_HEADS: Final = word_set("equipment group holdings supplies factory enterprise enterprises trading store brokers")
"""Last words of a name that belong to business, although no legal form is written."""
_STATE_HEADS: Final = phrases("^ministry of", "^department of", "leading group", "leading small group", "working group", "coordination group")

_HAN_OFFICE: Final = phrases("局$", "厅$", "委员会$", "办公室$", "署$", "指挥部$", "领导小组$", "人大$", "工作站$")
_HAN_NO_OFFICE: Final = phrases("书局", "邮局", "药局", "餐厅", "歌厅", "舞厅", "展厅", "客厅", "咖啡厅", "音乐厅")
_LATIN_OFFICE: Final = phrases("bureau$", "administration$", "commission$", "^bureau of", "sub bureau", "bureau of", "administration of", "commission of")
_LATIN_NO_OFFICE: Final = phrases("better business bureau", "design bureau", "credit bureau", "visitors bureau", "business administration")
_ONLY_PLACES = re.compile(r"[^ a-z0-9]{1,12}[省市区县旗州盟][^ a-z0-9]{1,10}(?:[镇乡县旗市]|(?<![小园校片军])区|街道)")


class EndUser(NamedTuple):
    """A kind of end user.

    Attributes:
        gov: "yes": government by its own name; "no": a company, an association; "conditional": may act for government,
            look at the deal; "unknown": the name does not say.
        type: Id of the kind, a key of :data:`ORGANS`, or empty.
        organ: Label of the organ, or empty.
        level: central, province, prefecture, county, township, village_community, or empty.
        security: A body of security, policing, censorship or detention.
        military: True for the armed services and government intelligence, None where it is unsettled whether the body is
            "national police" in the sense of 15 CFR 744.21(g), else False.
        matched: The words that decided.
        codes: Every division that the place in the name may be (GB/T 2260), sorted; several where a name is a homonym.
    """

    gov: Gov
    type: str = ""
    organ: str = ""
    level: str = ""
    security: bool = False
    military: bool | None = False
    matched: str = ""
    codes: tuple[str, ...] = ()

    @property
    def province(self) -> str:
        """The two digits of the province, where every candidate lies in one; else empty."""
        return province_of(frozenset(self.codes))


UNKNOWN: Final = EndUser("unknown")
XINJIANG: Final = "65"


TABLES: Final = (*(row.phrases for row in (*KINDS, *COMPANIES, ASSOCIATION)), _STATE_HEADS, _LATIN_OFFICE, _LATIN_NO_OFFICE)
"""Every table of phrases in letters that :func:`read` looks in, but those for the level."""
WORDS: Final = _COMPANY_WORDS | _TRADE_HEADS
"""Every word that it asks for one by one."""
LOCAL: Final = phrases(*(words.strip() for row in KINDS if row.only_in_xinjiang for words in row.phrases.words))
"""Words that count in Xinjiang alone, so that every place beside them matters."""


def read(name: str, text: Text) -> EndUser:
    """The kind of a body by one name, as it is written and as it is folded."""
    form = _company_form(text)
    if form:
        return _company(text, form)
    row, words = _row(_index(), text)
    if (row is None or row.id not in SPECIAL) and (club := text.first(ASSOCIATION.phrases)):
        return EndUser("no", ASSOCIATION.id, ASSOCIATION.organ, matched=_shown(club))
    if row is not None:
        return _of_row(row, words, text)
    if core(name) != text.words.strip() and (weak := _weak_form(name, text)):
        return _company(text, weak)
    row, words = _row(_index(STATE_NAMES), text)
    return _general(text) if row is None else _of_row(row, words, text)


def _company_form(text: Text) -> str:
    """The words that make a name a company's, or empty."""
    words = text.tokens
    for word in words:
        if word in _COMPANY_WORDS:
            return word
    if text.has_han and (found := text.first(COMPANIES[-1].phrases)):
        return found
    last = words[-1:]
    if last and last[0] in _TRADE_HEADS and not text.first(_STATE_HEADS):
        return last[0]
    return ""


def _weak_form(name: str, text: Text) -> str:
    """A short legal form at the end (SA, AG, Co), which counts only where no words for an office stand."""
    kept = core(name).split()
    rest = text.words.split()[len(kept) :]
    return " ".join(rest)


def _company(text: Text, form: str) -> EndUser:
    number, words = _found(_index(-1), text)
    return _of_company(number, words, form)


@lru_cache(maxsize=4096)
def _of_company(number: int, words: str, form: str) -> EndUser:
    """What a company is by the row of :data:`COMPANIES` that it is of, or -1, the words that say so, and its form."""
    row = COMPANIES[number] if number >= 0 else None
    if row is None or (row.gov == "no" and form in _TRADE_HEADS):
        gov: Gov = "unknown" if form in _TRADE_HEADS else "no"
        return EndUser(gov, COMPANIES[-1].id, "company", matched=_shown(form))
    return EndUser(row.gov, row.id, row.organ, matched=_shown(words if row.gov != "no" else form))


@cache
def _index(end: int | None = None) -> tuple[tuple[Kind, ...], Table]:
    """The kinds of organs, or so many of those of companies, with their index."""
    rows = KINDS if end is None else COMPANIES[:end]
    return rows, Table(row.phrases for row in rows)


def _row(index: tuple[tuple[Kind, ...], Table], text: Text) -> tuple[Kind | None, str]:
    """The first kind of a table that a text is of, and the words."""
    number, words = _found(index, text)
    return (index[0][number] if number >= 0 else None), words


def _found(index: tuple[tuple[Kind, ...], Table], text: Text) -> tuple[int, str]:
    """The same by its place in the table, which is -1 where there is none."""
    rows, table = index
    for number in table.rows(text):
        row = rows[number]
        if (words := text.first(row.phrases)) and (not row.only_in_xinjiang or _in_xinjiang(text)):
            return number, words
    return -1, ""


def _in_xinjiang(text: Text) -> bool:
    """Whether a name says Xinjiang, or names nothing but places there."""
    if "xinjiang" in find_places([text.han]):
        return True
    return not text.has_han and province_of(locate_latin(text.words)) == XINJIANG


def _of_row(row: Kind, words: str, text: Text) -> EndUser:
    return EndUser(
        gov=row.gov,
        type=row.id,
        organ=row.organ,
        level="" if row.gov == "no" else level_of(text),
        security=row.organ in SECURITY,
        military=ARMED.get(row.organ, False),
        matched=_shown(words),
    )


def _general(text: Text) -> EndUser:
    """A body that is of no special kind: an office of a place, or a place itself."""
    level = level_of(text)
    words = text.first(_HAN_OFFICE) if not text.first(_HAN_NO_OFFICE) else ""
    if not words and not text.first(_LATIN_NO_OFFICE):
        words = text.first(_LATIN_OFFICE)
    if level and words:
        return EndUser("yes", "GOV-GEN", "gov_general", level, matched=_shown(words))
    if _ONLY_PLACES.fullmatch(text.han.strip()):
        return EndUser("yes", "GOV-GEN", "gov_general", level, matched=text.han.strip())
    return UNKNOWN


@lru_cache(maxsize=4096)
def _shown(phrase: str) -> str:
    """A phrase as a proof prints it."""
    return " … ".join(part.strip("^$") for part in phrase.split("&"))
