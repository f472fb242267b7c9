"""The JSON form of the Consolidated Screening List: the same row gives the same body, whichever form it has. All rows invented."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.errors import DataError, InputError
from countersight.model.lists import BY_CSL_SOURCE
from countersight.sources.csl.json_reader import ADDRESS, read_csl_json
from countersight.sources.csl.reader import read_csl

if TYPE_CHECKING:
    from pathlib import Path

    from countersight.sources.edition import Edition

DAY = date(2026, 1, 1)
FOLDER = files("countersight.sources.csl")
SAMPLE: dict[str, Any] = json.loads(FOLDER.joinpath("sample.json").read_text("utf-8"))
HEADER = FOLDER.joinpath("sample.csv").read_text("utf-8").splitlines()[0].split(",")


def read(folder: Path, document: object) -> Edition:
    path = folder / "consolidated.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return read_csl_json(path, DAY, expect=False)


def test_the_sample_in_both_forms_gives_equal_bodies(tmp_path: Path) -> None:
    plain = tmp_path / "list.csv"
    plain.write_bytes(FOLDER.joinpath("sample.csv").read_bytes())
    told, written = read(tmp_path, SAMPLE), read_csl(plain, DAY, expect=False)
    assert told.bodies == written.bodies
    assert (told.rows, told.coverage) == (written.rows, written.coverage)
    assert told.source.sha256 != written.source.sha256


WORDS = st.text(st.sampled_from("ABCdeé中 ?'&."), min_size=1, max_size=12).map(str.strip).filter(lambda text: any(c.isalpha() for c in text))
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(date.isoformat)
ENGLISH = st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(lambda day: day.strftime("%d %b %Y"))
IDS = st.one_of(
    st.tuples(st.just("ISIN"), st.from_regex(r"[A-Z]{2}[0-9]{10}", fullmatch=True), st.none()),
    st.tuples(st.just("Registration Number"), st.from_regex(r"[A-Z0-9]{4,12}", fullmatch=True), st.sampled_from((None, "CN"))),
    st.tuples(st.sampled_from(("Listing Date (CMIC)", "Effective Date (CMIC)")), ENGLISH, st.none()),
    st.tuples(st.just("Passport"), st.from_regex(r"[A-Z0-9]{8}", fullmatch=True), st.just("XX")),
)
ADDRESSES = st.fixed_dictionaries(
    {
        "address": st.one_of(st.none(), WORDS),
        "city": st.one_of(st.none(), WORDS),
        "state": st.none(),
        "postal_code": st.one_of(st.none(), st.just("310000")),
        "country": st.sampled_from((None, "CN", "IR")),
    }
)
ROWS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(sorted(BY_CSL_SOURCE)),
        "entity_number": st.one_of(st.none(), st.integers(1, 9).map(str)),
        "type": st.sampled_from((None, "Individual", "Entity", "Vessel", "Aircraft")),
        "programs": st.lists(st.sampled_from(("SDGT", "CMIC-EO13959")), unique=True),
        "name": WORDS,
        "addresses": st.lists(ADDRESSES, max_size=2),
        "federal_register_notice": st.one_of(st.none(), st.just("00 FR 1; 00 FR 2")),
        "start_date": st.one_of(st.none(), DAYS),
        "end_date": st.one_of(st.none(), DAYS),
        "license_requirement": st.one_of(st.none(), WORDS),
        "license_policy": st.one_of(st.none(), WORDS),
        "source_list_url": st.one_of(st.none(), st.just("https://example.org/l")),
        "source_information_url": st.one_of(st.none(), st.just("https://example.org/i")),
        "alt_names": st.lists(WORDS, max_size=3),
        "ids": st.lists(IDS, max_size=4).map(lambda ids: [dict(zip(("type", "number", "country"), item, strict=True)) for item in ids]),
    }
)


def as_csv(rows: list[dict[str, Any]]) -> str:
    """The rows as trade.gov writes them in its CSV file."""
    out = io.StringIO()
    table = csv.DictWriter(out, HEADER, restval="")
    table.writeheader()
    for at, row in enumerate(rows):
        joined = {
            "_id": f"invented-{at}",
            "programs": "; ".join(row["programs"]),
            "alt_names": "; ".join(row["alt_names"]),
            "addresses": "; ".join(", ".join(filter(None, (item[key] for key in ADDRESS))) for item in row["addresses"]),
            "ids": "; ".join(", ".join(filter(None, (item["country"], item["number"], item["type"]))) for item in row["ids"]),
        }
        table.writerow({key: value or "" for key, value in (row | joined).items()})
    return out.getvalue()


@given(st.lists(ROWS, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_row_written_both_ways_gives_equal_bodies(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    plain = tmp_path / "list.csv"
    plain.write_text(as_csv(rows), "utf-8", newline="")
    told = read(tmp_path, {"results": [row | {"id": f"invented-{at}"} for at, row in enumerate(rows)]})
    written = read_csl(plain, DAY, expect=False)
    assert told.bodies == written.bodies
    assert told.rows == written.rows


def test_a_separator_inside_a_name_does_not_split_it(tmp_path: Path) -> None:
    record = SAMPLE["results"][0] | {"alt_names": ["Kestrel; Vision"]}
    (body,) = read(tmp_path, {"results": [record]}).bodies
    assert "Kestrel; Vision" in {name.text for name in body.names}


def test_of_a_person_only_names_list_and_programme_are_kept(tmp_path: Path) -> None:
    (body,) = read(tmp_path, {"results": [SAMPLE["results"][3]]}).bodies
    assert (body.id, body.schema, body.countries, body.addresses, body.identifiers) == ("ofac-4", "Person", (), (), {})


FAULTS: dict[str, tuple[dict[str, Any] | str, str]] = {
    "no results": ('{"total": 0}', "consolidated.json:results: no list of results\n  hint: take consolidated.json as trade.gov publishes it"),
    "a list at the top": ("[]", "consolidated.json:results: no list of results\n  hint: take consolidated.json as trade.gov publishes it"),
    "not an object": ('{"results": [1]}', "consolidated.json:results[0]: not an object\n  hint: take consolidated.json as trade.gov publishes it"),
    "missing": ({"source": ...}, "consolidated.json:results[0].source: the field is missing\n  hint: take consolidated.json as trade.gov publishes it"),
    "missing list": ({"ids": ...}, "consolidated.json:results[0].ids: the field is missing\n  hint: take consolidated.json as trade.gov publishes it"),
    "not text": ({"name": ["x"]}, "consolidated.json:results[0].name: not text: list\n  hint: take consolidated.json as trade.gov publishes it"),
    "not a list": ({"alt_names": "a; b"}, "consolidated.json:results[0].alt_names: not a list: str\n  hint: take consolidated.json as trade.gov publishes it"),
    "not texts": ({"programs": [None]}, "consolidated.json:results[0].programs: the list holds something that is not text\n  hint: take consolidated.json as trade.gov publishes it"),
    "not objects": ({"addresses": ["x"]}, "consolidated.json:results[0].addresses: the list holds something that is not an object\n  hint: take consolidated.json as trade.gov publishes it"),
    "no day": ({"start_date": "09/10/2019"}, "consolidated.json:results[0].start_date: not a day: '09/10/2019'\n  hint: write days as 2019-10-09, or leave the cell empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_malformed_file_is_refused_with_the_path_of_the_field(tmp_path: Path, name: str) -> None:
    change, golden = FAULTS[name]
    document: object = change
    if isinstance(change, dict):
        record = {key: value for key, value in (SAMPLE["results"][0] | change).items() if value is not ...}
        document = {"results": [record]}
    with pytest.raises(InputError) as caught:
        read(tmp_path, document)
    assert str(caught.value) == f"{tmp_path}/{golden}"


def test_a_file_that_holds_too_little_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "consolidated.json"
    path.write_text(json.dumps(SAMPLE), "utf-8")
    with pytest.raises(DataError, match=r"2 rows of us\.bis\.entity_list, at least 1800 were expected"):
        read_csl_json(path, DAY)
