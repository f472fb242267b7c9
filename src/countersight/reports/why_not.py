"""Why is this not a hit? An auditor's question, about a page of law, a list, or one listed body, matter by matter."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countersight.errors import UsageError
from countersight.match.matcher import resolve
from countersight.measures.establish import establish
from countersight.measures.party_facts import on_list
from countersight.model.body import Body
from countersight.model.fact import Fact
from countersight.model.lists import LISTS, OfficialList
from countersight.model.matter import Matter
from countersight.reports.shown import shown, wrapped
from countersight.reports.why import WIDTH, fact_words
from countersight.reports.why_not_body import SEARCH, body_lines
from countersight.reports.words import MARK, column_title
from countersight.rules.explain import Proof
from countersight.rules.page import Page
from countersight.rules.reading import Instance, PageReading, Reading
from countersight.screening.findings import WORD, fact_used
from countersight.screening.one import Screener

_NEAR = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question is about: exactly one of the three."""

    page: str = ""
    entry: OfficialList | None = None
    body: Body | None = None


def asked(screener: Screener, text: str) -> Asked:
    """What an auditor named: the id of a page, a list by id or title, or a body by id or name.

    Raises:
        UsageError: None of them, or a name that several bodies may have; the nearest are named.
    """
    pages = dict.fromkeys(page.id for book in screener.books for page in book.pages)
    if text in pages:
        return Asked(page=text)
    plain = text.casefold().strip()
    named = [one for one in LISTS if plain in {one.id, one.fact, one.fact.removeprefix("on."), one.title.casefold()}]
    named = named or [one for one in LISTS if len(plain) > 2 and one.title.casefold().startswith(plain)]  # noqa: PLR2004 - no two letters name a list
    if len(named) == 1:
        return Asked(entry=named[0])
    body = screener.snapshot.body(text)
    found = resolve(screener.snapshot, (text,))
    if body is None and found.match:
        body = screener.snapshot.body(found.match.body_id)
    if body is not None:
        return Asked(body=body)
    near = difflib.get_close_matches(text, [*pages, *(one.id for one in LISTS)], _NEAR)
    near += [f"{one.caption} [{one.id}]" for hit in found.possible[:_NEAR] if (one := screener.snapshot.body(hit.body_id))]
    hint = f"near it: {'; '.join(near)}" if near else "ids of pages: countersight rules list; lists and bodies: countersight atlas info, countersight name"
    raise UsageError(f"no page, no list and no body of this snapshot is {shown(text)!r}: what is not held can be no hit", hint=hint)


def why_not(screener: Screener, matters: Sequence[Matter], text: str) -> str:
    """The answer for every matter, as text.

    Raises:
        UsageError: ``text`` names nothing that is held.
    """
    about = asked(screener, text)
    lines = [*wrapped(f"Why is it not a hit: {shown(_title(screener, about))}", "", "", WIDTH)]
    lines += wrapped(SEARCH, "", "", WIDTH) if about.body else ()
    for matter in matters:
        lines += ["", *wrapped(f"{shown(matter.id)} ({matter.kind}, read on {screener.day_of(matter)})", "", "  ", WIDTH)]
        if about.page:
            lines += _page(screener, matter, about.page)
        elif about.entry:
            lines += _list(screener, matter, about.entry)
        elif about.body:
            lines += body_lines(screener, matter, about.body)
    return "\n".join(lines)


def _title(screener: Screener, about: Asked) -> str:
    if about.entry:
        return f"{about.entry.title} [{about.entry.id}]"
    if about.body:
        return f"{about.body.caption} [{about.body.id}]"
    return next(f"{page.title} [{page.id}]" for book in screener.books for page in book.pages if page.id == about.page)


def _page(screener: Screener, matter: Matter, page_id: str) -> Iterator[str]:
    books = {book.id: [page for page in book.pages if page.id == page_id] for book in screener.books}
    for reading, found in screener.readings(matter).values():
        pages = books[reading.book.id]
        if not pages:
            continue
        title = column_title(reading.column)
        hits = [one for one in found if one.page.id == page_id]
        if not hits:
            yield from wrapped(f"{title}: not read: {_not_read(pages, reading, matter)}", "  ", "    ", WIDTH)
        for hit in hits:
            yield from _reading(title, hit)


def _not_read(pages: Sequence[Page], reading: Reading, matter: Matter) -> str:
    """Why a rulebook does not read a page over a matter."""
    mine = [page for page in pages if not page.head.profiles or reading.profile in page.head.profiles]
    if not mine:
        return f"the page belongs to the profile {', '.join(pages[0].head.profiles)}"
    if not mine[0].decides:
        return "the page defines a word or makes an exception; ask about the page that uses it"
    if matter.kind not in mine[0].head.scope:
        return f"the page speaks of {', '.join(mine[0].head.scope)}, and this is a {matter.kind}"
    told = []
    for window in mine[0].head.windows:
        start, end = (one.on_calendar(reading.book.anchors) for one in (window.start, window.end))
        told.append(f"{window.status} from {start or 'the beginning'} to {end or 'an open end'}")
    return f"the page does not speak on that day: {'; '.join(told)}"


def _reading(title: str, hit: PageReading) -> Iterator[str]:
    says = {True: "it is a hit", False: "not a hit, because", None: "not settled, because"}[hit.value]
    yield from wrapped(f"{title}: {says}", "  ", "    ", WIDTH)
    if hit.phase.doubt:
        yield from wrapped(f"at most a review: {hit.phase.doubt}", "    ", "    ", WIDTH)
    if not hit.instances:
        yield "    the matter names nothing that the page speaks of"
    grouped: dict[tuple[str, ...], list[str]] = {}
    for one in hit.instances:
        grouped.setdefault(tuple(_because(one)), []).append(one.about)
    for reasons, abouts in grouped.items():
        yield from wrapped("; ".join(map(shown, dict.fromkeys(abouts))), "    ", "      ", WIDTH)
        yield from reasons


def _because(one: Instance) -> Iterator[str]:
    """The conditions that decide a reading, each with the facts that it rests on."""
    if one.value is True:
        yield "      ✓ every condition is met: --why prints the proof"
        return
    for leaf, words, mark in deciding(one.proof):
        yield from wrapped(shown(" ".join(filter(None, (leaf.label, words)))), f"      {mark} ", "        ", WIDTH)
        for path in dict.fromkeys(path for inner in leaf.leaves() for path in inner.facts):
            yield from wrapped(f"{fact_words(fact_used(path, one.facts.get(path)))} [{path}]", "        = ", "          ", WIDTH)


def deciding(proof: Proof) -> Iterator[tuple[Proof, str, str]]:
    """The lines that make a proof false, or those that leave it unknown: the line, its words and its mark."""
    mark = MARK[WORD[proof.value]]
    if proof.value is True:
        return
    if proof.kind == "exception" or (proof.kind == "none" and proof.value is False):
        yield proof, f"{proof.words or 'none of'}: one of these is so", mark
    elif proof.facts or not proof.children:
        yield proof, proof.words, mark
    else:
        for child in proof.children:
            if child.value is proof.value:
                yield from deciding(child)


def _list(screener: Screener, matter: Matter, entry: OfficialList) -> Iterator[str]:
    world = screener.world(matter, screener.day_of(matter))
    for who in establish(matter, world).parties:
        fact: Fact = on_list(who, entry, world)
        says = {True: "on the list", False: "not on the list", None: "not settled"}[fact.value if isinstance(fact.value, bool) else None]
        path = f"party.{entry.fact}"
        roles = ", ".join(sorted(who.roles)).replace("_", " ")
        yield from wrapped(f"{shown(who.label)} ({roles}): {says}", "  ", "    ", WIDTH)
        yield from wrapped(fact_words(fact_used(path, fact)), "    = ", "      ", WIDTH)
    paths = {f"party.{entry.fact}", f"line.producer_{entry.fact.replace('.', '_')}"}
    for reading, found in screener.readings(matter).values():
        for hit in found:
            if any(paths & set(leaf.facts) for one in hit.instances for leaf in one.proof.leaves()):
                says = {True: "a hit", False: "not a hit", None: "not settled"}[hit.value]
                yield from wrapped(f"{column_title(reading.column)}: read by {hit.page.id} {hit.page.title}: {says}", "  ", "    ", WIDTH)
