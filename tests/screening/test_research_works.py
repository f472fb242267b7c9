"""Works of real institutions, screened against the real lists: found what a person found by hand, and in what time.

``research_labels.csv`` holds 300 works by the hash of their OpenAlex id: 180 drawn at random (by the order of a salted hash), 120 drawn at
random from those with an institution in China, Hong Kong, Russia or Iran whose name speaks of technology, the police or the armed
forces. They were labelled from the names of the institutions alone, with the published lists beside them, before anything was
screened. A work is flagged where an institution stands on a list that restricts or on the list of section 1286, is a police body
of any country, or is of the armed forces of a country of concern. Affiliates that no list names (a hospital of a listed
university) are not; a body whose label could not be decided from its name was left out of the sample.
"""

from __future__ import annotations

import csv
import gc
import gzip
import hashlib
import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from countersight.app import load_rulebooks
from countersight.model.body import Body, Coverage, Designation, Name
from countersight.model.decision import Decision
from countersight.model.lists import BY_CSL_SOURCE, LISTS
from countersight.model.matter import Matter
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.sources.dod1260h.reader import read_1260h
from countersight.sources.dod1286.reader import read_1286
from countersight.store.snapshot import write_snapshot

DATA = Path(__file__).parents[3] / "shared" / "data"
WORKS = DATA / "oracle" / "openalex_cn_collab" / "works.jsonl.gz"
LISTED = DATA / "oracle" / "us_statutory_lists_os"
CSL = DATA / "open" / "us_csl_ccl_2026" / "screening-list.json"
LABELS = Path(__file__).parent / "research_labels.csv"
DAY = date(2026, 7, 31)
NAMES_INSTITUTION = {"RF-58", "RND-MIL"}
SCHEMAS = {"Individual": "Person", "Vessel": "Vessel", "Aircraft": "Airplane"}
pytestmark = pytest.mark.skipif(not (WORKS.exists() and CSL.exists() and LISTED.exists()), reason="no ../shared/data beside this clone")


def key(work: dict[str, Any]) -> str:
    return hashlib.sha256(work["id"].encode()).hexdigest()[:16]


def mapped(work: dict[str, Any]) -> Matter:
    """The projection of the oracle, which knows institutions by country; its author strings are not looked at."""
    parties = [{"role": "author_affiliation", "name": name, "country": country} for country in sorted(work["institutions"]) for name in sorted(set(work["institutions"][country]))]
    return Matter.model_validate({"id": work["id"].rpartition("/")[2], "kind": "research", "parties": parties, "project": {"document": "work", "title": work["title"] or ""}})


def flagged(decision: Decision) -> bool:
    column = next(one for one in decision.columns if one.name == "us-in-force")
    return bool(NAMES_INSTITUTION & {one.page for one in column.flags})


@pytest.fixture(scope="module")
def works() -> list[dict[str, Any]]:
    with gzip.open(WORKS, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    """The starter, the lists of sections 1286 and 1260H, and all parties of the Consolidated Screening List, held whole."""
    records = build(starter=True, editions=[read_1286(LISTED / "us__special_leg__section_1286.csv", DAY), read_1260h(LISTED / "us__dod_chinese_milcorps__sanctions.csv", DAY)])
    held = json.loads(CSL.read_text(encoding="utf-8"))
    for number, row in enumerate(held["entries"]):
        entry = BY_CSL_SOURCE.get(held["tables"]["sources"][row["s"]])
        if entry is not None:
            names = (Name(row["n"], kind="primary"), *(Name(text) for text in row.get("a", ())))
            told = (Designation(entry.id, f"csl-{number}", "", row.get("fr") or entry.title),)
            records.bodies.append(Body(id=f"csl-{number}", schema=SCHEMAS.get(row.get("t"), "Organization"), names=names, countries=tuple(row.get("c", ())), designations=told))
    records.coverage[:] = [Coverage(one.id, one.title, complete=True, first_edition="2019-01-01", last_edition=DAY.isoformat(), max_age_days=400) for one in LISTS]
    snapshot = write_snapshot(tmp_path_factory.mktemp("atlas") / "snapshot", records)
    return Screener(snapshot, load_rulebooks(), Options(as_of=date(2026, 11, 20)))


def test_three_hundred_works_as_a_person_labelled_them(works: list[dict[str, Any]], screener: Screener) -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["work"]: row["flagged"] == "1" for row in csv.DictReader(file)}
    assert len(labels) == 300
    sample = {key(work): work for work in works if key(work) in labels}
    assert sample.keys() == labels.keys()
    got = {name: flagged(screener.decide(mapped(work))) for name, work in sample.items()}
    hits = sum(got[name] and labels[name] for name in labels)
    wrong = {name: {country: sorted(set(names)) for country, names in sample[name]["institutions"].items()} for name in labels if got[name] != labels[name]}
    precision, recall = hits / max(1, sum(got.values())), hits / sum(labels.values())
    print(f"\nresearch: 300 works, {sum(labels.values())} to flag: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - the number that the test is for
    assert precision >= 0.98, wrong
    assert recall >= 0.95, wrong


@pytest.mark.slow
def test_all_works_in_less_than_twenty_seconds(works: list[dict[str, Any]], screener: Screener) -> None:
    assert len(works) == 18_435
    fresh = Screener(screener.snapshot, screener.books, screener.options)
    fresh.snapshot.candidates("Harbin")
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)  # as countersight screen does
    begun, busy = time.process_time(), time.perf_counter()
    found = sum(flagged(fresh.decide(mapped(work))) for work in works)
    spent, wall = time.process_time() - begun, time.perf_counter() - busy
    gc.set_threshold(*before)
    load = os.getloadavg()[0]
    print(f"\nresearch: {len(works)} works screened in {wall:.1f} s ({spent:.1f} s of one core, load {load:.1f}), {found} flagged")  # noqa: T201 - as above
    assert found > 1_000
    if load <= (os.cpu_count() or 1):
        assert wall < 20, "the machine is idle enough to hold the program to it"
