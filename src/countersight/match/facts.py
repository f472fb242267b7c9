"""What is told of a party beside its names. Apart from what weighs it: most parties come with a country and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a party beside its names. Days may be partial; several are several that were told."""

    country: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    """Of a person; see the first lines of ``evidence.py``."""
    incorporated: tuple[str, ...] = ()
    jurisdiction: str = ""
    """The country of incorporation, or country and part of it (``US-DE``)."""

    @property
    def beside(self) -> bool:
        """Whether anything is told but the country, which the matcher counts."""
        return bool(self.identifiers or self.addresses or self.born or self.incorporated or self.jurisdiction)
