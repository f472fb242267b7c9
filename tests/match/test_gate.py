"""The gate before the comparison loses nothing, and its kernel, run here from its source, sees what the modules see that explain."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from countersight.match import gate, laying, matcher
from countersight.match.align import align
from countersight.match.apart import apart
from countersight.match.features import HARD, NAMES, features
from countersight.match.latin import Context, compare_latin
from countersight.match.matcher import resolve
from countersight.match.model import model
from countersight.match.pair import Told, scored, scored_as_told
from countersight.match.parts import is_pinyin, parts
from countersight.match.tokens import tokens
from countersight.match.weigh import PERSONS, SHOWN
from countersight.model.body import Body, Name
from countersight.names import kernel as keys_kernel
from countersight.names import keys
from countersight.names.letters import sound
from countersight.names.normalise import core, fold
from countersight.settings import compiled
from countersight.store import index as store_index
from countersight.store import listed
from countersight.store.index import NameIndex, build_index
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

SOURCES = Path(__file__).resolve().parents[2] / "src" / "countersight"


def by_path(path: Path, name: str) -> ModuleType:
    """A module from its source, even where it is compiled beside it."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


ASKED: Any = by_path(Path(__file__).parent / "asked.py", "asked")
SOURCE: Any = by_path(SOURCES / "match" / "kernel.py", "countersight.match.kernel_source")
ASK: Any = by_path(SOURCES / "match" / "kernel_ask.py", "countersight.match.kernel_ask_source")
READ: Any = by_path(SOURCES / "match" / "kernel_read.py", "countersight.match.kernel_read_source")
HELD: list[tuple[str, str]] = ASKED.listed(1, 400)


def forget() -> None:
    laying.WORDS.clear()


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The gate on, over the uncompiled kernel; what is kept of words belongs to one kernel."""
    forget()
    monkeypatch.setattr(gate, "kernel", SOURCE)
    monkeypatch.setattr(gate, "kernel_ask", ASK)
    monkeypatch.setattr(laying, "kernel_read", READ)
    monkeypatch.setattr(laying, "_READERS", laying._Readers())
    monkeypatch.setattr(gate, "_COMPILED", True)
    monkeypatch.setattr(gate, "_GATES", gate._Gates())
    yield SOURCE
    forget()


@pytest.fixture(scope="module")
def snapshot() -> Iterator[Snapshot]:
    found: Snapshot = ASKED.snapshot(HELD)
    yield found
    found.close()


def pairs(seed: int, many: int) -> list[tuple[str, str]]:
    """Questions beside the names that they were made of, beside others, and with words of others."""
    rng = random.Random(seed)
    texts = ASKED.questions(seed, many, HELD)
    out = []
    for text in texts:
        other = rng.choice(HELD)[0]
        mixed = " ".join(rng.sample([*text.split()[:4], *other.split()[:3]], k=min(3, len(text.split()[:4]) + len(other.split()[:3]))))
        out += [(text[:300], other), (mixed, other), (text[:300], mixed)]
    return out


@pytest.mark.parametrize("person", [False, True])
def test_the_kernel_computes_the_features_of_the_modules_that_explain(kernel: Any, person: bool) -> None:  # noqa: ANN401, FBT001
    room = kernel.Room()
    seen = 0
    hard = [NAMES.index(name) for name in HARD]
    for left, right in pairs(7, 500):
        one, two = laying.lay(left, person=person), laying.lay(right, person=person)
        if isinstance(one, str) or isinstance(two, str):
            continue
        a, b = tokens(left, person=person), tokens(right, person=person)
        expected = features(a, b, align(a, b, person=person), person=person)
        found = room.all_features(one, two)
        assert found, (left, right)
        assert dict(zip(NAMES, found, strict=False)) == dict(zip(NAMES, expected, strict=True)), (left, right)  # to the last bit
        assert bool(found[-1]) == any(expected[i] for i in hard)
        seen += 1
    assert seen > 700


@pytest.mark.parametrize("person", [False, True])
def test_the_score_of_the_kernel_is_that_of_the_modules_that_explain(kernel: Any, person: bool) -> None:  # noqa: ANN401, ARG001, FBT001
    room, kind, seen = gate.Gate("balanced")._room, "person" if person else "organisation", 0
    for left, right in pairs(7, 500):
        one, two = laying.lay(left, person=person), laying.lay(right, person=person)
        if isinstance(one, str) or isinstance(two, str) or not -1000 < (odds := room.reach(one, two)) < 1000:
            continue
        a, b = tokens(left, person=person), tokens(right, person=person)
        found = align(a, b, person=person)
        told = scored_as_told(Told(odds, room.told()), tuple(found.segments), person=person)
        assert told == scored(a, b, found, person=person), (left, right)  # to the last bit
        assert odds == model(kind).log_odds(told.values)
        seen += 1
    assert seen > 200


@pytest.mark.parametrize("use", ["strict", "balanced", "wide"])
def test_what_the_gate_settles_is_no(kernel: Any, snapshot: Snapshot, use: Any) -> None:  # noqa: ANN401, ARG001
    held = gate.gate_for(use)
    assert held is not None
    settled = kept = 0
    rng = random.Random(11)
    for text in ASKED.questions(13, 300, HELD):
        country = rng.choice(("", "CN", "US"))
        search = matcher._Search(snapshot, country, {}, use)
        found = search.pairs(text, text.lower()) + [snapshot._named_at(0, rng.randrange(400)) for _ in range(3)]
        left = {id(one) for one in held.open_of(text, found, country).found}
        for one in found:
            body = snapshot.body(one.body_id)
            assert body is not None
            if id(one) not in left:
                assert search.compare(text, one.text, body).band == "no", (text, one.text)
                settled += 1
            else:
                kept += 1
    assert settled > kept


def test_listed_names_told_by_number_are_settled_and_found_as_in_a_whole_question(kernel: Any, snapshot: Snapshot) -> None:  # noqa: ANN401, ARG001
    held, shelf, rng = gate.gate_for("balanced"), snapshot.shelf, random.Random(19)
    assert held is not None
    assert shelf is not None
    index, kept, told = shelf.index, [0, 0], [0, 0]
    for text in [*ASKED.questions(37, 300, HELD), *(name for name, _ in rng.sample(HELD, 60)), "Überlingen Optik GmbH", "海星光学有限公司"]:
        near = [at for _, at in index.near(text, gate.CANDIDATES, gate.LEAST)]
        numbers = sorted({*near[:3], *rng.sample(range(index.names), 5)})
        left = held.ever(text, shelf, numbers)  # some are not laid out before
        assert left == held._settled(text, [(0, at) for at in numbers], shelf.laid, "ZZ")[0], text
        assert left == held.ever(text, shelf, numbers), text
        kept[0] += len(left)
        kept[1] += len(numbers) - len(left)
        same = any(index.same(fold(text), core(text)))
        found = held.which(text, shelf, [*numbers, -1])
        assert found is None or (found == [at in near for at in [*numbers, -1]] and not same), text
        assert held.which(text, shelf, near[:3]) in (None, [True] * len(near[:3])), text
        told[found is None] += 1
    assert min(kept) > 100
    assert min(told) > 20 if index.searcher is not None else told == [0, 362]  # where nothing is compiled it is found elsewhere


def test_names_that_are_apart_share_general_words_only() -> None:
    at, seen = NAMES.index("general_only"), 0
    acronyms = [("".join(word[0] for word in name.split()), name) for name, _ in HELD]
    for left, right in [*pairs(29, 700), *acronyms, *((other, one) for one, other in acronyms), *((one[0], other[0]) for one in HELD[:60] for other in HELD[:60])]:
        a, b = tokens(left), tokens(right)
        if apart(a, b):
            assert features(a, b, align(a, b, person=False), person=False)[at], (left, right)
            seen += 1
    assert seen > 1500


def test_what_the_kernel_refuses_the_rules_refuse(kernel: Any) -> None:  # noqa: ANN401
    """Names of several distinctive words, of which some are shared, changed by a letter, left out, or stand on one side only."""
    room, rng, m = kernel.Room(), random.Random(23), ASKED.maker(23)
    refused = 0
    for _ in range(6000):
        brands = [m.brand() for _ in range(rng.randrange(1, 5))] + rng.sample(["Golden", "Star", "Technology", "Beijing", "52", "Bureau", "Hotel"], rng.randrange(3))
        other = [m.typo(word) if rng.random() < 0.25 else word for word in brands if rng.random() < 0.9] + ([m.brand()] if rng.random() < 0.3 else [])
        left, right = " ".join(brands), " ".join(other)
        one, two = laying.lay(left, person=False), laying.lay(right, person=False)
        if isinstance(one, str) or isinstance(two, str):
            continue
        one.told = rng.random() < 0.5
        if room.refused(one, two):
            verdict = compare_latin(parts(fold(left)), parts(fold(right)), Context(country="agrees" if one.told else "unknown"))
            assert verdict.band == "no", (left, right, verdict)
            refused += 1
    assert refused > 1000


def test_whole_questions_have_the_same_answers_with_and_without_the_gate(kernel: Any, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401, ARG001
    texts = ASKED.questions(17, 240, HELD)
    gated = [resolve(snapshot, (text,), country, use=use) for text, country, use in zip(texts, ("", "CN", None) * 80, ASKED.USES * 60, strict=True)]
    monkeypatch.setattr(gate, "_COMPILED", False)
    open_ = [resolve(snapshot, (text,), country, use=use) for text, country, use in zip(texts, ("", "CN", None) * 80, ASKED.USES * 60, strict=True)]
    assert gated == open_
    assert sum(one.match is not None for one in open_) > 30


def test_the_gate_is_off_where_nothing_was_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_COMPILED", False)
    assert gate.gate_for("balanced") is None
    assert not compiled(keys_kernel, {"COUNTERSIGHT_PURE": "1"})


def test_log_odds_of_a_floor_are_a_bound() -> None:
    for kind, floors in (("organisation", SHOWN), ("person", PERSONS)):
        for floor in floors.values():
            bound = gate.least_odds(kind, floor)
            assert model(kind).calibrated(bound - 1e-9) < floor
            assert bound == 60 or model(kind).calibrated(bound + 1e-5) >= floor
    assert gate.least_odds("organisation", 2.0) == 60


def test_keys_from_the_kernel_are_those_of_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    source = by_path(SOURCES / "names" / "kernel.py", "countersight.names.kernel_source")
    texts = [name for name, _ in HELD] + ["", "a", "ab cd", "ab " * 500, " ".join(f"w{i}" for i in range(900))]
    for text in texts:
        monkeypatch.setattr(keys, "_COMPILED", False)
        expected = keys.keys(text)
        monkeypatch.setattr(keys, "_COMPILED", True)
        monkeypatch.setattr(keys, "kernel", source)
        assert keys.keys(text) == expected


def test_the_compiled_search_finds_what_the_dictionaries_find(monkeypatch: pytest.MonkeyPatch) -> None:
    source = by_path(SOURCES / "store" / "kernel.py", "countersight.store.kernel_source")
    built = build_index(((f"b{i}", name) for i, (name, _) in enumerate(HELD)), "")
    monkeypatch.setattr(store_index, "compiled", lambda _: False)
    plain = NameIndex(built)
    monkeypatch.setattr(store_index, "compiled", lambda _: True)
    monkeypatch.setattr(store_index, "kernel", source)
    typed = NameIndex(built)
    assert typed.searcher is not None
    assert plain.searcher is None
    for text in ASKED.questions(19, 150, HELD):
        assert typed.near(text, 40, 150) == plain.near(text, 40, 150)
        assert typed.near(text, 5) == plain.near(text, 5)
    for name, _ in HELD[:80]:
        folded, bare = fold(name), core(name)
        assert typed.same(folded, bare) == plain.same(folded, bare)
        assert typed.same(folded, bare)[0]
    assert typed.same("of nobody", "") == plain.same("of nobody", "") == ([], [])


def test_a_search_that_was_broken_off_leaves_nothing_behind() -> None:
    source = by_path(SOURCES / "store" / "kernel.py", "countersight.store.kernel_again")
    index = NameIndex(build_index(((f"b{i}", name) for i, (name, _) in enumerate(HELD)), ""))
    limits = source.Limits(store_index.BUDGET, store_index.ALWAYS, store_index.MAX_DF, store_index.RERANK, store_index.LEAST)
    views = {name: getattr(index, f"_{name}") for name in store_index._ARRAYS}
    searcher = source.Searcher(views, index.names, 100, limits)
    wanted = keys.keys(HELD[5][0])
    expected = searcher.nearest(wanted, [], 9)
    searcher.postings = memoryview(b"").cast("I")
    with pytest.raises(IndexError):
        searcher.nearest(wanted, [], 9)
    searcher.postings = views["postings"]
    assert searcher.nearest(wanted, [], 9) == expected


def test_consonants_and_syllables_are_read_as_the_patterns_read_them() -> None:
    source = by_path(SOURCES / "names" / "kernel.py", "countersight.names.kernel_spelled")
    rng = random.Random(31)
    words = {word for name, _ in HELD for word in fold(name).split() if word.isascii()}
    words |= {"".join(rng.choice("schzhtdjkgpfvwbaeiouyqcxn") for _ in range(rng.randrange(1, 14))) for _ in range(4000)}
    words |= {"".join(rng.choice(["zh", "ch", "ang", "iang", "a", "o", "ei", "n", "g", "r", "sh", "i", "ue", "v"]) for _ in range(rng.randrange(1, 9))) for _ in range(4000)}
    for word in words:
        assert source.sounded(word.encode()).decode() == sound(word), word
        assert source.syllables(word.encode()) == is_pinyin(word), word
    assert sum(map(is_pinyin, words)) > 300


def test_pairs_that_are_settled_unaligned_are_hard_conflicts(kernel: Any) -> None:  # noqa: ANN401
    room, settled = kernel.Room(), 0
    hard = [NAMES.index(name) for name in HARD]
    for left, right in [*pairs(37, 400), *((one[0], other[0]) for one in HELD[:60] for other in HELD[:60])]:
        one, two = laying.lay(left, person=False), laying.lay(right, person=False)
        if isinstance(one, str) or isinstance(two, str) or not room.nothing(one, two):
            continue
        a, b = tokens(left), tokens(right)
        values = features(a, b, align(a, b, person=False), person=False)
        assert any(values[i] for i in hard), (left, right)
        settled += 1
    assert settled > 1500


def test_more_names_are_compared_exactly_where_more_are_asked_for() -> None:
    index = NameIndex(build_index(((f"b{i}", f"Karelia Trading {i}") for i in range(300)), ""))
    assert len(index.near("Karelia Trading", 120)) == 120
    assert index.near("Karelia Trading", 120)[:5] == index.near("Karelia Trading", 5)


def test_names_that_are_thrown_out_before_a_question_is_closed_are_found_as_well(kernel: Any, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401, ARG001
    texts = ASKED.questions(23, 200, HELD)
    alone = {text: matcher.resolve(snapshot, (text,)) for text in texts}
    monkeypatch.setattr(listed, "NAMES_KEPT", 5)
    held: dict[str, Any] = {}
    with closing(ASKED.snapshot(HELD)) as other:
        matcher.resolve_each(other, texts, held)
        assert other.shelf is not None
        assert other.shelf.kept <= 5
        assert held == alone
    assert sum(one.match is not None for one in held.values()) > 20


def test_a_name_in_han_is_left_to_the_name_in_letters_of_its_body(kernel: Any) -> None:  # noqa: ANN401, ARG001
    han = Name("海桐卫视有限公司", "zh", "primary")
    bodies = [Body("both", "Company", (han, Name("Torwick Optics", "en", "alias"))), Body("han", "Company", (han,))]
    with closing(Snapshot.in_memory(AtlasRecords(bodies=bodies))) as held:
        shelf, opened = held.shelf, gate.gate_for("balanced")
        assert shelf is not None
        assert opened is not None
        opened._lay(numbers := list(range(shelf.index.names)), shelf)
        opened._asking.many = 0
        assert opened._asking.beside(numbers)
        whole = laying.read("Haitong Weishi Limited")
        assert whole is not None
        left = opened._asking.open(whole, shelf.laid, told=False)
        assert left is not None
        assert [shelf.index.owner(at) for at in left if shelf.index.text(at) == han.text] == ["han"]
        assert {shelf.index.owner(at) for at in opened.ever("Haitong Weishi Limited", shelf, numbers)} == {"both", "han"}  # asked about by itself, it is not left
        for country in ("", "CN"):
            found = opened.ask("Haitong Weishi Limited", shelf, country)
            assert found.many == 2
            assert "han" in {one.body_id for one in found.found}
        assert {one.body_id for one in opened.ask("海桐卫视", shelf, "").found} == {"both", "han"}
        assert {one.body_id for one in opened.ask("海桐卫视科技有限公司", shelf, "").found} == {"both", "han"}
