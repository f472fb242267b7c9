"""A name in plain letters, read in one pass: each of its words is looked up once, and holds what the index and the matcher know of it.

It gives what ``normalise.py``, ``keys.py``, ``parts.py`` and ``tokens.py`` give, or nothing: a name with a phrase in it that has a longer and
a shorter form, or with letters that are not plain, is read there. The types stand in ``kernel_read.pxd``; the same source runs uncompiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from countersight.match.kernel_brief import briefed
from countersight.match.kernel_laid import Laid, Piece, Unit, Word, assembled, own_acronym, plain_word, told_apart
from countersight.names.kernel import Keys, bracketed, misread, several

if TYPE_CHECKING:
    from collections.abc import Callable, Container

SLOW, SINGLE, TITLE, FRONT, AROUND, DIGIT, PHRASE, ENDS_FORM, ALONE, WITHIN, WITHIN_TWO, WITHIN_THEN = 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048
"""Marks of a word: a name that holds it is read elsewhere; one letter; around a person's name; before the name of an organisation; what
``around.py`` takes off may begin with it; begins with a digit; part of a phrase; ends a legal form; a legal form in front by itself; another
name may stand behind it, or behind it and the next together."""
LONGEST_NAME = 200
"""Letters of a name that is read here."""
LONGEST_WORD = 64
MOST_WORDS = 40
"""As ``parts.MAX_TOKENS``."""
MOST_KEYS = 400
"""As ``keys.MAX_KEYS``."""


class Read:
    """A name: its words, how many of them stand without its legal form, and all of them with spaces between."""

    def __init__(self, words: list[Word], size: int, line: bytes, bare: int) -> None:
        self.words, self.size, self.line, self.bare = words, size, line, bare
        self.around = False
        """Whether the name may stand within other words, or be misread; see ``around.py`` and ``misread.py``."""


class Reader:
    """Reads names; one for each thread. What is known of words is shared between them."""

    def __init__(self, held: dict[bytes, Word], special: Container[bytes], tables: Any) -> None:  # noqa: ANN401 - functions of ``laying.py``
        self.held = held
        self.special = special
        self.describe: Callable[[bytes], Word] = tables.describe
        self.person_unit: Callable[[bytes, int, bool], Unit] = tables.person_unit
        self.own_unit: Callable[[bytes], Unit] = tables.own_unit
        self.plain: bytes = tables.plain
        self.dropped: bytes = tables.dropped
        self.kept = 100_000
        self.keys = Keys(MOST_KEYS)

    def word(self, text: bytes) -> Word:
        """What is known of a word."""
        found = self.held.get(text)
        if found is not None:
            return found
        made = self.describe(text) if text in self.special or told_apart(text) else plain_word(text)
        if len(self.held) >= self.kept:
            self.held.clear()
        self.held[text] = made
        return made

    def read(self, text: str) -> Read | None:
        """A name in ASCII as it was written; None where it is read elsewhere."""
        if len(text) > LONGEST_NAME or not text.isascii():
            return None
        return self._read(text.encode())

    def listed(self, raw: bytes, person: bool) -> Laid | None:
        """The layout of a listed name as it was written; None where it is laid out elsewhere, or something more is asked of it: see ``laying._listed``."""
        if len(raw) > LONGEST_NAME or not raw.isascii():
            return None
        read = self._read(raw)
        if read is None:
            return None
        return self._person(read) if person else (None if _doubled(read) else self._organisation(read))

    def _read(self, raw: bytes) -> Read | None:
        if b"?" in raw:
            return None
        around = bracketed(raw) or misread(raw)
        at = raw.find(b",")
        if at >= 0 and not around:
            for i in range(at + 1, len(raw)):
                if 48 <= raw[i] <= 57:  # 0 to 9
                    around = True
                    break
        if b"&" in raw:
            raw = raw.replace(b"&", b" and ")
        found = self.folded(raw.translate(self.plain, self.dropped))
        if found is not None:
            one = found
            if around or (len(one.words) > 0 and _marked(one.words[0], 16)) or several(raw):  # AROUND
                one.around = True
            marks = 0
            for i in range(len(one.words)):
                word = one.words[i]
                if (word.marks & 512) != 0 or ((word.marks & 2048) != 0 and (marks & 1024) != 0):  # WITHIN, WITHIN_THEN after WITHIN_TWO
                    one.around = True
                marks = word.marks
        return found

    def folded(self, line: bytes) -> Read | None:
        """The same of a name in small letters, digits and spaces."""
        words = []
        for text in line.split():
            if len(text) > LONGEST_WORD:
                return None
            one = self.word(text)
            if one.instead is not None:
                one = one.instead
            if (one.marks & 1) != 0:  # SLOW
                return None
            words.append(one)
        many = len(words)
        if many == 0:
            return None
        size = many
        while size > 0:
            last = words[size - 1]
            if (last.marks & 128) == 0:  # ENDS_FORM
                break
            taken = _form(words, size, last.forms)
            if taken == 0:
                break
            size -= taken
        if size == 0:
            size = many
        spelled = []
        bare = found = -1
        for i in range(many):
            one = words[i]
            spelled.append(one.text)
            bare += one.many + 1
            if i == size - 1:
                found = bare
        return Read(words, size, b" ".join(spelled), found)

    def keys_of(self, read: Read) -> Keys:
        """The keys of a name, as ``keys.keys``; good until the next name."""
        keys = self.keys
        keys.begun()
        keys.grams(read.line[: read.bare].replace(b" ", b""))
        for i in range(read.size):
            word = read.words[i]
            keys.add(word.whole)
            if word.many >= 3:
                keys.add(word.head)
                keys.add(word.tail)
        return keys

    def side(self, read: Read, person: bool) -> Laid | None:
        """The layout of a name; None where it is laid out elsewhere."""
        return self._person(read) if person else self._organisation(read)

    def _organisation(self, read: Read) -> Laid | None:
        units = self._company(read)
        pieces = None if units is None else self.pieces(read)
        out = None if units is None or pieces is None else assembled(units, pieces, read.line[: read.bare])
        if out is not None and units is not None and pieces is not None:
            out.briefs = briefed(out, units, pieces)
        return out

    def _person(self, read: Read) -> Laid | None:
        units = self._human(read)
        found = None if units is None else assembled(units, None, b"")
        if found is not None:
            one = found
            one.person = True
        return found

    def units(self, read: Read, person: bool) -> list[Unit | None] | None:
        """The tokens of a name; None where it is laid out elsewhere."""
        return self._human(read) if person else self._company(read)

    def pieces(self, read: Read) -> list[Piece] | None:
        """What the rules know of each word without the legal form; None where that is found elsewhere."""
        words = self._told(read.words, read.size)
        if words is None:
            return None
        gone = _fronted(words)
        out = []
        for i in range(gone, len(words)):
            word = words[i]
            out.append(word.piece)
        return out

    def parts(self, read: Read) -> tuple[list[str], list[str], list[str], list[str], list[str], list[str], list[str], list[str]] | None:
        """Of the words without the legal form: keys, distinctive and general ones, places, numbers, levels, trades, heads as ``parts.Parts`` has them; None: found elsewhere."""
        pieces = self.pieces(read)
        if pieces is None:
            return None
        keys: list[str] = []
        distinct: list[str] = []
        general: list[str] = []
        places: list[str] = []
        numbers: list[str] = []
        levels: list[str] = []
        trades: list[str] = []
        heads: list[str] = []
        for one in pieces:
            piece = one
            if piece.what == 0:
                continue
            if not piece.key_text:
                piece.key_text = piece.word.decode()
            text = piece.key_text
            keys.append(text)
            if piece.what == 1:
                distinct.append(text)
                if len(piece.word) > 4:  # SHORT
                    heads.append(text[0])
            elif piece.what == 2:
                places.append(text[1:])
            elif piece.what == 3:
                numbers.append(text[1:])
            elif piece.what == 4:
                general.append(text)
            else:
                levels.append(text)
            if (piece.marks & 8) != 0:  # TRADE
                trades.append(text)
        return keys, distinct, general, places, numbers, levels, trades, heads

    def tokens(self, read: Read, person: bool) -> tuple[list[str], list[str], list[float], list[str], list[str], list[str], int] | None:
        """Words, kinds, weights, words as they are spelled, those that are joined, trades, and the class of the legal form; None where that is found elsewhere."""
        units = self.units(read, person)
        if units is None:
            return None
        words: list[str] = []
        kinds: list[str] = []
        weights: list[float] = []
        surface: list[str] = []
        joined: list[str] = []
        trades: list[str] = []
        form = 0
        for one in units:
            if one is None:
                return None
            unit = one
            if not unit.kind_text:
                unit.word_text = unit.word.decode()
                unit.spelled_text = unit.spelled.decode()
                unit.kind_text = chr(unit.kind)
            text = unit.word_text
            words.append(text)
            kinds.append(unit.kind_text)
            weights.append(unit.weight / 20.0)
            surface.append(unit.spelled_text)
            if len(unit.joined) > 0:
                joined.append(text)
            if unit.trade != 0:
                trades.append(text)
            if unit.form != 0:
                form = unit.form
        return words, kinds, weights, surface, joined, trades, form

    def _company(self, read: Read) -> list[Unit | None] | None:
        words = self._told(read.words, len(read.words))
        if words is None or len(words) == 0:
            return None
        units: list[Unit | None] = []
        for i in range(len(words)):
            word = words[i]
            units.append(word.later if i > 0 else word.first)
        at = own_acronym(units, 0)
        if at < 0:
            return units
        out = units[:]
        while at >= 0:
            out[at] = self.own_unit(words[at].text)
            at = own_acronym(units, at + 1)
        return out

    def _human(self, read: Read) -> list[Unit | None] | None:
        kept = []
        for i in range(min(len(read.words), MOST_WORDS)):
            word = read.words[i]
            if (word.marks & 4) == 0:  # TITLE
                kept.append(word)
        many = len(kept)
        if many == 0:
            return None
        size = min(many, 3)
        units: list[Unit | None] = []
        for i in range(many):
            word = kept[i]
            unit = word.person
            if unit is None:
                unit = self._unit(word, size, i == 0)
            units.append(unit)
        return units

    def _unit(self, word: Word, size: int, first: bool) -> Unit:
        """A word of a person's name, of which place and number of words matter."""
        if word.persons is None:
            word.persons = [None] * 6
        at = size - 1 if first else size + 2
        found = word.persons[at]
        if found is None:
            found = word.persons[at] = self.person_unit(word.text, size, first)
        return found

    def _told(self, words: list[Word], many: int) -> list[Word] | None:
        """Words with what has a longer and a shorter form in one of them, and single letters in a row as one: ``parts.plainly`` and ``initials_joined``."""
        marks = 0
        for i in range(many):
            word = words[i]
            marks |= word.marks
        if (marks & 66) == 0 and many <= MOST_WORDS:  # PHRASE SINGLE: most names have none
            return words if many == len(words) else words[:many]
        out: list[Word] = []
        single = False
        for i in range(many):
            word = words[i]
            if (word.marks & 66) != 0:  # PHRASE SINGLE
                if (word.marks & 2) != 0:  # SINGLE
                    single = True
                text = word.text
                if text == b"kong":
                    if i > 0 and words[i - 1].text == b"hong":
                        out[len(out) - 1] = self.word(b"hongkong")
                        continue
                elif text == b"no":
                    if i + 1 < many and _marked(words[i + 1], 32):  # DIGIT
                        continue
                elif text == b"china" and i > 1 and words[i - 1].text == b"r" and words[i - 2].text == b"p":
                    return None
            out.append(word)
        if len(out) > MOST_WORDS:
            out = out[:MOST_WORDS]
        return self._joined(out) if single else out

    def _joined(self, words: list[Word]) -> list[Word]:
        """As ``parts.initials_joined``."""
        out: list[Word] = []
        run = b""
        for i in range(len(words)):
            word = words[i]
            if (word.marks & 2) != 0:  # SINGLE
                run = run + word.text
                continue
            if len(run) > 0:
                out.append(self.word(run))
                run = b""
            out.append(word)
        if len(run) > 0:
            out.append(self.word(run))
        return out


def _fronted(words: list[Word]) -> int:
    """How many words in front are a legal form, as ``parts.without_front``."""
    at = 0
    many = len(words)
    while at < many:
        word = words[at]
        if (word.marks & 8) == 0:  # FRONT
            break
        taken = 1 if (word.marks & 256) != 0 else 0  # ALONE
        for form in word.fronts:
            size = len(form)
            if at + size > many:
                continue
            k = 0
            while k < size:
                other = words[at + k]
                if other.text != form[k]:
                    break
                k += 1
            if k == size:
                taken = size
                break
        if taken == 0 or at + taken >= many:
            break
        at += taken
    return at


def _doubled(read: Read) -> bool:
    """Whether a listed name may have an article in front, an academy in it, or its own acronym or one of its words behind it once more."""
    words = read.words
    many = len(words)
    if b"academy" in read.line:
        return True
    front = words[0]
    if front.text == b"the" or front.text == b"of" or front.text == b"a":
        return True
    last = words[many - 1]
    if last.many < 3 or last.many > 8:  # as left_out._LENGTHS
        return False
    if last.text[0] == front.text[0]:
        return many > 1
    for i in range(many - 1):
        word = words[i]
        if word.text == last.text:
            return True
    return False


def _marked(word: Word, marks: int) -> bool:
    return (word.marks & marks) != 0


def _form(words: list[Word], size: int, forms: tuple[tuple[bytes, ...], ...]) -> int:
    """How many words at the end are a legal form."""
    for form in forms:
        many = len(form)
        if many > size:
            continue
        k = 0
        while k < many and words[size - many + k].text == form[k]:
            k += 1
        if k == many:
            return many
    return 0
