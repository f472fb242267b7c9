"""To decide again: a stored decision's matter under the options it was made with, over what is known now and what reviewers decided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from countersight.errors import UsageError
from countersight.match.adjudications import WORDS, Adjudication, Adjudications, line_of, read_adjudications
from countersight.measures.who import Who, look_up
from countersight.model.matter import Matter
from countersight.screening.one import Options

if TYPE_CHECKING:
    from countersight.app import Screener
    from countersight.desk.desk import Handle
    from countersight.model.decision import Decision


class Again:
    """Decides for a tenant: with its adjudications, read on a day."""

    def __init__(self, screener: Screener, handle: Handle, today: date) -> None:
        """Args: what decides; what the tenant holds; the day on which adjudications are read."""
        self._screener = screener
        self._handle = handle
        self._today = today

    def decided(self, more: Adjudication | None = None) -> Adjudications | None:
        """What reviewers of the tenant decided, and one more; None where they decided nothing, so that other decisions keep their id."""
        text = self._handle.adjudicated.lines()
        if not text and more is None:
            return None
        held = read_adjudications(text, "adjudications", self._today.isoformat())
        if more is not None:
            held.add(more)
        return held

    def decide(self, matter: dict[str, Any], old: Decision, more: Adjudication | None = None) -> Decision:
        """Decide a matter under the options of an earlier decision."""
        return self._screener.under(self._options(old, more)).decide(Matter.model_validate(matter))

    def first(self, matter: Matter, as_of: date | None = None) -> Decision:
        """Decide a matter for the first time."""
        return self._screener.under(Options(as_of=as_of, decided=self.decided())).decide(matter)

    def adjudication(
        self, made: Decision, pair: tuple[str, str], decided: str, said: tuple[str, str, str, str]
    ) -> Adjudication:
        """A decision on a party and a body, for the facts of both as they are now.

        Args:
            made: The decision in which they were found near.
            pair: The label of the party, and the id of the body.
            decided: ``same`` or ``not_same``.
            said: By whom, on which day, why, and until when.

        Raises:
            UsageError: No such party or body, or no such word.
        """
        label, body_id = pair
        if decided not in WORDS:
            raise UsageError(f"decided is {decided!r}", hint="same or not_same")
        body = self._screener.snapshot.body(body_id)
        who = next((one for one in self.parties(made) if one.label == label), None)
        if who is None or body is None:
            known = ", ".join(str(one["label"]) for one in made.parties)
            raise UsageError(
                f"no party {label!r}" if who is None else f"no body {body_id!r} is held",
                hint=f"the parties are {known}",
            )
        by, day, note, until = said
        return Adjudications().decide(
            who.question, body, "same" if decided == "same" else "not_same", by, day, note, until
        )

    def parties(self, made: Decision) -> list[Who]:
        """The parties of a decision's matter, as they are found now."""
        matter = Matter.model_validate(made.matter)
        deciding = self._screener.under(self._options(made, None))
        return look_up(matter.parties, deciding.world(matter, date.fromisoformat(made.on)))

    @staticmethod
    def kept(one: Adjudication) -> tuple[str, str, str, str]:
        """What the desk keeps of an adjudication."""
        return one.query, one.body_id, one.fingerprint, line_of(one)

    def _options(self, old: Decision, more: Adjudication | None) -> Options:
        return Options(
            as_of=date.fromisoformat(old.on),
            force_as_of=True,
            enacted=date.fromisoformat(old.enacted) if old.enacted else None,
            lists_complete=old.lists_complete,
            columns=frozenset(column.name for column in old.columns),
            decided=self.decided(more),
        )
