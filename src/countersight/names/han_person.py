"""A person's name in Han beside one in letters: whether the letters read these characters, all of them and nothing else.

The family name stands in front in Han; in letters it stands in front or behind, and the given name is written joined, apart or with a
hyphen. Mandarin in pinyin or Wade-Giles. The same letters read very many names, so a reading is never more than a reason to look.
"""

from __future__ import annotations

from typing import Final

from countersight.names.han_align import _spelt
from countersight.names.han_text import is_han, simplify
from countersight.names.normalise import fold

COMPOUND: Final = frozenset("欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 夏侯 尉迟 皇甫 公孙 慕容 令狐 长孙 宇文 端木 轩辕 呼延 申屠 鲜于 闾丘 司空 百里 东郭 南门 西门 太史 澹台 淳于 单于 拓跋".split())
"""Family names of two characters."""
_LONGEST: Final = 4


def reading(han: str, letters: str) -> tuple[str, str] | None:
    """Family and given name in letters, where they read a name in Han; None where they do not.

    >>> reading("郑青山", "ZHENG, Qingshan"), reading("郑青山", "Qing-Shan Zheng")
    (('zheng', 'qingshan'), ('zheng', 'qingshan'))
    >>> reading("欧阳振华", "Zhenhua Ouyang"), reading("郑青山", "Zheng Qingshui"), reading("郑青山", "Qingzheng Shan")
    (('ouyang', 'zhenhua'), None, None)
    """
    chars = "".join(char for char in simplify(han) if not (char.isspace() or char in "·•・"))
    words = fold(letters).replace("'", "").split()
    if not 1 < len(chars) <= _LONGEST or not all(map(is_han, chars)) or not 1 < len(words) <= _LONGEST:
        return None
    family = 2 if chars[:2] in COMPOUND and len(chars) > 2 else 1  # noqa: PLR2004 - characters
    if len(chars) - family > 2:  # noqa: PLR2004 - a given name has one character or two
        return None
    for size in range(1, len(words)):
        for front, behind in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            one, other = "".join(front), "".join(behind)
            if _reads(one, chars[:family]) and _reads(other, chars[family:]):
                return one, other
    return None


def _reads(letters: str, chars: str) -> bool:
    return _spelt(letters, chars, 0, False) == len(chars)  # noqa: FBT003 - a key of the cache
