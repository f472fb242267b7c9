"""What kind of end user a body is, by its names alone; and the sensitive places and programmes that a text names.

A name is no proof of anything but itself: the answer carries the words that decided, and where a tie to the state depends
on the deal it says so. Nothing here looks at who a person is; only words for offices, companies and places count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from countersight.endusers.kinds import (
    ARMED,
    ASSOCIATION,
    COMPANIES,
    KINDS,
    ORGANS,
    SECURITY,
    SPECIAL,
    STATE_NAMES,
    Gov,
    Kind,
)
from countersight.endusers.level import ASKED, level_of, stand_ins
from countersight.endusers.places import find_places
from countersight.endusers.programmes import find_programmes
from countersight.endusers.text import MAX_NAME, Table, Text, asked, name_text, phrases, word_set
from countersight.endusers.where import NOWHERE, locate_corps, locate_han, locate_latin, locate_words, only_place, province_of
from countersight.names.gazetteer import level_of_code
from countersight.names.han_segment import clean
from countersight.names.han_text import is_han, simplify
from countersight.names.normalise import core, folded_words
from countersight.names.words import LEGAL_FORMS

__all__ = ["ORGANS", "EndUser", "classify_body", "find_places", "find_programmes"]

MAX_NAMES: Final = 64
"""Names of one body that are read; the longest entry on the 2026 screening list has fewer."""

_RANK: Final[dict[Gov, int]] = {"yes": 3, "conditional": 2, "no": 1, "unknown": 0}
_BUSINESS: Final = frozenset(("company", "soe", "soe_xpcc", "bank_fin"))
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


def classify_body(names: Sequence[str]) -> EndUser:
    """The kind of a body, from all names it is written with.

    The names are read one by one. A name that says "government" outweighs one that does not (the XPCC also trades under a
    company's name), except that a general word for an office ("Bureau") does not outweigh a company's name (state
    construction groups have "bureaus"). Among equals a security organ outweighs another.

    Args:
        names: Chinese or English names of one body; of each the first characters are read, of very many the first ones.

    >>> classify_body(["阿克苏地区公安局"])
    EndUser(gov='yes', type='PSB', organ='police', level='prefecture', security=True, military=None, matched='公安局', codes=('652900',))
    >>> classify_body(["公安县人民医院"]).type, classify_body(["中信国安信息产业股份有限公司"]).gov
    ('HEALTH', 'no')
    >>> classify_body([]).gov
    'unknown'
    """
    if len(names) == 1:
        return _classify(names[0])
    found = [_classify(name) for name in dict.fromkeys(names[:MAX_NAMES])]
    if any(one.organ in _BUSINESS for one in found):
        found = [one for one in found if one.type != "GOV-GEN"]
    best = max(found, key=lambda one: (_RANK[one.gov], one.security, bool(one.level)), default=UNKNOWN)
    if not best.codes and (codes := next((one.codes for one in found if one.codes), ())):
        best = best._replace(codes=codes)
    if best.level or best.gov in {"no", "unknown"}:
        return best
    level = next((one.level for one in found if one.organ == best.organ and one.level), "")
    return best._replace(level=level)


def _classify(name: str) -> EndUser:
    name = name[:1024]
    if not name.isascii() and len(name) < _LONG_HAN:
        line = simplify(name).replace(" ", "")
        if _HAN_ONLY.fullmatch(line):
            place = locate_han(line)
            kind = _kind_of(place.plain) if _HAN_COMPANY not in line else _read_han(place.plain)
            matched = line if kind.matched == place.plain else kind.matched
            return EndUser(kind.gov, kind.type, kind.organ, kind.level, kind.security, kind.military, matched, _sorted(place.codes))
    return _classify_cut(name)


_HAN_ONLY: Final = re.compile(r"[\u4e00-\u9fff]+")
_LONG_HAN: Final = 60


@lru_cache(maxsize=16384)
def _sorted(codes: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))


@lru_cache(maxsize=4096)
def _classify_cut(name: str) -> EndUser:
    """A name in letters, or with both scripts."""
    words = _letters_only(name)
    if words is not None:
        codes = locate_words(words) or locate_corps(name)
        kind = _in_letters(words)
    else:
        mixed = not name.isascii() and any(map(is_han, name))
        codes = (locate_han(clean(name).replace("|", "")).codes if mixed else NOWHERE) or locate_latin(name)
        kind = _read(name, name_text(name))
    if kind.gov == "unknown" and codes and "PSB" in name and (full := _PSB.sub("Public Security Bureau", name)) != name:
        kind = _read(full, name_text(full))
    level = kind.level
    if kind.gov == "yes" and level != "central":
        codes = codes or only_place(name)
        level = level or _level_of(codes)
    return EndUser(kind.gov, kind.type, kind.organ, level, kind.security, kind.military, kind.matched, _sorted(codes)) if codes else kind


_PSB: Final = re.compile(r"\bPSB\b")
_QUOTED: Final = re.compile('["“”„«»「」『』《》〈〉]')
"""Marks that :func:`name_text` takes out before it folds; a name with one is read as it stands."""
_REST: Final = "x0"
"""What stands for every word that no table asks about."""


def _letters_only(name: str) -> list[str] | None:
    """The folded words of a name; None where it has signs of another script, marks inside or no end."""
    if len(name) > MAX_NAME or ('"' in name if name.isascii() else _QUOTED.search(name)):
        return None
    words = folded_words(name)
    return words if name.isascii() or all(map(str.isascii, words)) else None


@lru_cache(maxsize=16384)
def _level_of(codes: frozenset[str]) -> str:
    """The level that all of the codes share, or empty."""
    levels = {level_of_code(code) for code in codes}
    return levels.pop() if len(levels) == 1 else ""


def _in_letters(words: list[str]) -> EndUser:
    """All but the place, of folded words: names that differ in words that no table asks about are read once."""
    role = _roles().get
    found = _of_outline(" ".join([role(word, _REST) for word in words]))
    if found is None:
        folded = " ".join(words)
        return _read(folded, Text(f" {folded} ", folded, latin=True, has_han=False))
    return found


@lru_cache(maxsize=32768)
def _of_outline(outline: str) -> EndUser | None:
    """What a name is whose words outside of all tables are nobody's; None where just these words may matter."""
    text = Text(f" {outline} ", outline, latin=True, has_han=False)
    return None if text.first(_LOCAL) else _read(outline, text)


_LOCAL: Final = phrases(*(words.strip() for row in KINDS if row.only_in_xinjiang for words in row.phrases.words))
"""Words that count in Xinjiang alone, so that every place beside them matters."""


@cache
def _roles() -> dict[str, str]:
    """Each word that a table asks about with itself, and each place with the one that stands for its rank."""
    rows = [row.phrases for row in (*KINDS, *COMPANIES, ASSOCIATION)]
    forms = {word for form in LEGAL_FORMS if form.isascii() for word in form.split()}
    words = asked((*rows, _STATE_HEADS, _LATIN_OFFICE, _LATIN_NO_OFFICE)) | ASKED | _COMPANY_WORDS | _TRADE_HEADS | forms
    return stand_ins(words) | {word: word for word in words}


_PSB: Final = re.compile(r"\bPSB\b")


@lru_cache(maxsize=32768)
def _kind_of(name: str) -> EndUser:
    """All but the place, of a name in plain Han that is no company's: offices are called alike everywhere."""
    return _read_han(name)


def _read_han(name: str) -> EndUser:
    """The same, of any name in plain Han: nothing there is left to fold."""
    return _read(name, Text(f" {name} ", name, latin=False, has_han=True, tokens=[name]))


_HAN_COMPANY: Final = "公司"
"""In a name with these words stands a brand, so that hardly two are alike."""


def _read(name: str, text: Text) -> EndUser:
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
