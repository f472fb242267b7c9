"""Writes docs/bench.md with its plots, and the reckoned part of docs/sizing.md, out of what the benches measured.

``python bench/page.py [--run] [--short] [--numbers FILE]``: ``--run`` runs the benches that grow, the peers, the changes and Spark first and keeps their
numbers in FILE (out/bench.jsonl), in a minute or two for each with ``--short``, in hours without; what cannot run here is left out and told.
Without ``--run`` the pages are written from the numbers that are there. Both pages say when every number of theirs is of a short run.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from charts import bars, figure, growth
from record import Measured, read

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"
BEGIN, END = "<!-- bench/page.py writes from here -->", "<!-- to here -->"
SCRIPTS = ("scale.py", "peers.py", "delta.py", "spark.py")
PLOTS = (
    ("names", "listed names", "How a search grows with the list", "us", ("names: a search",)),
    ("list-bytes", "listed names", "How the index of a list grows", "bytes", ("names: the index on disk",)),
    ("rows", "matters", "How time grows with matters", "s", ("rows: decided, processor time",)),
    ("rows-bytes", "matters", "How the disk grows with matters", "bytes", ("rows: decisions and texts on disk",)),
    ("provisions", "provisions", "How a row grows with provisions", "us", ("provisions: a row, warm",)),
    ("stakes", "stakes", "How the cascade grows with stakes", "s", ("stakes: owned or possibly owned, all of them", "stakes: sorted once")),
    ("memory", "names, matters, provisions or stakes", "Memory", "MB", ("names: memory while it is built", "rows: memory of one process", "provisions: memory", "stakes: memory, generating included")),
)
RECKONED = ((10**6, 2), (10**7, 2), (10**8, 20), (10**9, 200))
"""Matters and cores."""
LISTS = (10**5, 10**6, 10**7)


def by_series(numbers: Sequence[Measured]) -> dict[str, list[Measured]]:
    """The last number of each series, size and peer, by series, in order of size."""
    last = {(one.series, one.who, one.at): one for one in numbers}
    found: dict[str, list[Measured]] = {}
    for one in sorted(last.values(), key=lambda one: one.at):
        found.setdefault(one.series, []).append(one)
    return found


def slope(points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """The power law through some points, least squares of the logarithms: factor and exponent; None of fewer than two.

    >>> factor, power = slope([(10, 30), (100, 300), (1000, 3000)])
    >>> round(factor, 6), round(power, 6)
    (3.0, 1.0)
    """
    kept = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len({x for x, _ in kept}) < 2:
        return None
    mean_x, mean_y = (sum(one[at] for one in kept) / len(kept) for at in (0, 1))
    power = sum((x - mean_x) * (y - mean_y) for x, y in kept) / sum((x - mean_x) ** 2 for x, _ in kept)
    return math.exp(mean_y - power * mean_x), power


def steady(points: Sequence[tuple[float, float]]) -> float | None:
    """What one more costs, between the smallest and the largest size: start-up is not in it; None of fewer than two sizes.

    >>> steady([(100, 5.0), (1_100, 7.0)])
    0.002
    """
    if len(points) < 2 or points[-1][0] <= points[0][0]:
        return None
    found = (points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0])
    return found if found > 0 else None


def points(held: dict[str, list[Measured]], series: str) -> list[tuple[float, float]]:
    """Sizes and numbers of a series."""
    return [(one.at, one.value) for one in held.get(series, ())]


def marked(numbers: Sequence[Measured]) -> str:
    """What kind of run the numbers are of, in a sentence."""
    few = sum(one.short for one in numbers)
    return "**All numbers are of a short run, to see that the machinery works: they are no measure of the program.**" if few == len(numbers) else f"{few} of {len(numbers)} numbers, marked *short*, are of a short run." if few else "All numbers are of whole runs."


def bench_page(numbers: Sequence[Measured], machine: str) -> tuple[str, dict[str, str]]:
    """docs/bench.md, and the plots beside it by name."""
    held = by_series(numbers)
    out = [
        "# Measured", "", "Written by `make bench-page` out of what the benches print; the benches themselves, with their targets, are in [bench/](../bench/README.md),",
        "and what follows for a machine is in [sizing](sizing.md).", "", f"{machine} {marked(numbers)}", "",
    ]  # fmt: skip
    plots = {}
    peers = held.pop("peers: rows a second", [])
    if peers:
        shown = {name: {one.who: one.value for one in held.pop(f"peers: shown of the {name}", [])} for name in ("listed", "others")}
        plots["peers"] = bars("The same names against the same lists", "rows a second", {one.who: one.value for one in peers})
        out += ["## Peers, side by side in one run", "", "![rows a second of this program and its peers](bench/peers.svg)", "", "| who | rows a second | shown of the listed | shown of the others |", "|---|---|---|---|"]
        out += [f"| {one.who} | {figure(one.value)}{_short(one)} | {shown['listed'].get(one.who, 0):.3f} | {shown['others'].get(one.who, 0):.4f} |" for one in peers]
        out += ["", f"{peers[0].at:,.0f} rows, names alone, processor time, one core. What each of them does is said in `bench/peers.py`.", ""]
    for name, across, title, unit, wanted in PLOTS:
        part = 0 if len({series.partition(": ")[0] for series in wanted}) > 1 else 2  # what tells the lines of a plot apart
        drawn = growth(title, across, unit, {series.partition(": ")[part]: points(held, series) for series in wanted if series in held})
        if not drawn:
            continue
        plots[name] = drawn
        out += [f"## {title}", "", f"![{title}](bench/{name}.svg)", "", "| what | " + across + " | number |", "|---|---|---|"]
        for series in wanted:
            out += [f"| {series} | {one.at:,.0f} | {figure(one.value)} {one.unit}{_short(one)} |" for one in held.pop(series, ())]
        out.append("")
    if held:
        out += ["## And", "", "| what | at | number | |", "|---|---|---|---|"]
        out += [f"| {series} | {f'{one.at:,.0f}' if one.at else ''} | {figure(one.value)} {one.unit}{_short(one)} | {one.note} |" for series, several in held.items() for one in several]
        out.append("")
    return "\n".join(out), plots


def _short(one: Measured) -> str:
    return " *(short)*" if one.short else ""


def sizing(numbers: Sequence[Measured], machine: str) -> str:
    """What is reckoned from the slopes, between the two marks of docs/sizing.md."""
    held = by_series(numbers)
    rows, disk = (steady(points(held, f"rows: {what}")) for what in ("decided, processor time", "decisions and texts on disk"))
    out = [BEGIN, "", f"{machine} {marked(numbers)}", "", "| what | grows with | slope |", "|---|---|---|"]
    for series, unit, size in (
        ("rows: decided, processor time", "s", "matters"), ("rows: decisions and texts on disk", "bytes", "matters"), ("names: the index on disk", "bytes", "listed names"),
        ("names: the index built", "s", "listed names"), ("customers: index, bytes", "bytes", "customers"), ("customers: index, seconds on the clock", "s", "customers"),
    ):  # fmt: skip
        each = steady(points(held, series))
        if each is not None:
            out.append(f"| {series} | {size} | {figure(each)} {unit} for each more |")
    for series, unit, size in (("names: a search", "us", "listed names"), ("provisions: a row, warm", "us", "provisions"), ("stakes: owned or possibly owned, all of them", "s", "stakes")):
        law = slope(points(held, series))
        if law is not None:
            out.append(f"| {series} | {size} | to the power of {law[1]:.2f}; {unit} |")
    out += ["", "Reckoned from these, by lines through what was measured; nothing beyond the largest size measured was run.", ""]
    if rows is not None and disk is not None:
        most = max(one.at for one in held["rows: decided, processor time"])
        out += ["| matters | cores | hours | disk | |", "|---|---|---|---|---|"]
        out += [f"| 10^{round(math.log10(many))} | {cores}{' (Spark)' if cores > 100 else ''} | {figure(rows * many / cores / 3600)} | {figure(disk * many / 1e9)} GB | {'measured up to here' if many <= most else 'reckoned'} |" for many, cores in RECKONED]
        out.append("")
    search, name = slope(points(held, "names: a search")), steady(points(held, "names: the index on disk"))
    if search is not None and name is not None:
        most = max(one.at for one in held["names: a search"])
        out += ["| listed names | a search | index on disk | |", "|---|---|---|---|"]
        out += [f"| 10^{round(math.log10(many))} | {figure(search[0] * many ** search[1])} us | {figure(name * many / 1e9)} GB | {'measured up to here' if many <= most else 'reckoned'} |" for many in LISTS]
        out.append("")
    return "\n".join([*out, END])


def written(numbers: Sequence[Measured], machine: str) -> Iterator[tuple[Path, str]]:
    """Every file that the numbers give."""
    page, plots = bench_page(numbers, machine)
    yield DOCS / "bench.md", page
    yield from ((DOCS / "bench" / f"{name}.svg", text) for name, text in plots.items())
    held = (DOCS / "sizing.md").read_text(encoding="utf-8")
    front, _, rest = held.partition(BEGIN)
    yield DOCS / "sizing.md", front + sizing(numbers, machine) + rest.partition(END)[2]


def run(path: Path, *, short: bool) -> None:
    """Run the benches, and keep their numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    env = os.environ | {"COUNTERSIGHT_BENCH_OUT": str(path.resolve())} | ({"COUNTERSIGHT_BENCH_SHORT": "1"} if short else {})
    for script in SCRIPTS:
        print(f"# {script}", flush=True)
        done = subprocess.run([sys.executable, str(HERE / script)], check=False, env=env)  # noqa: S603 - our own scripts
        if done.returncode:
            print(f"# {script} ended with {done.returncode}: its numbers are left out", flush=True)


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--numbers", type=Path, default=Path("out/bench.jsonl"))
    given = parser.parse_args()
    if given.run:
        run(given.numbers, short=given.short)
    if not given.numbers.exists():
        sys.exit(f"{given.numbers} is not there: python bench/page.py --run")
    day = datetime.fromtimestamp(given.numbers.stat().st_mtime, UTC).date().isoformat()
    machine = f"Taken on {day}, {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}."
    for path, text in written(list(read(given.numbers)), machine):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
