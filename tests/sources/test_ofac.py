"""OFAC's own files: the samples in both forms, every way to get them wrong, and the real files if they are here."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import DataError, InputError, UsageError
from countersight.model.body import Body, Name
from countersight.sources.countries import country_code
from countersight.sources.edition import Edition
from countersight.sources.ofac.enhanced import read_ofac_xml
from countersight.sources.ofac.reader import OfacFiles, read_ofac
from countersight.sources.ofac.remarks import LIMIT, read_remarks
from countersight.sources.raw_xml import xml_records
from countersight.sources.raw_zip import zip_member

DAY = date(2025, 12, 19)
OPEN = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "ofac_un_watchman"
PACKAGE = files("countersight.sources.ofac")
CONS = {key: f"sample_cons_{name}.csv" for key, name in (("main", "prim"), ("addresses", "add"), ("names", "alt"), ("comments", "comments"))}
SDN = {"main": "sample_sdn.csv", "addresses": "sample_add.csv", "names": "sample_alt.csv"}


def text(name: str) -> str:
    return PACKAGE.joinpath(name).read_bytes().decode()


def read(folder: Path, names: dict[str, str], change: tuple[str, str, str] = ("main", "", "")) -> Edition:
    """Read a sample, with one text in one table replaced by another."""
    table, old, new = change
    paths: dict[str, Path] = {}
    for key, name in names.items():
        content = text(name)
        assert key != table or old in content
        paths[key] = folder / name
        paths[key].write_bytes((content.replace(old, new, 1) if key == table and old else content).encode())
    return read_ofac(OfacFiles(**paths), "sdn" if "sdn" in names["main"] else "consolidated", DAY, expect=False)


def read_xml(folder: Path, old: str = "", new: str = "") -> Edition:
    content = text("sample_cons_enhanced.xml")
    assert old in content
    path = folder / "cons.xml"
    path.write_bytes((content.replace(old, new, 1) if old else content).encode())
    return read_ofac_xml(path, expect=False)


def of(edition: Edition, number: int) -> Body:
    return next(body for body in edition.bodies if body.id == f"ofac-{number}")


def test_remarks_give_securities_identifiers_weak_names_and_ties(tmp_path: Path) -> None:
    kestrel = of(read(tmp_path, CONS), 900001)
    assert kestrel.identifiers == {"ticker": "999999 CN", "isin": "CNE000000XX1; CNE000000XX2", "uscc": "91330000MA2XXXXX0Y"}
    assert {(name.text, name.kind) for name in kestrel.names} == {
        ("INVENTED KESTREL VISION TECHNOLOGY CO., LTD.", "primary"),
        ("INVENTED KESTREL", "alias"),
        ("INVENTED KITE TECHNOLOGY", "former"),
        ("KESTRELVISION", "weak"),
    }
    assert (kestrel.countries, kestrel.addresses) == (("CN",), ("1 Example Road, Sample District, Hangzhou 310000, China",))
    (said,) = kestrel.statements
    assert (said.prop, said.value, said.nature) == ("linked_to", "INVENTED MERLIN HOLDING CO., LTD.", "finding")


def test_the_day_on_which_a_party_was_established_is_kept_as_far_as_it_is_told(tmp_path: Path) -> None:
    for written, kept in (("2017", ["2017"]), ("05 Feb 2011", ["2011-02-05"]), ("Feb 2011", ["2011-02"]), ("long ago", [])):
        body = of(read(tmp_path, CONS, ("main", "Target Type Public Company", f"Organization Established Date {written}")), 900001)
        assert [said.value for said in body.statements if said.prop == "incorporated"] == kept
    person = of(read(tmp_path, CONS, ("main", "DOB 1900", "Organization Established Date 1900")), 900003)
    assert person.statements == ()


def test_a_designation_keeps_listing_day_effective_day_and_programme(tmp_path: Path) -> None:
    (told,) = of(read(tmp_path, CONS), 900001).designations
    assert (told.list_id, told.start, told.programs) == ("us.ofac.ns_cmic", "2021-06-03", ("CMIC-EO13959",))
    assert told.scope == "Effective 2021-08-02; Purchases and sales to divest: until 2022-06-03"
    assert told.citation == "Non-SDN Chinese Military-Industrial Complex Companies List, entry 900001"


def test_programme_and_directive_tell_the_list(tmp_path: Path) -> None:
    edition = read(tmp_path, CONS)
    lists = {body.id[-1]: {told.list_id.removeprefix("us.ofac."): told.start for told in body.designations} for body in edition.bodies}
    assert lists == {
        "1": {"ns_cmic": "2021-06-03"}, "2": {"ns_cmic": "2021-12-16"}, "3": {"plc": ""},
        "4": {"ssi": "", "ns_mbs": "2022-02-24"}, "5": {"ns_mbs": ""}, "6": {"capta": ""},
    }  # fmt: skip
    ssi = next(told for told in of(edition, 900004).designations if told.list_id == "us.ofac.ssi")
    assert ssi.scope == "Subject to Directive 1; Subject to Directive 3"
    assert {item.list_id for item in edition.coverage} == set(edition.rows)


def test_remarks_go_on_in_the_comments_and_half_a_number_is_never_kept(tmp_path: Path) -> None:
    assert of(read(tmp_path, CONS), 900004).identifiers == {"bic": "INVEXX00", "registration": "1234567890"}
    alone = {key: name for key, name in CONS.items() if key != "comments"}
    assert of(read(tmp_path, alone), 900004).identifiers == {"bic": "INVEXX00"}
    cut = "ISIN CNE000000XX1; ISIN " + "C" * (LIMIT - 24)
    assert read_remarks(cut).details == [("ISIN", "CNE000000XX1")]
    assert len(read_remarks(cut[:-1]).details) == 2


def test_of_a_person_only_names_list_and_programme_are_kept(tmp_path: Path) -> None:
    for person in (of(read(tmp_path, CONS), 900003), of(read(tmp_path, SDN), 900003), of(read_xml(tmp_path), 900003)):
        assert (person.schema, person.countries, person.addresses, person.identifiers, person.statements) == ("Person", (), (), {}, ())
        assert person.designations[0].programs == ("SDGT", "NS-PLC")
        assert not any("1900" in str(part) or "X0000000" in str(part) or "Nowhere" in str(part) for part in (person.names, person.designations))


def test_ships_and_aircraft_of_the_sdn_list(tmp_path: Path) -> None:
    edition = read(tmp_path, SDN)
    assert edition.rows == {"us.ofac.sdn": 4}
    assert (of(edition, 900008).schema, of(edition, 900008).identifiers) == ("Vessel", {"imo": "0000000"})
    assert (of(edition, 900009).schema, of(edition, 900009).identifiers) == ("Airplane", {"tail": "XX-ABC"})
    assert of(edition, 900008).statements[0].value == "INVENTED OSPREY GROUP"
    assert of(edition, 900007).identifiers == {"registration": "0123"}


def test_an_entry_says_the_same_in_both_forms(tmp_path: Path) -> None:
    """All but what only the XML tells: days of listing, and the name in its own script."""
    written, told = read(tmp_path, CONS), read_xml(tmp_path)
    han = Name("虚构红隼视觉技术有限公司", "zh", "alias")
    assert han in of(told, 900001).names
    assert told.rows == written.rows
    for one, two in zip(written.bodies, told.bodies, strict=True):
        days = {item.list_id: item.start for item in one.designations}
        same = tuple(replace(item, start=days[item.list_id], source_id="") for item in two.designations)
        names = tuple(name for name in two.names if name != han)
        assert replace(one, source_id="", designations=tuple(replace(item, source_id="") for item in one.designations)) == replace(
            two, source_id="", designations=same, names=names
        )


def test_the_xml_tells_days_per_list_and_leaves_the_sdn_list_to_its_own_file(tmp_path: Path) -> None:
    edition = read_xml(tmp_path)
    assert edition.edition == date(2025, 1, 10)
    assert {told.list_id: told.start for told in of(edition, 900004).designations} == {"us.ofac.ssi": "2014-07-29", "us.ofac.ns_mbs": "2022-02-24"}
    assert {told.list_id: told.start for told in of(edition, 900003).designations} == {"us.ofac.plc": "2006-04-12"}
    assert "us.ofac.sdn" not in {item.list_id for item in edition.coverage}


def test_the_order_of_the_entries_changes_nothing(tmp_path: Path) -> None:
    lines = text(CONS["main"]).removesuffix("\x1a").splitlines(keepends=True)
    turned = read(tmp_path, CONS, ("main", "".join(lines), "".join(reversed(lines))))
    assert turned.bodies == read(tmp_path, CONS).bodies


def test_the_archive_gives_what_the_file_gives(tmp_path: Path) -> None:
    path = tmp_path / "CONS_ENHANCED.ZIP"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("CONS_ENHANCED.XML", text("sample_cons_enhanced.xml"))
    assert read_ofac_xml(path, expect=False) == read_xml(tmp_path)


PARTS = st.one_of(
    st.tuples(st.sampled_from(("ISIN", "alt. ISIN", "Registration ID", "Equity Ticker")), st.from_regex(r"[A-Z0-9]{4,12}", fullmatch=True)),
    st.tuples(st.just("a.k.a."), st.from_regex(r"[A-Z][A-Z' ]{0,8}[A-Z]", fullmatch=True)),
    st.tuples(st.just("Linked To:"), st.from_regex(r"[A-Z][A-Z ]{0,8}[A-Z]", fullmatch=True)),
)


@given(st.lists(PARTS, min_size=1, max_size=6), st.booleans(), st.integers(0, 200))
@settings(max_examples=150, deadline=None)
def test_remarks_come_back_as_they_were_written(parts: list[tuple[str, str]], stop: bool, cut: int) -> None:  # noqa: FBT001 - from hypothesis
    written = "; ".join(f"a.k.a. '{value}'" if label == "a.k.a." else f"{label} {value}" for label, value in parts) + "." * stop
    found = read_remarks(written[:cut], written[cut:])
    assert found.details == [(label.removeprefix("alt. "), value) for label, value in parts if label not in {"a.k.a.", "Linked To:"}]
    assert [name.text for name in found.aliases] == [value for label, value in parts if label == "a.k.a."]
    assert [name.removesuffix(".") for name in found.linked_to] == [value for label, value in parts if label == "Linked To:"]


FAULTS = {
    "not a number": (("main", "900001,", "ent_num,"), r"sample_cons_prim\.csv:1:ent_num: not the number of an entry: 'ent_num'\n  hint: the file has no header"),
    "twice": (("main", "900002,", "900001,"), r"prim\.csv:2:ent_num: the entry 900001 stands twice"),
    "foreign entry": (("addresses", "900006,", "900066,"), r"add\.csv:6:ent_num: the entry '900066' is not in the main table\n  hint: take all files of one publication, of the same day"),
    "short row": (("names", ',"aka"', ""), r"alt\.csv:1: the row has 4 cells, the published form 5"),
    "kind of name": (("names", '"fka"', '"dba"'), r"alt\.csv:2:alt_type: an unknown kind of name: 'dba'\n  hint: known are: aka, fka, nka"),
    "kind of party": (("main", '"individual"', '"robot"'), r"prim\.csv:3:type: an unknown type: 'robot'"),
    "no programme": (("main", '"561-Related"', "-0- "), r"prim\.csv:6:program: an entry without a programme"),
    "no name": (("main", '"INVENTED HERON AGENCY"', "-0- "), r"prim\.csv:5:name: a name without a letter"),
    "no such day": (("main", "Listing Date (CMIC) 03 Jun 2021", "Listing Date (CMIC) 31 Jun 2021"), r"prim\.csv:1:remarks: not a day: '31 Jun 2021'\n  hint: the file writes such days as 03 Jun 2021"),
    "open quotation mark": (("comments", '"1234567890 (Russia)."', '"1234'), "not CSV"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_malformed_table_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    change, said = FAULTS[name]
    with pytest.raises(InputError, match=said):
        read(tmp_path, CONS, change)


def test_the_consolidated_file_read_as_the_sdn_list_is_refused(tmp_path: Path) -> None:
    read(tmp_path, CONS)
    paths = OfacFiles(**{key: tmp_path / name for key, name in CONS.items()})
    with pytest.raises(InputError, match=r"prim\.csv:1:program: the programme 'CMIC-EO13959' is not one of the SDN list\n  hint: this looks like the consolidated"):
        read_ofac(paths, "sdn", DAY, expect=False)
    with pytest.raises(UsageError, match="no publication 'plc'"):
        read_ofac(paths, "plc", DAY)


XML_FAULTS = {
    "another document": ("sanctionsData xmlns", "sanctionsDate xmlns", "not XML: mismatched tag"),
    "no day": ("2025-01-10T", "01/10/2025", r"cons\.xml:4:dataAsOf: not a day"),
    "no filter": ('<sanctionsList refId="1">Consolidated List<', '<sanctionsList refId="1">FSE List<', r"cons\.xml:4:filters: the file is of FSE List"),
    "unknown list": ("Non-SDN CMIC List", "Non-SDN Robot List", r"cons\.xml:9:sanctionsList: an unknown list: 'Non-SDN Robot List'"),
    "no list": ('datePublished="2021-06-03">Non-SDN CMIC List', 'datePublished="2021-06-03">SDN List', r"cons\.xml:9:sanctionsLists: an entry on no list"),
    "no date": ('datePublished="2021-06-03"', "", r"cons\.xml:9:datePublished: not a day: ''"),
    "no number": ('entity id="900001"', "entity", r"cons\.xml:9:id: not the number of an entry: ''"),
    "kind": (">Individual<", ">Robot<", r"cons\.xml:\d+:type: an unknown type: 'robot'"),
    "no name": ("<formattedFullName>INVENTED HERON AGENCY</formattedFullName>", "", r"cons\.xml:\d+:name: a name without a letter"),
}  # fmt: skip


@pytest.mark.parametrize("name", XML_FAULTS)
def test_a_malformed_xml_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    old, new, said = XML_FAULTS[name]
    with pytest.raises(InputError, match=said):
        read_xml(tmp_path, old, new)


def test_other_xml_is_told_from_ofacs(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text("<html/>", "utf-8")
    with pytest.raises(InputError, match="not OFAC's enhanced XML"):
        read_ofac_xml(path)
    path.write_text("<sanctionsData><entity/></sanctionsData>", "utf-8")
    with pytest.raises(InputError, match="does not begin by saying what it is"):
        read_ofac_xml(path)


def test_files_that_hold_too_little_are_refused(tmp_path: Path) -> None:
    read(tmp_path, CONS)
    read_xml(tmp_path)
    with pytest.raises(DataError, match=r"2 rows of us\.ofac\.ns_cmic, at least 60 were expected"):
        read_ofac(OfacFiles(**{key: tmp_path / name for key, name in CONS.items()}), "consolidated", DAY)
    with pytest.raises(DataError, match=r"2 rows of us\.ofac\.ns_cmic, at least 60 were expected"):
        read_ofac_xml(tmp_path / "cons.xml")


def real(name: str) -> Path:
    if not OPEN.exists():
        pytest.skip(f"the real files are not here: {OPEN}")
    return OPEN / name


@pytest.fixture(scope="module")
def consolidated() -> Edition:
    paths = [real(f"cons_{name}.csv") for name in ("prim", "add", "alt", "comments")]
    return read_ofac(OfacFiles(*paths), "consolidated", DAY)


def test_the_real_ns_cmic_list_has_68_names_and_53_with_isin(consolidated: Edition) -> None:
    cmic = [body for body in consolidated.bodies if any(told.list_id == "us.ofac.ns_cmic" for told in body.designations)]
    assert (len(cmic), sum("isin" in body.identifiers for body in cmic)) == (68, 53)
    assert all(told.start for body in cmic for told in body.designations)
    assert consolidated.rows == {"us.ofac.plc": 78, "us.ofac.capta": 1, "us.ofac.ssi": 286, "us.ofac.ns_mbs": 15, "us.ofac.ns_cmic": 68}


def test_the_real_sdn_list_is_read_whole() -> None:
    paths = [real(f"sdn_2021-07{name}.csv") for name in ("", "_add", "_alt")]
    edition = read_ofac(OfacFiles(*paths), "sdn", date(2021, 7, 7))
    assert edition.rows == {"us.ofac.sdn": 8976}
    assert sum(body.schema == "Person" for body in edition.bodies) == 4620
    assert not any(body.addresses or body.identifiers or body.statements for body in edition.bodies if body.schema == "Person")
    bureau = next(body for body in edition.bodies if body.caption == "XINJIANG PUBLIC SECURITY BUREAU")
    assert bureau.designations[0].programs == ("GLOMAG",)


def test_the_real_xml_and_the_real_tables_agree_on_every_entry_of_ns_cmic(consolidated: Edition) -> None:
    """The files are eleven months apart; NS-CMIC did not change between them."""
    told = read_ofac_xml(real("CONS_ENHANCED.ZIP"))
    assert told.edition == date(2025, 1, 10)
    assert sum(name.kind == "weak" for body in told.bodies for name in body.names) >= 69
    other = {body.id: body for body in told.bodies}
    for body in consolidated.bodies:
        if {item.list_id for item in body.designations} == {"us.ofac.ns_cmic"}:
            twin = other[body.id]
            assert {(n.text, n.kind) for n in body.names} == {(n.text, n.kind) for n in twin.names if n.text.isascii()}
            assert {key: set(value.split("; ")) for key, value in body.identifiers.items()} == {
                key: set(value.split("; ")) for key, value in twin.identifiers.items()
            }
            assert [(item.start, item.scope) for item in body.designations] == [(item.start, item.scope) for item in twin.designations]
            assert {item.value for item in body.statements} == {item.value for item in twin.statements}


def test_every_country_of_the_real_xml_has_the_code_that_ofac_gives_it() -> None:
    name, chunks = zip_member(real("CONS_ENHANCED.ZIP"), ".xml")
    given = {
        record.text("value"): record.text("isoCode")
        for record in xml_records(chunks, name, frozenset({"referenceValue"}))
        if record.text("type") == "COUNTRY" and len(record.text("isoCode")) == 2
    }
    assert len(given) > 150
    assert {country: country_code(country) for country in given} == given
