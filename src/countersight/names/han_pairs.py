"""Lays two names of one script side by side: Han with Han, character by character; letters with letters, word by word."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from rapidfuzz import fuzz

from countersight.names.gazetteer import inside
from countersight.names.han_align import _ZONES, Alignment, Side, _sort
from countersight.names.han_segment import HanName, Piece
from countersight.names.latin_segment import LatinName, Token

_SHORT: Final = 5


def align_han(left: HanName, right: HanName) -> Alignment:
    """Two Han names: places by code, numbers by value, the rest by the same characters in the same order."""
    out = Alignment()
    met = [[0.0] * len(name.pieces) for name in (left, right)]
    _places(left, right, met, out)
    _numbers(left, right, met, out)
    _texts(left, right, met, out)
    for side, name, found in ((out.left, left, met[0]), (out.right, right, met[1])):
        for i, piece in enumerate(name.pieces):
            side.add(piece.weight, found[i], _sort(piece))
    zones = [any(piece.text.endswith(_ZONES) for piece in name.pieces) for name in (left, right)]
    offices = [any(piece.word and piece.word.kind == "o" for piece in name.pieces) for name in (left, right)]
    if all(offices) and zones[0] != zones[1]:
        out.conflicts.append("level: a zone on one side only")
    forms = ["股份" if "股份" in name.text else "有限" if "有限" in name.text else "" for name in (left, right)]
    if all(forms) and forms[0] != forms[1] and bool(left.of("place")) != bool(right.of("place")):
        out.conflicts.append("branch: another legal form, and a place on one side only")
    out.other_brand = all(side.brand - side.brand_met > 0.3 for side in (out.left, out.right))  # noqa: PLR2004 - more than a word beside it
    return out


def _places(left: HanName, right: HanName, met: list[list[float]], out: Alignment) -> None:  # noqa: C901 - three passes over two short lists
    mine = [(i, one) for i, one in enumerate(left.pieces) if one.sort == "place"]
    theirs = [(i, one) for i, one in enumerate(right.pieces) if one.sort == "place"]
    for i, piece in mine:
        for j, other in theirs:
            if not met[1][j] and piece.codes & other.codes and (not piece.level or not other.level or piece.level == other.level):
                met[0][i] = met[1][j] = 1.0
                out.segments.append((piece.text, other.text, "place"))
                break
    for here, there, found in ((mine, theirs, met[0]), (theirs, mine, met[1])):
        for i, piece in here:
            if there and not found[i] and not any(inside(a, b) or inside(b, a) for a in piece.codes for _, other in there for b in other.codes):
                out.conflicts.append(f"place: {piece.text} / -")
    for i, piece in mine:
        for j, other in theirs:
            if not met[0][i] and not met[1][j]:
                if not any(inside(a, b) or inside(b, a) for a in piece.codes for b in other.codes):
                    out.conflicts.append(f"place: {piece.text} / {other.text}")
                elif piece.level and other.level:
                    out.conflicts.append(f"level: {piece.text} / {other.text}")


def _numbers(left: HanName, right: HanName, met: list[list[float]], out: Alignment) -> None:
    mine = {piece.number: i for i, piece in enumerate(left.pieces) if piece.sort == "number"}
    theirs = {piece.number: i for i, piece in enumerate(right.pieces) if piece.sort == "number"}
    for value in mine.keys() & theirs.keys():
        met[0][mine[value]] = met[1][theirs[value]] = 1.0
    if mine and theirs and not mine.keys() & theirs.keys():
        out.conflicts.append(f"number: {min(mine)} / {min(theirs)}")


def _texts(left: HanName, right: HanName, met: list[list[float]], out: Alignment) -> None:
    lines = []
    for name, found in ((left, met[0]), (right, met[1])):
        chars: list[tuple[str, int]] = []
        for i, piece in enumerate(name.pieces):
            if not found[i]:
                chars.extend((char, i) for char in piece.text)
        lines.append(chars)
    hit = [set[int](), set[int]()]
    one, two = ("".join(char for char, _ in line) for line in lines)
    for block in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
        if block.size:
            out.segments.append((one[block.a : block.a + block.size], two[block.b : block.b + block.size], "same"))
        hit[0].update(range(block.a, block.a + block.size))
        hit[1].update(range(block.b, block.b + block.size))
    for side, (line, name) in enumerate(zip(lines, (left, right), strict=True)):
        for i, piece in enumerate(name.pieces):
            if not met[side][i]:
                own = [at for at, (_, index) in enumerate(line) if index == i]
                met[side][i] = sum(at in hit[side] for at in own) / len(own) if own else 0.0
                met[side][i] = _whole(piece, met[side][i])


def _whole(piece: Piece, part: float) -> float:
    """A part of a word or of a brand says less than its share of the characters."""
    return part if part in {0.0, 1.0} else part * (0.6 if piece.sort == "brand" else 0.5)


def align_latin(left: LatinName, right: LatinName) -> Alignment:
    """Two names in letters: places by code, words by stem or what they spell in pinyin, brands also joined or nearly alike."""
    out = Alignment()
    met = [[False] * len(name.tokens) for name in (left, right)]
    _latin_places(left, right, met, out)
    for i, token in enumerate(left.tokens):
        if met[0][i] or not token.weight:
            continue
        for j, other in enumerate(right.tokens):
            if not met[1][j] and other.weight and _equal(token, other):
                met[0][i] = met[1][j] = True
                out.segments.append((token.text, other.text, "word"))
                break
    _latin_spelled(left, right, met, out)
    _latin_spelled(right, left, met[::-1], out)
    _joined(left, right, met, out)
    mine = {one.number for one in left.tokens if one.number >= 0}
    theirs = {one.number for one in right.tokens if one.number >= 0}
    if mine and theirs and not mine & theirs:
        out.conflicts.append(f"number: {min(mine)} / {min(theirs)}")
    rest = ["".join(one.text for i, one in enumerate(name.tokens) if not found[i] and one.kind in {"", "b"}) for name, found in ((left, met[0]), (right, met[1]))]
    if all(rest):
        out.near = fuzz.ratio(*rest) / 100
    for side, name, found in ((out.left, left, met[0]), (out.right, right, met[1])):
        _add(side, name, found)
    return out


def _add(side: Side, name: LatinName, found: list[bool]) -> None:
    for i, token in enumerate(name.tokens):
        if token.weight:
            sort = "place" if token.place >= 0 else {"": "brand", "b": "brand", "h": "head", "o": "head"}.get(token.kind, "word")
            side.add(token.weight, float(found[i]), sort)


def _equal(left: Token, right: Token) -> bool:
    if left.number >= 0 or right.number >= 0:
        return left.number == right.number
    return left.text == right.text or (left.stem == right.stem and bool(left.kind) and left.kind != "place")


def _latin_places(left: LatinName, right: LatinName, met: list[list[bool]], out: Alignment) -> None:
    for span in left.places:
        for other in right.places:
            if span.codes & other.codes and not met[0][span.start] and not met[1][other.start] and (not span.level or not other.level or span.level == other.level):
                for found, one in ((met[0], span), (met[1], other)):
                    found[one.start : one.end] = [True] * (one.end - one.start)
    for span in left.places:
        for other in right.places:
            if not met[0][span.start] and not met[1][other.start]:
                if not any(inside(a, b) or inside(b, a) for a in span.codes for b in other.codes):
                    out.conflicts.append("place")
                elif span.level and other.level:
                    out.conflicts.append("level")


def _latin_spelled(left: LatinName, right: LatinName, met: list[list[bool]], out: Alignment) -> None:
    """Pinyin of a word on one side, its English on the other."""
    for start, end, word in left.spelled:
        if any(met[0][start:end]):
            continue
        for phrase in word.english:
            free = [next((j for j, one in enumerate(right.tokens) if one.stem == stem and not met[1][j]), -1) for stem in phrase]
            if min(free) >= 0:
                met[0][start:end] = [True] * (end - start)
                for j in free:
                    met[1][j] = True
                out.segments.append((word.han, " ".join(phrase), "pinyin"))
                break


def _joined(left: LatinName, right: LatinName, met: list[list[bool]], out: Alignment) -> None:
    """Words that one side writes apart and the other together."""
    for one, two, mine, theirs in ((left, right, met[0], met[1]), (right, left, met[1], met[0])):
        for i, token in enumerate(one.tokens):
            if mine[i] or not token.weight or len(token.text) < _SHORT:
                continue
            for start in range(len(two.tokens)):
                text = ""
                for end in range(start, min(start + 5, len(two.tokens))):
                    if theirs[end]:
                        break
                    text += two.tokens[end].text
                    if text == token.text and end > start:
                        mine[i] = True
                        theirs[start : end + 1] = [True] * (end + 1 - start)
                        out.segments.append((token.text, text, "joined"))
                        break
                if mine[i]:
                    break
