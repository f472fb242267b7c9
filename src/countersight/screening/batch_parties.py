"""Who the parties of many matters are: a name is read once, and parties of whom nothing is held, and that are alike, are one.

Most parties of a batch are on no list, and nothing about them but their name is their own. Such parties are alike where everything
that the facts read of them is alike: country, kind, what the matter says of them, and what their name says to the few facts that
read names. A party that is on a list, or near one, is nobody's like. What is shared is told apart here, in one place;
``tests/screening/test_batch_reads.py`` records what the facts really read and fails when that grows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from countersight.endusers.classify import classify_body, find_places, find_programmes, kind_in_letters
from countersight.match.matcher import resolve
from countersight.measures import establish
from countersight.measures.deal_facts import END_USERS, USERS
from countersight.measures.party_facts import party_binding, us_person
from countersight.measures.record_facts import forwards, record_facts, spoken_in
from countersight.measures.stated import all_stated, stated
from countersight.measures.who import US_AREAS, Who, look_up
from countersight.measures.world import World, unknown
from countersight.model.fact import Fact
from countersight.model.lists import LISTS
from countersight.model.matter import Matter, Party
from countersight.names.normalise import MAX_CHARS, folded_words, script
from countersight.screening.batch_coded import Coded, ints
from countersight.screening.batch_codes import dense, sequences
from countersight.screening.batch_facts import Known
from countersight.screening.batch_seats import (
    Name,
    Seat,
    Slots,
    Told,
    is_silent,
    key_of,
    label_of,
    speaks,
    twice,
    written_of,
)
from countersight.screening.batch_words import Words
from countersight.screening.one import Screener

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

KEPT: Final = 30_000
"""Names that are kept from batch to batch; beyond that it begins again. A name takes some 500 bytes."""
OWN: Final = 3_000
"""Parties on a list or near one of which the facts are kept; beyond that they are forgotten."""
SEATS: Final = 20_000
"""Parties, those that are alike once, of whom the facts are kept; beyond that it begins again."""

NOT_NAMED: Final = "the end user (not named)"
MAKERS: Final = frozenset({"producer", "brand_owner"})
LINE_USERS: Final = frozenset({"user", "end_user", "ultimate_consignee"})
_END_USER: Final = frozenset({"end_user"})
_NO: Final = Fact(None)


@dataclass(slots=True)
class Parties:
    """What is kept of parties from batch to batch."""

    screener: Screener
    known: Known
    names: dict[str, Name] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    role_sets: list[frozenset[str]] = field(default_factory=list)
    government: list[Fact] = field(default_factory=lambda: [_NO])
    """Of every unit whether it is government, which facts of a line read."""
    shapes: list[object] = field(default_factory=list)
    _nothing: set[str] = field(default_factory=set)
    """Names, behind their country, of whom nothing near is held."""
    _numbers: dict[object, int] = field(default_factory=dict)
    _likes: dict[object, int] = field(default_factory=dict)
    _one_of: list[Who] = field(default_factory=list)
    """Of every number of those alike, one."""
    _alike: dict[tuple[int, int], int] = field(default_factory=dict)
    _seats: dict[object, int] = field(default_factory=dict)
    _met: dict[object, tuple[Who, ...]] = field(default_factory=dict)
    _units: dict[object, int] = field(default_factory=dict)
    _roles: dict[frozenset[str], int] = field(default_factory=dict)
    _count: int = 0

    def begin(self) -> None:
        """Another batch: what has grown too much begins again."""
        if len(self.names) > KEPT:
            self.names.clear()
            self._nothing.clear()
        if len(self.seats) > SEATS or len(self._one_of) > SEATS or len(self._numbers) > 4 * KEPT:
            for held in (self.seats, self._likes, self._one_of, self._alike, self._seats, self._units, self._numbers, self.names):
                held.clear()
            del self.government[1:]
            self.known.forget_parties()
        if sum(one.like is None for one in self.seats) > OWN:
            self._drop_own()
        self._met.clear()
        self._world.asked.clear()

    def _drop_own(self) -> None:
        """Forget the parties that are nobody's like: each takes some kilobytes, and few come again."""
        kept = [number for number, one in enumerate(self.seats) if one.like is not None]
        new = {number: at for at, number in enumerate(kept)}
        self.seats = [self.seats[number] for number in kept]
        self._seats = {key: new[number] for key, number in self._seats.items() if number in new}
        self._units = {key: unit for key, unit in self._units.items() if not isinstance(key, tuple) or key[0] == "like"}

    def of(self, coded: Coded, words: Words) -> Slots:
        """Who the parties of matters are, in the order in which :func:`look_up` gives them, and the one who is not named."""
        told = Told(coded, words, [self._name(text) for text in coded.names], [self._number(key) for _, key, _ in coded.rests])
        keys: dict[str, int] = {"": 0}
        key = ints(keys.setdefault(one.key, len(keys)) for one in told.names)[coded.name] if len(coded.name) else coded.name
        doubled = twice(coded.count, coded.party_of, key)
        many = np.array([bool(party.names) for _, _, party in coded.rests], dtype=bool)
        if many.any():
            doubled[coded.party_of[many[coded.rest]]] = True
        alone = np.flatnonzero(~doubled[coded.party_of])
        seat = self._alone(alone, told)
        labels = words.numbers([one.label for one in told.names])
        label = labels[coded.name[alone]]
        nobody = np.flatnonzero(label == words.number(""))
        label[nobody] = words.numbers([self.seats[one].who.label for one in seat[nobody].tolist()])
        row = coded.party_of[alone]
        if doubled.any():
            more = [(at, *one) for at in np.flatnonzero(doubled).tolist() for one in self._together(np.flatnonzero(coded.party_of == at), told)]
            row = np.concatenate([row, ints(at for at, _, _ in more)])
            seat = np.concatenate([seat, ints(one for _, one, _ in more)])
            label = np.concatenate([label, ints(words.number(text) for _, _, text in more)])
        order = np.argsort(row, kind="stable")
        return self._with_user(Slots(row[order], label[order], seat[order], np.zeros(0, dtype=np.int64)), coded, words.number(NOT_NAMED))

    def _name(self, text: str) -> Name:
        found = self.names.get(text)
        if found is None:
            plain = stated(text)
            words = folded_words(plain)
            kind = (kind_in_letters(plain, words) if plain.isascii() else None) or classify_body((plain,) if plain else ())
            unread = 1 if len(plain) > MAX_CHARS else 0 if script(plain) == "latin" else 2
            read = (bool(plain), kind.gov, kind.type, kind.organ, kind.level, kind.security, kind.military, kind.matched, unread, spoken_in(plain))
            found = self.names[text] = Name(plain, " ".join(words) + plain[MAX_CHARS:], self._number(read), False if is_silent(plain, words) else None)
        return found

    def _number(self, key: object) -> int:
        found = self._numbers.get(key)
        if found is None:  # never used again, since others keep these numbers too
            self._count += 1
            found = self._numbers[key] = self._count
        return found

    def _alone(self, at: Ints, told: Told) -> Ints:
        """The seats of parties that are the only ones of their name in their matter."""
        coded = told.coded
        if not len(at):
            return at
        seat = np.empty(len(at), dtype=np.int64)
        plain = self._is_plain(at, told)
        chosen = at[plain]
        if len(chosen):
            kinds, rests = ints(one.kind for one in told.names), np.array(told.rests, dtype=np.int64)
            alike, first = dense(kinds[coded.name[chosen]], rests[coded.rest[chosen]])
            likes = ints(self._alike_of(told, int(place)) for place in chosen[first])
            both, first = dense(likes[alike], coded.role[chosen])
            seats = ints(self._plain_seat(int(likes[alike[one]]), [told.party(int(chosen[one]))]) for one in first)
            seat[plain] = seats[both]
        rest = at[~plain]
        if len(rest):
            code, first = dense(coded.name[rest], coded.rest[rest], coded.role[rest])
            seat[~plain] = ints(self._own_seat([told.party(int(place))])[0][0] for place in rest[first])[code]
        return seat

    def _is_plain(self, at: Ints, told: Told) -> NDArray[np.bool_]:
        """Which parties are surely on no list and near none, by one name and their country alone, and speak of nothing where that counts."""
        coded = told.coded
        if self.screener.options.decided is not None or self._reads_names:
            return np.zeros(len(at), dtype=bool)
        parties = [party for _, _, party in coded.rests]
        simple = np.array([not party.names and party.identifiers is None for party in parties], dtype=bool)
        countries = {party.country or "": None for party in parties}
        numbers = {country: number for number, country in enumerate(countries)}
        country = ints(numbers[party.country or ""] for party in parties)
        code, first = dense(coded.name[at], country[coded.rest[at]])
        plain = np.zeros(len(first), dtype=bool)
        nothing, snapshot = self._nothing, self.screener.snapshot
        for place, (name, rest) in enumerate(zip(coded.name[at[first]].tolist(), coded.rest[at[first]].tolist(), strict=True)):
            text, where = told.names[name].label, parties[rest].country or ""
            key = f"{where}\0{text}"
            if key in nothing:
                plain[place] = True
            elif not text or (not (found := resolve(snapshot, (text,), where or None)).match and not found.possible):
                nothing.add(key)
                plain[place] = True
            else:
                self._world.asked[text, where] = found
        shown: NDArray[np.bool_] = plain[code] & simple[coded.rest[at]]
        users = np.array([role in USERS for role in coded.roles], dtype=bool)
        asked = np.flatnonzero(shown & users[coded.role[at]])
        spoken = np.zeros(len(told.names), dtype=bool)
        for name in np.unique(coded.name[at[asked]]).tolist():
            one = told.names[name]
            if one.speaks is None:
                one.speaks = speaks((one.label,), (one.label,))
            spoken[name] = one.speaks
        sites = np.array([bool(party.address) and speaks(all_stated((party.address,)), ()) for party in parties], dtype=bool)
        shown[asked] &= ~(spoken[coded.name[at[asked]]] | sites[coded.rest[at[asked]]])
        return shown

    def _alike_of(self, told: Told, place: int) -> int:
        """The number of those that are alike, for a party of whom nothing is held."""
        coded = told.coded
        key = told.names[int(coded.name[place])].kind, told.rests[int(coded.rest[place])]
        found = self._alike.get(key)
        if found is None:
            (who,) = look_up([told.party(place)], self._world)
            like = self._like(who)
            if like is None:  # said above: nothing is held, nothing is near
                message = f"{who.label}: near to something, and near to nothing"
                raise AssertionError(message)
            found = self._alike[key] = like
        return found

    def _like(self, who: Who) -> int | None:
        """A party whose facts rest on nothing of its own: the number of its like. None for one that is held, or near to one that is."""
        if who.match or who.body or who.possible or who.notes or who.decided or self._reads_names:
            return None
        names: object = ()
        if any(any(spoken_in(name)) for name in (*who.names, *who.industries)):
            names = tuple(sorted((path, fact.value, fact.note) for path, fact in record_facts(who, self._world).items()))
        kind = who.kind
        like = (
            who.named, who.country, who.country_stated, who.consignee_types, who.industries, who.us_person_said, who.government_said,
            who.organs_said, who.programs, who.programs_complete, who.unread, names,
            kind.gov, kind.type, kind.organ, kind.level, kind.security, kind.military, kind.matched,
        )  # fmt: skip
        number = self._likes.get(like)
        if number is None:
            number = self._likes[like] = len(self._one_of)
            self._one_of.append(who)
        return number

    def _plain_seat(self, like: int, group: list[Party]) -> int:
        """The seat of all that are alike, under the names of one that does not speak where that counts."""
        roles = frozenset(party.role for party in group)
        key = (like, roles)
        found = self._seats.get(key)
        if found is None:
            names, addresses = written_of(group)
            who = replace(self._one_of[like], names=names, addresses=addresses, roles=roles, label=label_of(names, roles))
            found = self._seats[key] = self._seat(who, like)
        return found

    def _own_seat(self, group: list[Party]) -> list[tuple[int, str]]:
        """The seats of a party of whom something may be held, or that says more than a name; several where its identifiers differ."""
        roles = frozenset(party.role for party in group)
        said = tuple(repr([value for name, value in vars(party).items() if name != "role"]) for party in group)
        key = (said, roles)
        if key not in self._met:
            self._met[key] = tuple(look_up(group, self._world))
        whos = self._met[key]
        if len(whos) == 1:
            like = self._like(whos[0])
            names, addresses = written_of(group)
            if like is not None and not (roles & USERS and speaks((*addresses, *names), names)):
                return [(self._plain_seat(like, group), label_of(names, roles))]
        return [(self._named_seat((key, at), who), who.label) for at, who in enumerate(whos)]

    def _named_seat(self, key: object, who: Who) -> int:
        found = self._seats.get(key)
        if found is None:
            found = self._seats[key] = self._seat(who, None)
        return found

    def _together(self, places: Ints, told: Told) -> list[tuple[int, str]]:
        """The parties of a matter in which a name stands twice: those of one name are one party, as :func:`look_up` says."""
        parties = [told.party(int(place)) for place in places]
        groups: dict[str, list[Party]] = {}
        for number, party in enumerate(parties):
            groups.setdefault(key_of(party) or f"\0{number}", []).append(party)
        found: list[tuple[int, str]] = []
        for group in groups.values():
            seats = self._own_seat(group)
            if len(seats) > 1:  # several bodies of one name: their order is that of the whole matter
                whos = look_up(parties, self._world)
                said = repr(parties)
                return [(self._named_seat((said, at), who), who.label) for at, who in enumerate(whos)]
            found += seats
        return found

    @property
    def _reads_names(self) -> bool:
        """Whether a page reads how a party is called: then no two are alike."""
        return "party.name" in self.known.party.place

    @property
    def _world(self) -> World:
        """Who somebody is does not change from day to day."""
        return self.screener.day_world(date.max)

    def _seat(self, who: Who, like: int | None) -> int:
        own: object = ()
        if like is None and who.roles & USERS and (find_places((*who.addresses, *who.names)) or find_programmes(who.names)):
            own = (who.names, who.addresses)
        carrier = bool(who.roles & END_USERS) and forwards(who)
        shape = (who.roles, who.named, us_person(who).value, who.us_person_said, who.country in US_AREAS, who.industries, who.programs, carrier, own)
        use = (who.roles, who.named, who.consignee_types)
        self.seats.append(Seat(who, like, self._role_set(who.roles), self._number(("shape", shape)), self._number(("use", use))))
        return len(self.seats) - 1

    @property
    def end_user(self) -> int:
        """The number of the role of an end user alone."""
        return self._role_set(_END_USER)

    def _role_set(self, roles: frozenset[str]) -> int:
        number = self._roles.get(roles)
        if number is None:
            number = self._roles[roles] = len(self.role_sets)
            self.role_sets.append(roles)
        return number

    def _with_user(self, slots: Slots, coded: Coded, not_named: int) -> Slots:
        """With an end user for every shipment that leaves its own open, as :func:`countersight.measures.establish.establish` says."""
        counts = np.bincount(slots.row, minlength=coded.count)
        use = ints(one.use for one in self.seats)
        service = np.array([frame.transaction == "service" for frame in coded.frames], dtype=np.int64)
        shipped = np.array([frame.kind == "shipment" for frame in coded.frames], dtype=np.int64)
        code, first = dense(sequences(counts, use[slots.seat])[0], service[coded.frame], shipped[coded.frame], coded.no_lines == 1)
        starts = np.cumsum(counts) - counts
        open_ = np.zeros(len(first), dtype=bool)
        for at, row in enumerate(first.tolist()):
            frame = coded.frames[int(coded.frame[row])]
            whos = [self.seats[seat].who for seat in slots.seat[starts[row] : starts[row] + counts[row]].tolist()]
            matter = Matter.model_construct(transaction=frame.transaction, lines=[] if coded.no_lines[row] == 1 else None)
            open_[at] = frame.kind == "shipment" and not (establish.end_user_known(whos) or establish.mere_service(matter, whos))
        rows = np.flatnonzero(open_[code])
        label = np.full(len(rows), not_named)
        row = np.concatenate([slots.row, rows])
        order = np.argsort(row, kind="stable")
        seat = np.concatenate([slots.seat, np.full(len(rows), -1, dtype=np.int64)])[order]
        row = row[order]
        return Slots(row, np.concatenate([slots.label, label])[order], seat, self._unit_of(seat, row, coded))

    def _unit_of(self, seat: Ints, row: Ints, coded: Coded) -> Ints:
        """The numbers of the facts of parties."""
        unit = np.zeros(len(seat), dtype=np.int64)
        nobody = seat < 0
        if nobody.any():
            unit[nobody] = self._put(NOT_NAMED, {"party.name": unknown("no end user is named")}, "", date.min, made="")
        if nobody.all():
            return unit
        like = ints(-1 if one.like is None else one.like for one in self.seats)
        at = np.flatnonzero(~nobody)
        held, of = seat[at], coded.day[row[at]]
        spans = ints(self._number(("span", self._span(on or date.min))) for on in coded.days)
        shared = like[held] >= 0
        code, first = dense(shared.astype(np.int64), np.where(shared, like[held], held), np.where(shared, spans[of], of))
        made = np.empty(len(first), dtype=np.int64)
        for place, one in enumerate(first.tolist()):
            number, on = int(held[one]), coded.days[int(of[one])]
            made[place] = self._established(number, on or date.min, int(spans[of[one]]))
        unit[at] = made[code]
        return unit

    def _established(self, number: int, on: date, span: int) -> int:
        seat = self.seats[number]
        key: object = (number, on) if seat.like is None else ("like", seat.like, span)
        found = self._units.get(key)
        if found is None:
            world = self.screener.day_world(on)
            facts = party_binding(seat.who, world).facts
            world.cache.bindings.pop(id(seat.who), None)  # kept here; a world lives as long as the screener
            found = self._put(key, facts, seat.who.body_id, on, made="" if seat.like is None else on.isoformat())
        return found

    def _put(self, key: object, facts: dict[str, Fact], body: str, on: date, *, made: str) -> int:
        found = self._units.get(key)
        if found is None:
            found = self._units[key] = self.known.unit(self.known.party.put(facts, made), body, on)
            self.government.append(facts.get("party.government", _NO))
        return found

    def _span(self, on: date) -> object:
        """What of a day the facts of a party that is not held rest on: which lists are held for it. Notes name the day too: see :class:`Pool`."""
        world = self.screener.day_world(on)
        return tuple(world.covers(entry.id) for entry in LISTS)
