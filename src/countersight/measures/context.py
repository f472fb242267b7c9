"""What a line needs to know of its matter: the parties, and who is meant where it names one."""

from __future__ import annotations

from dataclasses import dataclass, field

from countersight.measures.party_facts import party_binding
from countersight.measures.stated import stated
from countersight.measures.who import Who, look_up_name
from countersight.measures.world import World
from countersight.model.fact import Fact
from countersight.model.matter import Line, Matter
from countersight.names.normalise import fold
from countersight.products.makers import Evidence, evidence, maker_named


@dataclass(frozen=True, slots=True)
class LineContext:
    """The matter of a line. Parties that only lines name are looked up once."""

    matter: Matter
    parties: list[Who]
    world: World
    _met: dict[str, Who] = field(default_factory=dict)
    _facts: dict[int, dict[str, Fact]] = field(default_factory=dict)

    def in_role(self, *roles: str) -> list[Who]:
        """The parties that stand in any of the roles."""
        return [who for who in self.parties if who.roles & set(roles)]

    def meant(self, name: str) -> Who:
        """Who is meant by a name on a line: the party of that name, if it is one only, else whoever the name finds."""
        key = fold(name)
        alike = [who for who in self.parties if key in {fold(one) for one in who.names}]
        makers = [who for who in alike if "producer" in who.roles]
        for found in (alike, makers):
            if len(found) == 1:
                return found[0]
        if name not in self._met:
            self._met[name] = look_up_name(name, "producer", self.world)
        return self._met[name]

    def producer_of(self, line: Line) -> Who | None:
        """The producer of a line: the one it names, else the only one of the matter, else whom a registry names behind the device.

        None where nobody is named. Papers go before a registry: where the two differ, that is a flag of its own.
        """
        if stated(line.producer):
            return self.meant(stated(line.producer))
        producers = self.in_role("producer")
        if producers:
            return producers[0] if len(producers) == 1 and producers[0].named else None
        named = maker_named(device_evidence(line))
        return self.meant(named) if named else None

    def facts_of(self, who: Who) -> dict[str, Fact]:
        """The facts of a party, worked out once for all lines; the parties live as long as the context."""
        if id(who) not in self._facts:
            self._facts[id(who)] = party_binding(who, self.world).facts
        return self._facts[id(who)]


def device_evidence(line: Line) -> tuple[Evidence, ...]:
    """What the device itself tells of its maker: network address, FCC ID, model number, firmware. A brand tells nothing here."""
    told = {key: stated(getattr(line, key)) for key in ("mac", "fcc_id", "model", "firmware")}
    return evidence(**told) if any(told.values()) else ()
