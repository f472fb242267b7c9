"""The lexicon: every concept finds what it says and misses what it says, and wrong rows are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from countersight.errors import DataError
from countersight.products.classify import ASSERTS, classify
from countersight.products.lexicon import ANY, Concept, Index, Words, build, lexicon, read_concepts
from countersight.products.patterns import expand, parsed, words_in
from countersight.products.taxonomy import NODES
from countersight.products.textform import normal, words_of

CONCEPTS = lexicon().concepts
IDS = [one.id for one in CONCEPTS]


def found(text: str) -> set[str]:
    """Concepts that count in a text, those that follow from others among them."""
    answer = classify(text)
    return {hit.concept.id for hit in answer.hits if hit.state == "counts"} | {one.id for one in answer.derived}


@pytest.mark.parametrize("one", CONCEPTS, ids=IDS)
def test_a_concept_finds_its_examples_and_misses_those_near_it(one: Concept) -> None:
    assert one.source
    assert one.finds
    assert one.misses
    assert [text for text in one.finds if one.id not in found(text)] == []
    assert [text for text in one.misses if one.id in found(text)] == []


@pytest.mark.parametrize("one", CONCEPTS, ids=IDS)
def test_a_concept_has_the_fields_of_its_kind(one: Concept) -> None:
    if one.kind == "product" and not one.when:
        assert one.gives
        assert all(weight > 0 for weight in one.gives.values())
    if one.kind == "other":
        assert all(weight < 0 for weight in one.gives.values())
    if one.kind == "context":
        assert not one.gives
    assert not one.says or one.says.startswith(("context: ", "design_intent: "))


def test_every_node_can_be_asserted_by_one_concept() -> None:
    strong = {to for one in CONCEPTS for to, weight in one.gives.items() if weight >= ASSERTS}
    assert {one.id for one in NODES} <= strong


def test_no_concept_reads_origin_or_religion_of_a_person_as_a_capability() -> None:
    """Words of ethnicity or religion describe what a customer asks for: they are context, or the attribute analytics itself."""
    ours = {one.id for one in CONCEPTS if any(word in pattern for word in ("民族", "维吾尔", "宗教", "ethnic", "uyghur", "mosque") for pattern in (*one.zh, *one.en))}
    assert ours == {"attribute-analytics", "smart-camera", "profiling-wanted", "worship-or-minority-place"}


def test_a_pattern_is_written_out() -> None:
    assert expand("a(b|c(d|e)?)?") == ("ab", "acd", "ace", "ac", "a")
    assert expand("人脸") == ("人脸",)


def test_beginnings_and_words_of_every_pattern_are_those_of_its_texts() -> None:
    """What is told without writing a pattern out is what writing it out gives: no text, no word more or less."""
    own = build(CONCEPTS)
    _holds_what_is_written(own.han, [(one, raw) for one in CONCEPTS for raw in one.zh])
    _holds_what_is_written(own.english, [(one, raw) for one in CONCEPTS for raw in one.en])
    english = [raw for one in CONCEPTS for raw in map(normal, one.en)]
    assert all(words_in(parsed(raw)) == {word for text in expand(raw) for word in words_of(text)} for raw in english)


def _holds_what_is_written(index: Index[Any], patterns: list[tuple[Concept, str]]) -> None:
    for bucket in index.buckets.values():
        index.ready(bucket)
        assert not bucket.waiting
    each = ((key, one) for bucket in index.buckets.values() for key, concepts in bucket.concepts.items() for one in concepts)
    found = {(key, one.id) for key, bundle in each for one in (bundle.each if isinstance(bundle, Words) else (bundle,))}
    wanted = {(index.key(text), one.id): one.kind for one, raw in patterns for text in expand(normal(raw))}
    assert len(wanted) > 100_000
    assert found <= wanted.keys()
    assert {wanted[key] for key in wanted.keys() - found} <= {"product"}, "only a product is outweighed by another one of the same words"


def test_a_word_of_several_pieces_is_one_word_of_a_beginning() -> None:
    own = build((Concept(id="x", source="s", en=("zorb(ing|er) eye",), zh=("摄(像|影)机",), gives={"CAM-IP": 12}),))
    assert sorted(own.english.buckets) == ["zorber", "zorbing"]
    assert {classify(text, using=own).top for text in ("a zorber eye", "zorbing eye", "摄影机")} == {"CAM-IP"}


def test_two_threads_that_come_at_once_find_the_same() -> None:
    own = build((Concept(id="x", source="s", zh=("摄像(机|头)",), gives={"CAM-IP": 12}),))
    bucket = own.han.buckets["摄像"]
    waiting = bucket.waiting
    own.han.ready(bucket)
    made = dict(bucket.concepts)
    own.han.ready(bucket)  # the second thread saw it wait, and comes when the first one is done
    assert bucket.concepts == made
    assert len(made) == 2
    bucket.waiting = waiting
    own.han.ready(bucket)
    assert bucket.concepts == made


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("- {id: x, en: [cat], gives: {CAM-IPS: 10}}", "no node 'CAM-IPS'"),
        ("- {id: x, en: [cat], gives: {CAM-IP: 1000}}", "the weight of CAM-IP is 1000"),
        ("- {id: x, en: [cat], gives: {CAM-IP: 1.5}}", "the weight of CAM-IP is 1.5"),
        ("- {id: x, en: [cat], kind: thing}", "kind is 'thing'"),
        ("- {id: x, gives: {CAM-IP: 10}}", "neither patterns nor when"),
        ("- {id: x, en: [cat], weight: 3}", "a field that is not known: weight"),
        ("- {id: x, when: [[y]]}", "it stands on 'y', which is none"),
        ("- {id: x, en: [cat]}\n- {id: x, en: [dog]}", "this id stands twice"),
        ("- {id: x, en: [cat]}\n- {id: y, when: [x]}\n- {id: z, when: [y, x], near: 4}", "it asks how near 'y' stands, which has no patterns"),
    ],
)
def test_a_wrong_row_is_refused_by_its_name(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "x.yaml").write_text(f"source: s\nconcepts:\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_concepts(tmp_path)
    assert message in str(caught.value)
    assert "hint" in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((Concept(id="x", source="s", zh=("摄",)),), "too short"),
        ((Concept(id="x", source="s", zh=("摄(像|)",)),), "too short"),
        ((Concept(id="x", source="s", en=("摄像",)),), "too short"),
        ((Concept(id="x", source="s", when=(("y",),)), Concept(id="y", source="s", when=(("x",),))), "stands on itself"),
    ],
)
def test_an_index_is_not_built_over_what_cannot_be_found(rows: tuple[Concept, ...], message: str) -> None:
    with pytest.raises(DataError, match=message):
        build(rows)


def test_near_counts_characters_between_words_that_do_not_overlap() -> None:
    own = build(
        (
            Concept(id="x", source="s", kind="context", en=("zorb", "zorb eye")),
            Concept(id="y", source="s", kind="context", en=("eye",), zh=("眼睛",)),
            Concept(id="z", source="s", when=(("x",), ("y",)), near=3, gives={"CAM-IP": 12}),
        )
    )
    tops = {text: classify(text, using=own).top for text in ("zorb, an eye", "zorb eye", "eye zorb", "zorb眼睛", "zorb the eye", "zorb")}
    assert tops == {"zorb, an eye": "none", "zorb eye": "CAM-IP", "eye zorb": "CAM-IP", "zorb眼睛": "CAM-IP", "zorb the eye": "none", "zorb": "none"}


def test_of_three_words_each_is_near_to_those_before() -> None:
    words = tuple(Concept(id=name, source="s", kind="context", en=(name,)) for name in ("aa", "bb", "cc"))
    own = build((*words, Concept(id="z", source="s", when=(("aa",), ("bb",), ("cc",)), near=2, gives={"CAM-IP": 12})))
    assert classify("aa bb cc", using=own).top == "CAM-IP"
    assert classify("cc aa bb", using=own).top == "CAM-IP"
    assert classify("aa bb and so cc", using=own).top == "none"


def test_a_word_may_stand_between_two_others_but_in_none_of_them() -> None:
    words = tuple(Concept(id=name, source="s", kind="context", en=patterns) for name, patterns in (("aa", ("aa", "aa bb")), ("cc", ("cc",)), ("bb", ("bb",))))
    own = build((*words, Concept(id="z", source="s", when=(("aa",), ("cc",), ("bb",)), near=6, gives={"CAM-IP": 12})))
    tops = {text: classify(text, using=own).top for text in ("aa, bb cc", "aa cc", "bb aa cc", "aa and so forth bb cc")}
    assert tops == {"aa, bb cc": "CAM-IP", "aa cc": "none", "bb aa cc": "CAM-IP", "aa and so forth bb cc": "none"}


def test_two_products_of_one_pattern_weigh_once() -> None:
    light, heavy = (Concept(id=name, source="s", en=("zorb",), gives={"CAM-IP": weight}) for name, weight in (("l", 6), ("h", 9)))
    assert [(one.node, one.weight) for one in classify("zorb", using=build((light, heavy))).review] == [("CAM-IP", 9)]
    rule = Concept(id="r", source="s", when=(("l",),), gives={"REC-NVR": 12})
    assert classify("a zorb", using=build((light, heavy, rule, Concept(id="a", source="s", en=("a",), kind="context")))).top == "CAM-IP"


def test_another_lexicon_can_be_used() -> None:
    own = build((Concept(id="x", source="s", en=("zorb",), gives={"CAM-IP": 12}), Concept(id="y", source="s", kind="other", en=("toy",), gives={ANY: -9})))
    assert classify("zorb", using=own).top == "CAM-IP"
    assert classify("toy zorb", using=own).top == "none"


def test_a_rule_that_holds_wakes_those_that_stand_on_it_and_no_others() -> None:
    """A rule may stand on a rule, and that on a third one; each is asked where both of its rarest groups stand, and a third group too."""
    words = [Concept(id=name, source="s", kind="context", family="word", en=(name,)) for name in ("alpha", "bravo", "delta", "golf")]
    rules = [
        Concept(id="first", source="s", kind="context", when=(("alpha",), ("bravo",))),
        Concept(id="second", source="s", kind="context", when=(("first",), ("delta",))),
        Concept(id="third", source="s", kind="context", when=(("second",), ("first",), ("golf",))),
        Concept(id="alone", source="s", kind="context", when=(("third",),)),
        Concept(id="never", source="s", kind="context", when=(("alpha",), ("bravo",)), unless=("second",)),
    ]
    known = build((*words, *rules))
    for text, held in (
        ("alpha bravo", {"first", "never"}), ("alpha delta golf", set()), ("alpha bravo delta", {"first", "second"}),
        ("golf alpha bravo delta", {"first", "second", "third", "alone"}), ("alpha", set()), ("bravo delta golf", set()),
    ):  # fmt: skip
        assert {one.id for one in classify(text, using=known).derived} == held, text
