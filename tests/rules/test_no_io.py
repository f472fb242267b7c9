"""The law engine and the model touch no disk, no network and no other process: whoever calls them brings everything."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from countersight.model.fact import Fact, FactSheet
from countersight.rules.book import read_rulebook
from countersight.rules.examples import ExampleRunner
from countersight.rules.lint import check
from countersight.rules.reading import compile_reading

from .pages import BUILT_IN, ON, TODAY, no_owners

FORBIDDEN = ("open", "os.", "socket.", "subprocess.", "shutil.", "urllib.", "http.", "sqlite3.", "tempfile.", "glob.")
"""Audit events of the interpreter; ``open`` is raised by ``builtins.open``, ``os.open`` and ``io.open`` alike."""


class Watch:
    """An audit hook cannot be taken out again; this one can be switched off."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.on = False
        sys.addaudithook(self.hook)

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event.startswith(FORBIDDEN):
            self.on = False
            self.seen.append(f"{event} {arguments}")
            message = f"I/O in the law engine: {event} {arguments}"
            raise PermissionError(message)


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


def files_of(name: str) -> dict[str, str]:
    folder = BUILT_IN / name
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in {".md", ".yaml"}
    }


def read_everything(files: dict[str, str]) -> int:
    book, faults = read_rulebook(files)
    assert not faults
    assert not [fault for fault in check(book, [], TODAY) if not fault.warning]
    examples = ExampleRunner(book)
    read = sum(len(examples.run(page)) for page in book.pages)
    sheet = FactSheet({"tx.kind": Fact("export"), "tx.date": Fact(date(2026, 11, 20)), "dest.country": Fact("CN")}, lines_complete=False)
    for profile in book.profiles or ("",):
        reading = compile_reading(book, profile, ON)
        for kind in ("shipment", "entry", "devices", "parties"):
            read += len(reading.over(sheet, kind, no_owners))
    return read


@pytest.mark.parametrize("name", ["us-in-force", "us-dshra"])
def test_reading_checking_and_explaining_does_no_io(name: str, watch: Watch) -> None:
    files = files_of(name)
    read_everything(files)  # imports that happen on first use are no I/O of ours
    watch.on = True
    try:
        assert read_everything(files) > 20
    finally:
        watch.on = False
    assert watch.seen == []


def test_the_watch_would_see_it(watch: Watch) -> None:
    watch.on = True
    try:
        with pytest.raises(PermissionError, match="I/O in the law engine: open"), open(__file__, encoding="utf-8"):  # noqa: PTH123 - what is forbidden
            pass
        watch.on = True
        with pytest.raises(PermissionError, match="I/O in the law engine"):
            __import__("socket").socket()
    finally:
        watch.on = False
        watch.seen.clear()
