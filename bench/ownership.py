"""Ownership over a whole graph: 3 million bodies, 4.5 million stakes, thousands of loops, and a planted core of 30,000.

The graph is generated here (a power law of owners, shares that never add up to more than the whole, a fifth of them
ranges). Every measurement runs in a process of its own, so that the peak of memory is its own: the process that
generates writes columns into a folder, those that measure load them. Other libraries stand beside it where they are
installed. A second graph of the same size is heavy in hubs: nine holders of ten are firms with holders of their own, and the
listed bodies are the largest holders, so that the cascade reaches a quarter of all bodies. Arguments: ``--bodies N`` for
smaller graphs.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from countersight.model.units import WHOLE
from countersight.ownership.bulk import Table, cascade, floors, index, numpy, standing
from countersight.ownership.bulk_lookthrough import look_through_all
from countersight.ownership.cascade import Rule
from timing import Spread, line, seconds, spread

BODIES = 3_000_000
SEEDS = 5_000
LOOPS = 5_000
CORE = 30_000
QUERIES = 20_000
FIRM_OWNS = 0.2
"""How many holders are firms with holders of their own: most chains end soon, as in registers."""
HUBS_OWN = 0.9
"""The same in the graph that is heavy in hubs."""
HALF = Rule("equity", WHOLE // 2)


def generate(bodies: int, folder: Path, *, hubs: bool = False) -> None:
    """Columns of a graph of that size, in files."""
    np = numpy()
    rng = np.random.default_rng(20_261_123)
    core, loops = bodies * CORE // BODIES, bodies * LOOPS // BODIES
    firms = bodies * 2 // 5  # the others hold and are held by nobody: persons, states, funds nobody looks into
    asset = np.repeat(np.arange(1, firms), rng.choice([1, 2, 2, 3, 4, 5, 8], firms - 1))
    above = (asset * rng.random(len(asset)) ** 3).astype(np.int64)  # hubs at small numbers, always above their assets
    last = firms + ((bodies - firms) * rng.random(len(asset)) ** 2).astype(np.int64)
    parts = [(np.where(rng.random(len(asset)) < (HUBS_OWN if hubs else FIRM_OWNS), above, last), asset)]
    sizes = rng.integers(2, 7, loops)
    nodes = np.concatenate([rng.permutation(firms - core)[: int(sizes.sum())], np.arange(firms - core, firms)])
    rings, members = nodes[: int(sizes.sum())], rng.permutation(nodes[int(sizes.sum()) :])
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    within = np.arange(len(rings)) - start
    parts.append((rings, rings[start + (within + 1) % np.repeat(sizes, sizes)]))
    parts.append((members, np.roll(members, -1)))
    parts.append((members[rng.integers(0, core, core)], members))
    owner, asset = np.concatenate([one for one, _ in parts]), np.concatenate([two for _, two in parts])
    keys = np.unique(asset.astype(np.int64) * bodies + owner)
    owner, asset = keys % bodies, keys // bodies
    keep = owner != asset
    owner, asset = owner[keep].astype(np.int32), asset[keep].astype(np.int32)
    raw = rng.exponential(1.0, len(owner)) + 0.05
    total = np.bincount(asset, raw, bodies)
    disclosed = 0.55 + 0.4 * rng.random(bodies)
    lo = (raw / total[asset] * disclosed[asset] * WHOLE).astype(np.int32)
    hi = lo.copy()
    wide = rng.random(len(lo)) < 0.2
    hi[wide] = np.minimum(WHOLE, lo[wide] + rng.integers(1_000_000, 30_000_000, int(wide.sum())))
    half = SEEDS * bodies // BODIES // 2
    seeds = np.unique(np.concatenate([(firms * rng.random(half) ** 2).astype(np.int64), rng.integers(firms, bodies, half)]))
    if hubs:
        largest = np.argsort(-np.bincount(owner, minlength=bodies), kind="stable")[:half]
        seeds = np.unique(np.concatenate([largest, seeds[: len(seeds) // 2]]))
    for name, column in (("owner", owner), ("asset", asset), ("lo", lo), ("hi", hi), ("seeds", seeds)):
        np.save(folder / f"{name}.npy", column)
    (folder / "bodies").write_text(str(bodies), encoding="utf-8")


def load(folder: Path) -> tuple[Table, Any]:
    """The table and the listed bodies."""
    np = numpy()
    columns = [np.load(folder / f"{name}.npy") for name in ("owner", "asset", "lo", "hi")]
    return Table(int((folder / "bodies").read_text()), *columns), np.load(folder / "seeds.npy")


def peak() -> float:
    """The most memory that this process had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(what: str, found: Spread, unit: str, target: str) -> None:
    """One line, at once."""
    print(line(what, found, unit, target), flush=True)


def run_cascade(folder: Path) -> None:
    """Both sets over the whole graph."""
    table, seeds = load(folder)
    start = perf_counter()
    out, total = index(table, "owner"), floors(table)
    del table
    ready = perf_counter() - start
    for word, given in (("owned", None), ("owned or possible", total)):
        found = cascade(out, seeds, HALF, given)
        show(f"cascade, {word}: {int(found.sum()):,} bodies", spread(seconds(lambda given=given: cascade(out, seeds, HALF, given), 7)), "s", "0.1 s")  # type: ignore[misc]
    show("cascade, sorting the columns once", spread([ready]), "s", "-")
    show("cascade, peak memory of the process", spread([peak()]), "MB", "350 MB")


def run_lookthrough(folder: Path) -> None:
    """The share in every body, with its certificate."""
    table, seeds = load(folder)
    residuals = []
    times = seconds(lambda: residuals.append(look_through_all(table, seeds).residual), 3)
    show("look-through, every body below a listed one", spread(times), "s", "4 s")
    print(f"{'look-through, largest residual':<62} {max(residuals):<44.2e} target 1e-9", flush=True)
    show("look-through, peak memory of the process", spread([peak()]), "MB", "-")


def run_queries(folder: Path) -> None:
    """One body at a time, drawn at random."""
    np = numpy()
    table, seeds = load(folder)
    listed = frozenset(seeds.tolist())
    into, out, total = index(table, "asset"), index(table, "owner"), floors(table)

    @cache
    def whole() -> tuple[Any, Any]:
        return cascade(out, seeds, HALF), cascade(out, seeds, HALF, total)

    draw = np.random.default_rng(1)
    first, last = table.bodies * 2 // 5 - table.bodies * CORE // BODIES, table.bodies * 2 // 5
    for what, bodies in (("one body that has holders", draw.choice(np.unique(table.asset), QUERIES)), ("one body of the core", draw.integers(first, last, QUERIES // 10))):
        times = []
        for body in bodies.tolist():
            start = perf_counter()
            standing(into, body, listed, HALF, whole=whole)
            times.append(1000 * (perf_counter() - start))
        for share, target in ((50, "0.05 ms"), (99, "20 ms"), (100, "-")):
            show(f"{what}, percentile {share} of {len(times):,} drawn", spread([float(np.percentile(times, share))]), "ms", target if what.endswith("holders") else "-")


def run_peers(folder: Path) -> None:
    """The same owned set over the graphs of other libraries, by the plain worklist."""
    table, seeds = load(folder)
    edges = list(zip(table.owner.tolist(), table.asset.tolist(), strict=True))
    wanted = int(cascade(index(table, "owner"), seeds, HALF).sum())
    for name in ("igraph", "rustworkx", "networkx"):
        tenth = table.bodies // 10 if name == "networkx" else table.bodies  # a whole one takes minutes and gigabytes
        some = [at for at, (one, two) in enumerate(edges) if one < tenth and two < tenth] if tenth < table.bodies else range(len(edges))
        try:
            start = perf_counter()
            below = _peer(name, tenth, [edges[at] for at in some], table.lo, some)
        except ImportError:
            print(f"{name:<62} not installed", flush=True)
            continue
        loaded = perf_counter() - start
        start = perf_counter()
        count = _worklist(below, [seed for seed in seeds.tolist() if seed < tenth])
        took = perf_counter() - start
        note = f"{count:,} bodies" + ("" if tenth == table.bodies else ", a tenth of the graph")
        print(f"{name + ': ' + note:<62} {took:.2f} s, after {loaded:.1f} s of loading", flush=True)
        if tenth == table.bodies and count != wanted:
            sys.exit(f"{name} finds {count} bodies, not {wanted}")


def _peer(name: str, bodies: int, edges: list[tuple[int, int]], lo: Any, some: Any) -> Any:  # noqa: ANN401 - graphs of three libraries
    """A function from a body to its assets and shares, over a graph of the library."""
    shares = lo.tolist()
    if name == "igraph":
        import igraph  # type: ignore[import-not-found,import-untyped,unused-ignore]

        graph = igraph.Graph(n=bodies, edges=edges, directed=True)
        return lambda body: ((graph.es[edge].target, shares[some[edge]]) for edge in graph.incident(body, mode="out"))
    if name == "rustworkx":
        import rustworkx  # type: ignore[import-not-found,import-untyped,unused-ignore]

        net = rustworkx.PyDiGraph()
        net.add_nodes_from(range(bodies))
        net.add_edges_from([(one, two, shares[at]) for (one, two), at in zip(edges, some, strict=True)])
        return lambda body: ((two, share) for _, two, share in net.out_edges(body))
    import networkx as nx  # type: ignore[import-not-found,import-untyped,unused-ignore]

    plain = nx.DiGraph()
    plain.add_nodes_from(range(bodies))
    plain.add_weighted_edges_from((one, two, shares[at]) for (one, two), at in zip(edges, some, strict=True))
    return lambda body: ((two, data["weight"]) for two, data in plain.adj[body].items())


def _worklist(below: Any, seeds: list[int]) -> int:  # noqa: ANN401 - a function of the library's graph
    member, todo = set(seeds), list(seeds)
    held: dict[int, int] = {}
    while todo:
        for asset, share in below(todo.pop()):
            if asset not in member:
                held[asset] = held.get(asset, 0) + share
                if held[asset] >= WHOLE // 2:
                    member.add(asset)
                    todo.append(asset)
    return len(member)


PARTS = {"cascade": run_cascade, "lookthrough": run_lookthrough, "queries": run_queries, "peers": run_peers}


def main() -> None:
    """Generate once, then each part in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=BODIES)
    parser.add_argument("--part", choices=["generate", "hubs", *PARTS])
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.part in {"generate", "hubs"}:
        generate(given.bodies, given.folder, hubs=given.part == "hubs")
    elif given.part:
        PARTS[given.part](given.folder)
    elif numpy() is None:
        print("numpy is not installed: pip install numpy scipy, or the extra countersight[bulk]")
    else:
        for part, measured in (("generate", tuple(PARTS)), ("hubs", ("cascade", "lookthrough", "queries"))):
            with tempfile.TemporaryDirectory() as folder:
                _run(part, given.bodies, folder)
                count = (Path(folder) / "owner.npy").stat().st_size // 4
                what = "the graph" if part == "generate" else "the graph that is heavy in hubs"
                core = given.bodies * CORE // BODIES
                print(f"{what}: {given.bodies:,} bodies, {count:,} stakes, {given.bodies * LOOPS // BODIES:,} loops, a core of {core:,}", flush=True)
                for one in measured:
                    _run(one, given.bodies, folder)


def _run(part: str, bodies: int, folder: str) -> None:
    command = [sys.executable, __file__, "--bodies", str(bodies), "--part", part, "--folder", folder]
    subprocess.run(command, check=True)  # noqa: S603 - this script


if __name__ == "__main__":
    main()
