"""What a written text is searched by: its Han and its words, folded once, and phrases that are looked for in it.

Phrases are plain strings and are found by substring, not by regular expressions: three hundred of them cost nothing to
compile, and the time is linear in the text whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from countersight.names.normalise import fold

MAX_NAME: Final = 400
"""Characters of a name that are read. The longest name on the 2022 screening list has 162."""
MAX_TEXT: Final = 200_000
"""Characters of one free text that are read: an order, a tender, an address."""
_CHUNK: Final = 500
"""Characters folded at a time: below the bound of :func:`fold` even where compatibility forms spread."""
_OVERLAP: Final = 64
"""Characters that two chunks share, so that no phrase is cut in two. The longest phrase has 51."""

_JOINTS = re.compile(r"(?<=[^ -~])(?=[a-z0-9])|(?<=[a-z0-9])(?=[^ -~])")
_HAN_GAP = re.compile(r"(?<=[^ -~]) (?=[^ -~])")
"""After folding, what is not ASCII is Han, or a script in which nothing is looked for."""
_LETTER = re.compile(r"[a-z]")
_QUOTES: Final = dict.fromkeys(map(ord, '"“”„«»「」『』《》〈〉'))
"""Marks that stand around a name inside a phrase (“天网”工程) and would part it."""
_MORE_SIMPLIFIED: Final = str.maketrans("檢隊衛黨戰邊緝勞審導輯報鄉鎮軍憲評傳職轉訊無遠點", "检队卫党战边缉劳审导辑报乡镇军宪评传职转讯无远点")
"""Traditional characters of the words for offices that :data:`countersight.names.words.SIMPLIFIED` does not hold."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases sorted by how they are looked for: plain words, plain Han, and those tied or joined (``^ $ &``)."""

    words: tuple[str, ...]
    han: tuple[str, ...]
    tied: tuple[Tied, ...]
    tied_words: tuple[Tied, ...] = ()
    """Those of ``tied`` that need no Han."""
    edges: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """What those of them begin or end with, where each is one word or run of words at the edge; else empty."""


@dataclass(frozen=True, slots=True)
class Tied:
    """A tied or joined phrase, made ready: ``letters`` and ``signs`` say which scripts it needs."""

    phrase: str
    parts: tuple[tuple[str, str], ...]
    letters: bool
    signs: bool


def asked(tables: Iterable[Phrases]) -> set[str]:
    """Every word in letters that phrases ask about.

    >>> sorted(asked([phrases("bureau$", "^ministry of", "公安局")]))
    ['bureau', 'ministry', 'of']
    """
    needles = [needle for one in tables for needle in (*one.words, *(part for tied in one.tied for _, part in tied.parts))]
    return {word for needle in needles if needle.isascii() for word in needle.split()}


def _tied(phrase: str) -> Tied:
    parts = []
    for part in phrase.split("&"):
        bare = part.strip("^$")
        if bare.isascii():
            parts.append(("^" if part[0] == "^" else "$" if part[-1] == "$" else "w", f" {bare} "))
        else:
            parts.append(("h", f"{' ' * (part[0] == '^')}{bare}{' ' * (part[-1] == '$')}"))
    return Tied(phrase, tuple(parts), any(sort != "h" for sort, _ in parts), any(sort == "h" for sort, _ in parts))


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for tables that are easier to read as a line than as a list."""
    return frozenset(text.split())


def phrases(*texts: str) -> Phrases:
    """Sort phrases once, when a table is built."""
    words, han, tied = [], [], []
    for text in texts:
        if text[0] == "^" or text[-1] == "$" or "&" in text:
            tied.append(_tied(text))
        elif text.isascii():
            words.append(f" {text} ")
        else:
            han.append(text)
    letters = tuple(one for one in tied if not one.signs)
    parts = [one.parts[0] for one in letters if len(one.parts) == 1 and one.parts[0][0] in "^$"]
    whole = len(parts) == len(letters)
    edges = (tuple(needle for sort, needle in parts if whole and sort == "^"), tuple(needle for sort, needle in parts if whole and sort == "$"))
    return Phrases(tuple(words), tuple(han), tuple(tied), letters, edges)


def pairs(keys: Iterable[str]) -> re.Pattern[str]:
    """Finds the first characters of keys in a text where a second character of any of them stands behind: few that are none, at no cost.

    >>> pairs(["公安", "派出所"]).findall("安公安派公安")
    ['公', '公']
    """
    held = list(keys)
    alone, first, second = ("".join(sorted(set(chars))) for chars in ((key for key in held if len(key) == 1), (key[0] for key in held if key[1:]), (key[1] for key in held if key[1:])))
    return re.compile("|".join([f"[{alone}]"] * bool(alone) + [f"[{first}](?=[{second}])"] * bool(first)) or r"(?!)")


class Table:
    """Rows of phrases with an index: which rows can stand in a text at all, so that a text is not searched for a thousand phrases.

    A phrase in letters is filed under its first word, one in Han under its first character; of a joined phrase its longest
    part is enough, because every part must be there.
    """

    __slots__ = ("_of_char", "_of_word", "_starts")

    def __init__(self, rows: Iterable[Phrases]) -> None:
        """Index the rows; a row is known by its place."""
        of_word: dict[str, list[int]] = {}
        of_char: dict[str, dict[str, list[int]]] = {}
        for number, row in enumerate(rows):
            keys = [padded.strip() for padded in row.words] + list(row.han)
            keys += [max((needle.strip() for _, needle in tied.parts), key=len) for tied in row.tied]
            for key in dict.fromkeys(key.split()[0] if key.isascii() else key for key in keys):
                (of_word.setdefault(key, []) if key.isascii() else of_char.setdefault(key[0], {}).setdefault(key, [])).append(number)
        self._of_word = of_word
        self._of_char = {char: tuple(of_key.items()) for char, of_key in of_char.items()}
        self._starts = pairs(key for of_key in of_char.values() for key in of_key)

    def rows(self, text: Text) -> list[int]:
        """The rows that may stand in a text, in order."""
        found: set[int] = set()
        if text.latin:
            of_word = self._of_word
            for word in text.tokens:
                if word in of_word:
                    found.update(of_word[word])
        if text.has_han:
            han = text.han
            for char in set(self._starts.findall(han)):
                for key, rows in self._of_char[char]:
                    if key in han:
                        found.update(rows)
        return sorted(found) if len(found) > 1 else list(found)


@dataclass(slots=True)
class Text:
    """A folded text: ``words`` has a space around each word of letters, ``han`` is the text as it runs. Never changed; not frozen, because that costs."""

    words: str
    han: str
    latin: bool
    has_han: bool
    tokens: list[str] = field(default_factory=list)
    """``words``, parted."""

    def __post_init__(self) -> None:
        """Part the words once."""
        if not self.tokens:
            self.tokens = self.words.split()

    def has(self, phrase: str) -> bool:
        """Whether a phrase stands in the text.

        A phrase in letters matches whole words. ``^`` and ``$`` tie it to the beginning or the end of the text (in Han:
        of a run of Han), and ``&`` joins parts that must all be there.

        >>> name_text("公安部第一研究所").has("公安部&研究所")
        True
        >>> name_text("Churchill Ltd").has("church"), name_text("Chicago Police").has("police$")
        (False, True)
        """
        return self._holds(_tied(phrase), f" {self.han} ")

    def _holds(self, tied: Tied, padded: str) -> bool:
        for sort, needle in tied.parts:
            if sort == "h":
                if needle not in padded:
                    return False
            elif sort == "w":
                if needle not in self.words:
                    return False
            elif not (self.words.startswith(needle) if sort == "^" else self.words.endswith(needle)):
                return False
        return True

    def first(self, phrases: Phrases) -> str:
        """One of the phrases that stands in the text, or empty."""
        if self.latin:
            for padded in phrases.words:
                if padded in self.words:
                    return padded.strip()
        if self.has_han:
            for plain in phrases.han:
                if plain in self.han:
                    return plain
        return self._first_tied(phrases) if phrases.tied else ""

    def _first_tied(self, phrases: Phrases) -> str:
        if self.has_han:
            padded = f" {self.han} "
            return next((one.phrase for one in phrases.tied if (self.latin or not one.letters) and self._holds(one, padded)), "")
        if any(phrases.edges) and not self.words.startswith(phrases.edges[0]) and not self.words.endswith(phrases.edges[1]):
            return ""
        return next((one.phrase for one in phrases.tied_words if self._holds(one, "")), "")

    def without(self, phrases: Iterable[str]) -> Text:
        """The text with each phrase taken out: words that look like what is sought and are not."""
        words, han = self.words, self.han
        for phrase in phrases:
            if phrase.isascii():
                words = words.replace(f" {phrase} ", " , ")
            else:
                han = han.replace(phrase, ",")
        return Text(words, han, self.latin, self.has_han)


def _text(raw: str, *, close_gaps: bool) -> Text:
    if raw.isascii():
        folded = fold(raw.replace('"', ""))
        return Text(f" {folded} ", folded, latin=True, has_han=False)
    folded = _JOINTS.sub(" ", fold(raw.translate(_QUOTES)).translate(_MORE_SIMPLIFIED))
    ascii_only = folded.isascii()
    han = _HAN_GAP.sub("", folded) if close_gaps and not ascii_only else folded
    return Text(f" {folded} ", han, ascii_only or _LETTER.search(folded) is not None, not ascii_only)


def name_text(name: str) -> Text:
    """A name: its first :data:`MAX_NAME` characters, with the gaps inside Han closed (公 安 局)."""
    return _text(name[:MAX_NAME], close_gaps=True)


def free_text(text: str) -> Iterator[Text]:
    """A free text in overlapping chunks; what stands behind :data:`MAX_TEXT` characters is not read.

    >>> len(list(free_text("x " * 1000))), list(free_text(""))
    (5, [])
    """
    size = min(len(text), MAX_TEXT)
    start = 0
    while start < size:
        end = min(start + _CHUNK, size)
        yield _text(text[_word_start(text, start) : end + _word_rest(text, end)], close_gaps=False)
        if end == size:
            return
        start = end - _OVERLAP


def _word_start(text: str, at: int) -> int:
    """The beginning of the word that a chunk would open in the middle of."""
    back = text.rfind(" ", max(0, at - _OVERLAP), at)
    return at if at == 0 or back < 0 else back


def _word_rest(text: str, at: int) -> int:
    """How much of a word a chunk would leave behind."""
    ahead = text.find(" ", at, at + _OVERLAP)
    return max(ahead - at, 0)


def first_words(rows: Iterable[Phrases]) -> frozenset[str]:
    """A word of each phrase in letters: a text without Han in which none of them stands holds none of the phrases.

    >>> sorted(first_words([phrases("detention center", "^ministry of", "公安")]))
    ['detention', 'ministry']
    """
    found: set[str] = set()
    for row in rows:
        found.update(padded.split()[0] for padded in row.words)
        found.update(needle.split()[0] for tied in row.tied for sort, needle in tied.parts if sort != "h")
    return frozenset(found)
