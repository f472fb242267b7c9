"""Facts of many matters, each worked out once: parties, lines and deals that differ in nothing that a fact reads share one atom.

Most parties of a batch are on no list, and nothing about them but their name is their own. Such parties are alike where everything
that the facts read of them is alike: country, kind, what the matter says of them, and what their name says to the few facts that
read names (:func:`_plain`). A party that is on a list, or near one, is nobody's like. What is shared is told apart here, in one
place; ``tests/screening/test_batch_reads.py`` records what the facts really read and fails when that grows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from typing import Any, Final

from countersight.endusers.classify import find_places, find_programmes
from countersight.measures import establish
from countersight.measures import record_facts as records
from countersight.measures.context import LineContext, device_evidence
from countersight.measures.deal_facts import USERS, deal_facts
from countersight.measures.line_facts import _elsewhere, line_binding  # the one fact that reads where a line goes
from countersight.measures.party_facts import party_binding, us_person
from countersight.measures.record_facts import record_facts
from countersight.measures.stated import all_stated, stated
from countersight.measures.who import US_AREAS, Who, look_up
from countersight.measures.world import World, unknown
from countersight.model.fact import Fact
from countersight.model.lists import LISTS
from countersight.model.matter import Line, Matter, Party
from countersight.names.normalise import MAX_CHARS, fold
from countersight.screening.one import Screener

Facts = dict[str, Fact]
KEPT: Final = 200_000
"""Answers of one kind that are kept from batch to batch; beyond that it begins again. A plain party takes some 250 bytes."""

FEWER: Final = 8_000
"""The same of whole sets of facts, which take some 10 kB each."""

APART: Final = frozenset({"quantity", "value", "currency"})
"""What a line says that no fact of the line reads; the value is read by ``tx.value`` alone, which stands apart."""

SHARED: Final = frozenset({"shipment", "entry", "parties", "devices"})
"""Kinds of matters whose facts rest on nothing but parties, lines and papers; those of the others read a position, a project, a filing or a tax year."""

COMPARED: Final = frozenset({"id", "kind", "measure", "day", "text", "contract_date", "parties", "lines", "transaction", "destination", "route", "license_number"})
"""Fields of a matter of which it is known here what the facts read; whoever brings another one is decided by itself."""
MID_MAKERS: Final = frozenset({"producer", "seller", "vendor"})

NOT_NAMED: Final = "the end user (not named)"
_IN_NAMES: Final = (records._HK_POLICE, records._INTELLIGENCE, records._LOGISTICS)  # noqa: SLF001 - what these facts look for in a name
_MAKERS: Final = frozenset({"producer", "brand_owner"})
_LINE_USERS: Final = frozenset({"user", "end_user", "ultimate_consignee"})
_END_USER: Final = frozenset({"end_user"})


@dataclass(slots=True)
class Plain:
    """A party of whom nothing is held and nothing is near; ``like`` is the number of those that are alike."""

    label: str
    like: int
    silent: bool = False
    """Whether it was looked whether its name or address speaks of a sensitive place or a programme, and it does not."""


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """A party, or all that are alike, in its roles. Compared by identity."""

    who: Who
    like: int | None
    shape: object
    """What the facts of the deal read of it."""


@dataclass(slots=True)
class Slot:
    """One party of one matter, ready for the rules."""

    label: str
    roles: frozenset[str]
    facts: int
    """The number of its facts in the batch."""
    seat: Seat | None
    """None for the end user that is not named."""


@dataclass(slots=True)
class Batch:
    """The atoms of one batch: numbers to facts. Number 0 knows nothing."""

    parties: list[Facts] = field(default_factory=lambda: [{}])
    bodies: list[str] = field(default_factory=lambda: [""])
    days: list[date] = field(default_factory=lambda: [date.min])
    """The day for which the facts of a party were worked out; its notes name that one, where the matter's own belongs (:func:`dated`)."""
    lines: list[Facts] = field(default_factory=lambda: [{}])
    line_labels: list[str] = field(default_factory=lambda: [""])
    """What follows the number of a line in its name."""
    deals: list[Facts] = field(default_factory=lambda: [{}])
    party: dict[object, int] = field(default_factory=dict)
    line: dict[object, int] = field(default_factory=dict)
    deal: dict[object, int] = field(default_factory=dict)

    def put(self, key: object, facts: Facts, body: str, on: date) -> int:
        """A number for the facts of a party."""
        at = self.party[key] = len(self.parties)
        self.parties.append(facts)
        self.bodies.append(body)
        self.days.append(on)
        return at


def _bounded(held: dict[Any, Any], most: int) -> dict[Any, Any]:
    if len(held) >= most:
        held.clear()
    return held


@dataclass(slots=True)
class Atoms:
    """What is kept from batch to batch for one screener."""

    screener: Screener
    met: dict[bytes, Plain | tuple[Who, ...]] = field(default_factory=dict)
    """Parties by all that a matter says of them but their roles."""
    likes: dict[object, int] = field(default_factory=dict)
    one_of: list[Who] = field(default_factory=list)
    """Of every number of those alike, one."""
    plain: dict[object, tuple[Facts, date]] = field(default_factory=dict)
    line: dict[object, tuple[str, Facts]] = field(default_factory=dict)
    deal: dict[object, Facts] = field(default_factory=dict)
    elsewhere: dict[tuple[object, str | None], Fact] = field(default_factory=dict)
    seats: dict[object, Seat] = field(default_factory=dict)
    shapes: dict[object, object] = field(default_factory=dict)
    """One object for all shapes that are equal, so that they are compared fast."""
    covered: dict[date, object] = field(default_factory=dict)
    changes: list[date] = field(default_factory=list)

    def parties(self, matter: Matter, world: World, batch: Batch) -> list[Slot]:
        """Who the parties of a matter are, in the order in which :func:`look_up` gives them, and the one who is not named."""
        slots = [self._slot(seat, label, world, batch) for seat, label in self._groups(matter.parties, world)]
        if matter.kind == "shipment":
            whos = [slot.seat.who for slot in slots if slot.seat]
            if not (establish._end_user_known(whos) or establish._mere_service(matter, whos)):  # noqa: SLF001 - the same rule, written once
                at = batch.party.get(NOT_NAMED)
                if at is None:
                    at = batch.put(NOT_NAMED, {"party.name": unknown("no end user is named")}, "", date.min)
                slots.append(Slot(NOT_NAMED, _END_USER, at, None))
        return slots

    def _groups(self, parties: Sequence[Party], world: World) -> list[tuple[Seat, str]]:
        """Each party with its label; those of one name are one party, as :func:`look_up` says."""
        told: dict[str, list[Party]] = {}
        for number, party in enumerate(parties):
            told.setdefault(_key(party) or f"\0{number}", []).append(party)
        found: list[tuple[Seat, str]] = []
        for group in told.values():
            one = self._one(group, world)
            if one is None:  # several bodies of one name: their order is that of the whole matter
                return [(self._seat(who, None), who.label) for who in look_up(parties, world)]
            found.append(one)
        return found

    def _one(self, group: list[Party], world: World) -> tuple[Seat, str] | None:
        roles = frozenset(party.role for party in group)
        key = blake2b(repr([_said(party) for party in group]).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        held = self.met.get(key)
        if held is None:
            whos = look_up(group, world)
            like = self._like(whos[0], world) if len(whos) == 1 else None
            held = _bounded(self.met, KEPT)[key] = tuple(whos) if like is None else Plain(whos[0].label, like)
        if isinstance(held, Plain) and roles & USERS and not held.silent:
            names, addresses = _written(group)
            if _speaks((*addresses, *names), names):
                held = self.met[key] = tuple(look_up(group, world))
            else:
                held.silent = True
        if isinstance(held, tuple) and len(held) > 1:
            return None
        at: object = (held.like, roles) if isinstance(held, Plain) else (key, roles)
        seat = self.seats.get(at)
        if seat is None:
            who = self.one_of[held.like] if isinstance(held, Plain) else held[0]
            if isinstance(held, Plain):  # under the names of this one: it was looked whether they speak, those of the other perhaps not
                names, addresses = _written(group)
                who = replace(who, names=names, addresses=addresses, label=held.label)
            who = replace(who, roles=roles, label=who.label if who.named else f"{', '.join(sorted(roles))} (not named)")
            seat = _bounded(self.seats, FEWER)[at] = self._seat(who, held.like if isinstance(held, Plain) else None)
        return seat, held.label if isinstance(held, Plain) and seat.who.named else seat.who.label

    def _like(self, who: Who, world: World) -> int | None:
        """A party whose facts rest on nothing of its own: the number of its like. None for one that is held, or near to one that is."""
        if who.match or who.body or who.possible or who.notes or who.decided:
            return None
        names: object = ()
        if any(pattern.search(name) for name in (*who.names, *who.industries) for pattern in _IN_NAMES):
            names = tuple(sorted((path, fact.value, fact.note) for path, fact in record_facts(who, world).items()))
        like = (
            who.named, who.country, who.country_stated, who.consignee_types, who.industries, who.us_person_said, who.government_said,
            who.organs_said, who.programs, who.programs_complete, who.kind, who.unread, names,
        )  # fmt: skip
        number = self.likes.get(like)
        if number is None:
            number = self.likes[like] = len(self.one_of)
            self.one_of.append(who)
        return number

    def _seat(self, who: Who, like: int | None) -> Seat:
        own: object = ()
        if (
            like is None
            and who.roles & USERS
            and (find_places((*who.addresses, *who.names)) or find_programmes(who.names))
        ):
            own = (who.names, who.addresses)
        shape = (
            who.roles,
            who.named,
            us_person(who).value,
            who.us_person_said,
            who.country in US_AREAS,
            who.industries,
            who.programs,
            own,
        )
        return Seat(who, like, self.shapes.setdefault(shape, shape))

    def _slot(self, seat: Seat, label: str, world: World, batch: Batch) -> Slot:
        key: object = (seat, world.on) if seat.like is None else (seat.like, self.span(world.on, world))
        number = batch.party.get(key)
        if number is None:
            held = None if seat.like is None else self.plain.get(key)
            if held is None:
                held = _bound(seat.who, world), world.on
                if seat.like is not None:
                    _bounded(self.plain, FEWER)[key] = held
            number = batch.put(key, held[0], seat.who.body_id, held[1])
        return Slot(label, seat.who.roles, number, seat)

    def span(self, on: date, world: World) -> object:
        """What of a day the facts of a party that is not held rest on: which lists are held for it. Notes name the day too: see ``dated``."""
        held = self.covered.get(on)
        if held is None:
            held = self.covered[on] = tuple(world.covers(entry.id) for entry in LISTS)
        return held

    def law(self, on: date) -> int:
        """The span of days in which the law and its numbers stay as they are."""
        if not self.changes:
            books = [
                book.enacted(self.screener.options.enacted) for book in (*self.screener.books, *self.screener.base)
            ]
            self.changes = [date.min, *sorted({day for book in books for day in book.changes_after(date.min)})]
        return bisect_right(self.changes, on)

    def line_atom(self, line: Line, number: int, at: tuple[Matter, list[Slot], World, Batch]) -> tuple[int, str]:
        """The number of a line's facts, and what the line is called."""
        matter, slots, world, batch = at
        seats = [(slot, slot.seat.who) for slot in slots if slot.seat]
        if _of_makers(line, [who for _, who in seats]):
            key: object = (
                _content(line),
                matter.destination,
                matter.transaction,
                world.on,
                tuple((slot.label, slot.seat) for slot, _ in seats),
            )
            held = (
                None
                if key in batch.line
                else self._line(line, LineContext(matter, look_up(matter.parties, world), world))
            )
        else:
            key = self._alike(line, matter, seats, at)
            held = self.line.get(key)
            if held is None:
                context = LineContext(
                    matter,
                    [who for _, who in seats],
                    world,
                    _facts={id(who): batch.parties[slot.facts] for slot, who in seats},
                )
                held = _bounded(self.line, FEWER)[key] = self._line(line, context)
        found = batch.line.get(key)
        if found is None and held is not None:
            found = batch.line[key] = len(batch.lines)
            batch.lines.append(held[1])
            batch.line_labels.append(held[0])
        return found or 0, f"line {number}{batch.line_labels[found or 0]}"

    def _alike(
        self, line: Line, matter: Matter, seats: list[tuple[Slot, Who]], at: tuple[Matter, list[Slot], World, Batch]
    ) -> object:
        """All that the facts of a line read whose maker nobody names."""
        _, _, world, batch = at
        content = _content(line)
        government = any(
            batch.parties[slot.facts]["party.government"].value is True
            for slot, who in seats
            if who.roles & _LINE_USERS
        )
        exported = matter.transaction == "export" and any(
            who.country in US_AREAS for _, who in seats if "exporter" in who.roles
        )
        misfit = self.elsewhere.get((content, matter.destination))
        if misfit is None:
            misfit = _bounded(self.elsewhere, FEWER)[content, matter.destination] = _elsewhere(
                line, matter.destination
            )
        share = (matter.destination, self.law(world.on)) if line.us_content is not None else None
        return content, misfit, government, exported, share

    @staticmethod
    def _line(line: Line, context: LineContext) -> tuple[str, Facts]:
        found = line_binding(line, 1, context)
        return found.label.removeprefix("line 1"), found.facts

    def deal_atom(self, matter: Matter, slots: list[Slot], world: World, batch: Batch) -> int:
        """The number of a deal's facts; its day and its value stand apart."""
        named = frozenset(party.role for party in matter.parties if stated(party.name))
        lines = None if matter.lines is None else tuple(_of_deal(line, matter.transaction) for line in matter.lines)
        papers = (
            None if matter.text is None else tuple(matter.text),
            None if matter.route is None else tuple(matter.route),
            matter.license_number,
            matter.contract_date,
        )
        key = (
            matter.kind,
            matter.measure,
            matter.transaction,
            matter.destination,
            papers,
            named,
            lines,
            tuple(slot.seat.shape for slot in slots if slot.seat),
        )
        at = batch.deal.get(key)
        if at is None:
            facts = self.deal.get(key)
            if facts is None:
                facts = _bounded(self.deal, FEWER)[key] = deal_facts(
                    matter, [slot.seat.who for slot in slots if slot.seat], world
                )
            at = batch.deal[key] = len(batch.deals)
            batch.deals.append(facts)
        return at


def _written(group: Sequence[Party]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and addresses of a party."""
    return all_stated(text for party in group for text in (party.name, *party.names)), all_stated(party.address for party in group)


def _speaks(texts: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether what names a user speaks of a sensitive place or a programme, so that it is read together with the papers."""
    return bool(find_places(texts) or find_programmes(names))


def dated(fact: Fact, made: date, on: date) -> Fact:
    """A fact of a party that is not held, worked out for another day on which the same holds: its note names the day of the matter."""
    return (
        fact if made == on or not fact.note else replace(fact, note=fact.note.replace(made.isoformat(), on.isoformat()))
    )


def _bound(who: Who, world: World) -> Facts:
    """The facts of a party; not kept in its world, which lives as long as the screener."""
    facts = party_binding(who, world).facts
    world.cache.bindings.pop(id(who), None)
    return facts


def unusual(matter: Matter) -> bool:
    """Whether a matter brings what is its own, so that nothing of it is shared: it is decided by itself."""
    if matter.kind not in SHARED or any(getattr(matter, name) != usual for name, usual in _USUAL):
        return True
    return any(party.identifiers is not None and party.identifiers.mid is not None and party.role in MID_MAKERS for party in matter.parties)


_USUAL: Final = tuple((name, one.get_default(call_default_factory=True)) for name, one in Matter.model_fields.items() if name not in COMPARED)


def _key(party: Party) -> str:
    name = next(iter(all_stated((party.name, *party.names))), "")
    return fold(name) + name[MAX_CHARS:]


def _said(party: Party) -> tuple[object, ...]:
    return tuple(value for name, value in vars(party).items() if name != "role")


def _content(line: Line) -> tuple[object, ...]:
    return tuple(
        repr(value) if value.__class__ not in _FLAT else value
        for name, value in vars(line).items()
        if name not in APART
    )


_FLAT: Final = frozenset({str, type(None), date})


def _of_makers(line: Line, parties: Sequence[Who]) -> bool:
    """Whether a line's facts rest on who made it: then nothing is shared."""
    if stated(line.producer) or line.upstream or any(who.roles & _MAKERS for who in parties):
        return True
    return any(one.name for one in device_evidence(line))


def _of_deal(line: Line, transaction: str | None) -> tuple[object, ...]:
    """What the facts of a deal read of a line."""
    told: tuple[object, ...] = (line.place, line.use, line.origin, bool(stated(line.producer)), bool(stated(line.hs)))
    return told if transaction not in {None, "entry"} else (*told, line.description, line.node, line.hs)
