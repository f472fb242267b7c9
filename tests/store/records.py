"""Invented records of every shape, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from countersight.model.body import Body, Coverage, Designation, Edge, Name, Origin, Statement
from countersight.store.records import AtlasRecords, SourceRecord

SOURCES = ("", "list.2022-04-01", "list.2023-04-01", "starter", "private")
DAYS = ("", "2019-10-09", "2022-12", "2024")
WORDS = st.sampled_from(("", "Kestrel", "Merlin Co., Ltd.", "红隼视觉", "a; b", "Ünïcode \u0301"))
TEXT = st.sampled_from(("Kestrel", "Merlin Co., Ltd.", "红隼视觉", "Ünïcode \u0301"))
day, source = st.sampled_from(DAYS), st.sampled_from(SOURCES)
KINDS = ("primary", "alias", "short", "former", "weak")


@st.composite
def bodies(draw: st.DrawFn, body_id: str) -> Body:
    told = st.builds(
        Designation, st.sampled_from(("us.bis.entity_list", "us.uflpa")), st.just(body_id), day, TEXT, day,
        st.lists(TEXT, max_size=2).map(tuple), WORDS, source, WORDS, day,
    )  # fmt: skip
    said = st.builds(
        Statement, st.just(body_id), st.sampled_from(("sector", "name", "reply")), TEXT, TEXT, st.sampled_from(("report", "finding")),
        st.sampled_from(("asserted", "contested")), WORDS, day, day, day, source, WORDS, WORDS, WORDS, WORDS,
    )  # fmt: skip
    identifiers = st.dictionaries(st.sampled_from(("isin", "uscc")), st.sampled_from(("X1", "X1; X2", "X2;X1", " ", "")), max_size=2)
    origin = st.builds(Origin, st.sampled_from(("name", "country", "address", "identifier:isin")), st.sampled_from(("Kestrel", "CN", "X1")), source)
    return Body(
        body_id, draw(st.sampled_from(("Company", "Person", ""))), tuple(draw(st.lists(st.builds(Name, TEXT, WORDS, st.sampled_from(KINDS)), max_size=4))),
        tuple(draw(st.lists(st.sampled_from(("CN", "HK")), max_size=3))), tuple(draw(st.lists(TEXT, max_size=3))), draw(identifiers),
        draw(st.sampled_from(("yes", "unknown"))), draw(WORDS), draw(st.sampled_from(("no", "unknown"))),
        tuple(draw(st.lists(told, max_size=3))), tuple(draw(st.lists(said, max_size=3))), draw(source), tuple(draw(st.lists(origin, max_size=3))),
    )  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> AtlasRecords:
    ids = draw(st.lists(st.sampled_from(("b1", "b2", "b3")), unique=True))
    share = st.integers(0, 100_000_000)
    edge = st.builds(Edge, st.sampled_from(("b1", "b2")), st.just("b3"), st.sampled_from(("equity", "control")), share, share, day, day, TEXT, st.booleans(), st.just(""), st.just("starter"))
    held = [
        SourceRecord(one, f"about {one}", kind=draw(st.sampled_from(("", "official_list", "press"))), reuse="private" if one == "private" else "open", sha256="00")
        for one in SOURCES
        if one
    ]
    return AtlasRecords(
        [draw(bodies(one)) for one in ids],
        draw(st.lists(edge, max_size=3)),
        [Coverage("us.uflpa", "UFLPA", draw(st.booleans()), "2022-01-01", "2023-01-01", 45, "list.2023-04-01")] if draw(st.booleans()) else [],
        held,
    )
