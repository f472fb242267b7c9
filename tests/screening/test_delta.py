"""What a change touches: bodies and who stands behind them; a page its kinds, a definition the pages that rest on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from countersight.app import load_rulebooks
from countersight.model.body import Body, Designation, Name
from countersight.rules.book import Rulebook, read_rulebook
from countersight.screening.delta import changed, touch
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot


def test_a_body_is_changed_by_every_word_that_is_held_about_it() -> None:
    old = build(starter=True)
    listed = Designation("us.bis.entity_list", "kw", "2026-06-01", "invented", source_id=old.sources[0].id)
    body = Body("kw", "Company", (Name("Kestrelworks Optics", "", "primary"),), ("CN",), source_id=old.sources[0].id, identifiers={"registration": "K-77; K-78"}, designations=(listed,))
    before, after = Snapshot.in_memory(old), Snapshot.in_memory(replace(old, bodies=[*old.bodies, body]))
    told = changed(before, after)
    assert told.bodies == {"kw"}
    assert told.behind == {"kw"}
    assert told.identifiers == {("registration", "K77"), ("registration", "K78")}
    assert not changed(after, after)
    for other in (replace(body, countries=("HK",)), replace(body, designations=()), replace(body, names=(Name("Kestrelworks Optics", "", "weak"),))):
        assert changed(after, Snapshot.in_memory(replace(old, bodies=[*old.bodies, other]))).bodies == {"kw"}


def test_an_edition_of_a_rulebook_touches_the_kinds_of_its_changed_pages() -> None:
    book = next(one for one in load_rulebooks() if one.id == "us-in-force")
    assert touch(book, book).pages == frozenset()
    page = next(one for one in book.pages if one.head.scope == ("entry",) and one.decides)
    told = touch(book, _changed(book, page.file))
    assert page.id in told.pages
    assert told.covers("entry", date(2020, 1, 1))
    assert not told.covers("shipment", date(2026, 11, 20))


def test_a_matter_that_goes_where_no_changed_page_speaks_of_is_out_of_reach() -> None:
    book, day = next(one for one in load_rulebooks() if one.id == "us-in-force"), date(2020, 1, 1)
    page = next(one for one in book.pages if "shipment" in one.head.scope and one.decides and "dest.country in param.prc_territories" in book.files[one.file])
    told = touch(book, _changed(book, page.file))
    assert [told.reaches("shipment", day, "export", to) for to in ("DE", "CN", None, "nowhere")] == [False, True, True, True]
    assert not told.reaches("tax", day, None, None)


def test_a_changed_definition_touches_the_pages_that_rest_on_it() -> None:
    book = next(one for one in load_rulebooks() if one.id == "us-dshra")
    page = next(one for one in book.pages if one.head.defines)
    told = touch(book, _changed(book, page.file))
    assert len(told.pages) > 1
    assert told.columns == ("us-dshra/literal", "us-dshra/workable")


def _changed(book: Rulebook, file: str) -> Rulebook:
    found, faults = read_rulebook({**book.files, file: book.files[file] + "\nOne more word.\n"})
    assert not faults
    return found
