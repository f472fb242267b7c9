"""What a use costs and what it misses: names on no list that are flagged, against recall of perturbed listed names. A table, and a plot as SVG.

``python bench/tradeoff.py [--svg FILE] [--negatives N] [--positives N]`` (defaults: out/names-tradeoff.svg, 6,000, 3,000).

*Positives* are names of the real lists, perturbed by the classes of ``real_names.py`` ("as it stands" is no perturbation and stays out). One
counts as found where the body of that name is in the band ``match``. Three recalls are told apart: of what writers, printers, machines and
lists do to a name that is all there (case, marks, order, spacing, forms, abbreviations, transliteration, one slip, what stands around it);
of names of which something is missing or spoilt twice (:data:`MISSING`): what is left is the name of others too, so that no string decides,
and such a pair is to be ``possible``; and of spellings that a list itself prints of a body, held out of the snapshot (:func:`held_out`): of
those alone whose words are alike, since a list prints other names of a body too.

*Negatives* are companies of the LEI register whose names fold to none on the lists, and invented people. They count as flagged in the band
``match``. A person is never more than ``possible`` by a name, so that of people this band is printed. Some of the companies flagged are the
listed ones, or bear the very name but for its form: no name tells.

In the plot the lines are the use ``wide`` cut at every score; the marks are the three uses as they are. Skipped where there are no lists.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from real_names import LEI, perturbed, real_parties

if TYPE_CHECKING:
    from countersight.match.uses import Use
    from countersight.store.snapshot import Snapshot

USES: tuple[Use, ...] = ("strict", "balanced", "wide")
MATCH, SHOWN = (2, 0), (1, 0)
"""The least band and score of a match, and of what is shown at all."""
TARGET = (0.003, 0.93)
"""At most so many negatives flagged, at least so much recall, in ``balanced``."""
MISSING = {
    "a word dropped": "any word, also the one that identifies", "last word cut": "its last two letters", "cut at 35": "all behind the 35th character",
    "without its place": "the place, which parts companies of one name", "two slips": "two letters spoilt: as near to other names",
}  # fmt: skip
"""Classes that take away what identifies, or spoil it twice, and what of it."""
PRINTED = 90
"""Two names are spellings of one from this likeness of their sorted words on, in percent: a measure that no part of the engine uses so."""
LEFT_OUT = frozenset({"as it stands"})
"""No perturbation."""

Query = tuple[str, str, str]
"""Id of the right body or nothing, what is asked, and its class."""


@dataclass(frozen=True, slots=True)
class Got:
    """What came back: the band (2 match, 1 possible, 0 none) and score of the first hit, and of the right body."""

    first: tuple[int, int]
    right: tuple[int, int] = (0, 0)


def snapshot_of(parties: Sequence[tuple[tuple[str, ...], str]]) -> Snapshot:
    """A snapshot in memory with a body for each party."""
    from dataclasses import replace

    from countersight.model.body import Body, Name
    from countersight.snapshots.build import build
    from countersight.store.records import AtlasRecords
    from countersight.store.snapshot import Snapshot as Held

    source = replace(build(starter=True).sources[0], id="bench")
    bodies = [
        Body(f"b{i}", schema, tuple(Name(name, "", "alias" if at else "primary") for at, name in enumerate(names)), source_id="bench")
        for i, (names, schema) in enumerate(parties)
    ]
    return Held.in_memory(AtlasRecords(bodies=bodies, sources=[source]))


def asked(snapshot: Snapshot, queries: Sequence[Query], use: Use) -> list[Got]:
    """Ask each query."""
    from countersight.match.matcher import resolve
    from countersight.match.outcome import RANK

    out = []
    for body_id, text, _ in queries:
        found = resolve(snapshot, (text,), use=use)
        hits = {hit.body_id: (RANK[hit.band], hit.score) for hit in (*((found.match,) if found.match else ()), *found.possible)}
        out.append(Got(max(hits.values(), default=(0, 0)), hits.get(body_id, (0, 0))))
    return out


def held_out(parties: Sequence[tuple[tuple[str, ...], str]], many: int) -> tuple[list[tuple[tuple[str, ...], str]], list[Query]]:
    """The parties without a spelling each that the list prints beside a like one, and those spellings as queries."""
    from rapidfuzz import fuzz

    from countersight.names.normalise import fold

    draw = random.Random(5)
    order = [at for at, (names, schema) in enumerate(parties) if schema == "Organization" and len(names) > 1]
    draw.shuffle(order)
    kept, queries = list(parties), []
    for at in order:
        names, schema = parties[at]
        for out in draw.sample(names, len(names)):
            rest = tuple(name for name in names if name != out)
            if out.isascii() and max(fuzz.token_sort_ratio(fold(out), fold(name)) for name in rest) >= PRINTED:
                kept[at] = (rest, schema)
                queries.append((f"b{at}", out, "printed by a list"))
                break
        if len(queries) == many:
            break
    return kept, queries


def share(values: Sequence[tuple[int, int]], least: tuple[int, int]) -> float:
    """How many reach a band and score."""
    return sum(value >= least for value in values) / max(1, len(values))


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(description="names: the trade-off of the three uses")
    parser.add_argument("--svg", default="out/names-tradeoff.svg")
    parser.add_argument("--negatives", type=int, default=6000)
    parser.add_argument("--positives", type=int, default=3000)
    given = parser.parse_args()
    parties, printed = held_out(real_parties(), given.positives // 5)
    names = [(name, schema) for held, schema in parties for name in held]
    if len(names) < 1000 or not LEI.exists():
        print("tradeoff: skipped: no lists in ../shared/data")
        return
    from countersight.names.normalise import fold

    snapshot = snapshot_of(parties)
    ids = {name: f"b{i}" for i, (held, _) in enumerate(parties) for name in held}
    by_schema = {schema: [name for name, kind in names if kind == schema] for schema in ("Organization", "Person")}
    positives = {what: _positives(held, given.positives // 2, ids) for what, held in by_schema.items()}
    negatives = {"Organization": _companies(given.negatives, {fold(name) for name, _ in names}), "Person": _people(given.negatives // 4)}
    print(f"tradeoff: {len(names):,} names of {len(parties):,} listed parties; positives {', '.join(f'{len(v):,} {k}' for k, v in positives.items())}; negatives {', '.join(f'{len(v):,} {k}' for k, v in negatives.items())}")
    print("flagged: of the negatives, in the band match, or possible too. recall: of the positives, whose right body is there. us: processor time of a question")
    print(f"{'use':<10}{'of':<14}{'flagged match':>15}{'or possible':>13}{'recall match':>14}{'or possible':>13}{'us':>7}")
    marks: dict[str, tuple[float, float, float]] = {}
    told: list[str] = []
    curve: list[tuple[float, float, float]] = []
    for use in USES:
        start = process_time()
        found = {what: (asked(snapshot, negatives[what], use), asked(snapshot, positives[what], use)) for what in positives}
        took = (process_time() - start) / sum(len(part) for pair in found.values() for part in pair)
        for what, (no, yes) in found.items():
            cells = [share([one.first for one in no], MATCH), share([one.first for one in no], SHOWN), share([one.right for one in yes], MATCH), share([one.right for one in yes], SHOWN)]
            print(f"{use:<10}{what:<14}{cells[0]:>15.4f}{cells[1]:>13.4f}{cells[2]:>14.4f}{cells[3]:>13.4f}{1e6 * took:>7.0f}")
        no, yes = found["Organization"]
        flagged, right = [one.first for one in no], [one.right for one in yes]
        whole = [one for (_, _, what), one in zip(positives["Organization"], right, strict=True) if what not in MISSING]
        missing = [one for (_, _, what), one in zip(positives["Organization"], right, strict=True) if what in MISSING]
        marks[use] = (share(flagged, MATCH), share(whole, MATCH), share(right, MATCH))
        if use == "balanced":
            print(*(f"    flagged: {text}" for (_, text, _), one in zip(negatives["Organization"], flagged, strict=True) if one >= MATCH), sep="\n")
            told = _told(positives["Organization"], right) + _summary(found, [one.right for one in asked(snapshot, printed, use)], whole, missing)
        if use == "wide":
            levels = sorted({*flagged, *right}, reverse=True)
            curve = [(share(flagged, level), share(whole, level), share(right, level)) for level in levels if level[0]]
    path = Path(given.svg)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(plot(curve, marks), encoding="utf-8")
    print(*told, sep="\n")
    cost, recall, every = marks["balanced"]
    print(f"tradeoff: balanced: {100 * cost:.2f} % of companies on no list flagged (wanted: at most {100 * TARGET[0]:.1f} %); recall {recall:.3f} of perturbed listed organisations whose names are all there (wanted: at least {TARGET[1]}), {every:.3f} with those of which something is missing; plot: {path}")


def _told(queries: Sequence[Query], right: Sequence[tuple[int, int]]) -> list[str]:
    """Recall of each class, the lowest first, those of which something is missing apart."""
    out = []
    for head, gone in (("all there", False), ("something missing or spoilt twice", True)):
        out.append(f"    {head:<36}{'queries':>8}{'match':>8}{'or possible':>13}")
        held: dict[str, list[tuple[int, int]]] = {}
        for (_, _, what), one in zip(queries, right, strict=True):
            if (what in MISSING) == gone:
                held.setdefault(what, []).append(one)
        for what, part in sorted(held.items(), key=lambda item: share(item[1], MATCH)):
            out.append(f"      {what:<34}{len(part):>8}{share(part, MATCH):>8.3f}{share(part, SHOWN):>13.3f}  {MISSING.get(what, '')}".rstrip())
    return out


def _summary(found: dict[str, tuple[list[Got], list[Got]]], printed: Sequence[tuple[int, int]], whole: Sequence[tuple[int, int]], missing: Sequence[tuple[int, int]]) -> list[str]:
    """What each group came to, in words."""
    (companies, named), (people, persons) = found["Organization"], found["Person"]
    every, shown = [one.right for one in named], [one.first for one in people]
    flagged = sum(one.first >= MATCH for one in companies)
    rows = (("names that are all there", whole), ("names of which something is missing", missing), ("all classes together", every), ("spellings that lists print, held out", printed))
    return [
        f"tradeoff: balanced: negatives: {flagged} of {len(companies):,} companies on no list flagged; {sum(one >= MATCH for one in shown)} of {len(people):,} invented people flagged, {sum(one >= SHOWN for one in shown)} possible",
        *(f"tradeoff: balanced: positives: {what}: {len(part):,}; match {share(part, MATCH):.3f}, or possible {share(part, SHOWN):.3f}" for what, part in rows),
        f"tradeoff: balanced: positives: listed persons, never more than possible by a name: {len(persons):,}; possible {share([one.right for one in persons], SHOWN):.3f}",
    ]


def _positives(names: list[str], many: int, ids: dict[str, str]) -> list[Query]:
    kept = [(ids[name], query, what) for what, held in perturbed(names, max(1, many // 25), 11) if what not in LEFT_OUT for name, query in held]
    random.Random(2).shuffle(kept)
    return kept


def _companies(many: int, held: set[str]) -> list[Query]:
    import duckdb

    from countersight.names.normalise import fold

    rows = duckdb.execute(f"SELECT name FROM '{LEI}' USING SAMPLE reservoir({many} ROWS) REPEATABLE (7)").fetchall()  # noqa: S608 - our own path
    return [("", name, "company") for (name,) in rows if fold(name) not in held]


def _people(many: int) -> list[Query]:
    from name_lexicon import GIVEN
    from name_pairs import Maker

    m = Maker(11, "test")
    return [("", f"{m.rng.choice(GIVEN)} {m.surname()}", "person") for _ in range(many)]


# --- the plot ---------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 440, 70, 50, 24, 60
LOWEST, HIGHEST = 1e-4, 0.3


def _x(flagged: float) -> float:
    at = (math.log10(min(max(flagged, LOWEST), HIGHEST)) - math.log10(LOWEST)) / (math.log10(HIGHEST) - math.log10(LOWEST))
    return LEFT + at * (WIDTH - LEFT - RIGHT)


def _y(recall: float, floor: float) -> float:
    return TOP + (1 - max(recall, floor)) / (1 - floor) * (HEIGHT - TOP - BOTTOM)


def plot(curve: Sequence[tuple[float, float, float]], marks: dict[str, tuple[float, float, float]]) -> str:
    """One SVG document, black on white, with words for who cannot see it."""
    told = "; ".join(f"{use}: {100 * flagged:.2f} % flagged, recall {whole:.3f} of names that are all there, {every:.3f} of all" for use, (flagged, whole, every) in marks.items())
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    floor = max(0.0, math.floor(10 * min([every for _, _, every in marks.values()], default=0.6)) / 10 - 0.1)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="t d" font-family="Helvetica, Arial, Liberation Sans, sans-serif" font-size="13">',
        '<title id="t">Names: what a use flags, and what it finds</title>',
        f'<desc id="d">{told}. Wanted of balanced: at most {100 * TARGET[0]:.1f} % flagged, recall at least {TARGET[1]}.</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="26" font-weight="bold">Names: what a use flags, and what it finds</text>',
        f'<rect x="{LEFT}" y="{_y(1, floor):.1f}" width="{_x(TARGET[0]) - LEFT:.1f}" height="{_y(TARGET[1], floor) - _y(1, floor):.1f}" fill="#e6f0e6"/>',
        f'<text x="{LEFT + 6}" y="{TOP + 16}" font-size="12">wanted of balanced</text>',
    ]
    for value in (1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.3):
        out += [f'<path d="M{_x(value):.1f} {TOP}V{bottom}" stroke="#ddd"/>', f'<text x="{_x(value):.1f}" y="{bottom + 18}" text-anchor="middle">{"≤ " if value == LOWEST else ""}{100 * value:g} %</text>']
    for step in range(round(10 * floor), 11):
        value = step / 10
        out += [f'<path d="M{LEFT} {_y(value, floor):.1f}H{right}" stroke="#ddd"/>', f'<text x="{LEFT - 8}" y="{_y(value, floor) + 4:.1f}" text-anchor="end">{value:.1f}</text>']
    out += [
        f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="#000"/>',
        f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 14}" text-anchor="middle">companies on no list that are flagged (logarithmic)</text>',
        f'<text transform="translate(20 {(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">perturbed listed organisations found</text>',
    ]
    for at, (style, words) in enumerate((("", "names that are all there"), (' stroke-dasharray="5 4"', "with names of which something is missing"))):
        if curve:
            out.append(f'<path d="M{"L".join(f"{_x(one[0]):.1f} {_y(one[at + 1], floor):.1f}" for one in curve)}" fill="none" stroke="#1f4e79" stroke-width="1.5"{style}/>')
        line = bottom - 44 + 20 * at
        out += [f'<path d="M{right - 300} {line - 4}H{right - 264}" stroke="#1f4e79" stroke-width="1.5"{style}/>', f'<text x="{right - 256}" y="{line}" font-size="12">{words}</text>']
    for use, (flagged, whole, every) in marks.items():
        out.append(f'<circle cx="{_x(flagged):.1f}" cy="{_y(whole, floor):.1f}" r="5" fill="#b03a2e"/>')
        out.append(f'<circle cx="{_x(flagged):.1f}" cy="{_y(every, floor):.1f}" r="4" fill="#fff" stroke="#b03a2e" stroke-width="1.5"/>')
        before = use == "balanced"  # wide stands close behind it
        out.append(f'<text x="{_x(flagged) + (-10 if before else 10):.1f}" y="{_y(whole, floor) - 10:.1f}" text-anchor="{"end" if before else "start"}">{use} ({100 * flagged:.2f} %, {whole:.3f})</text>')
    return "\n".join([*out, "</svg>", ""])


if __name__ == "__main__":
    main()
