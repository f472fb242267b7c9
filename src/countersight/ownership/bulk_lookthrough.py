"""The look-through share of listed bodies in every body of a large graph: an economic number for display, never a legal test.

Only bodies below a listed one have a share. They are taken in blocks of those that hold one another in a loop, owners
first: a block of one body is a sum, one of some hundred is solved densely, a larger one by rounds until nothing moves.
No round ever runs over the whole graph. With scipy that is done for all blocks of a level together, in floating point,
and the answer carries the largest residual of ``x = W x + s`` as a certificate; without it, exactly, in fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from countersight.model.units import WHOLE
from countersight.ownership.bulk import Table, numpy
from countersight.ownership.lookthrough import Rows, solve_sparse

DENSE: Final = 400
ROUNDS: Final = 20_000
STILL: Final = 1e-15


@dataclass(frozen=True, slots=True)
class Shares:
    """A share per body, from 0 to 1, and how far the system is from being met, in the worst body."""

    value: Any
    residual: float


def look_through_all(table: Table, seeds: Sequence[int]) -> Shares:
    """The share that some listed bodies have in every body, by the floors of stakes; of a listed body it is 1.

    Floors of one body that add up to more than the whole are scaled down to it.

    Args:
        table: The stakes. Arrays need numpy and scipy; lists need nothing.
        seeds: The listed bodies; who holds them does not matter.
    """
    return _plain(table, seeds) if isinstance(table.owner, list) else _arrays(table, seeds)


def _plain(table: Table, seeds: Sequence[int]) -> Shares:
    listed = frozenset(seeds)
    below: dict[int, list[int]] = {}
    totals = [0] * table.bodies
    for owner, asset, lo in zip(table.owner, table.asset, table.lo, strict=True):
        totals[asset] += lo
        if lo > 0 and asset not in listed:
            below.setdefault(owner, []).append(asset)
    reached = set(listed)
    todo = list(listed)
    while todo:
        for asset in below.get(todo.pop(), ()):
            if asset not in reached:
                reached.add(asset)
                todo.append(asset)
    rows: Rows = {str(body): {} for body in reached - listed}
    fixed: dict[str, Fraction] = {}
    for owner, asset, lo in zip(table.owner, table.asset, table.lo, strict=True):
        if owner in reached and asset in reached and asset not in listed and lo > 0:
            weight = Fraction(lo, max(WHOLE, totals[asset]))
            key = str(asset)
            if owner in listed:
                fixed[key] = fixed.get(key, Fraction(0)) + weight
            else:
                rows[key][str(owner)] = rows[key].get(str(owner), Fraction(0)) + weight
    found = solve_sparse(rows, fixed)
    return Shares([1.0 if body in listed else float(found.get(str(body), 0)) for body in range(table.bodies)], 0.0)


def _arrays(table: Table, seeds: Sequence[int]) -> Shares:
    np = numpy()
    from scipy import sparse  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra
    from scipy.sparse import csgraph  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra

    value = np.zeros(table.bodies)
    value[np.asarray(seeds, np.int64)] = 1.0
    listed = value > 0
    ends, inner, from_seeds = _below(table, listed, np)
    if not len(ends):
        return Shares(value, 0.0)
    owner, asset, weight = inner
    size = len(ends)
    matrix = sparse.csr_matrix((weight, (asset, owner)), shape=(size, size))
    count, label = csgraph.connected_components(matrix, directed=True, connection="strong")
    solver = _Solver(np, sparse, matrix, label, count, from_seeds)
    found = solver.solve()
    residual = float(np.abs(found - matrix @ found - from_seeds).max())
    value[ends] = found
    return Shares(value, residual)


def _below(table: Table, listed: Any, np: Any) -> tuple[Any, tuple[Any, Any, Any], Any]:  # noqa: ANN401 - arrays
    """The bodies below the listed ones under new numbers, the stakes among them, and what the listed hold of each directly."""
    live = (table.lo > 0) & ~listed[table.asset]
    owner, asset, lo = table.owner[live], table.asset[live], table.lo[live]
    order = np.argsort(owner, kind="stable").astype(np.int32)
    first = np.zeros(table.bodies + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=table.bodies), out=first[1:])
    by_owner = asset[order]
    reached = listed.copy()
    front = np.flatnonzero(listed)
    while len(front):
        starts = first[front]
        counts = first[front + 1] - starts
        last = np.cumsum(counts)
        at = np.arange(int(last[-1])) + np.repeat(starts - (last - counts), counts)
        hit = by_owner[at]
        front = np.unique(hit[~reached[hit]])
        reached[front] = True
    del order, by_owner, first
    totals = np.bincount(asset, lo, table.bodies)
    ends = np.flatnonzero(reached & ~listed)
    number = np.full(table.bodies, -1, np.int32)
    number[ends] = np.arange(len(ends), dtype=np.int32)
    kept = reached[owner]
    owner, asset, lo = owner[kept], asset[kept], lo[kept]
    weight = lo / np.maximum(totals[asset], WHOLE)
    direct = listed[owner]
    from_seeds = np.bincount(number[asset[direct]], weight[direct], len(ends))
    among = ~direct
    return ends, (number[owner[among]], number[asset[among]], weight[among]), from_seeds


class _Solver:
    """Blocks of a matrix, level by level from the owners down."""

    def __init__(self, np: Any, sparse: Any, matrix: Any, label: Any, count: int, given: Any) -> None:  # noqa: ANN401, PLR0913, PLR0917 - arrays
        self.np, self.sparse, self.matrix = np, sparse, matrix
        self.label, self.count = label, count
        self.sum = given.copy()
        """What each body gets from bodies that are solved, and from the listed."""
        self.value = np.zeros(len(given))
        self.down = matrix.tocsc()
        self.down.indptr = self.down.indptr.astype(np.int64)
        sizes = np.bincount(label, minlength=count)
        self.single = sizes[label] == 1
        self.nodes = np.argsort(label, kind="stable")
        self.first = np.zeros(count + 1, np.int64)
        np.cumsum(sizes, out=self.first[1:])
        self.sizes = sizes

    def solve(self) -> Any:  # noqa: ANN401 - an array
        """Every value."""
        np, label = self.np, self.label
        rows = np.repeat(np.arange(len(self.value), dtype=np.int32), np.diff(self.matrix.indptr))
        outside = label[rows] != label[self.matrix.indices]
        waits = np.bincount(label[rows[outside]], minlength=self.count)
        own = self.matrix.diagonal()
        del rows, outside
        ready = np.flatnonzero(waits == 0)
        while len(ready):
            nodes = self._of(ready)
            alone = self.single[nodes]
            one = nodes[alone]
            self.value[one] = self.sum[one] / (1.0 - own[one])
            for block in ready[self.sizes[ready] > 1].tolist():
                self._block(self.nodes[self.first[block] : self.first[block + 1]])
            ready = self._pass_on(nodes, waits)
        return self.value

    def _of(self, blocks: Any) -> Any:  # noqa: ANN401 - arrays
        np = self.np
        starts, counts = self.first[blocks], self.sizes[blocks]
        last = np.cumsum(counts)
        return self.nodes[np.arange(int(last[-1])) + np.repeat(starts - (last - counts), counts)]

    def _pass_on(self, nodes: Any, waits: Any) -> Any:  # noqa: ANN401 - arrays
        """Give what is solved to those below, and say which blocks are ready then."""
        np, down = self.np, self.down
        starts = down.indptr[nodes]
        counts = down.indptr[nodes + 1] - starts
        last = np.cumsum(counts)
        if not int(last[-1]):
            return np.zeros(0, np.int64)
        at = np.arange(int(last[-1])) + np.repeat(starts - (last - counts), counts)
        assets = down.indices[at]
        owners = np.repeat(nodes, counts)
        leaves = self.label[assets] != self.label[owners]
        at, assets, owners = at[leaves], assets[leaves], owners[leaves]
        np.add.at(self.sum, assets, down.data[at] * self.value[owners])
        blocks = self.label[assets]
        np.subtract.at(waits, blocks, 1)
        return np.unique(blocks[waits[blocks] == 0])

    def _block(self, nodes: Any) -> None:  # noqa: ANN401 - an array
        """Bodies that hold one another: those of some hundred at once, more of them by rounds inside the block."""
        np = self.np
        part = self.matrix[nodes][:, nodes] if len(nodes) > DENSE else self._dense(nodes)
        given = self.sum[nodes]
        if len(nodes) <= DENSE:
            self.value[nodes] = np.linalg.solve(np.eye(len(nodes)) - part, given)
            return
        found = given.copy()
        for _ in range(ROUNDS):
            after = part @ found + given
            moved = float(np.abs(after - found).max())
            found = after
            if moved <= STILL:
                break
        self.value[nodes] = found

    def _dense(self, nodes: Any) -> Any:  # noqa: ANN401 - arrays
        np, matrix = self.np, self.matrix
        place = {node: at for at, node in enumerate(nodes.tolist())}
        part = np.zeros((len(nodes), len(nodes)))
        for node, at in place.items():
            start, end = matrix.indptr[node], matrix.indptr[node + 1]
            for owner, weight in zip(matrix.indices[start:end].tolist(), matrix.data[start:end].tolist(), strict=True):
                if owner in place:
                    part[at, place[owner]] += weight
        return part
