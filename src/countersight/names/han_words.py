"""The glossary of the Han engine: Han words with English ones, by class; and what stands for the same in letters.

``han_glossary.txt`` holds the words. English is compared by stems, so that *technology*, *technologies* and *tech* are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

from countersight.names.han_text import pinyin

Kind = Literal["l", "h", "o", "w", "q", "d", "t", "b"]
"""Legal form, kind of body, organ of state, weak word, rank or scope, direction, trade, ordinary word that may be a brand."""

Stems = tuple[str, ...]

WEIGHTS: Final[dict[str, float]] = {"l": 0.04, "h": 0.9, "o": 1.4, "w": 0.3, "q": 0.4, "d": 0.9, "t": 0.9, "b": 1.3}
"""How much a word of a class says about who is meant; a brand says 1.0 for each character."""

_STEM: Final = 7
_SMALL: Final = frozenset("a an and at by co for from in of on s the to und d de la le amp".split())
_SAME: Final = {
    "lab": "laborat", "labs": "laborat", "laboratories": "laborat", "tech": "technol", "technical": "technol", "technological": "technol", "sci": "science", "scientific": "science",
    "scis": "science", "intl": "interna", "int": "interna", "univ": "univers", "inst": "institu", "institution": "institu", "dept": "departm", "res": "researc", "ctr": "center", "centre": "center", "grp": "group",
    "mfg": "manufac", "manufacturing": "manufac", "eng": "enginee", "engr": "enginee", "engrg": "enginee", "dev": "develop", "elec": "electro", "electron": "electro", "comm": "communi", "comms": "communi",
    "info": "informa", "equip": "equipme", "equipt": "equipme", "equpt": "equipme", "ind": "industr", "inds": "industr", "industries": "industr", "industry": "industr", "industrial": "industr", "indus": "industr",
    "pharma": "pharmac", "pharm": "pharmac", "bio": "biolog", "biological": "biolog", "biology": "biolog", "biotech": "biotech", "biotechnology": "biotech", "chem": "chemica", "chemistry": "chemica",
    "govt": "governm", "natl": "nationa", "nat": "nationa", "prov": "provinc", "provincial": "provinc", "corp": "corpora", "ltd": "limited", "coltd": "limited", "inc": "corpora", "incorporated": "corpora",
    "technologies": "technol", "technique": "technol", "techniques": "technol", "investments": "investm", "invest": "investm", "hi": "high", "hightech": "high", "hitech": "high", "mgmt": "managem", "admin": "adminis", "assn": "associa", "assoc": "associa", "acad": "academy",
    "hosp": "hospita", "coll": "college", "municipality": "municip", "municipal": "municip", "city": "municip", "peoples": "people", "childrens": "childre", "womens": "women",
    "subbureau": "branch", "trade": "trading", "serv": "service", "srvces": "service", "svc": "service", "holding": "holding", "hldg": "holding", "hldgs": "holding", "petro": "petrole", "optronics": "optoele", "photoelectric": "optoele", "defence": "defense", "aluminium": "aluminu",
    "tyre": "tire", "fibre": "fiber", "mould": "mold", "jewellery": "jewelry", "automotive": "automob", "auto": "automob", "automobile": "automob", "telecom": "telecom", "telecommunication": "telecom", "electrical": "electri", "electricity": "electri", "electric": "electri",
    "medicine": "medical", "educational": "educati", "financial": "finance", "commerce": "commerc", "machinery": "machine", "mechanical": "machine", "agri": "agricul", "agro": "agricul", "environmental": "environ", "intelligence": "intelli", "smart": "intelli", "mechanics": "mechani", "metals": "metal",
    "metallic": "metal", "optics": "optical", "optic": "optical", "astronautics": "aerospa", "cyberspace": "cyberspace", "forestry": "forestr", "fisheries": "fishery", "cultural": "culture", "psychiatric": "mental", "ecological": "ecology", "eco": "ecology", "geological": "geology",
    "energies": "energy", "constructing": "constru", "building": "buildin", "minzu": "nationa", "nationalities": "nationa", "ethnic": "nationa", "prevention": "prevent", "polytechnical": "polytec", "bureaus": "bureau", "foodstuff": "food", "foods": "food", "ministries": "ministry", "communications": "communi",
}  # fmt: skip
"""Abbreviations and forms of one word, to one stem."""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What an English word is compared by: seven letters, without a plural.

    >>> stem("technologies"), stem("tech"), stem("materials"), stem("bus")
    ('technol', 'technol', 'materia', 'bus')
    """
    if word in _SAME:
        return _SAME[word]
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "su":  # noqa: PLR2004 - letters
        word = word[:-1]
        if word in _SAME:
            return _SAME[word]
    return word[:_STEM]


def stems(words: list[str]) -> Stems:
    """The stems of a phrase, without function words.

    >>> stems("University of Science and Technology".lower().split())
    ('univers', 'science', 'technol')
    """
    return tuple(stem(word) for word in words if word not in _SMALL)


def is_small(word: str) -> bool:
    """True for a function word, which no comparison counts."""
    return word in _SMALL


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the glossary: its Han, its class, its English phrases as stems."""

    han: str
    kind: Kind
    english: tuple[Stems, ...]

    @property
    def weight(self) -> float:
        """How much it says."""
        return WEIGHTS[self.kind] * (1.25 if self.kind in "hto" and len(self.han) > 3 else 1.0)  # noqa: PLR2004 - characters


class Glossary:
    """All words, by Han, by their English phrases, and by their pinyin."""

    def __init__(self, text: str) -> None:
        self.words: dict[str, Word] = {}
        self.classes: dict[str, Kind] = {}
        for line in text.split("\n"):
            if not line or line[0] == "#":
                continue
            kind: Kind = line[0]  # type: ignore[assignment]
            for item in line[2:].split(";"):
                han, _, english = item.strip().partition("=")
                if han and han not in self.words:
                    self.words[han] = Word(han, kind, tuple(dict.fromkeys(filter(None, (stems(one.split()) for one in english.split("/"))))))
        order = "btdqwhol"
        for word in sorted(self.words.values(), key=lambda one: order.index(one.kind)):
            for phrase in word.english:
                for one in phrase:
                    self.classes[one] = word.kind if len(phrase) == 1 or one not in self.classes else self.classes[one]
        for one in ("company", "limited", "corpora", "llc", "gmbh", "plc", "pte", "pty"):
            self.classes[one] = "l"
        self.longest = max(map(len, self.words))

    @property
    def spelled(self) -> dict[str, Word]:
        """Pinyin of the words of two characters and more, for names that are written in pinyin throughout."""
        return _spelled()


@cache
def glossary() -> Glossary:
    """The glossary that ships with the project; read at the first question."""
    return Glossary(Path(__file__).with_name("han_glossary.txt").read_text(encoding="utf-8"))


@cache
def _spelled() -> dict[str, Word]:
    found: dict[str, Word] = {}
    for word in glossary().words.values():
        if len(word.han) > 1 and word.kind != "b":
            found.setdefault(pinyin(word.han), word)
    return found
