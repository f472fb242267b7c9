"""What a use costs and what it misses: names on no list that are flagged, against recall of perturbed listed names. A table, and a plot as SVG.

``python bench/tradeoff.py [--svg FILE] [--negatives N] [--positives N]`` (defaults: out/names-tradeoff.svg, 6,000, 3,000). Positives are
names of the real lists, perturbed by the classes of ``real_names.py`` but for "all joined" and "cut at 35"; negatives are companies of the
LEI register whose names fold to none on the lists, and invented people. A positive counts as found where the body of that name is the one
found. Three recalls are told apart: of what writers, printers and lists do to a name that is all there (case, marks, order, spacing, forms,
abbreviations, transliteration, one slip, the department or address around it); of names of which something is missing (:data:`MISSING`), which
no string decides; and of spellings that a list itself prints of a body, held out of the snapshot (:func:`held_out`): of those alone whose
words are alike, since a list prints other names of a body too. The line is the use ``wide`` cut at every score; the marks are the three uses
as they are. Skipped where there are no lists.
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
TARGET = (0.003, 0.93)
"""At most so many negatives flagged, at least so much recall, in ``balanced``."""
MISSING = frozenset({"a word dropped", "last word cut", "two slips", "without its place"})
"""Classes that take away what identifies, or spoil it twice."""
PRINTED = 90
"""Two names are spellings of one from this likeness of their sorted words on, in percent: a measure that no part of the engine uses so."""
LEFT_OUT = frozenset({"as it stands", "all joined", "cut at 35"})

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
    print(f"{'use':<10}{'of':<14}{'flagged match':>15}{'or possible':>13}{'recall match':>14}{'or possible':>13}{'us':>7}")
    marks: dict[str, tuple[float, float]] = {}
    told: list[tuple[int, float, float]] = []
    curve: list[tuple[float, float]] = []
    for use in USES:
        start = process_time()
        found = {what: (asked(snapshot, negatives[what], use), asked(snapshot, positives[what], use)) for what in positives}
        took = (process_time() - start) / sum(len(part) for pair in found.values() for part in pair)
        for what, (no, yes) in found.items():
            cells = [share([one.first for one in no], (2, 0)), share([one.first for one in no], (1, 0)), share([one.right for one in yes], (2, 0)), share([one.right for one in yes], (1, 0))]
            print(f"{use:<10}{what:<14}{cells[0]:>15.4f}{cells[1]:>13.4f}{cells[2]:>14.4f}{cells[3]:>13.4f}{1e6 * took:>7.0f}")
        no, yes = found["Organization"]
        marks[use] = (share([one.first for one in no], (2, 0)), share([one.right for one in yes], (2, 0)))
        if use == "balanced":
            for (_, text, _), one in zip(negatives["Organization"], no, strict=True):
                if one.first[0] == 2:
                    print(f"    flagged: {text}")
            shown = asked(snapshot, printed, use)
            for what in sorted({query[2] for query in positives["Organization"]}):
                part = [one for query, one in zip(positives["Organization"], yes, strict=True) if query[2] == what]
                print(f"    {what:<26}{len(part):>5}{share([one.right for one in part], (2, 0)):>8.3f}{share([one.right for one in part], (1, 0)):>8.3f}{share([one.first for one in part], (2, 0)):>8.3f} any body")
            whole, missing = ([one.right for query, one in zip(positives["Organization"], yes, strict=True) if (query[2] in MISSING) == gone] for gone in (False, True))
            told = [(len(part), share(part, (2, 0)), share(part, (1, 0))) for part in (whole, missing, [one.right for one in shown])]
        if use == "wide":
            levels = sorted({one.first for one in no} | {one.right for one in yes}, reverse=True)
            curve = [(share([one.first for one in no], level), share([one.right for one in yes], level)) for level in levels if level[0]]
    path = Path(given.svg)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(plot(curve, marks), encoding="utf-8")
    flagged, recall = marks["balanced"]
    for (count, found_as_match, shown_too), what in zip(told, ("names that are all there", "names of which something is missing", "spellings that lists print, held out"), strict=True):
        print(f"tradeoff: balanced: {what}: {count:,}; match {found_as_match:.3f}, or possible {shown_too:.3f}")
    print(f"tradeoff: balanced: {100 * flagged:.2f} % of companies on no list flagged, recall {told[0][1]:.3f} of perturbed listed organisations whose names are all there, {recall:.3f} of all (wanted: at most {100 * TARGET[0]:.1f} %, at least {TARGET[1]}); plot: {path}")


def _positives(names: list[str], many: int, ids: dict[str, str]) -> list[Query]:
    kept = [(ids[name], query, what) for what, held in perturbed(names, max(1, many // 25), 11) if what not in LEFT_OUT for name, query in held]
    random.Random(2).shuffle(kept)
    return kept[:many]


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


def plot(curve: Sequence[tuple[float, float]], marks: dict[str, tuple[float, float]]) -> str:
    """One SVG document, black on white, with words for who cannot see it."""
    told = "; ".join(f"{use}: {100 * flagged:.2f} % flagged, recall {recall:.3f}" for use, (flagged, recall) in marks.items())
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    floor = max(0.0, math.floor(10 * min([recall for _, recall in marks.values()], default=0.6)) / 10 - 0.1)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="t d" font-family="Helvetica, Arial, Liberation Sans, sans-serif" font-size="13">',
        '<title id="t">Names: what a use flags, and what it finds</title>',
        f'<desc id="d">{told}. Wanted of balanced: at most {100 * TARGET[0]:.1f} % flagged, recall at least {TARGET[1]}.</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="26" font-weight="bold">Names: what a use flags, and what it finds</text>',
        f'<rect x="{LEFT}" y="{_y(1, floor):.1f}" width="{_x(TARGET[0]) - LEFT:.1f}" height="{_y(TARGET[1], floor) - _y(1, floor):.1f}" fill="#e6f0e6"/>',
        f'<text x="{LEFT + 6}" y="{_y(TARGET[1], floor) - 6:.1f}" font-size="12">wanted of balanced</text>',
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
    if curve:
        out.append(f'<path d="M{"L".join(f"{_x(a):.1f} {_y(b, floor):.1f}" for a, b in curve)}" fill="none" stroke="#1f4e79" stroke-width="1.5"/>')
    for use, (flagged, recall) in marks.items():
        out.append(f'<circle cx="{_x(flagged):.1f}" cy="{_y(recall, floor):.1f}" r="5" fill="#b03a2e"/>')
        out.append(f'<text x="{_x(flagged) + 10:.1f}" y="{_y(recall, floor) + 18:.1f}">{use} ({100 * flagged:.2f} %, {recall:.3f})</text>')
    return "\n".join([*out, "</svg>", ""])


if __name__ == "__main__":
    main()
