# cython: wraparound=True, binding=True
"""Where concepts of the lexicon stand in a text, and which of these places count.

A place does not count where a longer one covers it, where it is denied ("without camera", 不含摄像头), or where it is only the
name of what something else is for ("camera bracket", "bracket for dome camera", 监控摄像头支架), or what the item is made of
("camera with CMOS sensor").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add
from typing import Final, Literal

from countersight.products.lexicon import WORD, Concept, Lexicon, Words
from countersight.products.textform import places_of, words_of

State = Literal["counts", "covered", "denied", "names_another", "constituent"]


@dataclass(slots=True)
class Hit:
    """A concept found in a text: what was read, where, and whether it counts. Words that mean nothing alone are one (``lexicon.Words``)."""

    concept: Concept
    read: str
    start: int
    end: int
    state: State = "counts"


_HAN: Final = r"\u4e00-\u9fff"
_BREAK: Final = re.compile(
    rf"[,;:。、()/+&|\[\]]|(?<=[{_HAN}]) +(?=[{_HAN}])|以及|[含带及和与配]|\b(?:with|including|incl|and|plus|w|complete)\b"
)
_FOR: Final = re.compile(r"\b(?:for|fits?|compatible with|used (?:in|on|with|by))\b|用于|适用|适配")
_USED: Final = re.compile(r"(?:专|)用(?![户途品于量])")
"""After a product: the part beside it is for use with it (监控摄像头用支架)."""
_DENIED: Final = re.compile(
    r"(?:\b(?:no|not|non|without|excluding|excl|except|w/o|lacks?|instead of)[\s.-]+(?:(?:any|a|an|the|for|incl\w*|support\w*)\s+)?|不含|不带|(?<![视有])无|不包括|不包含|不支持|不具备|(?<!消)除|(?<!是)非|无需|不得安装|拆除)$"
)
_LETTER: Final = re.compile(r"[a-z]")
_MAY_DENY: Final = re.compile(r"\b(?:no|not|non|without|excl|except|w/o|lack|instead)|[不无除非拆]")
_NUMBER: Final = re.compile(r"[0-9-](?:(?<=[0-9])[^ ]{0,3}[0-9]|(?<=[a-z]{2}-)[a-z0-9])")
"""What every model number has, two digits or a hyphen after letters; it begins with few signs, so that most texts are passed over fast."""
_DENIABLE: Final = frozenset({"product", "context"})
ATTRIBUTE: Final = "attribute"
_NO_THING: Final = frozenset({"", ATTRIBUTE, WORD})
"""Families of what is no thing by itself."""
_TWO: Final = 2
_LOOK_BACK: Final = 24
_WIDE: Final = 1 << 20
"""More than any place in a text."""
_NEAR: Final = 12
"""Characters that may stand between a product and the part that takes its name."""


def _english(lexicon: Lexicon, text: str, found: list[Hit]) -> None:
    english = lexicon.english
    index = english.buckets
    meant = lexicon.meant
    forms = [meant.get(word) or lexicon.meaning(word) for word in words_of(text)]
    places: list[tuple[int, int]] = []
    count = len(forms)
    for at, bucket in [(at, bucket) for at, bucket in enumerate(map(index.get, forms)) if bucket is not None]:
        if bucket.waiting:
            english.ready(bucket)
        for size in bucket.after.get(forms[at + 1], bucket.alone) if at + 1 < count else bucket.alone:
            if at + size <= count and (concepts := bucket.concepts.get(tuple(forms[at : at + size]))):
                places = places or places_of(text)
                start, end = places[at][0], places[at + size - 1][1]
                read = text[start:end]
                found.extend([Hit(concept, read, start, end) for concept in concepts])


def _inside_a_word(text: str, start: int, end: int) -> bool:
    """Whether a reading begins or ends amid Latin letters: the "ai" of "raif" is none.

    >>> _inside_a_word("raif摄像", 1, 3), _inside_a_word("海康ai摄像", 2, 4)
    (True, False)
    """
    return ("a" <= text[start] <= "z" and start > 0 and "a" <= text[start - 1] <= "z") or (
        "a" <= text[end - 1] <= "z" and end < len(text) and "a" <= text[end] <= "z"
    )


def _han(lexicon: Lexicon, text: str, found: list[Hit]) -> None:
    han = lexicon.han
    index = han.buckets
    count = len(text)
    mixed = _LETTER.search(text)
    for at, bucket in [(at, bucket) for at, bucket in enumerate(map(index.get, map(add, text, text[1:]))) if bucket is not None]:
        if bucket.waiting:
            han.ready(bucket)
        for size in bucket.after.get(text[at + 2], bucket.alone) if at + _TWO < count else bucket.alone:
            concepts = bucket.concepts.get(read := text[at : at + size]) if at + size <= count else None
            if concepts and not (mixed and _inside_a_word(text, at, at + size)):
                found.extend([Hit(concept, read, at, at + size) for concept in concepts])


def _models(lexicon: Lexicon, text: str, found: list[Hit]) -> None:
    if not _NUMBER.search(text):
        return
    starts: list[int] = []
    anywhere = lexicon.any_model
    while hit := anywhere.search(text, starts[-1] + 1 if starts else 0):
        starts.append(hit.start())
    for pattern, concept in lexicon.models if starts else ():
        for at in starts:
            if hit := pattern.match(text, at):
                found.append(Hit(concept, hit[0], hit.start(), hit.end()))
                break


def _longest_first(one: Hit) -> int:
    """In order of the text, and of two readings that begin together the longer one first."""
    return one.start * _WIDE - one.end


def _cover(found: list[Hit], solid: list[Hit]) -> None:
    """The longest reading of a place counts. A context stays beside a product that names it, but not inside what it is not.

    Expects the places in the order of the text, as each reader alone finds them. Most of them are contexts, which cover nothing and are covered only by what a thing is not;
    ``solid`` are the others.
    """
    for at, outer in enumerate(solid, 1):
        start, end = outer.start, outer.end
        for inner in solid[at:]:
            if inner.start >= end:
                break
            if inner.end <= end and (inner.end < end or inner.start > start):
                inner.state = "covered"
        if outer.concept.kind == "other":
            for inner in found:
                if inner.start >= end:
                    break
                if inner.start >= start and inner.end <= end and (inner.end < end or inner.start > start):
                    inner.state = "covered"


def _deny(text: str, found: list[Hit]) -> None:
    if not _MAY_DENY.search(text):
        return
    known: dict[int, bool] = {0: False}
    for one in found:
        start = one.start
        if one.concept.kind in _DENIABLE:
            if (denied := known.get(start)) is None:
                known[start] = denied = _DENIED.search(text, max(0, start - _LOOK_BACK), start) is not None
            if denied:
                one.state = "denied"


def _serve(products: list[Hit]) -> None:
    """What a part is for: "BRACKET, CCTV CAMERA", as customs descriptions turn words round; 支架(监控摄像头用)."""
    for one in products:
        one.state = "names_another"


def _head_is_a_part(text: str, parts: list[Hit], products: list[Hit], first: int) -> None:
    """Where the first clause names a part and no product, what follows "for" later is what it is for: 支架, 热镀锌, 适用于球机."""
    if any(part.end <= first for part in parts) and not any(one.end <= first for one in products) and (whom := _FOR.search(text, first)):
        _serve([one for one in products if one.start >= whom.end()][:_TWO])


def _name_others(text: str, found: list[Hit], solid: list[Hit]) -> None:
    parts = [one for one in solid if one.concept.kind == "part" and one.state == "counts"]
    products = parts and [one for one in solid if one.state == "counts" and one.concept.kind == "product" and one.concept.family != ATTRIBUTE]
    if not products:
        return
    _serve([one for one in products if _USED.match(text, one.end)])
    breaks = [hit.start() for hit in _BREAK.finditer(text)]
    _head_is_a_part(text, parts, products, min(breaks, default=len(text)))
    for part in parts:
        before = max((at for at in breaks if at < part.start), default=-1)
        after = min((at for at in breaks if at >= part.end), default=len(text))
        inside = [one for one in products if before < one.start and one.end <= after + 1]
        for_whom = _FOR.search(text, part.end, after)
        if not part.start and text[part.end : part.end + 1] == "," and text.isascii():
            _serve([one for one in products if one.start > part.end][:_TWO])
            continue
        if not any(one.start >= part.end for one in inside):
            left = part.start
            for one in reversed(inside):
                if left - one.end > _NEAR or _FOR.search(text, one.end, left):
                    break
                one.state = "names_another"
                left = min(left, one.start)
        elif for_whom is not None and not any(one.start < for_whom.start() for one in inside):
            for one in inside:
                if one.start >= for_whom.end():
                    one.state = "names_another"
    _words_of_another(found, products)


def _words_of_another(found: list[Hit], products: list[Hit]) -> None:
    """The words inside the name of what a part is for are its words, and speak together for nothing else: 人脸识别终端支架 is no terminal."""
    for outer in products:
        if outer.state == "names_another":
            for one in found:
                if one.start >= outer.end:
                    break
                if one.start >= outer.start and one.end <= outer.end and one.state == "counts" and one.concept.kind != "part":
                    one.state = "names_another"


def _compose(text: str, found: list[Hit]) -> None:
    """Of a camera and a chip the first is the item and the other is in it or what it is for; but the last word of a compound is the item."""
    families = [one for one in found if one.state == "counts" and one.concept.family not in _NO_THING]
    if len(families) < _TWO or len({one.concept.family for one in families}) < _TWO:
        return
    head = families[0]
    for one in families[1:]:
        if one.concept.family != head.concept.family and 0 <= one.start - head.end <= 1 and text[head.end : one.start] in {"", " "}:
            head.state = "names_another"
            head = one
        elif one.concept.family != head.concept.family:
            one.state = "constituent"


def find(lexicon: Lexicon, text: str) -> list[Hit]:
    """All places of concepts in a text in normal form, in order, each with its state; the words of composed rules of one place as one."""
    found: list[Hit] = []
    if not text.isascii():
        _han(lexicon, text, found)
    first = len(found)
    _english(lexicon, text, found)
    second = len(found)
    _models(lexicon, text, found)
    if len(found) > 1 and (len(found) > second or 0 < first < second):
        found.sort(key=_longest_first)
    if found:
        solid = [one for one in found if one.concept.kind != "context"]
        if solid and len(found) > 1:
            _cover(found, solid)
        _deny(text, found)
        if solid:
            _name_others(text, found, solid)
            _compose(text, solid)
    return found


def where_each(hits: Iterable[Hit], wanted: frozenset[str]) -> dict[str, list[tuple[int, int]]]:
    """Where each of some concepts stands and counts."""
    found: dict[str, list[tuple[int, int]]] = {}
    for one in hits:
        if one.state == "counts":
            at, concept = (one.start, one.end), one.concept
            for name in wanted.intersection(concept.ids if isinstance(concept, Words) else (concept.id,)):
                found.setdefault(name, []).append(at)
    return found
