"""Pairs of names as questions bring them up, out of the real lists in ``../shared``: to measure the score of two names. Read, never kept.

A question is a name; what is laid beside it is what the index returns for it. Of each question comes its right answer, and one other name among
the twenty, drawn: so half of the pairs are one body. Two kinds of question: a listed name that somebody wrote otherwise (the classes of
``real_names.py``), and another name that a list prints of the same body. Names that the labelled file holds are left out, and so are
bodies from which ``tools/names_of_china.py`` learns (``real_lists.kept_back``).
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from real_names import DATA, LEI, classes, real_parties

if TYPE_CHECKING:
    from countersight.evaluate.names import Case

SHARES = DATA / "oracle" / "zh_en_company_pairs" / "a_share_zh_en.tsv"
LABELLED = DATA.parent / "eval" / "names" / "zh_pairs.csv"
BROUGHT_UP = 20
QUESTIONS = 2000
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_NO_NAME = re.compile("[A-Za-zＡ-Ｚ]")  # noqa: RUF001 - classes of shares


@dataclass(frozen=True, slots=True)
class Question:
    """The number of the body, what is asked, and its right answer."""

    body: int
    asked: str
    right: str


def candidates(bodies: Sequence[Sequence[str]], questions: Sequence[Question], others: Sequence[str] = (), *, schema: str = "", every: bool = False) -> list[Case]:
    """Each question beside its right answer, and beside another body's name that the index returns.

    Args:
        bodies: The listed names of each body.
        questions: What is asked.
        others: Names of other bodies, which are listed as well.
        schema: Of all of them.
        every: Also right answers that the index does not return.
    """
    from countersight.evaluate.names import Case
    from countersight.names.normalise import fold
    from countersight.store.index import NameIndex, build_index

    owners: dict[str, set[str]] = {}
    listed = [(str(at), name) for at, names in enumerate(bodies) for name in names] + [(f"o{at}", name) for at, name in enumerate(others)]
    for body, name in listed:
        owners.setdefault(fold(name), set()).add(body)
    index, draw = NameIndex(build_index(iter(listed), "")), random.Random(3)
    right: list[tuple[str, str]] = []
    wrong: list[tuple[str, str]] = []
    for one in questions:
        hits = [hit.text for hit in index.search(one.asked, BROUGHT_UP + 1) if hit.text != one.asked]
        if every or one.right in hits:
            right.append((one.asked, one.right))
        rest = [text for text in hits if str(one.body) not in owners[fold(text)] and fold(text) != fold(one.asked)]
        if rest:
            wrong.append((one.asked, draw.choice(rest)))
    many = min(len(right), len(wrong))
    return [Case(*pair, label, schema, "") for label, pairs in ((True, right), (False, wrong)) for pair in draw.sample(pairs, many)]


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
    draw, changes = random.Random(21), [change for what, change in classes(21) if what != "as it stands"]
    asked = [Question(at, draw.choice(changes)(names[at]), names[at]) for at in draw.sample(range(len(names)), min(len(names), QUESTIONS))]
    return candidates([[name] for name in names], [one for one in asked if one.asked.strip() and one.asked != one.right], schema=schema)


def besides(bodies: Sequence[Sequence[str]], schema: str = "", *, every: bool = False) -> list[Case]:
    """Two names that a list prints of one body: either may be asked."""
    draw = random.Random(9)
    asked = []
    for at, names in enumerate(bodies):
        couples = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
        asked += [Question(at, *draw.sample(couple, 2)) for couple in draw.sample(couples, min(2, len(couples)))]
    return candidates(bodies, draw.sample(asked, min(QUESTIONS, len(asked))), schema=schema, every=every)


def shares(*, every: bool) -> list[Case]:
    """Short names in Han of companies listed in Shanghai and Shenzhen, beside their English names and those of the register."""
    with SHARES.open(encoding="utf-8", newline="") as lines:
        rows = [(re.sub(r"\s+", "", row["name_zh_short"]), row["name_en"]) for row in csv.DictReader(lines, delimiter="\t")]
    asked = [Question(at, han, english) for at, (han, english) in enumerate(rows) if not {han, english} & labelled() and not _NO_NAME.search(han)]
    return candidates([[english] for _, english in rows], random.Random(2).sample(asked, min(QUESTIONS, len(asked))), register(china=True), every=every)


def printed(*, every: bool) -> list[Case]:
    """Bodies of which a list prints a name in Han and one in letters: METI, MOFCOM, the EU's annexes and others."""
    parties = [names for names, schema in real_parties() if schema != "Person" and any(map(_is_chinese, names)) and any(map(str.isascii, names))]
    asked = []
    for at, names in enumerate(parties):
        if not labelled() & set(names):
            asked += [Question(at, han, other) for han in list(filter(_is_chinese, names))[:2] for other in list(filter(str.isascii, names))[:2]]
    return candidates([list(filter(str.isascii, names)) for names in parties], asked, register(china=True), every=every)


def _is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None and _KANA.search(text) is None


def of_other_lists(*, persons: bool) -> list[list[str]]:
    """Names in letters of bodies that stand on no Consolidated Screening List, or of persons on any list."""
    from countersight.names.normalise import fold, script
    from names import listed

    known = {fold(name) for name, _, _ in listed()}
    found = []
    for names, schema in real_parties():
        if (schema == "Person") == persons and (persons or not any(fold(name) in known for name in names)):
            found.append([name for name in names if script(name) == "latin" and name not in labelled()])
    return found


def of_china_kept_back() -> list[list[str]]:
    """Names in letters of bodies of China on the Consolidated Screening List from which nothing was learnt."""
    from real_lists import kept_back, listed_names

    bodies = [[name for name in names if name not in labelled()] for names in listed_names(DATA / "open")]
    return [names for names in bodies if names and kept_back(names[0])]


def sets() -> Iterator[tuple[str, list[Case]]]:
    """What is measured, by name; nothing where the lists are not here."""
    from real_lists import kept_back

    if not (LEI.exists() and SHARES.exists()):
        return
    yield "otherwise written, China", otherwise([name for name in register(china=True) if kept_back(name)])
    yield "otherwise written, elsewhere", otherwise(register(china=False))
    yield "other names, China", besides(of_china_kept_back())
    yield "other names, other lists", besides(of_other_lists(persons=False))
    people = of_other_lists(persons=True)
    yield "otherwise written, persons", otherwise([names[0] for names in people if names][:8000], "Person")
    yield "other names, persons", besides(people, "Person")
    yield "both scripts, A shares", shares(every=False)
    yield "the same, also not brought up", shares(every=True)
    yield "both scripts, lists", printed(every=False)
    yield "lists, also not brought up", printed(every=True)
