"""Rules that count words of a field: how many, in how many characters, and what they give way to."""

from __future__ import annotations

from pathlib import Path

import pytest

from countersight.errors import DataError
from countersight.products.classify import classify
from countersight.products.lexicon import Concept, Lexicon, build, lexicon, read_concepts

WORDS = tuple(Concept(id=name, source="s", kind="context", family="word", en=(name,), zh=han) for name, han in (("aa", ("甲甲",)), ("bb", ("乙乙",)), ("cc", ("丙丙",)), ("dd", ("丁丁",))))
GROUP = (tuple(one.id for one in WORDS),)


def counting(least: int, near: int = 20, unless: tuple[str, ...] = ()) -> Lexicon:
    return build((*WORDS, Concept(id="toy", source="s", kind="context", en=("toy",)), Concept(id="f", source="s", when=GROUP, least=least, near=near, unless=unless, gives={"CAM-IP": 11})))


@pytest.mark.parametrize(("least", "enough", "few"), [(2, "bb, aa", "aa aa"), (3, "cc and bb, aa", "cc cc bb"), (4, "dd aa cc bb", "dd aa cc, dd")])
def test_so_many_different_words_in_any_order(least: int, enough: str, few: str) -> None:
    own = counting(least)
    assert classify(enough, using=own).top == "CAM-IP"
    assert classify(few, using=own).top == "none"


def test_the_words_stand_in_one_stretch() -> None:
    assert classify("aa then bb", using=counting(2, near=10)).top == "CAM-IP"
    assert classify("aa and then bb", using=counting(2, near=10)).top == "none"
    assert classify("aa and then, bb cc", using=counting(2, near=10)).top == "CAM-IP"
    assert classify("甲甲丁乙乙", using=counting(2, near=5)).top == "CAM-IP"
    assert classify("甲甲丁戊乙乙", using=counting(2, near=5)).top == "none"


def test_what_it_gives_way_to_and_what_is_denied() -> None:
    own = counting(2, unless=("toy",))
    assert classify("toy: aa bb", using=own).top == "none"
    assert classify("aa, not bb", using=own).top == "none"


def test_a_field_is_not_asked_where_a_node_is_asserted() -> None:
    own = build((*WORDS, Concept(id="p", source="s", en=("zorb",), gives={"REC-NVR": 12}), Concept(id="f", source="s", when=GROUP, least=2, near=20, gives={"CAM-IP": 40})))
    assert [one.node for one in classify("zorb aa bb", using=own).nodes] == ["REC-NVR"]
    assert [one.id for one in classify("aa bb", using=own).derived] == ["f"]


def test_of_two_fields_the_one_with_most_words_is_told_and_of_equals_the_narrowest() -> None:
    """Bits of one number: a word speaks in several fields, and each asks for its own count."""
    fields = (
        Concept(id="wide", source="s", when=(("aa", "bb", "dd"),), least=2, near=20, gives={"ANPR": 11}),
        Concept(id="two", source="s", when=(("aa", "bb"),), least=2, near=20, gives={"CAM-IP": 11}),
        Concept(id="three", source="s", when=(("aa", "bb", "cc"),), least=3, near=20, gives={"REC-NVR": 12}),
    )
    for own in (build((*WORDS, *fields)), build((*WORDS, *reversed(fields)))):
        told = {text: [one.id for one in classify(text, using=own).derived] for text in ("aa bb", "aa dd", "aa bb cc", "aa cc", "aa bb dd")}
        assert told == {"aa bb": ["two"], "aa dd": ["wide"], "aa bb cc": ["three"], "aa cc": [], "aa bb dd": ["wide"]}


def test_a_field_gives_way_alone_to_what_it_names() -> None:
    toy = Concept(id="toy", source="s", kind="context", en=("toy",))
    one, other = (Concept(id=name, source="s", when=GROUP, least=least, near=20, unless=unless, gives={"CAM-IP": 11}) for name, least, unless in (("one", 2, ("toy",)), ("other", 3, ())))
    own = build((*WORDS, toy, one, other))
    assert [one.id for one in classify("aa bb", using=own).derived] == ["one"]
    assert classify("toy aa bb", using=own).derived == ()
    assert [one.id for one in classify("toy aa bb cc", using=own).derived] == ["other"]


@pytest.mark.parametrize(
    "row",
    [
        "{id: z, when: [[x, y]], least: 2, gives: {CAM-IP: 11}}",
        "{id: z, when: [[x, y]], least: 5, near: 9, gives: {CAM-IP: 11}}",
        "{id: z, when: [[x], [y]], least: 2, near: 9, gives: {CAM-IP: 11}}",
        "{id: z, when: [[x, p]], least: 2, near: 9, gives: {CAM-IP: 11}}",
        "{id: z, when: [[x, y]], least: 2, near: 9, gives: {CAM-IP: 11}}\n- {id: w, when: [z, x]}",
        "{id: z, when: [[x, y]], least: 2, near: 9, gives: {CAM-IP: 11}}\n- {id: w, when: [x], unless: [z]}",
    ],
)
def test_a_field_that_is_none_is_refused(tmp_path: Path, row: str) -> None:
    text = f"source: s\ncontexts: word\nconcepts:\n- {{id: x, kind: context, en: [cat]}}\n- {{id: y, kind: context, en: [dog]}}\n- {{id: p, en: [eye], gives: {{CAM-IP: 9}}}}\n- {row}\n"
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="counts words"):
        read_concepts(tmp_path)


def test_every_field_of_the_lexicon_gives_way_to_what_is_ordinary() -> None:
    known = lexicon()
    assert all({"household", "part", "not-for-that-end"} <= one.unless for one in known.fields.each)
