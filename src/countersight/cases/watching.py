"""Watching: customers and holdings are decided again when a list, the law or the day changes what they hang on; what differs becomes a case.

First the reverse index says whose bodies, owners or law changed. Then the names of all others are looked up once more, which is quick: a new
body may bear a name like theirs. A decision is made again only for what one of the two finds, or whose own day has come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from countersight.cases.again import Again
from countersight.cases.cases import Cases, utc_today
from countersight.cases.hanging import WIDE, Hanging, covered, hanging, law_of, names_of, who
from countersight.cases.telling import tell
from countersight.desk.filed import outcome_of
from countersight.errors import CountersightError
from countersight.match.adjudications import Question
from countersight.model.canonical import digest
from countersight.model.matter import Matter
from countersight.model.stored import read_decision
from countersight.screening.impact import moved, other_parties
from countersight.screening.one import Options, Screener
from countersight.snapshots.diff import diff
from countersight.store.records import AtlasRecords
from countersight.version import __version__

if TYPE_CHECKING:
    from countersight.app import Screener as Answering
    from countersight.desk.desk import Handle
    from countersight.desk.watchlist import Watch
    from countersight.model.decision import Decision
    from countersight.store.snapshot import Snapshot

STATE: Final = "watch.state"
"""The setting with what was in use when one looked last."""

ACTOR: Final = "system:watch"
KINDS: Final = ("parties", "shipment", "entry", "devices", "holdings", "research", "tax", "issuer")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something watched that is decided otherwise than before."""

    watch: str
    label: str
    on: str
    why: tuple[str, ...]
    columns: tuple[dict[str, Any], ...]
    parties: tuple[str, ...]
    before: str
    after: str
    case: str

    def summary(self) -> str:
        """In a few lines, for people."""
        lines = [
            f"{one['column']}: {one['before']} -> {one['after']}"
            if one["before"] != one["after"]
            else f"{one['column']}: {one['after']}, by other pages"
            for one in self.columns
        ]
        return "\n".join((*lines, *self.parties, f"because {'; '.join(self.why)}"))


@dataclass(slots=True)
class Looked:
    """What one look found: how many are watched, whose names were looked up, who was decided again and why, what differs."""

    on: str
    snapshot: str
    watched: int = 0
    names: int = 0
    decided: dict[str, tuple[str, ...]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    undecided: dict[str, str] = field(default_factory=dict)
    """What could not be decided, and why: it is tried again with the next look."""
    reopened: list[str] = field(default_factory=list)
    """Cases that came back because a fact behind an adjudication changed."""


class Watching:
    """What a tenant watches."""

    def __init__(
        self,
        handle: Handle,
        screener: Answering,
        *,
        actor: str = ACTOR,
        today: Callable[[], date] = utc_today,
        find: Callable[[str], Snapshot | None] | None = None,
    ) -> None:
        """Args: what the tenant holds; what decides; who acts; what day it is; and how a snapshot of before is found by its hash."""
        self._handle = handle
        self._screener = screener
        self._actor = actor
        self._today = today
        self._find = find or (lambda _: None)
        self._held: tuple[tuple[date, str, int], Screener] | None = None

    def add(self, matter: Matter | Mapping[str, Any], label: str = "", *, watch_id: str = "") -> Watch:
        """Watch a matter, and decide it for the first time; no case is opened for what is so already.

        Raises:
            ValueError: It is no matter.
        """
        read = matter if isinstance(matter, Matter) else Matter.model_validate(matter)
        told = read.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        deciding = self.deciding()
        made = deciding.decide(read)
        hangs = hanging(deciding, read, made)
        with self._handle.writing():
            key = self._handle.watched.add(told, label or read.id, self._actor, watch_id=watch_id)
            self._handle.decisions.put(made, self._actor)
            self._noted(key, made, hangs)
        found = self._handle.watched.get(key)
        assert found is not None  # noqa: S101 - it was just written
        return found

    def look(self) -> Looked:
        """Decide again what may have changed since one looked last, and make cases of what did."""
        deciding = self.deciding()
        on, snapshot = self._today().isoformat(), self._screener.snapshot
        found = Looked(on, snapshot.content_hash, watched=self._handle.watched.count())
        state = self._state(deciding)
        why = self._changed(self._handle.settings.get(STATE), state, deciding, found)
        for watch_id, causes in why.items():
            watch = self._handle.watched.get(watch_id)
            if watch is None or watch.ended_at:
                continue
            try:
                found.decided[watch_id] = tuple(causes)
                difference = self._again(deciding, watch, tuple(causes))
            except (CountersightError, ValueError) as fault:
                found.undecided[watch_id] = str(fault)
                continue
            if difference:
                found.differences.append(difference)
        found.reopened = self._reopened(deciding)
        self._handle.settings.put(STATE, state if not found.undecided else {**state, "snapshot": ""}, self._actor)
        return found

    def deciding(self) -> Screener:
        """What decides, as of today and with what reviewers decided."""
        key = (self._today(), self._handle.adjudicated.lines(), id(self._screener.deciding))
        if self._held is None or self._held[0] != key:
            decided = Again(self._screener, self._handle, self._today()).decided()
            self._held = key, self._screener.under(Options(as_of=self._today(), force_as_of=True, decided=decided))
        return self._held[1]

    def _state(self, deciding: Screener) -> dict[str, Any]:
        books = [*deciding.books, *deciding.base]
        return {
            "program": __version__,
            "snapshot": deciding.snapshot.content_hash,
            "laws": {kind: law_of(books, kind) for kind in KINDS},
            "columns": sorted(deciding.options.columns)
            or sorted(name for book in deciding.books for name in book.columns),
            "covered": covered(deciding.snapshot, self._today()),
            "adjudicated": digest(self._handle.adjudicated.lines()),
        }

    def _changed(
        self, old: dict[str, Any] | None, new: dict[str, Any], deciding: Screener, found: Looked
    ) -> dict[str, list[str]]:
        """Whom to decide again, with every reason."""
        watched = self._handle.watched
        why: dict[str, list[str]] = {}

        def add(ids: Iterable[str], reason: str) -> None:
            for one in sorted(ids):
                why.setdefault(one, []).append(reason)

        add(watched.due(found.on), "its day has come, or it was never decided")
        if old is None:
            return why
        if old["program"] != new["program"] or old["columns"] != new["columns"]:
            add(self._every(), "the program or the choice of rulebooks is another")
        for kind in KINDS:
            if old["laws"].get(kind) != new["laws"][kind]:
                add(watched.found([f"kind:{kind}"]), f"the law on {kind} was changed")
        if lists := sorted(
            one for one in {*old["covered"], *new["covered"]} if old["covered"].get(one) != new["covered"].get(one)
        ):
            add(self._every(), f"it can now be said, or no longer be said, that somebody is not on {', '.join(lists)}")
        if old["snapshot"] != new["snapshot"]:
            add(self._touched(old["snapshot"], deciding.snapshot), "a list says otherwise of a body that it hangs on")
        if old["snapshot"] != new["snapshot"] or old["adjudicated"] != new["adjudicated"]:
            add(self._other_names(deciding, why, found), "its names are found to be others, or may be")
        return why

    def _every(self) -> Iterator[str]:
        after = ""
        while page := self._handle.watched.page(after, 500):
            yield from (one.id for one in page)
            after = page[-1].id

    def _touched(self, before: str, new: Snapshot) -> set[str]:
        """Whose bodies, owners or holdings the lists say something else of; all, where the lists of before are not held any more."""
        old = self._find(before) if before else None
        if old is None:
            return set(self._every())
        changes = diff(*_others(old, new))
        bodies = {
            one for change in changes for one in (change.body, *((change.before,) if change.what == "id" else ()))
        }
        edges = {(edge.owner, edge.asset) for edge in set(old.edges()) ^ set(new.edges())}
        bodies |= {body for pair in edges for body in pair}
        return self._handle.watched.found([*(f"body:{one}" for one in sorted(bodies)), *([WIDE] if bodies else [])])

    def _other_names(self, deciding: Screener, known: Mapping[str, object], found: Looked) -> Iterator[str]:
        """Whose names are looked up, and found to be others: all that nothing else has named yet."""
        after = ""
        while page := self._handle.watched.page(after, 500):
            for watch in page:
                if watch.id in known:
                    continue
                matter = Matter.model_validate(watch.matter)
                found.names += 1
                if not self._handle.watched.hangs(
                    watch.id, f"who:{who(names_of(matter, deciding.world(matter, self._today())))}"
                ):
                    yield watch.id
            after = page[-1].id

    def _again(self, deciding: Screener, watch: Watch, why: tuple[str, ...]) -> Difference | None:
        matter = Matter.model_validate(watch.matter)
        made = deciding.decide(matter)
        hangs = hanging(deciding, matter, made)
        old = self._decision(watch.decision)
        columns = moved(old, made) if old else ()
        row = self._handle.queue.get(watch.case) if columns and watch.case else None
        if row and (known := self._decision(row.decision)) and not moved(known, made):
            columns = ()  # somebody adjudicated or answered it in its case: the office knows
        with self._handle.writing():
            self._handle.decisions.put(made, self._actor)
            if old is None or not columns:
                self._noted(watch.id, made, hangs)
                return None
            case = self._case(watch, made, "; ".join(why))
            self._noted(watch.id, made, hangs, case=case)
            found = Difference(
                watch.id,
                watch.label,
                made.on,
                why,
                tuple(asdict(one) for one in columns),
                other_parties(old, made),
                outcome_of(old),
                outcome_of(made),
                case,
            )
            tell(
                self._handle,
                "watch.changed",
                {
                    "title": f"{watch.label}: {found.before} -> {found.after}",
                    "summary": found.summary(),
                    **asdict(found),
                    "decision": made.id,
                },
            )
        return found

    def _decision(self, decision_id: str) -> Decision | None:
        held = self._handle.decisions.get(decision_id) if decision_id else None
        return read_decision(held) if held else None

    def _noted(self, watch_id: str, made: Decision, hangs: Hanging, **more: str) -> None:
        told = {
            "decision": made.id,
            "outcome": outcome_of(made),
            "checked_on": made.on,
            "next_on": hangs.next_on,
            **more,
        }
        self._handle.watched.decided(watch_id, [*hangs.keys, f"who:{hangs.who}"], **told)

    def _case(self, watch: Watch, made: Decision, why: str) -> str:
        """The case about what is watched: the one of before, opened again where it was closed, or a new one."""
        cases = Cases(self._handle, self._actor, self._screener, today=self._today)
        if watch.case and self._handle.queue.get(watch.case):
            return cases.moved(watch.case, made, why).id
        return cases.open(made, f"{watch.label}: {outcome_of(made)}", why, watch=watch.id).id

    def _reopened(self, deciding: Screener) -> list[str]:
        """Closed cases with a decision on a name that holds no longer."""
        held = deciding.options.decided
        if held is None:
            return []
        stale = {}
        for one in held:
            if one.facts and (why := held.reopened(one, Question.from_facts(one.facts["party"]), deciding.snapshot)):
                stale[one.fingerprint] = (one, why)
        found = []
        cases = Cases(self._handle, self._actor, self._screener, today=self._today)
        for entry in self._handle.ledger.every(kind="case.adjudicated"):
            told = entry.body
            if told.get("fingerprint") not in stale or cases.get(entry.subject).status != "closed":
                continue
            later = [event for event in cases.events(entry.subject) if event.seq > entry.seq]
            if any(
                event.kind == "reopened" and event.body.get("fingerprint") == told["fingerprint"] for event in later
            ):
                continue  # it came back once for this; what was decided then stands
            one, why = stale[told["fingerprint"]]
            cases.reopen(
                entry.subject,
                f"what was decided of {told['party']} and {one.caption} was decided {why}",
                fingerprint=told["fingerprint"],
            )
            found.append(entry.subject)
        return found


def _others(old: Snapshot, new: Snapshot) -> tuple[AtlasRecords, AtlasRecords]:
    """The bodies of two snapshots of which not every word is the same; their edges are compared beside."""
    before, after = old.prints(), new.prints()
    ids = sorted(one for one in before.keys() | after.keys() if before.get(one) != after.get(one))
    was, now = (AtlasRecords(bodies=[body for one in ids if (body := held.body(one))]) for held in (old, new))
    return was, now
