"""The service under load: the generator beside the server, on the cores that are here. Wants ``../shared/data`` and the extra ``service``.

``python bench/load.py [SECONDS]`` builds a snapshot of the starter and the Consolidated Screening List of 2022-04, starts ``countersight serve``
over it as an office would, and measures: from start to ready; ``/match`` with one query beside the bare ``/healthz``, taken in turns on one
connection, so that whatever else runs on the machine meets both; requests a second when sixteen connections ask without pause; and memory of
each worker, counted so that what they share is shared out (``Pss``). Questions are those of ``vendor.py``: of 100 names 5 are perturbed from the
list, 26 repeat an earlier one; each line says what share of answers had a hit.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
DAY = date(2022, 4, 21)
QUESTIONS = 6_000
CONNECTIONS = 16
WORKERS = 2
MB = 1024 * 1024


@dataclass(slots=True)
class Measured:
    """Milliseconds of one kind of request."""

    spent: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        """A percentile."""
        return sorted(self.spent)[min(len(self.spent) - 1, int(share * len(self.spent)))]


class Connection:
    """One connection of HTTP/1.1 that stays open; as little as a client can do, so that the server has the processor."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> Connection:
        """Connect."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> bytes:
        """Send, and wait for the whole answer.

        Raises:
            RuntimeError: The answer is not 200: what is measured then is not what was meant.
        """
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        body = await self.reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{head[:60]!r} {body[:300]!r}")
        return body


def posted(name: str, port: int) -> bytes:
    """A match with one query."""
    body = json.dumps({"queries": {"q": {"schema": "Company", "properties": {"name": [name]}}}}).encode()
    return (
        b"POST /match/default HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
        % (port, len(body), body)
    )


def bare(port: int) -> bytes:
    """The least that the server answers."""
    return b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def serve(snapshot: Path, home: Path, port: int, workers: int) -> subprocess.Popen[bytes]:
    """The service as an office starts it, but for the limit of requests a minute, which would end the measurement."""
    env = {
        **os.environ,
        "COUNTERSIGHT_SNAPSHOT": str(snapshot),
        "COUNTERSIGHT_HOME": str(home),
        "COUNTERSIGHT_PER_MINUTE": "0",
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # bytecode is kept, as after any installation
    env["PYTHONPYCACHEPREFIX"] = str(home / "bytecode")
    command = [sys.executable, "-m", "countersight", "serve", "--port", str(port), "--workers", str(workers)]
    return subprocess.Popen(  # noqa: S603 - our own command
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def ready(port: int, begun: float) -> float:
    """Seconds from the start until it says that it is ready.

    Raises:
        RuntimeError: It never does.
    """
    while time.perf_counter() - begun < 60:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return time.perf_counter() - begun
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the service is not ready after a minute")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and its workers."""
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


async def in_turns(port: int, names: list[str], seconds: float) -> tuple[Measured, Measured, float]:
    """Match and bare request, one after the other on one connection; and the share of answers with a hit."""
    matched, plain, hits = Measured(), Measured(), 0
    connection = await Connection.open(port)
    small = bare(port)
    end = time.perf_counter() + seconds
    for name in cycle(names):
        begun = time.perf_counter()
        answer = await connection.ask(posted(name, port))
        between = time.perf_counter()
        await connection.ask(small)
        done = time.perf_counter()
        matched.spent.append(1000 * (between - begun))
        plain.spent.append(1000 * (done - between))
        hits += b'"results":[{' in answer
        if done > end:
            break
    return matched, plain, hits / len(matched.spent)


async def saturated(port: int, names: list[str], seconds: float, request: bytes = b"") -> tuple[float, Measured]:
    """Requests a second of many connections without pause, and what each took."""
    measured = Measured()
    end = time.perf_counter() + seconds

    async def one(at: int) -> None:
        connection = await Connection.open(port)
        for name in islice(cycle(names), at * 37, None):
            begun = time.perf_counter()
            if begun > end:
                return
            await connection.ask(request or posted(name, port))
            measured.spent.append(1000 * (time.perf_counter() - begun))

    begun = time.perf_counter()
    await asyncio.gather(*(one(at) for at in range(CONNECTIONS)))
    return len(measured.spent) / (time.perf_counter() - begun), measured


def shared_out(pid: int) -> float:
    """Megabytes of a process, what it shares with others counted in parts."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return float(next(line.split()[1] for line in told.splitlines() if line.startswith("Pss:"))) / 1024


def resident(pid: int) -> float:
    """Megabytes of a process, whatever others share."""
    told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return float(next(line.split()[1] for line in told.splitlines() if line.startswith("VmRSS:"))) / 1024


def processor(pid: int) -> float:
    """Seconds of the processor that a process has had: what stays the same whoever else runs on the machine."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def workers_of(pid: int) -> list[int]:
    """The processes that answer: the children of the one that was started, or itself where it has none."""
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return [one for one in children if resident(one) > 30] or [pid]


def questions() -> list[str]:
    """Names to ask about."""
    from names import listed
    from vendor import not_listed, vendor_rows

    texts = [name for name, _, _ in listed()]
    return [name for name, _ in vendor_rows(texts, not_listed({name.lower() for name in texts}), QUESTIONS)]


def main() -> None:
    """Print one line for each number."""
    from countersight.match import kernel
    from countersight.settings import compiled
    from countersight.snapshots.build import build
    from countersight.store.snapshot import write_snapshot
    from names import CSL22

    if not CSL22.exists():
        print("load: skipped: no lists in ../shared/data")
        return
    if find_spec("uvicorn") is None:
        print("load: skipped: the extra service is not installed")
        return
    seconds = next((float(one) for one in sys.argv[1:] if one.isdigit()), 15.0)
    with tempfile.TemporaryDirectory() as place:
        folder, home = Path(place) / "snapshot", Path(place) / "home"
        home.mkdir()
        held = write_snapshot(folder, build(True, [(CSL22, DAY)]))  # noqa: FBT003 - the builder's own switch
        print(
            f"load: {len(held.body_ids()):,} bodies, {'compiled' if compiled(kernel) else 'not compiled'}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}"
        )
        held.close()
        names = questions()
        started(folder, home)
        one_worker(folder, home, names, seconds)
        several_workers(folder, home, names, seconds)


def started(folder: Path, home: Path) -> None:
    """From start to ready: the first time, which compiles every source, and five times after that."""
    found: list[tuple[float, float]] = []
    for _ in range(6):
        port = free_port()
        begun = time.perf_counter()
        server = serve(folder, home, port, 1)
        found.append((ready(port, begun), processor(server.pid)))
        stop(server)
    took, spent = (statistics.median(column) for column in zip(*found[1:], strict=True))
    print(f"load: the first start, which compiles every source: {found[0][0]:.2f} s")
    print(
        f"load: start to ready: {took:.2f} s ({min(found)[0]:.2f} to {max(found[1:])[0]:.2f}), target 2 s; {spent:.2f} s of the processor"
    )


def one_worker(folder: Path, home: Path, names: list[str], seconds: float) -> None:
    """What a request takes, how many there can be, and memory."""
    port = free_port()
    begun = time.perf_counter()
    server = serve(folder, home, port, 1)
    try:
        ready(port, begun)
        asyncio.run(in_turns(port, names[:2000], seconds / 3))  # warm
        matched, plain, hits = asyncio.run(in_turns(port, names, seconds))
        print(
            f"load: /match with one query, in turns: p50 {matched.at(0.5):.2f} ms (target 4), p99 {matched.at(0.99):.2f} ms; {hits:.3f} of {len(matched.spent):,} with a hit"
        )
        print(
            f"load: the bare endpoint beside it: p50 {plain.at(0.5):.2f} ms, p99 {plain.at(0.99):.2f} ms; ratio of p99 {matched.at(0.99) / plain.at(0.99):.1f} (target 4)"
        )
        before = processor(server.pid)
        rate, busy = asyncio.run(saturated(port, names, seconds))
        each = 1000 * (processor(server.pid) - before) / len(busy.spent)
        print(
            f"load: a match takes {each:.2f} ms of the processor: {1000 / each:,.0f} a second where the worker has a core to itself"
        )
        print(
            f"load: one worker, {CONNECTIONS} connections without pause: {rate:,.0f} requests/s (target 400), p50 {busy.at(0.5):.1f} ms, p99 {busy.at(0.99):.1f} ms"
        )
        rate_bare, _ = asyncio.run(saturated(port, names, seconds / 3, bare(port)))
        print(f"load: the bare endpoint likewise: {rate_bare:,.0f} requests/s, {rate_bare / rate:.1f} times as many")
        print(
            f"load: memory of the worker after that: {resident(workers_of(server.pid)[0]):.0f} MB resident (target 350)"
        )
    finally:
        stop(server)


def several_workers(folder: Path, home: Path, names: list[str], seconds: float) -> None:
    """The same with a worker for each core; the index is one file in memory for all of them."""
    port = free_port()
    begun = time.perf_counter()
    server = serve(folder, home, port, WORKERS)
    try:
        took = ready(port, begun)
        rate, busy = asyncio.run(saturated(port, names, seconds))
        print(
            f"load: {WORKERS} workers, ready after {took:.2f} s: {rate:,.0f} requests/s, p50 {busy.at(0.5):.1f} ms, p99 {busy.at(0.99):.1f} ms"
        )
        told = ", ".join(
            f"{resident(one):.0f} resident, {shared_out(one):.0f} its part" for one in workers_of(server.pid)
        )
        print(f"load: memory of each worker in MB: {told} (target 350)")
    finally:
        stop(server)


if __name__ == "__main__":
    main()
