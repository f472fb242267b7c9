"""The reader of the starter atlas: what it reads, and what it says of every way to get a file wrong. All bodies invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from countersight.errors import InputError
from countersight.model.body import Coverage, Designation, Edge, Name, Statement
from countersight.sources.starter import SOURCE_ID, read_starter, read_starter_text
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """\
bodies:
  - id: kestrel
    schema: Company
    names:
      - {text: Invented Kestrel Co., lang: en, kind: primary}
      - {text: 红隼, lang: zh, kind: short}
    countries: [NO, CN]
    addresses: ["1 Example Road, CN"]
    identifiers: {ticker: "000001", registration: 0123}
    government: no
    organ: none
    surveillance_company: yes
    designations:
      - {list: us.bis.entity_list, start: 2019-10-09, end: 2020-01-01, citation: 00 FR 1, programs: [A], scope: all items,
         url: "https://example.org", verified_on: 2026-11-25}
    statements:
      - {prop: sector, value: cameras, citation: an invented page, nature: report, standing: contested, start: 2019, seen: 2026-11-25}
  - {id: merlin, schema: PublicBody, names: [{text: Invented Merlin, kind: primary}]}
edges:
  - {owner: merlin, asset: kestrel, class: equity, share: "48.00", start: 2022-12, citation: an invented filing, confirmed: "false"}
coverage:
  - {list: us.bis.entity_list, first_edition: 2019-10-09, last_edition: 2020-01-01}
"""


def test_every_field_arrives_as_it_was_written() -> None:
    read = read_starter_text(WHOLE, "whole.yaml")
    kestrel, merlin = read.bodies
    assert kestrel.names == (Name("Invented Kestrel Co.", "en", "primary"), Name("红隼", "zh", "short"))
    assert kestrel.countries == ("NO", "CN")
    assert kestrel.identifiers == {"ticker": "000001", "registration": "0123"}
    assert (kestrel.government, kestrel.organ, kestrel.surveillance_company) == ("no", "none", "yes")
    assert kestrel.designations == (
        Designation(
            "us.bis.entity_list", "kestrel", "2019-10-09", "00 FR 1", "2020-01-01", ("A",), "all items",
            SOURCE_ID, "https://example.org", "2026-11-25",
        ),
    )  # fmt: skip
    assert kestrel.statements == (
        Statement("kestrel", "sector", "cameras", "an invented page", "report", "contested", "", "2026-11-25", "2019"),
    )
    assert (merlin.government, merlin.surveillance_company, merlin.source_id) == ("unknown", "unknown", SOURCE_ID)
    assert read.edges == [
        Edge("merlin", "kestrel", "equity", 48_000_000, 48_000_000, "2022-12", "", "an invented filing", confirmed=False)
    ]
    title = "Entity List (15 CFR part 744, Supp. 4)"
    assert read.coverage == [
        Coverage("us.bis.entity_list", title, complete=False, first_edition="2019-10-09", last_edition="2020-01-01", source_id=SOURCE_ID)
    ]


def test_what_is_read_comes_back_from_a_snapshot() -> None:
    read = read_starter_text(WHOLE, "whole.yaml")
    snapshot = Snapshot.in_memory(read)
    kestrel = snapshot.body("kestrel")
    assert kestrel is not None
    assert kestrel.names == read.bodies[0].names
    assert kestrel.designations == read.bodies[0].designations
    assert kestrel.statements == read.bodies[0].statements
    assert snapshot.edges_of("kestrel")[0].lo == 48_000_000


BODY = "bodies:\n  - id: kestrel\n    schema: Company\n    names: [{text: K, kind: primary}]\n"
TOLD = BODY + "    designations:\n      - "
SAID = BODY + "    statements:\n      - "
FAULTS = {
    "indent": ("bodies:\n  - id: a\n b: c\n", "f.yaml:3:2: not YAML: expected <block end>, but found '<block mapping start>'\n  hint: check quotation marks and indents"),
    "key twice": (BODY + "    schema: Person\n", "f.yaml:5:5: not YAML: the key 'schema' stands twice\n  hint: check quotation marks and indents"),
    "control character": ("bodies: \x07\n", "f.yaml: not YAML: "),
    "a list at the top": ("- id: kestrel\n", "f.yaml:1: the file is not a mapping\n  hint: it begins with bodies:"),
    "unknown section": ("bodys: []\n", "f.yaml:1:bodys: a file has no key 'bodys'\n  hint: did you mean 'bodies'?"),
    "unknown key": (BODY + "    countrys: [CN]\n", "f.yaml:5:countrys: a body has no key 'countrys'\n  hint: did you mean 'countries'?"),
    "far from every key": ("bodies:\n  - zzz: 1\n", "f.yaml:2:zzz: a body has no key 'zzz'\n  hint: known are addresses, countries, designations, government, id, identifiers, names, organ, schema, statements, surveillance_company"),
    "no names": ("bodies:\n  - id: kestrel\n    schema: Company\n", "f.yaml:2: a body lacks 'names'\n  hint: a body has the keys id, names, schema"),
    "no list": ("bodies: kestrel\n", "f.yaml:1:bodies: bodies is not a list\n  hint: write it as a list, even with one item"),
    "no mapping": ("bodies: [kestrel]\n", "f.yaml:1:bodies: bodies holds 'kestrel', not a mapping\n  hint: a body has the keys id, names, schema"),
    "id": (BODY.replace("id: kestrel", "id: Kestrel Ltd"), "f.yaml:2:id: an id like 'Kestrel Ltd' is not allowed\n  hint: small letters, digits, points and hyphens"),
    "schema": (BODY.replace("Company", "Firm"), "f.yaml:3:schema: schema is 'Firm'\n  hint: known are Company, LegalEntity, Organization, Person, Product, Project, PublicBody, Security"),
    "kind of name": (BODY.replace("primary", "main"), "f.yaml:4:kind: kind is 'main'\n  hint: known are alias, former, primary, short, weak"),
    "country": (BODY + "    countries: [China]\n", "f.yaml:5:countries: no country code: 'China'\n  hint: ISO 3166-1 alpha-2, in capitals: CN"),
    "nested text": (BODY + "    countries: [[CN]]\n", "f.yaml:5:countries: countries holds something that is not text\n  hint: write plain text, one item a line"),
    "identifiers": (BODY + "    identifiers: [9133]\n", "f.yaml:5:identifiers: identifiers is not a mapping of text\n  hint: write uscc: 9133..."),
    "tri": (BODY + "    government: maybe\n", "f.yaml:5:government: government is 'maybe'\n  hint: known are conditional, no, unknown, yes"),
    "text": (BODY + "    organ: [police]\n", "f.yaml:5:organ: organ is not text\n  hint: write one piece of text"),
    "list": (TOLD + "{list: us.bis.entity, start: 2019-10-09, citation: 00 FR 1}\n", "f.yaml:6:list: an unknown list: 'us.bis.entity'\n  hint: did you mean 'us.bis.entity_list'?"),
    "no citation": (TOLD + "{list: us.bis.entity_list, start: 2019-10-09}\n", "f.yaml:6: a designation lacks 'citation'\n  hint: every designation says where it is said: the notice, the statute, the page"),
    "partial day": (TOLD + "{list: us.bis.entity_list, start: 2019-10, citation: 00 FR 1}\n", "f.yaml:6:start: start is no day: '2019-10'\n  hint: write 2019-10-09"),
    "no such day": (TOLD + "{list: us.bis.entity_list, start: 2019-02-30, citation: 00 FR 1}\n", "f.yaml:6:start: start is no day: '2019-02-30'\n  hint: write 2019-10-09"),
    "no nature": (SAID + "{prop: sector, value: cameras, citation: a page}\n", "f.yaml:6: a statement lacks 'nature'\n  hint: known are admission, allegation, computed, designation, filing, finding, register, report, tender; an allegation is never a designation"),
    "nature": (SAID + "{prop: sector, value: cameras, citation: a page, nature: rumour}\n", "f.yaml:6:nature: nature is 'rumour'\n  hint: known are admission, allegation, computed, designation, filing, finding, register, report, tender"),
    "loose day": (SAID + "{prop: p, value: v, citation: c, nature: report, start: spring}\n", "f.yaml:6:start: start is no day: 'spring'\n  hint: write 2019, 2019-10 or 2019-10-09"),
    "share": ("edges:\n  - {owner: a, asset: b, class: equity, share: half, citation: c}\n", "f.yaml:2:share: "),
    "class": ("edges:\n  - {owner: a, asset: b, class: shares, share: '5', citation: c}\n", "f.yaml:2:class: class is 'shares'\n  hint: known are acting_in_concert, board_majority, consolidation, control, equity, golden_share, management, nominee, profit, state_body_of, vie_contract, voting"),
    "complete": ("coverage:\n  - {list: us.uflpa, first_edition: 2022-06-21, last_edition: 2022-06-21, complete: true}\n", "f.yaml:2:complete: the starter atlas never holds a complete list\n  hint: only a full official file makes a list complete"),
    "age": ("coverage:\n  - {list: us.uflpa, first_edition: 2022-06-21, last_edition: 2022-06-21, max_age_days: old}\n", "f.yaml:2:max_age_days: not a number of days: 'old'\n  hint: write 45"),
}  # fmt: skip
"""Name of the fault to the file and the exact text of the error; one that ends with a blank is only its beginning."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place_and_what_would_be_right(name: str) -> None:
    text, golden = FAULTS[name]
    with pytest.raises(InputError) as caught:
        read_starter_text(text, "f.yaml")
    said = str(caught.value)
    if golden.endswith(" "):
        assert said.startswith(golden)
        assert caught.value.hint
    else:
        assert said == golden


def test_an_id_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BODY, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(BODY, encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.yaml: the body 'kestrel' stands in a\.yaml and in b\.yaml"):
        read_starter(tmp_path)


def test_an_edge_to_nobody_is_refused_with_the_nearest_id(tmp_path: Path) -> None:
    text = BODY + "edges:\n  - {owner: kestrl, asset: kestrel, class: equity, share: '5', citation: c}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"unknown body 'kestrl'\n  hint: did you mean 'kestrel'\?"):
        read_starter(tmp_path)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("bodies: []\n# é\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"a\.yaml:2: not UTF-8"):
        read_starter(tmp_path)


def test_an_edge_may_reach_into_another_file_and_coverages_join(tmp_path: Path) -> None:
    cover = "coverage:\n  - {list: us.uflpa, first_edition: %s, last_edition: %s}\n"
    edge = "edges:\n  - {owner: merlin, asset: kestrel, class: equity, share: '>=50', citation: c}\n"
    (tmp_path / "a.yaml").write_text(BODY + edge + cover % ("2022-01-01", "2022-02-01"), encoding="utf-8")
    other = BODY.replace("kestrel", "merlin") + cover % ("2021-01-01", "2022-01-15")
    (tmp_path / "b.yaml").write_text(other, encoding="utf-8")
    read = read_starter(tmp_path)
    assert [(edge.owner, edge.lo, edge.hi) for edge in read.edges] == [("merlin", 50_000_000, 100_000_000)]
    assert [(item.first_edition, item.last_edition) for item in read.coverage] == [("2021-01-01", "2022-02-01")]
    assert read.sources[0].id == SOURCE_ID


def test_the_source_hash_follows_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BODY, encoding="utf-8")
    first = read_starter(tmp_path).sources[0].sha256
    (tmp_path / "a.yaml").write_text(BODY + "# more\n", encoding="utf-8")
    assert read_starter(tmp_path).sources[0].sha256 != first
