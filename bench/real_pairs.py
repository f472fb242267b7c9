"""Pairs of names as questions bring them up, out of the real lists in ``../shared``: to measure the score of two names. Read, never kept.

A question is a name; what is laid beside it is what the index returns for it. Of each question comes its right answer, and one other name among
the twenty, drawn: so half of the pairs are one body. Two kinds of question: a listed name that somebody wrote otherwise (the classes of
``real_names.py``), and another name that a list prints of the same body. Names that the labelled file holds are left out, and so are
bodies and persons from which ``tools/`` learns (``real_lists.kept_back``).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from real_names import DATA, LEI, classes, real_parties

if TYPE_CHECKING:
    from countersight.evaluate.names import Case
    from questions import Question

LABELLED = DATA.parent / "eval" / "names" / "zh_pairs.csv"
QUESTIONS = 2000
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")


def candidates(bodies: Sequence[Sequence[str]], questions: Sequence[Question], others: Sequence[str] = (), *, schema: str = "", every: bool = False) -> list[Case]:
    """As many questions beside their right answer as beside a drawn name of another body (``tools/questions.py``); ``every``: also right answers that the index does not return."""
    from countersight.evaluate.names import Case
    from questions import Neighbours, lay_side_by_side

    draw = random.Random(3)
    laid = lay_side_by_side(bodies, questions, others, Neighbours(draw))
    right, wrong = [one for one in laid if one.same and (every or one.seen)], [one for one in laid if not one.same]
    many = min(len(right), len(wrong))
    return [Case(one.asked, one.other, one.same, schema, "") for part in (right, wrong) for one in draw.sample(part, many)]


def register(*, china: bool) -> list[str]:
    """Names in letters of the LEI register, of China and Hong Kong or of elsewhere (30,000 of them)."""
    import duckdb

    rows = duckdb.execute(f"SELECT DISTINCT name FROM '{LEI}' WHERE (country IN ('CN', 'HK')) = {china} ORDER BY name").fetchall()  # noqa: S608 - our own path
    names = [name for (name,) in rows if name.isascii() and name not in labelled()]
    return names if china else random.Random(4).sample(names, min(30_000, len(names)))


@cache
def labelled() -> frozenset[str]:
    """Every name of the labelled file: nothing of it is measured here, for it is measured by itself."""
    from real_lists import held_back

    return held_back(LABELLED)


def otherwise(names: Sequence[str], schema: str = "") -> list[Case]:
    """Listed names as somebody wrote them."""
    from questions import rewritten

    changes = [change for what, change in classes(21) if what != "as it stands"]
    return candidates([[name] for name in names], rewritten(names, changes, random.Random(21), QUESTIONS), schema=schema)


def besides(bodies: Sequence[Sequence[str]], schema: str = "", *, every: bool = False) -> list[Case]:
    """Two names that a list prints of one body: either may be asked."""
    from questions import couples

    draw = random.Random(9)
    asked = couples(bodies, draw, 2)
    return candidates(bodies, draw.sample(asked, min(QUESTIONS, len(asked))), schema=schema, every=every)


def shares(*, every: bool) -> list[Case]:
    """Short names in Han of companies listed in Shanghai and Shenzhen, beside their English names and those of the register: a quarter, from which nothing was learnt."""
    from questions import Question
    from real_lists import kept_back
    from real_lists import shares as all_shares

    rows = all_shares(DATA, labelled())
    asked = [Question(at, han, english) for at, (han, english) in enumerate(rows) if kept_back(han)]
    return candidates([[english] for _, english in rows], random.Random(2).sample(asked, min(QUESTIONS, len(asked))), register(china=True), every=every)


def printed(*, every: bool) -> list[Case]:
    """Bodies of which a list prints a name in Han and one in letters: METI, MOFCOM, the EU's annexes and others."""
    from questions import Question

    parties = [names for names, schema in real_parties() if schema != "Person" and any(map(_is_chinese, names)) and any(map(str.isascii, names))]
    asked = []
    for at, names in enumerate(parties):
        if not labelled() & set(names):
            asked += [Question(at, han, other) for han in list(filter(_is_chinese, names))[:2] for other in list(filter(str.isascii, names))[:2]]
    return candidates([list(filter(str.isascii, names)) for names in parties], asked, register(china=True), every=every)


def _is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None and _KANA.search(text) is None


def of_other_lists() -> list[list[str]]:
    """Names in letters of bodies that stand on no Consolidated Screening List."""
    from countersight.names.normalise import fold, script
    from names import listed

    known = {fold(name) for name, _, _ in listed()}
    parties = [names for names, schema in real_parties() if schema != "Person" and not any(fold(name) in known for name in names)]
    return [[name for name in names if script(name) == "latin" and name not in labelled()] for names in parties]


def persons_kept_back() -> list[list[str]]:
    """Names in letters of a quarter of the listed persons: ``tools/person_names.py`` learns from none of their names."""
    from countersight.names.normalise import script
    from real_lists import kept_back

    parties = [held for names, schema in real_parties() if schema == "Person" and (held := [name for name in names if script(name) == "latin"])]
    return [names for names in parties if kept_back(names[0])]


def of_china_kept_back() -> list[list[str]]:
    """Names in letters of bodies of China on the Consolidated Screening List from which nothing was learnt."""
    from real_lists import kept_back, listed_names

    bodies = [[name for name in names if name not in labelled()] for names in listed_names(DATA / "open")]
    return [names for names in bodies if names and kept_back(names[0])]


def sets() -> Iterator[tuple[str, list[Case]]]:
    """What is measured, by name; nothing where the lists are not here."""
    from real_lists import kept_back

    if not (LEI.exists() and (DATA / "oracle" / "zh_en_company_pairs").exists()):
        return
    yield "otherwise written, China", otherwise([name for name in register(china=True) if kept_back(name)])
    yield "otherwise written, elsewhere", otherwise(register(china=False))
    yield "other names, China", besides(of_china_kept_back())
    yield "other names, other lists", besides(of_other_lists())
    people = persons_kept_back()
    yield "otherwise written, persons", otherwise([names[0] for names in people], "Person")
    yield "other names, persons", besides(people, "Person")
    yield "both scripts, A shares", shares(every=False)
    yield "the same, also not brought up", shares(every=True)
    yield "both scripts, lists", printed(every=False)
    yield "lists, also not brought up", printed(every=True)
