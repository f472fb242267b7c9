"""Lays a name in Han and a name in letters side by side: which piece of the one is which words of the other.

Places meet by code, numbers by value, words through the glossary, brands by their readings. Every step takes words that no
earlier step has taken; what is left over on either side is what the score looks at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from countersight.names.gazetteer import inside
from countersight.names.han_segment import HanName, Piece
from countersight.names.han_sound import alike
from countersight.names.han_text import is_pinyin, pinyin, spellings
from countersight.names.han_words import Stems, Word, glossary
from countersight.names.latin_segment import LatinName, Token

_INITIALS: Final = 5
_ALIKE: Final = 0.5
_SPLIT: Final = 3
_LOOSE: Final = 0.6
_SCHOOLS: Final = ("大学", "学院", "学校")
_SCHOOL_STEMS: Final = frozenset(("univers", "college", "institu", "school", "academy", "polytec"))
_ZONES: Final = ("开发区", "示范区", "高新区", "园区", "新区", "试验区", "保税区", "管理区")


@dataclass(slots=True)
class Side:
    """Weights of one side: of everything, of what met, of the brand, of the brand that met."""

    total: float = 0.0
    met: float = 0.0
    brand: float = 0.0
    brand_met: float = 0.0
    head: float = 0.0
    head_met: float = 0.0
    place: float = 0.0
    place_met: float = 0.0

    def add(self, weight: float, met: float, sort: str) -> None:
        """One more piece: its weight, the part of it that met, what it is."""
        self.total += weight
        self.met += weight * met
        if sort == "brand":
            self.brand += weight
            self.brand_met += weight * met
        elif sort == "head":
            self.head += weight
            self.head_met += weight * met
        elif sort == "place":
            self.place += weight
            self.place_met += weight * met


@dataclass(slots=True)
class Alignment:
    """What met. ``segments``: what stands opposite what, and why; ``conflicts``: what can never be the same."""

    left: Side = field(default_factory=Side)
    right: Side = field(default_factory=Side)
    segments: list[tuple[str, str, str]] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    near: float = 0.0
    """How alike the brands that did not meet sound, 0 to 1."""
    homonym: bool = False
    """The place in letters stands for several divisions, and nothing says which."""

    other_brand: bool = False
    """Both are in Han, and their brands are other characters."""
    spelled_out: bool = False
    """Letters that are pinyin, and of none of the characters, are left over."""
    scope: bool = False
    """One says a place where the other says China or national."""


def align(han: HanName, latin: LatinName) -> Alignment:
    """A Han name against one in letters."""
    return _Work(han, latin).run()


class _Work:
    """The state of one alignment: how much of each Han character and of each word has met."""

    def __init__(self, han: HanName, latin: LatinName) -> None:
        self.han = han
        self.latin = latin
        self.out = Alignment()
        self.met_char = [False] * len(han.text)
        self.met_token = [False] * len(latin.tokens)
        self.met_piece = [0.0] * len(han.pieces)
        self.last = 0

    def run(self) -> Alignment:
        if self.throughout():
            self.rest()
            return self.out
        self.places()
        self.numbers()
        self.readings(strong=True)
        self.words()
        self.readings(strong=False)
        self.characters()
        self.rest()
        return self.out

    def meet(self, index: int, tokens: list[int], why: str) -> None:
        piece = self.han.pieces[index]
        self.met_piece[index] = 1.0
        for i in range(piece.start, piece.start + len(piece.text)):
            self.met_char[i] = True
        for i in tokens:
            self.met_token[i] = True
        self.out.segments.append((piece.text, " ".join(self.latin.tokens[i].text for i in tokens), why))

    def throughout(self) -> bool:
        """Whether the letters spell the Han from its first character on, all of them or all but the legal form."""
        joined = "".join(token.text for token in self.latin.tokens)
        plain = self.han.text.replace("|", "")
        end = _spelt(joined, plain, 0, False) if plain and joined else 0  # noqa: FBT003 - a key of the cache
        if end < min(len(plain), 4):
            return False
        rest = "".join(piece.text for piece in self.han.pieces if piece.word and piece.word.kind == "l")
        if end != len(plain) and plain[end:] != rest:
            return False
        self.met_token = [True] * len(self.latin.tokens)
        self.met_piece = [1.0 if plain.find(piece.text) < end else 0.0 for piece in self.han.pieces]
        self.out.segments.append((plain[:end], joined, "pinyin"))
        return True

    def places(self) -> None:
        mine = [(i, piece) for i, piece in enumerate(self.han.pieces) if piece.sort == "place"]
        theirs = list(enumerate(self.latin.places))
        for i, piece in mine:
            for at, span in theirs:
                both = _shared(piece.codes, span.codes)
                if both and not self.met_token[span.start]:
                    self.meet(i, list(range(span.start, span.end)), "place")
                    self.out.homonym |= len(span.codes) > 1 and not piece.codes >= span.codes and len({code[:2] for code in span.codes}) > 1
                    theirs = [one for one in theirs if one[0] != at]
                    break
        lone = [piece for i, piece in mine if not self.met_piece[i]]
        spans = [span for _, span in theirs if not self.met_token[span.start]]
        for piece in lone:
            if self.latin.places and not spans and not any(inside(a, b) or inside(b, a) for a in piece.codes for one in self.latin.places for b in one.codes):
                self.out.conflicts.append(f"place: {piece.text} / -")
            for span in spans:
                if not any(inside(a, b) or inside(b, a) for a in piece.codes for b in span.codes):
                    self.out.conflicts.append(f"place: {piece.text} / {' '.join(one.text for one in self.latin.tokens[span.start : span.end])}")
                elif piece.level and span.level:
                    self.out.conflicts.append(f"level: {piece.text} / {' '.join(one.text for one in self.latin.tokens[span.start : span.end])}")

    def numbers(self) -> None:
        mine = {piece.number: i for i, piece in enumerate(self.han.pieces) if piece.sort == "number"}
        theirs = {token.number: i for i, token in enumerate(self.latin.tokens) if token.number >= 0}
        for value in mine.keys() & theirs.keys():
            self.meet(mine[value], [theirs[value]], "number")
        if mine and theirs and not mine.keys() & theirs.keys():
            self.out.conflicts.append(f"number: {min(mine)} / {min(theirs)}")

    def words(self) -> None:
        order = sorted((i for i, piece in enumerate(self.han.pieces) if piece.word), key=lambda i: -len(self.han.pieces[i].text))
        self.spelled(order)
        for i in order:
            word = self.han.pieces[i].word
            if not self.met_piece[i] and word is not None and (best := self.best(word)):
                self.meet(i, best, "word")
        for i in order:
            if not self.met_piece[i] and len(self.han.pieces[i].text) >= _SPLIT:
                self.parts(i)
        for i in order:
            if not self.met_piece[i] and self.han.pieces[i].text.endswith(_SCHOOLS):
                self.school(i)

    def spelled(self, order: list[int]) -> None:
        """Words that the letters spell in pinyin."""
        for start, end, word in self.latin.spelled:
            if not any(self.met_token[start:end]):
                for i in order:
                    if not self.met_piece[i] and word.han in self.han.pieces[i].text:
                        self.meet(i, list(range(start, end)), "pinyin")
                        break

    def best(self, word: Word) -> list[int]:
        """The words that make up the longest translation that is there; empty when none is."""
        return max((self.phrase(phrase) for phrase in word.english), key=len, default=[])

    def parts(self, index: int) -> None:
        """A word that is met in none of its translations, part by part: 工程学院 as 工程 and 学院."""
        piece = self.han.pieces[index]
        words = glossary().words
        met = 0
        for at in range(len(piece.text) - 1, 0, -1):
            head, tail = words.get(piece.text[:at]), words.get(piece.text[at:])
            if head is None or tail is None:
                continue
            for word in (head, tail):
                if best := self.best(word):
                    met += len(word.han)
                    for i in best:
                        self.met_token[i] = True
                    self.out.segments.append((word.han, " ".join(self.latin.tokens[i].text for i in best), "word"))
            break
        if met:
            self.met_piece[index] = met / len(piece.text)
            for i in range(piece.start, piece.start + len(piece.text)):
                self.met_char[i] = True

    def school(self, index: int) -> None:
        """A kind of school against another kind: names of schools change, and English ones are loose."""
        for i, token in enumerate(self.latin.tokens):
            if not self.met_token[i] and token.stem in _SCHOOL_STEMS:
                self.met_token[i] = True
                self.met_piece[index] = _LOOSE
                self.out.segments.append((self.han.pieces[index].text, token.text, "kind of school"))
                return

    def phrase(self, phrase: Stems) -> list[int]:
        """Free words that make up a phrase; near one another, but in any order. Empty when one is missing."""
        found: list[int] = []
        for one in phrase:
            free = [i for i, token in enumerate(self.latin.tokens) if token.stem == one and not self.met_token[i] and i not in found and token.kind != "place"]
            if not free:
                return []
            found.append(min(free, key=lambda i: abs(i - found[-1]) if found else i))
        return found

    def readings(self, *, strong: bool) -> None:
        """Words that spell characters. ``strong``: words that are no English word of the glossary."""
        cantonese = self.han.traditional or any(code in {"810000", "820000"} for piece in self.han.pieces for code in piece.codes) or any(code in {"810000", "820000"} for span in self.latin.places for code in span.codes)
        for at, token in enumerate(self.latin.tokens):
            if self.met_token[at] or len(token.text) < 2 or token.kind == "small" or (strong and token.kind not in {"", "place"}):  # noqa: PLR2004 - letters
                continue
            if token.kind == "place" and token.weight == 0:
                continue
            self.spell(at, token, cantonese=cantonese)

    def spell(self, at: int, token: Token, *, cantonese: bool) -> None:  # noqa: C901 - a search over runs of words and of characters
        best: tuple[int, int, int] | None = None
        text = token.text
        for size in (1, 2, 3, 4):
            if size > 1:
                if at + size > len(self.latin.tokens):
                    break
                following = self.latin.tokens[at + size - 1]
                if self.met_token[at + size - 1] or following.kind not in {"", "place"}:
                    break
                text += following.text
            for start in self.order():
                if self.met_char[start] or (start and size > 1 and best):
                    continue
                end = _spelt(text, self.han.text, start, cantonese)
                if end > start and not any(self.met_char[start:end]):
                    alone = end - start == 1
                    beside = alone and ((start and self.met_char[start - 1]) or (end < len(self.met_char) and self.met_char[end]) or len(self.latin.tokens) - at > 1)
                    if (not alone or beside) and (best is None or end - start > best[1] - best[0]):
                        best = (start, end, size)
            if best:
                break
        if best is None:
            return
        start, end, size = best
        self.last = end
        for i in range(start, end):
            self.met_char[i] = True
        for i in range(at, at + size):
            self.met_token[i] = True
        self.out.segments.append((self.han.text[start:end], text, "reading"))

    def order(self) -> list[int]:
        """Characters to begin at: those behind the last reading first."""
        size = len(self.han.text)
        return [*range(self.last, size), *range(self.last)]

    def characters(self) -> None:
        """Pieces whose characters were met by readings, wholly or in part."""
        for i, piece in enumerate(self.han.pieces):
            if not self.met_piece[i] or (self.met_piece[i] < 1 and piece.sort == "brand"):
                hit = sum(self.met_char[piece.start : piece.start + len(piece.text)])
                self.met_piece[i] = hit / len(piece.text)
        for i, piece in enumerate(self.han.pieces):
            if piece.sort == "latin" and not self.met_piece[i]:
                for at, token in enumerate(self.latin.tokens):
                    if not self.met_token[at] and token.text == piece.text:
                        self.meet(i, [at], "letters")
                        break

    def rest(self) -> None:
        left, right = self.out.left, self.out.right
        for i, piece in enumerate(self.han.pieces):
            left.add(piece.weight, self.met_piece[i], _sort(piece))
        for i, token in enumerate(self.latin.tokens):
            if token.weight:
                right.add(token.weight, float(self.met_token[i]), "place" if token.place >= 0 else {"": "brand", "b": "brand", "h": "head", "o": "head"}.get(token.kind, "word"))
        office = any(self.met_piece[i] and piece.word and piece.word.kind == "o" for i, piece in enumerate(self.han.pieces))
        if office and any(not self.met_piece[i] and piece.text.endswith(_ZONES) for i, piece in enumerate(self.han.pieces)):
            self.out.conflicts.append("level: a zone on one side only")
        self.out.spelled_out = any(not self.met_token[i] and token.kind == "" and len(token.text) >= _INITIALS - 1 and is_pinyin(token.text) for i, token in enumerate(self.latin.tokens))
        national = {"china", "chinese", "nationa"}
        self.out.scope = (any(not self.met_piece[i] and piece.sort == "place" for i, piece in enumerate(self.han.pieces)) and any(not self.met_token[i] and token.stem in national for i, token in enumerate(self.latin.tokens))) or (
            any(not self.met_piece[i] and piece.text in {"中国", "国家", "全国", "中华"} for i, piece in enumerate(self.han.pieces)) and any(not self.met_token[span.start] for span in self.latin.places)
        )
        han = "".join(piece.text for i, piece in enumerate(self.han.pieces) if self.met_piece[i] == 0 and _sort(piece) == "brand")
        latin = "".join(token.text for i, token in enumerate(self.latin.tokens) if not self.met_token[i] and token.kind in {"", "b"})
        if han and not latin:
            latin = "".join(token.text for i, token in enumerate(self.latin.tokens) if not self.met_token[i] and token.kind in {"t", "d", "w"})
        if han and latin:
            self.out.near = _near(han, latin)
            if self.out.near >= _ALIKE:
                self.out.segments.append((han, latin, "sound"))


def _sort(piece: Piece) -> str:
    if piece.sort in {"brand", "latin"}:
        return "brand"
    if piece.sort == "word" and piece.word:
        return "brand" if piece.word.kind == "b" else "head" if piece.word.kind in "ho" else "word"
    return "place" if piece.sort == "place" else "word"


def _shared(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    return left & right


@lru_cache(maxsize=16384)
def _spelt(token: str, han: str, start: int, cantonese: bool) -> int:  # noqa: FBT001 - a key of the cache
    """The end of the run of characters from ``start`` that a word spells to its last letter, or ``start``."""
    states = {0}
    for at in range(start, min(len(han), start + 40)):
        following = set()
        for pos in states:
            for one in spellings(han[at], cantonese=cantonese):
                if token.startswith(one, pos):
                    following.add(pos + len(one))
        if len(token) in following:
            return at + 1
        states = following
        if not states:
            return start
    return start


def _near(han: str, latin: str) -> float:
    """How alike a brand in Han and one in letters are, 0 to 1; initials count in part. What is pinyin, and not of these characters, is another name."""
    initials = "".join(pinyin(char)[:1] for char in han)
    short = 0.7 if 1 < len(latin) <= _INITIALS and latin == initials else 0.0
    found = max(alike(han, latin), short)
    return 0.4 * found if len(latin) > _INITIALS and is_pinyin(latin) else found


def known(word: str) -> bool:
    """True for an English word of the glossary."""
    return word in glossary().classes
