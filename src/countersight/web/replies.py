"""Corrections, replies and contested statements of a snapshot, for the page and the feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countersight.store.review import Review, public_feed
from countersight.store.snapshot import Snapshot
from countersight.store.statements import claim_row
from countersight.web.kept import kept


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction, a reply or a contested statement."""

    day: str
    kind: str
    body: str
    name: str
    text: str
    citation: str
    url: str


def corrections(snapshot: Snapshot) -> list[Entry]:
    """Every reply, and every statement that does not simply stand, the newest first."""

    def read() -> list[Entry]:
        found = []
        told = {*snapshot.saying("standing", "contested", "corrected", "withdrawn", "ended"), *snapshot.saying("prop", "reply")}
        for body_id in sorted(told):
            body = snapshot.body(body_id)
            for one in body.statements if body else ():
                if body and (one.prop == "reply" or one.standing != "asserted"):
                    kind = "reply" if one.prop == "reply" else one.standing
                    found.append(Entry(one.start or one.seen, kind, body.id, body.caption, one.value, one.citation, one.url))
        return sorted(found, key=lambda one: (one.day, one.body, one.kind), reverse=True)

    return kept(snapshot, "corrections", read)


def of_log(snapshot: Snapshot, entries: Iterable[Review]) -> list[Entry]:
    """The public entries of a review log, each beside the body whose statement it is about; one about nothing that is published is left out."""
    said = {claim_row(body, one).id: body for body_id in snapshot.body_ids() if (body := snapshot.body(body_id)) for one in body.statements}
    return [
        Entry(one.logged_at[:10], one.outcome or one.type, body.id, body.caption, one.text or one.type.replace("_", " "), f"{one.type.replace('_', ' ')}{f' of {one.party}' if one.party else ''}", "")
        for one in public_feed(entries) if (body := said.get(one.target)) is not None
    ]  # fmt: skip
