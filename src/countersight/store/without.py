"""A snapshot in which some bodies are never found: a reviewer has decided that they are not who is asked about."""

from __future__ import annotations

from countersight.store.listed import Listed
from countersight.store.snapshot import Snapshot


class Without(Snapshot):
    """The snapshot below, in which some bodies take no place among the candidates, so that others move up. They can still be read."""

    __slots__ = ("_gone", "_names")

    def __init__(self, below: Snapshot, gone: frozenset[str]) -> None:
        """Args: the snapshot, and the ids of the bodies that are not to be found."""
        super().__init__(below._layers, below.folder)  # noqa: SLF001 - own class
        self._bodies = below._bodies  # noqa: SLF001 - the same
        self._gone = gone
        self._names = sum(len(body.names) for body_id in gone if (body := below.body(body_id)))

    def by_identifier(self, kind: str, value: str) -> tuple[str, ...]:
        """As below, without them."""
        return tuple(body_id for body_id in super().by_identifier(kind, value) if body_id not in self._gone)

    def by_exact(self, folded_name: str) -> tuple[tuple[str, str], ...]:
        """As below, without them."""
        return tuple(one for one in super().by_exact(folded_name) if one[0] not in self._gone)

    def by_core(self, core_name: str) -> tuple[tuple[str, str], ...]:
        """As below, without them."""
        return tuple(one for one in super().by_core(core_name) if one[0] not in self._gone)

    def candidates(self, query_name: str, limit: int = 20) -> list[tuple[str, str, int]]:
        """As below, without them; the others move up."""
        found = super().candidates(query_name, limit + self._names)
        return [one for one in found if one[0] not in self._gone][:limit]

    @property
    def shelf(self) -> None:
        """None: candidates are taken one by one here."""
        return

    def named(self, query_name: str, folded: str, bare: str, limit: int, least: int) -> list[Listed]:
        """As below, without them; the others move up."""
        found = super().named(query_name, folded, bare, limit + self._names, least)
        return [one for one in found if one.body_id not in self._gone]
