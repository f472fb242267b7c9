"""How wide a text is when it is drawn, without a font at hand: advance widths per character, and lines broken by them.

Latin letters have the widths of Helvetica and the fonts made to its measure, in thousandths of the size. Characters of
East Asia take a full square (Unicode Standard Annex 11), everything else three quarters. A tenth is added, because the
font of whoever looks at it may be wider; for bold letters a quarter and more, since where Helvetica is missing its
stand-in is often DejaVu, whose bold is that much wider.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_BY_WIDTH: Final = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[]ft\\", 333: "()-`r", 334: "{}", 355: '"', 389: "*", 469: "^",
    500: "Jckrsvxyz", 556: "#$0123456789L_abdeghnopqu?", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw",
    778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
_WIDTHS: Final = {char: width for width, chars in reversed(_BY_WIDTH.items()) for char in chars}
_FULL: Final = 1000
_OTHER: Final = 750


def text_width(text: str, size: int, *, bold: bool = False) -> int:
    """The width of a line in pixels, rounded up, with something to spare.

    >>> text_width("Invented Kestrel", 12), text_width("虚构", 12), text_width("Invented Kestrel", 12, bold=True)
    (96, 27, 111)
    """
    thousandths = sum(_char(char) for char in text)
    return -(-thousandths * size * (128 if bold else 110) // 100_000)


def _char(char: str) -> int:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char):
        return 0
    return _FULL if unicodedata.east_asian_width(char) in {"W", "F", "A"} else _OTHER


def broken(text: str, size: int, most: int, lines: int = 3, *, bold: bool = False) -> list[str]:
    """A text in lines that are no wider than allowed, broken between words, inside one only where it must be.

    Args:
        text: One line.
        size: Of the font, in pixels.
        most: Width of a line in pixels.
        lines: So many at most; what does not fit ends in an ellipsis.
        bold: In bold letters.

    >>> broken("Invented Kestrel Vision Co., Ltd.", 12, 120)
    ['Invented Kestrel', 'Vision Co., Ltd.']
    """
    found = [""]
    for word in text.split():
        rest = word
        if found[-1] and text_width(f"{found[-1]} {rest}", size, bold=bold) <= most:
            found[-1] += f" {rest}"
            continue
        while text_width(rest, size, bold=bold) > most:
            cut = next(at for at in range(len(rest) - 1, 0, -1) if at == 1 or text_width(rest[:at], size, bold=bold) <= most)
            found.append(rest[:cut])
            rest = rest[cut:]
        found.append(rest)
    found = [line for line in found if line]
    if len(found) > lines:
        found = found[:lines]
        while found[-1] and text_width(f"{found[-1]}…", size, bold=bold) > most:
            found[-1] = found[-1][:-1]
        found[-1] += "…"
    return found or ["?"]
