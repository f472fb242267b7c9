"""Decisions carried on: after changes of lists and of law the folder is what a whole run writes, row by row, and the rest was left alone."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from countersight.app import load_rulebooks
from countersight.cli.main import run as main
from countersight.errors import DataError, UsageError
from countersight.measures import world
from countersight.model.body import Body, Coverage, Designation, Edge, Name
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook, read_rulebook
from countersight.screening.again import Carried, Earlier, Found, reached, rests_on
from countersight.screening.bulk import Recipe
from countersight.screening.delta import touch
from countersight.screening.one import Options, Screener
from countersight.screening.parts import Run, parquet_parts
from countersight.screening.reach import IN_FACTS
from countersight.snapshots.build import build
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot, write_snapshot

from .batch_matters import NAMES, matters

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
SIZE = 20
COUNT = 60


def _row(matter: Matter) -> str:
    return matter.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=True)


def _columns(found: list[Matter], path: Path) -> Path:
    """Matters in columns, as an operator has them."""
    from .test_parts import write

    write([json.loads(_row(one)) for one in found], path)
    return path


def told(out: Path) -> tuple[list[dict[str, Any]], dict[str, str], list[dict[str, Any]]]:
    def rows(folder: str, part: str = "*") -> list[dict[str, Any]]:
        return [row for path in sorted((out / folder).glob(f"{part}.parquet")) for row in pq.read_table(path).to_pylist()]

    every: dict[str, str] = {}
    for path in (out / "decisions").iterdir():  # a part holds the texts that its rows name, and no others
        texts = {row["hash"]: row["text"] for row in rows("texts", path.stem)}
        named = {one["why"] for row in rows("decisions", path.stem) for column in row.values() if isinstance(column, dict) for what in ("pages", "reasons") for one in column[what]}
        named |= {other for one in named if (reading := json.loads(texts[one])).keys() == {"proof", "facts"} for other in (reading["proof"], *reading["facts"])}
        assert named == texts.keys()
        every |= texts
    return rows("decisions"), every, rows("bad-rows")


@pytest.fixture(scope="module")
def base() -> AtlasRecords:
    return build(starter=True)


@pytest.fixture(scope="module")
def books() -> list[Rulebook]:
    return load_rulebooks()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, base: AtlasRecords, books: list[Rulebook]) -> tuple[Path, Path]:
    """A folder with decisions, and the file of matters."""
    place = tmp_path_factory.mktemp("again")
    write_snapshot(place / "atlas", base)
    file = _columns([*matters(COUNT, 51), *_quiet(COUNT)], place / "m.parquet")
    recipe = Recipe.of(Screener(Snapshot.open(place / "atlas"), books))
    Run(recipe, place / "first").over(parquet_parts([file], SIZE))
    rests_on(place / "first", recipe)
    return place / "first", file


def _quiet(count: int) -> list[Matter]:
    """Shipments like most: nothing odd about them, parties on no list."""
    rng = random.Random(3)
    made = (
        {
            "id": f"Q-{number}", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "DE",
            "parties": [{"role": "exporter", "name": "Invented Imaging Inc.", "country": "US"}, {"role": "end_user", "name": rng.choice(NAMES[:3]) + rng.choice(("", " North", " Ost")), "country": "DE"}],
            "lines": [{"description": "dough mixers", "hs": "8438.10", "eccn": "EAR99", "origin": "US"}],
        }
        for number in range(count)
    )  # fmt: skip
    return [Matter.model_validate(one) for one in made]


def carried(first: tuple[Path, Path], recipe: Recipe, out: Path, *, since: Path | None = None) -> tuple[Carried, Found]:
    since = since or first[0]

    def parts() -> Any:  # noqa: ANN401 - an iterator
        return parquet_parts([first[1]], SIZE)

    earlier = Earlier.open(since, recipe)
    found = reached(earlier, recipe, parts, out)
    run = Carried(recipe, out, earlier=earlier, reach=found.reach)
    run.over(parts())
    rests_on(out, recipe)
    return run, found


def _whole(first: tuple[Path, Path], recipe: Recipe, out: Path) -> Path:
    Run(recipe, out).over(parquet_parts([first[1]], SIZE))
    return out


def _lists(base: AtlasRecords, rng: random.Random) -> AtlasRecords:
    """Another day of lists: somebody new, somebody gone, renamed, elsewhere, listed anew, held by another, another identifier."""
    source = base.sources[0].id
    bodies = [one for one in base.bodies if rng.random() > 0.02]
    for _ in range(6):
        at = rng.randrange(len(bodies))
        body = bodies[at]
        bodies[at] = rng.choice(
            (
                replace(body, names=(Name(f"{body.names[0].text} New", "", "primary"), *body.names[1:])),
                replace(body, countries=("IR",)),
                replace(body, designations=(*body.designations, Designation("us.bis.entity_list", body.id, "2020-06-01", "invented", source_id=source))),
                replace(body, identifiers={**body.identifiers, "registration": "12345"}),
            )
        )
    drawn = rng.choice(NAMES)
    new = Body("kw", "Company", (Name(drawn if any(map(str.isalnum, drawn)) and drawn != "N/A" else "Gartenbau Mueller", "", "primary"),), ("CN",), source_id=source, designations=(Designation("us.bis.entity_list", "kw", "2020-06-01", "invented", source_id=source),))
    held = {one.id for one in bodies}
    edges = [one for one in base.edges if {one.owner, one.asset} <= held and rng.random() > 0.1]
    return replace(base, bodies=[*bodies, new], edges=[*edges, Edge("kw", rng.choice(sorted(held)), "equity", 60_000_000, 60_000_000, citation="invented", id="e-kw", source_id=source)])


def _another(book: Rulebook, file: str, text: str = "\nOne more word.\n") -> Rulebook:
    found, faults = read_rulebook({**book.files, file: book.files[file] + text})
    assert not faults
    return found


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)])
def test_after_a_change_of_lists_it_is_what_a_whole_run_writes_twice_in_turn(seed: int, first: tuple[Path, Path], base: AtlasRecords, books: list[Rulebook], tmp_path: Path) -> None:
    rng = random.Random(seed)
    since, records, spared = first[0], base, 0
    for day in ("a", "b"):
        records = _lists(records if day == "a" else replace(records, bodies=[one for one in records.bodies if one.id != "kw"], edges=[one for one in records.edges if "kw" not in {one.owner, one.asset}]), rng)
        recipe = Recipe.of(Screener(write_snapshot(tmp_path / f"atlas-{day}", records), books))
        is_indexed = (since / "customers").is_dir()
        run, found = carried(first, recipe, tmp_path / day, since=since)
        assert found.bodies
        assert found.names
        assert (found.indexed == 0) == is_indexed, "the index is made once"
        assert is_indexed or day == "a"
        assert told(tmp_path / day) == told(_whole(first, recipe, tmp_path / f"whole-{day}"))
        assert run.otherwise <= run.again
        spared += 2 * COUNT - run.again
        since = tmp_path / day
    assert spared > 30


def test_what_is_decided_otherwise_is_told(first: tuple[Path, Path], base: AtlasRecords, books: list[Rulebook], tmp_path: Path) -> None:
    listed = Designation("us.bis.entity_list", "kw", "2020-06-01", "invented", source_id=base.sources[0].id)
    body = Body("kw", "Company", (Name("Gartenbau Müller GmbH Ost", "", "primary"),), ("DE",), source_id=base.sources[0].id, designations=(listed,))
    recipe = Recipe.of(Screener(write_snapshot(tmp_path / "atlas", replace(base, bodies=[*base.bodies, body])), books))
    run, found = carried(first, recipe, tmp_path / "out")
    before, after = ({row["matter"]: row for row in told(out)[0]} for out in (first[0], tmp_path / "out"))
    wanted = {(one, name, before[one][name]["outcome"], row[name]["outcome"]) for one, row in after.items() for name in before[one] if "/" in name or name == "us-in-force" if row[name]["outcome"] != before[one][name]["outcome"]}
    changes = [row for path in (tmp_path / "out" / "changes").glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    assert wanted
    assert {(one["matter"], one["column"], one["before"], one["after"]) for one in changes} == wanted
    assert run.otherwise == len({one[0] for one in wanted})
    assert found.bodies == 1


def test_where_another_day_of_a_list_is_held_matters_of_these_days_are_decided_again(first: tuple[Path, Path], base: AtlasRecords, books: list[Rulebook], tmp_path: Path) -> None:
    held = [one for one in base.coverage if one.list_id != "us.bis.uvl"]
    cover = Coverage("us.bis.uvl", "Unverified List", complete=True, first_edition="2023-01-01", last_edition="2025-01-01", source_id=base.sources[0].id)
    recipe = Recipe.of(Screener(write_snapshot(tmp_path / "atlas", replace(base, coverage=[*held, cover])), books))
    run, found = carried(first, recipe, tmp_path / "out")
    assert (found.bodies, found.names) == (0, 0)
    assert 0 < run.again < COUNT
    assert told(tmp_path / "out") == told(_whole(first, recipe, tmp_path / "whole"))


@pytest.mark.parametrize("scope", ["entry", pytest.param("shipment", marks=pytest.mark.slow), pytest.param("holdings", marks=pytest.mark.slow)])
def test_after_a_change_of_law_only_its_kinds_and_days_are_decided_again(scope: str, first: tuple[Path, Path], books: list[Rulebook], tmp_path: Path) -> None:
    book = books[0]
    pages = [one for one in book.pages if one.head.scope == (scope,) and one.decides]
    page = next(one for one in pages if scope != "shipment" or not touch(book, _another(book, one.file)).reaches("shipment", date(2026, 11, 20), "export", "DE"))
    changed = [_another(book, page.file), *books[1:]]
    recipe = Recipe.of(Screener(Snapshot.open(first[0].parent / "atlas"), changed))
    run, found = carried(first, recipe, tmp_path / "out")
    assert found.pages == {page.id}
    assert run.again < 2 * COUNT - COUNT // 4, "some are always decided by themselves, and no page speaks of all the rest"
    assert told(tmp_path / "out") == told(_whole(first, recipe, tmp_path / "whole"))


def test_lists_and_law_may_change_together(first: tuple[Path, Path], base: AtlasRecords, books: list[Rulebook], tmp_path: Path) -> None:
    page = next(one for one in books[1].pages if one.head.defines)
    recipe = Recipe.of(Screener(write_snapshot(tmp_path / "atlas", _lists(base, random.Random(9))), [books[0], _another(books[1], page.file)]))
    carried(first, recipe, tmp_path / "out")
    assert told(tmp_path / "out") == told(_whole(first, recipe, tmp_path / "whole"))


def test_whole_matters_as_text_are_read_too(base: AtlasRecords, books: list[Rulebook], tmp_path: Path) -> None:
    texts = [_row(one) for one in [*matters(40, 52), *_quiet(20)]]
    texts[3] = texts[3].replace('"kind":', '"kin":')
    pq.write_table(pa.table({"matter": texts}), tmp_path / "m.parquet")
    start = Recipe.of(Screener(write_snapshot(tmp_path / "atlas", base), books))
    Run(start, tmp_path / "first").over(parquet_parts([tmp_path / "m.parquet"], SIZE))
    rests_on(tmp_path / "first", start)
    recipe = Recipe.of(Screener(write_snapshot(tmp_path / "new", _lists(base, random.Random(1))), books))
    run, _ = carried((tmp_path / "first", tmp_path / "m.parquet"), recipe, tmp_path / "out")
    whole = told(_whole((tmp_path / "first", tmp_path / "m.parquet"), recipe, tmp_path / "whole"))
    assert len(whole[2]) == 1
    assert told(tmp_path / "out") == whole
    assert run.again < 60


def test_matters_that_are_others_by_now_are_decided_whole(first: tuple[Path, Path], books: list[Rulebook], tmp_path: Path) -> None:
    file = _columns([*matters(COUNT, 51), *_quiet(COUNT)][: COUNT + 30] + _quiet(1), tmp_path / "m.parquet")
    recipe = Recipe.of(Screener(Snapshot.open(first[0].parent / "atlas"), books))
    run, _ = carried((first[0], file), recipe, tmp_path / "out")
    assert run.again == (COUNT + 31) % SIZE
    assert told(tmp_path / "out") == told(_whole((first[0], file), recipe, tmp_path / "whole"))


@pytest.mark.slow
def test_parties_of_matters_that_came_later_are_indexed_when_lists_change(first: tuple[Path, Path], base: AtlasRecords, books: list[Rulebook], tmp_path: Path) -> None:
    """Matters are added on one day; on the next a party of theirs alone is listed; and so on, until the indexes are made one."""
    extra: list[Matter] = []
    since, records = first[0], base
    for day, word in enumerate("Kestrelworks Torwick Lumenhaus Harbourside Willowbrook Quantastic Deltaform Brightwater Northgate Signalwerk".split()):
        name = f"{word} GmbH"
        extra += [Matter.model_validate(_quiet(1)[0].model_dump(mode="python", by_alias=True, exclude_none=True) | {"id": f"X-{day}-{at}", "parties": [{"role": "end_user", "name": name, "country": "DE"}]}) for at in range(SIZE)]
        file = _columns([*matters(SIZE, 51), *extra], tmp_path / f"m{day}.parquet")
        recipe = Recipe.of(Screener(write_snapshot(tmp_path / f"atlas{day}a", records), books))
        if not day:
            Run(recipe, tmp_path / "start").over(parquet_parts([file], SIZE))
            rests_on(tmp_path / "start", recipe)
            since = tmp_path / "start"
        carried((since, file), recipe, tmp_path / f"added{day}", since=since)
        listed = Designation("us.bis.entity_list", f"kw{day}", "2020-06-01", "invented", source_id=base.sources[0].id)
        records = replace(records, bodies=[*records.bodies, Body(f"kw{day}", "Company", (Name(name, "", "primary"),), ("DE",), source_id=base.sources[0].id, designations=(listed,))])
        recipe = Recipe.of(Screener(write_snapshot(tmp_path / f"atlas{day}b", records), books))
        run, found = carried((since, file), recipe, tmp_path / f"listed{day}", since=tmp_path / f"added{day}")
        assert run.otherwise >= SIZE
        assert found.indexed > 0
        since = tmp_path / f"listed{day}"
    assert told(since) == told(_whole((since, file), recipe, tmp_path / "whole"))
    assert 0 < len(list((since / "customers").iterdir())) <= 8


def test_what_cannot_be_carried_on_says_so(first: tuple[Path, Path], books: list[Rulebook], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = Snapshot.open(first[0].parent / "atlas")
    with pytest.raises(DataError, match="rest on another options"):
        Earlier.open(first[0], Recipe.of(Screener(held, books, Options(lists_complete=True))))
    with pytest.raises(DataError, match="other columns"):
        Earlier.open(first[0], Recipe.of(Screener(held, books[:1])))
    with pytest.raises(DataError, match="no decisions that can be carried on"):
        Earlier.open(tmp_path, Recipe.of(Screener(held, books)))
    gone = tmp_path / "gone"
    gone.mkdir()
    for path in first[0].iterdir():
        if path.is_file():
            (gone / path.name).write_bytes(path.read_bytes())
    recipe = replace(Recipe.of(Screener(held, books)), folder=tmp_path / "nowhere")
    rests_on(gone, recipe)
    with pytest.raises(DataError, match="is gone"):
        Earlier.open(gone, recipe)
    assert Earlier.open(gone, recipe, (held.folder.parent if held.folder else tmp_path,)) if (first[0].parent / held.content_hash).exists() else True
    with pytest.raises(UsageError, match="nothing is named"):
        Carried(Recipe.of(Screener(held, books)), tmp_path / "x").over(parquet_parts([first[1]], SIZE))
    assert main(["screen", str(first[1]), "--since", str(first[0])]) == 2
    assert "writes into a folder" in capsys.readouterr().err


def test_the_command(first: tuple[Path, Path], base: AtlasRecords, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_snapshot(tmp_path / "old", base)
    write_snapshot(tmp_path / "new", _lists(base, random.Random(4)))

    def run(snapshot: str, out: str, *more: str) -> str:
        assert main(["screen", str(first[1]), "--snapshot", str(tmp_path / snapshot), "--out", f"{tmp_path / out}/", "--workers", "1", *more]) in {1, 2, 3}
        return capsys.readouterr().err

    run("old", "monday")
    said = run("new", "tuesday", "--since", str(tmp_path / "monday"))
    assert "bodies and 0 pages differ" in said
    assert "were decided again" in said
    run("new", "whole")
    assert told(tmp_path / "tuesday") == told(tmp_path / "whole")
    assert "1 parts were there from an earlier run" in run("new", "tuesday", "--since", str(tmp_path / "monday"))
    assert "0 matters were decided again" in run("new", "wednesday", "--since", str(tmp_path / "tuesday"))
    assert told(tmp_path / "wednesday") == told(tmp_path / "whole")
    assert "are one folder" in run("new", "tuesday", "--since", str(tmp_path / "tuesday"))


def test_numbers_that_facts_are_worked_out_with_are_known() -> None:
    """Facts read these alone, so that any other number of the law is read on pages."""
    import re

    folder = Path(world.__file__).parent
    read = {name for path in folder.parent.rglob("*.py") for name in re.findall(r"""\.parameter\(\s*["'](\w+)""", path.read_text(encoding="utf-8"))}
    assert read == IN_FACTS


