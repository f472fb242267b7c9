"""The keys of a name in Latin letters, as a compiler likes it; the types stand in ``kernel.pxd``. Uncompiled it gives the same, slowly."""

from __future__ import annotations

FULL = 0xFFFFFFFF
MARKS = 1024
_ROWS = bytearray(4 * 256)
TABLE = memoryview(_ROWS).cast("I")
"""The remainders of CRC-32, byte by byte."""
for _byte in range(256):
    _rest = _byte
    for _ in range(8):
        _rest = (_rest >> 1) ^ 0xEDB88320 if _rest & 1 else _rest >> 1
    TABLE[_byte] = _rest


def crc(held: bytes, at: int, end: int, start: int) -> int:
    """As ``zlib.crc32`` of a part."""
    found = start ^ FULL
    for i in range(at, end):
        found = TABLE[(found ^ held[i]) & 0xFF] ^ (found >> 8)
    return found ^ FULL


class Keys:
    """The keys of one name while they are collected, each once: few enough to look through."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = memoryview(bytearray(4 * most)).cast("I")
        self.count = 0
        self.marks = memoryview(bytearray(4 * MARKS)).cast("I")
        """By some bits of a key, of which name it was last seen: most keys are told new by it, without a look at the others."""
        self.name = 1

    def begun(self) -> None:
        """Forget all keys."""
        self.count = 0
        self.name += 1
        if self.name == FULL:
            self.marks = memoryview(bytearray(4 * MARKS)).cast("I")
            self.name = 1

    def add(self, key: int) -> None:
        """Take a key in that is not there yet, as long as there is room."""
        held = self.held
        spot = (key ^ (key >> 11) ^ (key >> 21)) & (MARKS - 1)
        if self.marks[spot] == self.name:
            for i in range(self.count):
                if held[i] == key:
                    return
        else:
            self.marks[spot] = self.name
        if self.count < self.most:
            held[self.count] = key
            self.count += 1

    def grams(self, joined: bytes) -> None:
        """Every four letters of all words in a row."""
        for i in range(len(joined) - 3):
            a, b, c, d = joined[i], joined[i + 1], joined[i + 2], joined[i + 3]
            self.add(a | (b << 8) | (c << 16) | (d << 24))

    def latin(self, words: list[bytes], joined: bytes) -> list[int]:
        """Every four letters of all words in a row; then each word, its first and its last three letters."""
        self.grams(joined)
        for one in words:
            word = one
            many = len(word)
            self.add(crc(word, 0, many, 1))
            if many >= 3:
                self.add(crc(word, 0, 3, 2))
                self.add(crc(word, many - 3, many, 3))
        return [self.held[i] for i in range(self.count)]


INITIALS = b"bpmfdtnlgkhjqxrzcsyw"
FINALS = b"iang iong uang ang eng ing ong ian iao uai uan ai an ao ei en er ia ie in iu ou ua ue ui un uo a e i o u v "
"""Of Mandarin syllables, each with a space behind it."""
VOWELS = b"aeiouv"
LONG = 64


def syllables(word: bytes) -> bool:
    """Whether a word can be read as Mandarin syllables, as ``parts.is_pinyin``; False where it has more than 64 letters."""
    many = len(word)
    if many == 0 or many > LONG:
        return False
    reached = bytearray(many + 1)
    reached[0] = 1
    for i in range(many):
        if reached[i] == 0:
            continue
        _finals(word, i, many, reached)
        if word[i] in INITIALS:
            _finals(word, i + 1, many, reached)
            if i + 1 < many and word[i + 1] == 104 and (word[i] == 122 or word[i] == 99 or word[i] == 115):  # h; z c s
                _finals(word, i + 2, many, reached)
    return reached[many] == 1


def _finals(word: bytes, start: int, many: int, reached: bytearray) -> None:
    """Mark where any final ends that stands at a place."""
    if start >= many or word[start] not in VOWELS:
        return
    at = 0
    while at < len(FINALS):
        k = 0
        while FINALS[at + k] != 32 and start + k < many and word[start + k] == FINALS[at + k]:  # a space
            k += 1
        if FINALS[at + k] == 32:  # a space
            reached[start + k] = 1
        at += k
        while FINALS[at] != 32:  # a space
            at += 1
        at += 1


def sounded(word: bytes) -> bytes:
    """The consonants of a word in small letters, as ``letters.sound``."""
    text = bytearray(word[:40])
    many = _hissing(text, len(text))
    many = _softened(text, many)
    many = _without_vowels(text, many)
    return bytes(text[:many]) or word[:1]


def _hissing(text: bytearray, many: int) -> int:
    """sch, sh, zh, tch, ch, dj, dzh, j, cz, ts and tz to S, in place; returns how many letters are left."""
    at = out = 0
    while at < many:
        c = text[at]
        d = text[at + 1] if at + 1 < many else 0
        e = text[at + 2] if at + 2 < many else 0
        size = 0
        if c == 115 and d == 99 and e == 104:  # sch
            size = 3
        elif (c == 115 or c == 122) and d == 104:  # sh zh
            size = 2
        elif c == 116 and d == 99 and e == 104:  # tch
            size = 3
        elif (c == 99 and d == 104) or (c == 100 and d == 106):  # ch dj
            size = 2
        elif c == 100 and d == 122 and e == 104:  # dzh
            size = 3
        elif c == 106:  # j
            size = 1
        elif (c == 99 and d == 122) or (c == 116 and (d == 115 or d == 122)):  # cz ts tz
            size = 2
        if size > 0:
            text[out] = 83  # S
            at += size
        else:
            text[out] = c
            at += 1
        out += 1
    return out


def _softened(text: bytearray, many: int) -> int:
    """ph, ff, v, w before a vowel and b before b to f; then kh, gh, ck, q, c, x to k; then th, dh to t; then z to s."""
    at = out = 0
    while at < many:
        c = text[at]
        d = text[at + 1] if at + 1 < many else 0
        if (c == 112 and d == 104) or (c == 102 and d == 102):  # ph ff
            text[out] = 102
            at += 2
        elif c == 118 or (c == 119 and (d == 97 or d == 101 or d == 105 or d == 111 or d == 117)) or (c == 98 and d == 98):  # v, w before aeiou, bb
            text[out] = 102
            at += 1
        else:
            text[out] = c
            at += 1
        out += 1
    many = out
    at = out = 0
    while at < many:
        c = text[at]
        d = text[at + 1] if at + 1 < many else 0
        if ((c == 107 or c == 103) and d == 104) or (c == 99 and d == 107):  # kh gh ck
            text[out] = 107
            at += 2
        elif c == 113 or c == 99 or c == 120:  # q c x
            text[out] = 107
            at += 1
        elif (c == 116 or c == 100) and d == 104:  # th dh
            text[out] = 116
            at += 2
        elif c == 122:  # z
            text[out] = 115
            at += 1
        else:
            text[out] = c
            at += 1
        out += 1
    return out


def _without_vowels(text: bytearray, many: int) -> int:
    """Vowels, y, w and h go; a letter that then stands twice in a row stands once."""
    out = 0
    for at in range(many):
        c = text[at]
        if c == 97 or c == 101 or c == 105 or c == 111 or c == 117 or c == 121 or c == 119 or c == 104:  # aeiouywh
            continue
        if out > 0 and text[out - 1] == c:
            continue
        text[out] = c
        out += 1
    return out


def misread(raw: bytes) -> bool:
    """Whether a name may have a sign that a machine misread it: as ``misread._SIGN``."""
    many = len(raw)
    for i in range(1, many):
        c, d = raw[i - 1], raw[i]
        if (_digit(c) and _letter(d)) or (_digit(d) and _letter(c)):
            return True
        if d == 108:  # l
            if _capital(c) and ((i > 1 and _capital(raw[i - 2])) or (i + 1 < many and _capital(raw[i + 1]))):
                return True
        elif c == 108 and _capital(d) and i + 1 < many and _capital(raw[i + 1]):  # l
            return True
    return False


def bracketed(raw: bytes) -> bool:
    """Whether a name ends with brackets: no letter and no number stands behind the last one."""
    at = raw.rfind(b")")
    if at < 0:
        return False
    for i in range(at + 1, len(raw)):
        c = raw[i] | 32
        if 97 <= c <= 122 or 48 <= raw[i] <= 57:
            return False
    return True


def several(raw: bytes) -> bool:
    """Whether a sign stands in a name that parts several (a stroke before an s is that of A/S), or the end of a.k.a. or d.b.a."""
    many = len(raw)
    for i in range(many):
        c = raw[i]
        if c == 59 or c == 124 or c == 10:  # ; | and the end of a line
            return True
        if c == 47 and not (i + 1 < many and (raw[i + 1] | 32) == 115 and (i + 2 == many or raw[i + 2] == 32)):  # / but /s
            return True
        if c == 46 and i > 0 and i + 1 < many and (raw[i + 1] | 32) == 97 and ((raw[i - 1] | 32) == 107 or (raw[i - 1] | 32) == 98):  # k.a b.a
            return True
    return False


def _digit(c: int) -> bool:
    """A digit that is taken for a letter, or the other way round."""
    return c == 48 or c == 49 or c == 53 or c == 56  # 0 1 5 8


def _letter(c: int) -> bool:
    return _capital(c) or 97 <= c <= 122  # a to z


def _capital(c: int) -> bool:
    return 65 <= c <= 90  # A to Z
