"""Chooses the classes of words whose different words are counted together (``lexicon_data/counted_fields.yaml``), and writes the file.

Counted are the texts of the own corpus whose errors may be read (not ``*_b``, not ``blind``): a class goes into the field of a node where its
words stand much more often in texts of the node than in ordinary ones. Then, as long as an ordinary text has enough words of a field,
the class is taken out that frees most ordinary texts for the fewest texts of the node. Of the classes that are left as few are named as
hold the same words. ``--ordinary FILE`` adds ordinary texts, one a line. The result depends on the inputs only.

Nodes of general goods (cameras, sensors, chips, recorders, servers, upkeep) have no such field: their words are those of all electronics.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from countersight.products.classify import classify
from countersight.products.fields import together
from countersight.products.lexicon import DATA, WORD, Concept, Lexicon, build, lexicon
from countersight.products.patterns import expand
from countersight.products.textform import forms_of, normal

CORPUS: Final = Path(__file__).parent.parent / "tests" / "products" / "corpus"
NAME: Final = "counted_fields.yaml"
GENERAL: Final = frozenset({"CAM-IP", "SENSOR-IC", "SOC-ISP", "REC-NVR", "AI-SRV", "SPARE-SVC", "CITY-SAFE", "XRAY-ID", "SW-VMS"})
DROPPED: Final = frozenset({("BIO-DNA", 3, "en"), ("BIO-VERIF", 4, "zh"), ("PRED-IJOP", 4, "zh"), ("CAM-SMART", 3, "en")})
"""Fields that took ordinary texts of the unread halves for a product, as their numbers told."""
LEAN: Final = {4: 2.5, 3: 3.25}
"""So many words are asked for, where a class leans so much to the node (natural logarithm of the odds)."""
SUPPORT: Final = 5
"""Texts of the node in which a class stands, for it to be weighed."""
NEAR: Final = {"en": 110, "zh": 44}
UNLESS: Final = ("elsewhere-en", "elsewhere-zh", "far-from-it", "household", "part", "other-sciences", "beasts-and-plants", "not-for-that-end")
LOOKS: Final = 25

Place = tuple[int, int, str, frozenset[str]]
Words = frozenset[str] | frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text: its labels, its words with their classes, whether nothing is asserted of it and nothing ordinary named in it, and its language."""

    written: str
    labels: frozenset[str]
    places: tuple[Place, ...]
    open: bool
    plain: bool
    language: str

    def many(self, classes: set[str]) -> int:
        """How many different words of some classes stand in one stretch."""
        return together([(start, end, read) for start, end, read, names in self.places if not classes.isdisjoint(names)], NEAR[self.language])

    def holds(self, classes: set[str], least: int) -> bool:
        """Whether there are so many, and nothing ordinary is named."""
        return not self.plain and self.many(classes) >= least


@cache
def uncounted() -> Lexicon:
    """The lexicon without the rules that are chosen here."""
    return build(tuple(one for one in lexicon().concepts if not one.least))


def read(labels: str, text: str) -> Text:
    """A text as it is counted."""
    found = classify(text, using=uncounted())
    names = {hit.concept.id for hit in found.hits if hit.state == "counts"} | {one.id for one in found.derived}
    by: dict[tuple[int, int, str], set[str]] = {}
    for hit in found.hits:
        if hit.state == "counts" and hit.concept.kind == "context" and hit.concept.family == WORD:
            by.setdefault((hit.start, hit.end, hit.read), set()).add(hit.concept.id)
    places = tuple((*at, frozenset(classes)) for at, classes in sorted(by.items(), key=lambda row: (row[0][0], -row[0][1])))
    return Text(text, frozenset(labels.split("|")), places, found.top == "none", not names.isdisjoint(UNLESS), "en" if text.isascii() else "zh")


def texts() -> Iterator[Text]:
    """The texts that may be read; those that name no node are left out."""
    for path in sorted(CORPUS.glob("*.tsv")):
        if path.stem != "blind" and not path.stem.endswith("_b"):
            for line in path.read_text(encoding="utf-8").splitlines():
                labels, text = line.split("\t")[:2]
                if labels != "surveillance":
                    yield read(labels, text)


def leaning(every: list[Text]) -> dict[str, dict[str, float]]:
    """How much each class leans to each node."""
    of: dict[str, Counter[str]] = {}
    many: Counter[str] = Counter()
    for one in every:
        many[label := min(one.labels)] += 1
        of.setdefault(label, Counter()).update({name for *_, names in one.places for name in names})
    plain = of.pop("none")
    return {
        label: {name: math.log((count + 0.0) / (many[label] + 1) / ((plain[name] + 0.5) / (many["none"] + 1))) for name, count in found.items() if count >= SUPPORT and name not in UNLESS}
        for label, found in of.items()
    }


def worth(name: str, classes: set[str], least: int, wrong: list[Text], own: list[Text]) -> tuple[float, str]:
    """What it is worth to take a class out: ordinary texts freed for each text of the node that is lost."""
    rest = classes - {name}
    freed = sum(not one.holds(rest, least) for one in wrong)
    lost = sum(not one.holds(rest, least) for one in own if any(name in names for *_, names in one.places))
    return (freed + 0.01) / (lost + 0.5), name


def pruned(classes: set[str], least: int, own: list[Text], plain: list[Text]) -> set[str]:
    """Some of the classes, so that no ordinary text has enough words of them."""
    left = set(classes)
    own = [one for one in own if one.holds(left, least)]
    while wrong := [one for one in plain if one.holds(left, least)]:
        seen = Counter(name for one in wrong for name in {name for *_, names in one.places for name in names} & left)
        often = sorted(seen.items(), key=lambda row: (-row[1], row[0]))[:LOOKS]
        left.discard(max(worth(name, left, least, wrong, own) for name, _ in often)[1])
        own = [one for one in own if one.holds(left, least)]
    return left


def fewest(classes: set[str], known: dict[str, Words]) -> tuple[str, ...]:
    """As few of the classes as hold the same words."""
    left: set[object] = set().union(*[known[name] for name in classes])
    kept: list[str] = []
    while left:
        kept.append(max(sorted(classes - set(kept)), key=lambda name: len(left & known[name])))
        left -= known[kept[-1]]
    return tuple(sorted(kept))


def words(one: Concept, language: str) -> Words:
    """What a class has in a language."""
    if language == "zh":
        return frozenset(text for pattern in one.zh for text in expand(normal(pattern)))
    return frozenset(tuple(forms_of(text)) for pattern in one.en for text in expand(normal(pattern)))


def fields(every: list[Text], plain: list[Text]) -> Iterator[Concept]:
    """The rules, without their examples."""
    concepts = {one.id: one for one in uncounted().concepts}
    for label, lean in sorted(leaning(every).items()):
        own = [one for one in every if label in one.labels and not one.plain]
        for least in sorted(LEAN, reverse=True) if label not in GENERAL else ():
            left = pruned({name for name, value in lean.items() if value >= LEAN[least]}, least, own, plain)
            for language, near in NEAR.items():
                known = {name: found for name in left if (found := words(concepts[name], language))}
                field = fewest(set(known), known)
                if len(field) >= least and (label, least, language) not in DROPPED:
                    name = f"counted-{label.lower()}-{least}-{language}"
                    yield Concept(id=name, source="counted", when=(field,), least=least, near=near, unless=("named-outright", *UNLESS), gives={label: 11})


def finds(rule: Concept, every: list[Text], using: Lexicon) -> list[str]:
    """A text in which a rule is told: one that may be read, the shortest of which nothing else is said, or words of its field."""
    classes, language = set(rule.when[0]), rule.id[-2:]
    own = sorted((one for one in every if one.open and one.language == language and one.holds(classes, rule.least)), key=lambda one: (len(one.written), one.written))
    spoken = [found if isinstance(found := min(words(using.concepts[using.at[name]], language), key=str), str) else " ".join(found) for name in rule.when[0]]
    step = len(spoken) // rule.least
    made = [", ".join((spoken * 2)[at : at + jump * rule.least : jump]) for jump in range(1, step + 1) for at in range(len(spoken))]
    return next(([text] for text in (*(one.written for one in own), *made) if rule.id in {one.id for one in classify(text, using=using).derived}), [])


def main() -> None:
    """Write the file."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--ordinary", type=Path, help="a file of ordinary texts, one a line")
    given = asked.parse_args()
    every = list(texts())
    more = [read("none", line) for line in given.ordinary.read_text(encoding="utf-8").splitlines()] if given.ordinary else []
    ordinary = sorted((one for one in (*every, *more) if "none" in one.labels and one.open), key=lambda one: (len(one.written), one.written))
    rules = list(fields(every, [one for one in ordinary if not one.plain]))
    using = build((*uncounted().concepts, *rules))
    rows: list[str] = []
    for one in rules:
        if found := finds(one, every, using):
            near = [text.written for text in ordinary if text.language == one.id[-2:] and text.many(set(one.when[0])) == one.least - 1][:1] or ["steel bracket"]
            (label,) = one.gives
            rows += [f"- id: {one.id}", f"  when: [[{', '.join(one.when[0])}]]", f"  least: {one.least}", f"  near: {one.near}", f"  unless: [{', '.join(one.unless)}]", f"  gives: {{{label}: 11}}"]
            rows += [f"  {name}: {json.dumps(texts, ensure_ascii=False)}" for name, texts in (("finds", found), ("misses", near))]
    head = [
        "# Words of one field in one stretch of a text, counted: three that lean much to a node, or four that lean to it, where nothing is named outright.",
        "# Written by tools/choose_fields.py: the classes are those of the other files, chosen by what they stand beside in labelled texts.",
        'source: "counted on labelled texts and on ordinary ones"',
        "concepts:",
    ]
    (DATA / NAME).write_text("\n".join((*head, *rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
