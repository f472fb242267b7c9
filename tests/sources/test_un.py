"""The UN Consolidated List: the sample, every way to get it wrong, and the real file if it is here."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import DataError, InputError
from countersight.model.body import Body
from countersight.model.fact_schema import FACTS
from countersight.model.lists import BY_ID
from countersight.sources.edition import Edition
from countersight.sources.expecting import is_too_old
from countersight.sources.un.reader import read_un

SAMPLE = files("countersight.sources.un").joinpath("sample.xml").read_text("utf-8")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "ofac_un_watchman" / "UN_consolidated.xml"


def read(folder: Path, old: str = "", new: str = "") -> Edition:
    assert old in SAMPLE
    path = folder / "un.xml"
    path.write_bytes((SAMPLE.replace(old, new, 1) if old else SAMPLE).encode())
    return read_un(path, expect=False)


def named(edition: Edition, schema: str) -> Body:
    return next(body for body in edition.bodies if body.schema == schema)


def test_an_entity_keeps_names_country_address_day_and_reference(tmp_path: Path) -> None:
    edition = read(tmp_path)
    osprey = named(edition, "Organization")
    assert [(name.text, name.kind) for name in osprey.names] == [
        ("INVENTED OSPREY TRADING (IOT)", "primary"),
        ("Invented Gull", "former"),
        ("虚构鱼鹰贸易", "alias"),
    ]
    assert (osprey.id, osprey.countries) == ("un-exe.001", ("KP",))
    assert osprey.addresses == ("2 Example Road, Pyongyang, Democratic People's Republic of Korea",)
    (told,) = osprey.designations
    assert (told.list_id, told.start, told.programs) == ("un.sc", "2007-03-29", ("Examples",))
    assert told.citation == "United Nations Security Council Consolidated List, EXe.001"


def test_of_a_person_only_names_list_and_committee_are_kept(tmp_path: Path) -> None:
    person = named(read(tmp_path), "Person")
    assert (person.countries, person.addresses, person.identifiers, person.statements) == ((), (), {}, ())
    assert {(name.text, name.kind) for name in person.names} == {
        ("INVENTED EXAMPLEMAN", "primary"), ("I. Exampleman", "alias"),
        ("Abu Example", "weak"), ("مثال", "weak"), ("Exampel", "weak"), ("Ecsample", "weak"),
    }  # fmt: skip
    assert person.designations[0].start == "2014-06-30"


def test_the_day_of_the_edition_stands_in_the_file(tmp_path: Path) -> None:
    edition = read(tmp_path)
    assert (edition.edition, edition.source.id) == (date(2026, 2, 27), "un.sc.2026-02-27")
    (cover,) = edition.coverage
    assert (cover.list_id, cover.complete, cover.last_edition) == ("un.sc", True, "2026-02-27")
    assert is_too_old("countersight.sources.un", edition.edition, date(2026, 3, 31))
    assert not is_too_old("countersight.sources.un", edition.edition, date(2026, 3, 28))


def test_the_list_answers_a_fact_of_its_own() -> None:
    assert BY_ID["un.sc"].fact == "on.un_sc"
    assert {"party.on.un_sc", "line.producer_on_un_sc"} <= FACTS.keys()


FAULTS = {
    "another document": ("CONSOLIDATED_LIST xmlns", "LIST xmlns", "not XML: mismatched tag"),
    "no day of the edition": ('dateGenerated="2026-02-27T00:00:09.554Z"', "", r"un\.xml:3:dateGenerated: not a day: ''"),
    "reference": ("EXe.001", "1", r"un\.xml:28:REFERENCE_NUMBER: not a reference: '1'\n  hint: they are written as QDe\.004"),
    "reference twice": ("EXe.001", "EXi.001", r"un\.xml:28:REFERENCE_NUMBER: the reference EXi\.001 stands twice"),
    "day of listing": ("2007-03-29", "29.03.2007", r"un\.xml:28:LISTED_ON: not a day: '29\.03\.2007'"),
    "no name": ("<FIRST_NAME>INVENTED OSPREY TRADING (IOT)</FIRST_NAME>", "", r"un\.xml:28:FIRST_NAME: a name without a letter"),
    "quality": ("<QUALITY>Low<", "<QUALITY>Poor<", r"un\.xml:5:QUALITY: an unknown quality: 'Poor'\n  hint: known are: Good, a\.k\.a\., Low, f\.k\.a\."),
    "entities": ("<CONSOLIDATED_LIST", '<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST', r"un\.xml:3:\d+: a DOCTYPE"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_malformed_file_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    old, new, said = FAULTS[name]
    with pytest.raises(InputError, match=said):
        read(tmp_path, old, new)


def test_other_xml_is_told_from_the_list(tmp_path: Path) -> None:
    path = tmp_path / "un.xml"
    path.write_text("<html/>", "utf-8")
    with pytest.raises(InputError, match="not the UN Consolidated List"):
        read_un(path)


def test_a_file_that_holds_too_little_is_refused(tmp_path: Path) -> None:
    read(tmp_path)
    with pytest.raises(DataError, match=r"2 rows of un\.sc, at least 900 were expected"):
        read_un(tmp_path / "un.xml")


def test_the_real_list_is_read_whole() -> None:
    if not REAL.exists():
        pytest.skip(f"the real list is not here: {REAL}")
    edition = read_un(REAL)
    assert edition.rows == {"un.sc": 1003}
    assert sum(body.schema == "Person" for body in edition.bodies) == 730
    assert edition.edition == date(2026, 2, 27)
    assert all(told.start for body in edition.bodies for told in body.designations)
    persons = [body for body in edition.bodies if body.schema == "Person"]
    assert not any(body.countries or body.addresses or body.identifiers for body in persons)
    assert not any("passport" in name.text.lower() or "born" in name.text.lower().split() for body in persons for name in body.names)
