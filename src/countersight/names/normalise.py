"""A written name to comparable forms: :func:`fold`, :func:`core`, :func:`grams`, :func:`script`.

Names are hostile input. Everything here is a pure function, linear in the input, and reads at most :data:`MAX_CHARS`
characters: what stands behind that is not compared. Combining marks, bidi controls, control characters and lone
surrogates neither raise nor survive.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from countersight.names.words import LEGAL_FORMS, SIMPLIFIED, SPELLINGS

MAX_CHARS: Final = 1024
"""Longest part of a name that is read, before and after folding. The longest name on the 2022 screening list has 162."""

GRAM: Final = 4
"""Length of the character grams for scripts with letters; Han uses 2."""

Script = Literal["latin", "han", "other"]

_MOJIBAKE = re.compile(r"(?<=[a-z])\?(?=[a-z])|(?<=[A-Z])\?(?=[A-Z])")
"""A curly apostrophe that a lossy export turned into ``?``: inside a word, both neighbours in the same case."""

_APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032\u00b4`\u0091\u0092\uff07"
_LETTERS: Final = {
    **dict.fromkeys(map(ord, _APOSTROPHES), ""),
    ord("&"): " and ", 0xFF06: " and ",
    ord("ø"): "o", ord("Ø"): "o", ord("đ"): "d", ord("Đ"): "d", ord("ł"): "l", ord("Ł"): "l", ord("ı"): "i",
    ord("æ"): "ae", ord("Æ"): "ae", ord("œ"): "oe", ord("Œ"): "oe", ord("ð"): "d", ord("Ð"): "d",
    ord("þ"): "th", ord("Þ"): "th",
}  # fmt: skip
"""Characters without a canonical decomposition, and marks that join rather than part."""
for _code in (*range(0xC0, 0x180), *range(0x1EA0, 0x1EFA)):  # a plain letter with marks, which go: the quick way to the same
    _base, *_marks = list(unicodedata.normalize("NFKD", chr(_code)))
    if _base.isascii() and _base.isalpha() and all(map(unicodedata.combining, _marks)):
        _LETTERS.setdefault(_code, _base)
_LETTERS.update(dict.fromkeys(map(ord, "\u00a0\u00ab\u00bb\u2013\u2014\u201c\u201d\u201e"), " "))

_ASCII_RUN = re.compile(r"[^a-z0-9]+")
PLAIN: Final = bytes(ord(c) if (c := chr(i).lower()).isascii() and c.isalnum() else 32 for i in range(256))
"""Each byte of plain text to a small letter, a digit or a space."""
_SURE_TO_FIT: Final = MAX_CHARS // 5
_AUTONOMOUS = re.compile(r"\bxinjiang uyghur autonomous region(?: xuar)?\b|\bxuar\b")
_XINJIANG = "xinjiang uyghur autonomous region"


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003134f"


def _spread(text: str) -> str:
    """The slow way for text that is not plain ASCII: letters and digits stay, the rest parts words or vanishes."""
    out: list[str] = []
    latin = False
    for char in unicodedata.normalize("NFKD", text):
        category = unicodedata.category(char)
        if category[0] == "M":
            if not latin:
                out.append(char)
        elif category == "Cf":
            continue
        elif category[0] in "LN":
            latin = char < "\u0250" or "\u1e00" <= char <= "\u1eff"
            out.append(char)
        else:
            latin = False
            out.append(" ")
    return unicodedata.normalize("NFKC", "".join(out))


def fold(text: str) -> str:
    r"""One comparable form per written name.

    Compatibility forms are unified (NFKC), case and Latin diacritics go, punctuation parts words, apostrophes join
    them, ``&`` is *and*, spellings of one word come together (Uighur, Uygur, Uyghur), traditional Han becomes
    simplified for common characters. A ``?`` inside a word is read as the apostrophe that the published Consolidated
    Screening List lost.

    Args:
        text: Any text; only the first :data:`MAX_CHARS` characters are read.

    Returns:
        Words parted by single spaces; empty when nothing can be compared.

    >>> fold("Ministry of Public Security?s") == fold("Ministry of Public Security\u2019s")
    True
    >>> fold("  SenseTime Group & Co., Ltd. ")
    'sensetime group and co ltd'
    """
    return _fold(text[:MAX_CHARS])


@lru_cache(maxsize=32768)
def _fold(text: str) -> str:
    """:func:`fold` of a name already cut to length, so that the cache never holds a long hostile key."""
    return " ".join(folded_words(text))


def folded_words(text: str) -> list[str]:
    """The words of :func:`fold`, without its cache: for a caller that meets each name once, or keeps what it made of them.

    >>> folded_words("  SenseTime Group & Co., Ltd. ")
    ['sensetime', 'group', 'and', 'co', 'ltd']
    """
    text = text[:MAX_CHARS]
    if text.isascii() and not ("&" in text and len(text) > _SURE_TO_FIT):  # the quick way to the same
        if "?" in text:
            text = _MOJIBAKE.sub("", text)
        plain = text.replace("&", " and ").encode().translate(PLAIN, b"'`").decode()
    elif (text := _MOJIBAKE.sub("", text).translate(_LETTERS)).isascii():
        plain = _ASCII_RUN.sub(" ", text.lower())
    else:
        plain = _spread(_spread(text).casefold()).translate(SIMPLIFIED)
    words = plain[:MAX_CHARS].split()
    if not _SPELLED.isdisjoint(words):
        words = [SPELLINGS.get(word, word) for word in words]
    return _AUTONOMOUS.sub(_XINJIANG, " ".join(words)).split() if "xuar" in words else words


_SPELLED: Final = frozenset(SPELLINGS)


def script(text: str) -> Script:
    """The script that a name is compared in: Han as soon as it holds two Han characters, or one and nothing Latin.

    >>> script("海康威视"), script("Hikvision"), script("Хиквижн")
    ('han', 'latin', 'other')
    """
    if text.isascii():
        return "latin"
    han = latin = other = 0
    for char in text[:MAX_CHARS]:
        if _is_han(char):
            han += 1
        elif char.isalpha():
            if char < "\u0250" or "\u1e00" <= char <= "\u1eff" or "\uff21" <= char <= "\uff5a":
                latin += 1
            else:
                other += 1
    if han > 1 or (han and not latin):
        return "han"
    return "other" if other > latin else "latin"


_FORMS: Final = tuple(tuple(form.split()) for form in sorted(LEGAL_FORMS, key=len, reverse=True) if form.isascii())
FORMS_BY_LAST: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    last: tuple(sorted((f for f in _FORMS if f[-1] == last), key=len, reverse=True)) for last in {f[-1] for f in _FORMS}
}
_HAN_FORMS: Final = tuple(sorted((form for form in LEGAL_FORMS if not form.isascii()), key=len, reverse=True))


def core(text: str) -> str:
    """The folded name without its legal form, which is only ever taken from the end and never leaves nothing.

    >>> core("Hangzhou Hikvision Digital Technology Co., Ltd.")
    'hangzhou hikvision digital technology'
    >>> core("杭州海康威视数字技术股份有限公司")
    '杭州海康威视数字技术'
    >>> core("Co., Ltd.")
    'co ltd'
    """
    return _core(fold(text))


@lru_cache(maxsize=4096)
def _core(folded: str) -> str:
    words = folded.split()
    size = len(words)
    while size:
        for form in FORMS_BY_LAST.get(words[size - 1], ()):
            if len(form) <= size and tuple(words[size - len(form) : size]) == form:
                size -= len(form)
                break
        else:
            break
    rest = " ".join(words[:size])
    while rest and _is_han(rest[-1]):
        form_han = next((form for form in _HAN_FORMS if rest.endswith(form)), "")
        if not form_han or len(rest) - len(form_han) < 2:  # noqa: PLR2004 - a single character names nobody
            break
        rest = rest[: -len(form_han)].rstrip()
    return rest or folded


def grams(text: str) -> list[str]:
    """What the index stores of a name: character grams over its core without spaces, and whole words.

    Letters give 4-grams and ``=word``; Han gives 2-grams and ``=name``. No gram is listed twice; the order is that of
    first appearance.

    >>> grams("ZTE Corp")
    ['=zte']
    >>> grams("海康威视")
    ['海康', '康威', '威视', '=海康威视']
    """
    base = core(text)
    joined = base.replace(" ", "")
    if script(base) == "han":
        found = [joined[i : i + 2] for i in range(len(joined) - 1)]
        return list(dict.fromkeys([*found, f"={joined}"])) if joined else []
    found = [joined[i : i + GRAM] for i in range(len(joined) - GRAM + 1)]
    return list(dict.fromkeys([*found, *(f"={word}" for word in base.split())]))
