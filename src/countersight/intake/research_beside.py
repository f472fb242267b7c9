"""What stands beside a file of research: the list of current and pending support, and the registry of organisations.

The support is put into every matter of research, so that a sponsor that it lacks becomes a question. The registry gives an
institution that bears a ROR id all its names, so that a list that writes it in another language finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from countersight.errors import InputError, Where
from countersight.intake.json_items import json_items
from countersight.intake.research import FieldFault, Told
from countersight.intake.research_files import KIND, research_chunks
from countersight.intake.research_ror import Organisation, is_organisation, organisation
from countersight.intake.result import Intake, RowFault
from countersight.model.matter import Matter, Party

MAX_NAMES: Final = 40
"""Names of one organisation that are put beside its own."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Sponsors of the list of support, or None without one; organisations by their bare ROR id."""

    support: tuple[str, ...] | None = None
    organisations: Mapping[str, Organisation] = field(default_factory=dict)

    def put(self, intake: Intake) -> Intake:
        """The matters of an intake with what stands beside them."""
        if self.support is not None or self.organisations:
            intake.matters[:] = [self._matter(one) if one.kind == KIND else one for one in intake.matters]
        return intake

    def _matter(self, matter: Matter) -> Matter:
        update: dict[str, object] = {}
        project = matter.project or {}
        if self.support is not None and "current_and_pending" not in project:
            update["project"] = {**project, "current_and_pending": list(self.support)}
        if self.organisations:
            update["parties"] = [self._party(one) for one in matter.parties]
        return matter.model_copy(update=update)

    def _party(self, party: Party) -> Party:
        ror = party.identifiers.ror if party.identifiers else None
        found = self.organisations.get(ror or "")
        if found is None:
            return party
        names = dict.fromkeys((*party.names, *found.names[:MAX_NAMES]))
        names.pop(party.name, None)
        return party.model_copy(update={"names": list(names), "country": party.country or found.country or None})


def beside(support: str | None, registry: str | None) -> tuple[Beside, list[RowFault]]:
    """Read what stands beside; rows that cannot be read are faults of their own.

    Raises:
        InputError: A file cannot be opened, or not read as a whole.
    """
    faults: list[RowFault] = []
    sponsors = _support(support, faults) if support else None
    return Beside(sponsors, _registry(registry, faults) if registry else {}), faults


def _opened(name: str) -> Path:
    path = Path(name)
    try:
        with path.open("rb"):
            return path
    except OSError as fault:
        raise InputError(f"cannot be read: {fault.strerror}", hint="check the name and the permissions", where=Where(name)) from None


def _support(name: str, faults: list[RowFault]) -> tuple[str, ...]:
    path = _opened(name)
    found: dict[str, None] = {}
    for chunk in research_chunks(path, name, path.suffix.casefold()):
        faults += chunk.faults
        for party in (party for matter in chunk.matters for party in matter.parties if party.role in {"sponsor", "funder"}):
            found.update(dict.fromkeys((party.name, *party.names)))
    return tuple(found)


def _registry(name: str, faults: list[RowFault]) -> dict[str, Organisation]:
    told = Told(name)
    found: dict[str, Organisation] = {}
    with _opened(name).open("rb") as stream:
        for line, item in json_items(stream, name):
            if not isinstance(item, dict) or not is_organisation(item):
                faults.append(RowFault(Where(name, line), "no organisation of the registry", "bring the data dump of ROR, unpacked"))
                continue
            try:
                one = organisation(item, line, told)
            except FieldFault as fault:
                faults.append(RowFault(Where(name, line, fault.column), str(fault), fault.hint))
            else:
                found[one.ror] = one
    return found
