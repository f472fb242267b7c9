"""What a snapshot knows of two names, as a search through it would use it: so that what is measured is what a user gets.

Each name is asked of the snapshot by the matcher (:func:`countersight.match.matcher.resolve`, in ``balanced``). Where one body bears both
names, they are one. Where one body bears the one, and the matcher takes the other for that body by the likeness of another of its names,
they are one as far as that likeness goes. Where each is the very name of another body, a search settles nothing by likeness alone (the body
of the very name is found, the other at most shown): so the pair is never a match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countersight.match.matcher import resolve
from countersight.match.uses import POSSIBLE

if TYPE_CHECKING:
    from countersight.match.outcome import Band
    from countersight.store.snapshot import Snapshot

ALIAS: Final = 0.999
"""The score of two names that the snapshot holds of one body."""
APART: Final = 0.3
"""Of the score of two strings, what is left where the snapshot holds them of two bodies: a source may hold one body twice."""
SAME: Final = 910
"""From this score of the matcher on, a name is the very name of a body: its legal form, spacing and order of words aside."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a snapshot says of a pair; ``what`` is ``one``, ``like`` or ``two``."""

    what: str
    score: float
    band: Band
    reason: str


class Knowledge:
    """A snapshot that is asked about names, each once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.held: dict[str, dict[str, int]] = {}

    def bodies(self, text: str) -> dict[str, int]:
        """The bodies that a search takes a name for, with the matcher's score in thousandths."""
        if text not in self.held:
            found = resolve(self.snapshot, (text,))
            hits = [hit for hit in (found.match, *found.possible) if hit is not None and hit.band == "match"]
            self.held[text] = {hit.body_id: hit.score for hit in hits}
        return self.held[text]

    def of(self, left: str, right: str, strings: float) -> Known | None:
        """What is known of two names; nothing where a search knows one of them at most.

        Args:
            left: As written.
            right: As written.
            strings: The score of the two strings alone.
        """
        mine, theirs = self.bodies(left), self.bodies(right)
        shared = {body_id: min(mine[body_id], theirs[body_id]) for body_id in mine.keys() & theirs.keys()}
        if shared:
            body_id = min(shared, key=lambda one: (-shared[one], one))
            if shared[body_id] >= SAME:
                return Known("one", ALIAS, "match", f"two names of one body: {body_id}")
            if max(mine[body_id], theirs[body_id]) >= SAME:
                return Known("like", max(strings, ALIAS * shared[body_id] / 1000), "match", f"like a name of one body: {body_id}")
        one, other = (sorted(body_id for body_id, score in found.items() if score >= SAME) for found in (mine, theirs))
        if one and other and not shared:
            score = strings * APART
            return Known("two", score, "possible" if score >= POSSIBLE["balanced"] else "no", f"names of two bodies: {one[0]}, {other[0]}")
        return None
