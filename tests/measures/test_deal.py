"""Facts of the deal: what the papers say plainly, and the phrases that only look as if they did."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.endusers.text import MAX_TEXT
from countersight.measures.deal_facts import _FEDERAL, _WAIVER
from countersight.measures.wording import mentions

from .worlds import deal, party, value

FEDERAL: list[tuple[str, bool | None]] = [
    ("Federal contractor; its contracts carry FAR 52.204-25; no waiver", True),
    ("no waiver. Federal contract", True),
    ("no waiver, federal contractor", True),
    ("No objections; the user holds a federal contract", True),
    ("its contracts carry FAR 52.204-25", True),
    ("U.S. Government contractor", True),
    ("US federal prime contract W912", True),
    ("Federal contractor. Not every federal contract carries the clause", True),
    ("The firm has no federal contract", False),
    ("not a federal contractor", False),
    ("is not currently a U.S. federal contractor", False),
    ("does not hold any federal contracts", False),
    ("doesn't hold a federal contract", False),
    ("has never held a federal contract", False),
    ("no longer a federal contractor", False),
    ("no current, active federal contract", False),
    ("neither a state nor a federal contractor", False),
    ("without any U.S. federal contract", False),
    ("no FAR 52.204-25 clause", False),
    ("Federal contractor: no", False),
    ("Federal contracts: none, waiver: none", False),
    ("no doubt a federal contractor", None),
    ("not only a federal contractor", None),
    ("non-federal contract", None),
    ("FAR 52.204-25 does not apply", None),
    ("former federal contractor", None),
    ("the federal contract was terminated", None),
    ("Is the user a federal contractor?", None),
    ("whether the user is a federal contractor is being checked", None),
    ("no federal contract. Its parent is a federal contractor", None),
    ("German federal contractor", None),
    ("government contractor", None),
    ("federalist papers, contract law", None),
    ("part 152.204-250", None),
    ("N/A", None),
    ("", None),
]
WAIVERS: list[tuple[str, bool | None]] = [
    ("no waiver", False),
    ("without waiver", False),
    ("no waiver. Federal contract", False),
    ("no section 889 waiver has been granted", False),
    ("has not obtained a waiver", False),
    ("Waiver: none", False),
    ("waiver pending", None),
    ("a waiver is on file", None),
    ("no waiver; a waiver was granted in May", None),
    ("waiver not required", None),
    ("No waiver of rights shall follow from delay", None),
    ("Any waiver?", None),
    ("waived", None),
    ("Purchase order 7", None),
]


@pytest.mark.parametrize(("text", "expected"), FEDERAL)
def test_federal_contracts_as_the_papers_speak_of_them(text: str, *, expected: bool | None) -> None:
    assert value(deal(kind="devices", text=[text]), "contract.federal") is expected


@pytest.mark.parametrize(("text", "expected"), WAIVERS)
def test_a_waiver_is_denied_by_plain_words_and_proved_by_none(text: str, *, expected: bool | None) -> None:
    assert value(deal(kind="devices", text=[text]), "contract.waiver_on_file") is expected


def test_silence_on_contracts_is_unknown() -> None:
    facts = deal(kind="devices")
    assert (value(facts, "contract.federal"), value(facts, "contract.waiver_on_file")) == (None, None)
    assert facts["contract.federal"].note == "whether the user holds federal contracts is not stated"
    assert deal(text=["a federal contractor?"])["contract.federal"].note.startswith("the papers do not say clearly")


def test_sentences_on_lines_of_their_own_do_not_deny_one_another() -> None:
    facts = deal(kind="devices", text=["No waiver\nFederal contractor"])
    assert (value(facts, "contract.federal"), value(facts, "contract.waiver_on_file")) == (True, False)
    assert value(deal(kind="devices", text=["No", "Federal contractor"]), "contract.federal") is True


def test_the_industry_of_a_user_speaks_and_that_of_the_maker_does_not() -> None:
    def of(role: str) -> Any:  # noqa: ANN401
        return value(deal(kind="devices", parties=[party("Acme", role, industry="US federal contractor")]), "contract.federal")

    assert (of("user"), of("importer"), of("producer"), of("brand_owner")) == (True, True, None, None)


@pytest.mark.parametrize("hostile", ["no ", "no a ", "not, ", "federal ", "federal a contract no ", ". ", "waiver of ", "u.s. ", "non-", "\n", "。"])
def test_long_hostile_text_takes_linear_time(hostile: str) -> None:
    text = hostile * (200_000 // len(hostile))
    start = time.perf_counter()
    for about in (_FEDERAL, _WAIVER):
        mentions([text], about)
    assert time.perf_counter() - start < 5


@given(st.text("no a,.;waiverfdlcontU S?\n-25", max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert mentions([text], _FEDERAL) | mentions([text], _WAIVER) <= {"yes", "no", "doubt"}


# --- US persons -----------------------------------------------------------------------------------------------------------

TW = party("Acme", "exporter", country="TW", is_us_person=False)
FOREIGN: dict[str, Any] = {"transaction": "reexport", "destination": "CN", "lines": [{"origin": "TW"}]}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"parties": [party("Acme", "exporter", country="US")]}, True),
        ({"parties": [party("Acme", "exporter", country="GU")]}, True),
        ({"parties": [party("Acme", "exporter", is_us_person=True)]}, True),
        ({"parties": [TW, party("Beta Freight", "forwarder", country="US")]}, True),
        ({"parties": [TW, party("Beta Chips", "producer", country="US")]} | FOREIGN, False),
        ({"parties": [TW], "transaction": "entry"}, True),
        ({"parties": [TW], "lines": [{"origin": "US"}]}, True),
        ({"parties": [TW], "lines": [{"origin": "PR"}]}, True),
        ({"parties": [TW]} | FOREIGN, False),
        ({"parties": [TW, party("Beta", country="CN")]} | FOREIGN, False),
        ({"parties": [TW, party("Beta")]} | FOREIGN, None),
        ({"parties": [party("Acme", "exporter", country="TW")]} | FOREIGN, None),
        ({"parties": [TW]} | FOREIGN | {"lines": None}, None),
        ({"parties": [TW]} | FOREIGN | {"lines": [{"origin": "TW"}, {}]}, None),
        ({"parties": [TW]} | FOREIGN | {"destination": "US"}, None),
        ({"parties": [TW]} | FOREIGN | {"destination": None}, None),
        ({"parties": [TW]} | FOREIGN | {"transaction": None}, None),
        ({"parties": [party("Acme", "exporter", country="US", is_us_person=False)]} | FOREIGN, None),
        ({"parties": [party("N/A", "exporter", is_us_person=False)]} | FOREIGN, None),
        ({"parties": [party("Beta", country="CN", is_us_person=False)]} | FOREIGN, None),
    ],
)
def test_whether_a_us_person_takes_part(fields: dict[str, Any], *, expected: bool | None) -> None:
    assert value(deal(**fields), "tx.us_person") is expected


# --- papers -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "expected"),
    [(None, None), ("N/A", None), ("", None), ("D123456", True), ("NLR", False), ("C33 - NLR", False), ("No license required", False)],
)
def test_a_licence_is_on_file_where_a_number_is_one(number: str | None, *, expected: bool | None) -> None:
    assert value(deal(license_number=number), "tx.license_on_file") is expected


def test_what_is_absent_is_absent() -> None:
    facts = deal(date=None)
    assert facts.keys() == {
        "tx.date", "tx.us_person", "tx.license_on_file", "tx.places", "tx.end_user_named", "tx.programs", "contract.federal",
        "contract.waiver_on_file", "tx.purpose_stated", "tx.purpose_contradicts", "tx.asks_targeting", "tx.names_security_body", "tx.exclusion_order", "tx.kit_split", "tx.value",
        "tx.isf_gaps", "tx.act_waiver", "tx.mid_near_listed",
    }  # fmt: skip
    assert {path for path, fact in facts.items() if fact.value is not None} == {"tx.date", "tx.places", "tx.end_user_named", "tx.purpose_contradicts", "tx.isf_gaps", "tx.act_waiver"}
    assert facts["tx.places"].open


def test_what_is_stated_is_a_fact() -> None:
    facts = deal(transaction="export", destination="CN", contract_date="2026-01-02", route=["SG", "HK"])
    assert [str(value(facts, path)) for path in ("tx.kind", "dest.country", "tx.contract_date")] == ["export", "CN", "2026-01-02"]
    assert (facts["route.countries"].value, facts["route.countries"].open) == (("SG", "HK"), False)
    partly = deal(route=["SG", "unknown"])["route.countries"]
    assert (partly.value, partly.open) == (("SG",), True)


def test_programmes_are_closed_only_where_all_papers_were_read() -> None:
    def of(**fields: Any) -> tuple[Any, bool]:  # noqa: ANN401
        fact = deal(**fields)["tx.programs"]
        return fact.value, fact.open

    claimed = party("Example Trading", claims={"programs": ["ijop"]})
    assert of(text=["Skynet Phase II cameras"]) == (("skynet",), False)
    assert of(text=["Purpose: looms"]) == ((), False)
    assert of(text=["N/A"]) == of() == (None, False)
    assert of(text=["Purpose: looms"], attachments=[{"sha256": "0"}]) == ((), True)
    assert of(text=["x" * (MAX_TEXT + 1)]) == ((), True)
    assert of(parties=[claimed]) == (("ijop",), True)
    assert of(parties=[claimed], text=["Skynet Phase II cameras"]) == (("skynet", "ijop"), False)
    assert of(parties=[party("Example Trading", "forwarder", claims={"programs": ["ijop"]})]) == (None, False)


def test_places_are_closed_only_where_every_line_says_where_it_goes() -> None:
    def of(*places: str | None, **fields: Any) -> tuple[Any, bool]:  # noqa: ANN401
        fact = deal(lines=[{"place": place} for place in places], **fields)["tx.places"]
        return fact.value, fact.open

    assert of("bakery") == ((), False)
    assert of("bakery", None) == of("bakery", "N/A") == of("bakery", attachments=[{"sha256": "0"}]) == ((), True)
    assert of() == ((), True)
    assert of("mosque in Kashgar") == (("worship", "xinjiang"), False)
    assert of(None, text=["checkpoint"]) == (("checkpoint",), True)
    assert of(None, parties=[party("Acme", address="12 Road, Urumqi, Xinjiang")]) == (("xinjiang",), True)
    assert of(None, parties=[party("Acme", "forwarder", address="12 Road, Urumqi, Xinjiang")]) == ((), True)


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        ([], False), ([party("Acme", "ultimate_consignee")], False), ([party("N/A")], False), ([party("Acme")], True), ([party("Acme", "user")], True),
        ([party("Acme Freight Forwarders")], None), ([party("喀什某某国际货运代理有限公司", "user")], None), ([party("Acme Freight Forwarders"), party("Acme", "user")], True),
        ([party("Acme Freight Forwarders", "ultimate_consignee")], False),
    ],
)  # fmt: skip
def test_an_end_user_is_named_where_a_name_stands_that_is_no_forwarder_s(parties: list[dict[str, Any]], *, expected: bool | None) -> None:
    assert value(deal(parties=parties), "tx.end_user_named") is expected
