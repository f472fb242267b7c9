"""A table of names and the registry of institutions: names and nothing else. Invented throughout, but for the registry's own test records."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import InputError
from countersight.match.matcher import resolve
from countersight.model.body import Body, Designation, Name
from countersight.snapshots.build import combine
from countersight.sources.csl.json_reader import read_csl_json
from countersight.sources.edition import Edition, full_coverage
from countersight.sources.name_files import names, ror
from countersight.sources.names.reader import read_names
from countersight.sources.raw_json import json_objects
from countersight.sources.ror.reader import read_ror
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.snapshot import Snapshot

SAMPLE = files("countersight.sources.names").joinpath("sample.csv").read_text("utf-8")
DUMP = files("countersight.sources.ror").joinpath("sample.json").read_text("utf-8")
REAL = Path(__file__).parents[3] / "shared" / "data" / "open" / "ror_affiliation_truth" / "ror_v2_records_sample.json"
DAY = date(2026, 11, 20)
TORWICK, HAN = "Invented Torwick Marine Optics Co., Ltd.", "杭州蓝鹊湾光学股份有限公司"
USCC = "91330000733796106P"


def table(folder: Path, text: str) -> Edition:
    path = folder / "names.csv"
    path.write_text(text, encoding="utf-8")
    return read_names(path, DAY)


def dump(folder: Path, text: str) -> Edition:
    path = folder / "ror.json"
    path.write_text(text, encoding="utf-8")
    return read_ror(path, DAY)


def named(edition: Edition, text: str) -> Body:
    (found,) = [body for body in edition.bodies if any(name.text == text for name in body.names)]
    return found


def listed(*texts: str, country: str = "CN", **identifiers: str) -> Edition:
    """A list that names one body."""
    source = SourceRecord("us.trade.csl.2026-11-01", "an invented list", edition="2026-11-01")
    body_id = f"csl-{texts[0]}"
    body = Body(
        body_id, "Organization", tuple(Name(text, "", "alias" if at else "primary") for at, text in enumerate(texts)), (country,), identifiers=identifiers,
        designations=(Designation("us.bis.entity_list", body_id, "2019-10-09", "00 FR 00001", source_id=source.id),), source_id=source.id,
    )  # fmt: skip
    return Edition(date(2026, 11, 1), [body], full_coverage({"us.bis.entity_list": 1}, source, 45), source, {"us.bis.entity_list": 1})


def together(*editions: Edition) -> list[Body]:
    """What lies in a snapshot of several lists and one table; of two editions of one source the bodies come together."""
    first, *rest = editions
    lists = [one for one in rest if one.source.id == first.source.id]
    whole = Edition(first.edition, [body for one in (first, *lists) for body in one.bodies], first.coverage, first.source, first.rows)
    return combine(AtlasRecords(), [whole, *(one for one in rest if one not in lists)]).bodies


def test_columns_and_rows_of_one_body_say_the_same(tmp_path: Path) -> None:
    edition = table(tmp_path, SAMPLE)
    assert edition.names_only
    assert edition.rows == {"names": 3}
    torwick = named(edition, TORWICK)
    told = {name.text: (name.lang, name.kind) for name in torwick.names}
    assert told[HAN] == ("zh", "primary")
    assert told["蓝鹊湾"] == ("zh", "short")
    assert (told["Torwick Optics"], told["TMO"]) == (("en", "alias"), ("en", "alias"))
    assert told["杭州示例渔业有限公司"] == ("zh", "former")
    assert (torwick.schema, torwick.countries) == ("Company", ("CN",))
    assert {name.text for name in named(edition, "示例港大学").names} == {"示例港大学", "Invented Kestrel Harbour University", "IKHU"}


def test_headings_of_an_exchange_and_marks_of_its_shares(tmp_path: Path) -> None:
    edition = table(tmp_path, 'A股代码,A股简称,公司全称,英文名称,所属行业\n000000,*ST蓝 鹊A,蓝鹊湾光学股份有限公司,"Torwick Optics Co., Ltd.",光学\n')
    (body,) = edition.bodies
    assert {(name.text, name.kind) for name in body.names} == {("蓝鹊", "short"), ("蓝鹊湾光学股份有限公司", "primary"), ("Torwick Optics Co., Ltd.", "primary")}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("code,price\n1,2\n", 1, "code", "no column of names"),
        ("name,kind\nInvented Exampleperson,person\n", 2, "kind", "a natural person"),
        ("name,kind\nInvented Kestrel,firm\n", 2, "kind", "an unknown kind 'firm'"),
        ("name,country\nInvented Kestrel,Atlantis\n", 2, "country", "an unknown country"),
        ("name,aliases\nInvented Kestrel,\n,-\n", 3, "name", "names nobody"),
        (f"name,uscc\nInvented Kestrel,{USCC[:-1]}Q\n", 2, "uscc", "check digits are wrong"),
        ("body,name,country\n1,Invented Kestrel,CN\n1,示例,HK\n", 3, "country", "HK, and CN in line 2 of the same body"),
    ],
)
def test_an_error_says_where_and_what_would_be_right(tmp_path: Path, text: str, line: int, column: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as fault:
        table(tmp_path, text)
    assert (fault.value.where.line, fault.value.where.column) == (line, column)
    assert fault.value.hint


def test_a_listed_body_is_found_by_the_names_of_the_table_and_each_says_where_it_comes_from(tmp_path: Path) -> None:
    (body,) = [one for one in together(listed(TORWICK), table(tmp_path, SAMPLE)) if one.designations]
    assert (body.id, body.caption, body.source_id) == (f"csl-{TORWICK}", TORWICK, "us.trade.csl.2026-11-01")
    assert {name.text for name in body.names} >= {HAN, "蓝鹊湾", "TMO"}
    assert {one.value for one in body.origins if one.source_id == "names.2026-11-20"} >= {HAN, "蓝鹊湾", "TMO"}


def test_a_row_never_brings_two_listed_bodies_together(tmp_path: Path) -> None:
    mixed = table(tmp_path, f'name,name_en,country,uscc\n"{TORWICK}",Invented Merlin Holding Ltd,CN,{USCC}\n')
    found = together(listed(TORWICK), listed("Invented Merlin Holding Ltd"), listed("Invented Osprey Ltd", uscc=USCC), mixed)
    assert sorted(len(body.designations) for body in found) == [1, 1, 1]
    assert len(found) == 3
    apart = together(listed(TORWICK), listed("Invented Merlin Holding Ltd"))
    assert [body.id for body in apart] == [body.id for body in found][:2]


def test_a_table_says_nothing_but_names_and_identifiers_of_a_listed_body(tmp_path: Path) -> None:
    other = table(tmp_path, f"name,country,uscc\nInvented Torwick Elsewhere,US,{USCC}\n")
    (body,) = together(listed(TORWICK, uscc=USCC), other)
    assert body.countries == ("CN",)
    assert "Invented Torwick Elsewhere" in {name.text for name in body.names}


def test_another_country_or_a_short_name_alone_joins_nobody(tmp_path: Path) -> None:
    for text in (f'name,country\n"{TORWICK}",HK\n', f'name_zh,short_en,country\n{HAN},"{TORWICK}",CN\n'):
        assert len(together(listed(TORWICK), table(tmp_path, text))) == 2


def test_tables_of_two_sources_are_two(tmp_path: Path) -> None:
    (tmp_path / "sse.csv").write_text("公司代码,公司全称\n600000,蓝鹊湾光学股份有限公司\n", encoding="utf-8")
    (tmp_path / "names.csv").write_text("body,name\n600000,Invented Merlin Holding Ltd\n", encoding="utf-8")
    read = {source.name: source.read({source.files[0].name: tmp_path / source.files[0].name}, DAY, expect=True) for source in names()[:2]}
    assert read["names"].bodies[0].id != read["names-sse"].bodies[0].id
    assert all(source.by_hand for source in (*names(), *ror()))


def test_the_registry_keeps_what_has_a_second_script_and_drops_what_it_withdrew(tmp_path: Path) -> None:
    edition = dump(tmp_path, DUMP)
    assert edition.rows == {"ror": 5}
    assert len(edition.bodies) == 2
    kestrel = named(edition, "示例港大学")
    assert kestrel.caption == "Invented Kestrel Harbour University"
    assert [(name.text, name.kind) for name in kestrel.names][2:] == [("Kestrel Harbour Univ.", "alias"), ("IKHU", "short")]
    everybody = read_ror(tmp_path / "ror.json", DAY, everybody=True)
    assert len(everybody.bodies) == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"items": []}', "not one array"),
        ('[{"id": "https://ror.org/0zzzzz193", "names": []}]', "no ROR id"),
        ('[{"id": "https://ror.org/0zzzzz192", "name": "Invented"}]', "no list of names"),
        (DUMP.strip()[:-1], "ends before its array does, behind object 5"),
        (DUMP.strip()[:-40], "ends before its array does, behind object 4"),
        (DUMP + "x", "something stands behind the array"),
        ('["Invented"]', "not an object"),
        ('[{"id": 1, "id": 2}]', "stands twice"),
    ],
)
def test_a_dump_that_is_none_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        dump(tmp_path, text)


def test_a_long_file_is_read_in_pieces_and_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    path.write_text(json.dumps([{"n": at, "text": "示例" * 4000} for at in range(60)], ensure_ascii=False), encoding="utf-8")
    digest = hashlib.sha256()
    assert [one["n"] for one in json_objects(path, digest, "")] == [str(at) for at in range(60)]
    assert digest.hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_records_of_the_registry_itself_are_read(tmp_path: Path) -> None:
    if not REAL.exists():
        pytest.skip("no ../shared: no records of the registry")
    records = [one["_source"] for one in json.loads(REAL.read_bytes())["hits"]["hits"]]
    path = tmp_path / "ror.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    edition = read_ror(path, DAY, everybody=True)
    assert edition.rows == {"ror": 20}
    assert all(body.names and body.countries for body in edition.bodies)


def test_names_of_a_table_are_looked_up_in_either_script(tmp_path: Path) -> None:
    with closing(Snapshot.in_memory(AtlasRecords(bodies=together(listed(TORWICK), table(tmp_path, SAMPLE)), sources=[]))) as snapshot:
        for text in (HAN, "杭州示例渔业有限公司", "Torwick Optics"):
            found = resolve(snapshot, (text,), "CN").match
            assert found is not None
            assert found.body_id == f"csl-{TORWICK}"


def test_the_screening_list_is_read_with_names_in_han_where_it_prints_them(tmp_path: Path) -> None:
    sample = json.loads(files("countersight.sources.csl").joinpath("sample.json").read_text("utf-8"))
    sample["results"][0]["alt_names"] = [*(sample["results"][0]["alt_names"] or []), HAN]
    path = tmp_path / "consolidated.json"
    path.write_text(json.dumps(sample, ensure_ascii=False), encoding="utf-8")
    edition = read_csl_json(path, DAY, expect=False)
    assert HAN in {name.text for name in named(edition, HAN).names}
