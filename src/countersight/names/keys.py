"""What the name index stores of a name: 32-bit keys of its grams.

Letters: every four characters of the name without spaces and legal form, the first and the last three of each word, and whole words;
so names that are joined, split or romanised in other syllables need no special case. Han: every two characters, and the whole.
Other scripts are romanised first; of these, and of every listed name, the consonants of each word give keys of their own, which find
Arabic and Hebrew spellings and weigh nothing in the length of a name. A Han name has keys of its letters as well, of which the same
holds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from zlib import crc32

from countersight.names.letters import romanise, sound
from countersight.names.normalise import core, script

MAX_KEYS: Final = 400
_GRAM: Final = 4
_EDGE: Final = 3
_SOUND: Final = 3


def keys(text: str) -> list[int]:
    """The keys of a name, each once, in order of appearance; at most :data:`MAX_KEYS`.

    >>> len(keys("ZTE Corp")), len(keys("海康威视"))
    (3, 4)
    """
    base = core(text)
    if not base.isascii():
        if script(base) == "han":
            return _han(base)
        base = romanise(base)
    return _latin(base)


def _latin(base: str) -> list[int]:
    words = base.encode("utf-8", "replace").split()
    joined = b"".join(words)
    found = [int.from_bytes(joined[i : i + _GRAM], "little") for i in range(len(joined) - _GRAM + 1)]
    for word in words:
        found.append(crc32(word, 1))
        if len(word) >= _EDGE:
            found.append(crc32(word[:_EDGE], 2))
            found.append(crc32(word[-_EDGE:], 3))
    return list(dict.fromkeys(found))[:MAX_KEYS]


def _han(base: str) -> list[int]:
    joined = base.replace(" ", "")
    found = [crc32(joined[i : i + 2].encode("utf-8", "replace"), 4) for i in range(len(joined) - 1)]
    return list(dict.fromkeys([*found, crc32(joined.encode("utf-8", "replace"), 5)]))[:MAX_KEYS]


@lru_cache(maxsize=4096)
def _sound_key(word: str) -> int:
    key = sound(word)
    return crc32(key.encode("utf-8", "replace"), 6) if len(key) >= _SOUND else 0


def letter_keys(text: str) -> list[int]:
    """Keys of a Han name as it may stand in letters: grams and beginnings of its words, and whole words; empty for other scripts.

    >>> bool(set(letter_keys("武汉市公安局")) & set(keys("Wuhan Public Security Bureau"))), letter_keys("Wuhan")
    (True, [])
    """
    if text.isascii() or script(text) != "han":
        return []
    from countersight.names.han_latin import rendered  # noqa: PLC0415 - the gazetteer is read when Han turns up

    found: list[int] = []
    for word in rendered(text):
        found += _latin(word)
    return list(dict.fromkeys(found))[:MAX_KEYS]


def sound_keys(text: str) -> list[int]:
    """Keys of the consonants of each word; empty for Han.

    >>> sound_keys("Mohammed Karimi") == sound_keys("محمد کریمی")
    True
    """
    base = romanise(core(text))
    found = (_sound_key(word) for word in base.split()[:20] if len(word) >= _SOUND and word.isascii())
    return list(dict.fromkeys(key for key in found if key))
