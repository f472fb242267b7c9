"""Letters of other scripts to Latin ones: Cyrillic, Greek, Arabic, Hebrew, Kana, Hangul, Thai; and the sound of a name.

Tables of our own, in the manner of common passports and news, not of one standard: what two spellings make of one name is
brought together by :func:`sound`. Abjads write no short vowels, so their words are compared by sound only.
Han is not here: see ``han_text.py``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ALIKE: Final = """
а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya
і i ї i є e ґ g ў u ј j љ lj њ nj ћ c ђ dj џ dz қ k ғ g ң n ү u ұ u һ h ө o ә a
α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o
ا a أ a إ i آ a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع - غ gh ف f ق q ك k ل l م m ن n ه h و w ي y ى a ئ y ؤ w ء - ة a
پ p چ ch ژ zh گ g ک k ی y ە e ې e ۇ u ۆ o ۈ u ۋ w ڭ ng ھ h
א a ב b ג g ד d ה h ו v ז z ח ch ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע - פ p ף f צ ts ץ ts ק k ר r ש sh ת t
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no
ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n
ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu
ャ *ya ュ *yu ョ *yo ァ *a ィ *i ゥ *u ェ *e ォ *o ッ - ー -
ก k ข kh ค kh ฆ kh ง ng จ ch ฉ ch ช ch ซ s ฌ ch ญ y ฎ d ฏ t ฐ th ฑ th ฒ th ณ n ด d ต t ถ th ท th ธ th น n บ b ป p ผ ph ฝ f พ ph ฟ f ภ ph ม m ย y
ร r ล l ว w ศ s ษ s ส s ห h ฬ l อ o ฮ h ะ a ั a า a ำ am ิ i ี i ึ ue ื ue ุ u ู u เ e แ ae โ o ใ ai ไ ai ็ - ่ - ้ - ๊ - ๋ - ์ -
"""

TABLE: Final[dict[int, str]] = {}
for _line in _ALIKE.strip().split("\n"):
    _cells = _line.split()
    for _char, _latin in zip(_cells[::2], _cells[1::2], strict=True):
        TABLE[ord(_char)] = "" if _latin == "-" else _latin
for _code in range(0x30A1, 0x30F7):  # hiragana stands 0x60 below katakana
    if _code in TABLE:
        TABLE[_code - 0x60] = TABLE[_code]

_LEADS: Final = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "_").split()
_MIDDLES: Final = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_TAILS: Final = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()
_HANGUL: Final = (0xAC00, 0xD7A3)
_ABJAD: Final = re.compile("[\u0590-\u06ff]")
_SMALL: Final = re.compile(r"([a-z])[aiueo]\*([aiueoy]+)")


def _syllable(code: int) -> str:
    at = code - _HANGUL[0]
    return (_LEADS[at // 588] + _MIDDLES[at % 588 // 28] + _TAILS[at % 28]).replace("_", "")


def romanise(folded: str) -> str:
    """A folded name in Latin letters, as far as its script has letters; what is not known stays as it is.

    >>> romanise("газпром"), romanise("삼성전자"), romanise("トヨタ"), romanise("محمد")
    ('gazprom', 'samseongjeonja', 'toyota', 'mhmd')
    """
    if folded.isascii():
        return folded
    out = folded.translate(TABLE)
    if not out.isascii():
        out = "".join(_syllable(ord(c)) if _HANGUL[0] <= ord(c) <= _HANGUL[1] else c for c in out)
    out = out.replace("dzh", "j")
    return _SMALL.sub(r"\1\2", out).replace("*", "") if "*" in out else out


def is_abjad(text: str) -> bool:
    """True when a text holds Arabic or Hebrew letters: its short vowels are not written."""
    return _ABJAD.search(text) is not None


_SOUNDS: Final = (
    (re.compile(r"sch|sh|zh|tch|ch|dj|dzh|j|cz|ts|tz"), "S"),
    (re.compile(r"ph|ff|v|w(?=[aeiou])|b(?=b)"), "f"),
    (re.compile(r"kh|gh|ck|q|c|x|k"), "k"),
    (re.compile(r"th|dh|t"), "t"),
    (re.compile(r"z|s"), "s"),
    (re.compile(r"[aeiouyw]+"), ""),
    (re.compile(r"h"), ""),
)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """The consonants of a word, as several languages spell them: a coarse key, never enough by itself.

    >>> sound("mohammed") == sound("muhamad") == sound("mhmd"), sound("ivanov") == sound("ivanoff")
    (True, True)
    """
    text = word[:40]
    for pattern, plain in _SOUNDS:
        text = pattern.sub(plain, text)
    return re.sub(r"(.)\1+", r"\1", text) or word[:1]
