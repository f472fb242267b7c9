"""The cases of an office: every act is one event in the ledger, refused where the case does not allow it; nothing is ever taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from countersight.cases.again import Again
from countersight.cases.folding import DISPOSITIONS, Case, Event, event_of, fold, step
from countersight.cases.telling import tell
from countersight.desk.filed import outcome_of
from countersight.desk.moments import new_id
from countersight.desk.queue import InQueue
from countersight.errors import InputError, UsageError
from countersight.model.stored import read_decision

if TYPE_CHECKING:
    from countersight.app import Screener
    from countersight.desk.desk import Handle
    from countersight.match.adjudications import Adjudication
    from countersight.model.decision import Decision

CLOSED_TO: Final = frozenset({"reopened", "commented", "attached"})
"""What may still happen to a case that is closed."""


_TOLD: Final = {"proposed": "case.awaiting_approval", "closed": "case.closed", "reopened": "case.reopened"}
"""Kinds of event that are told, and under which topic."""

Change: TypeAlias = "Callable[[dict[str, Any], Decision], dict[str, Any]]"
"""A matter, and the decision on it, to the matter as somebody changed it."""


def utc_today() -> date:
    """The day, by UTC."""
    return datetime.now(UTC).date()


class Cases:
    """The cases of a tenant, as one person works on them."""

    def __init__(
        self, handle: Handle, actor: str, screener: Screener | None = None, *, today: Callable[[], date] = utc_today
    ) -> None:
        """Args: what the tenant holds; the id of the user who acts; what decides again, for acts that change facts; and what day it is."""
        if not actor:
            raise UsageError("somebody must act on a case", hint="give the id of the user")
        self._handle = handle
        self._actor = actor
        self._screener = screener
        self._today = today

    def open(self, decision: Decision | str, title: str = "", why: str = "", *, watch: str = "") -> Case:
        """Open a case about a decision.

        Args:
            decision: The decision, or the id of one that is filed.
            title: What a person calls it; the matter and its outcome where nothing is given.
            why: Why there is a case.
            watch: The id of what is watched, where it came of that.
        """
        made = read_decision(self._filed(decision)) if isinstance(decision, str) else decision
        told = {
            "title": title or f"{made.matter.get('id', '')}: {outcome_of(made)}", "matter": str(made.matter.get("id", "")), "kind": str(made.matter.get("kind", "")),
            "decision": made.id, "outcome": outcome_of(made), "why": why, "watch": watch,
        }  # fmt: skip
        with self._handle.writing():
            self._handle.decisions.put(made, self._actor)
            case = self._write(new_id("case"), "opened", told)
            tell(
                self._handle,
                "case.opened",
                {"title": case.title, "summary": why, "case": case.id, "outcome": case.outcome},
            )
        return case

    def get(self, case_id: str) -> Case:
        """A case as it stands.

        Raises:
            UsageError: There is none of that id.
        """
        found = fold(case_id, self.events(case_id))
        if found is None:
            raise UsageError(f"there is no case {case_id!r}", hint="countersight cases list")
        return found

    def events(self, case_id: str) -> list[Event]:
        """Everything that happened to a case, in its order."""
        return [event_of(entry) for entry in self._handle.ledger.of(case_id, "case.")]

    def list(self, after: str = "", limit: int = 50, **only: str) -> list[InQueue]:
        """Cases, the newest first: see :meth:`countersight.desk.queue.Queue.page`."""
        return self._handle.queue.page(after, limit, **only)

    def assign(self, case_id: str, to: str) -> Case:
        """Give a case to somebody; to nobody with an empty id."""
        return self._act(case_id, "assigned", {"to": to})

    def due(self, case_id: str, day: date | None) -> Case:
        """Set the day by which it is to be done, or none."""
        return self._act(case_id, "due", {"day": day.isoformat() if day else ""})

    def comment(self, case_id: str, text: str) -> Case:
        """Say something."""
        return self._act(case_id, "commented", {"text": _said(text, "a comment")})

    def attach(self, case_id: str, data: bytes, name: str, media_type: str = "application/octet-stream") -> Case:
        """Attach a file, by the hash of its bytes."""
        with self._handle.writing():
            key = self._handle.attachments.put(data, name, media_type, self._actor)
            return self._act(
                case_id, "attached", {"sha256": key, "name": name, "media_type": media_type, "size": len(data)}
            )

    def snooze(self, case_id: str, until: date, reason: str) -> Case:
        """Let a case rest until a day, for a reason.

        Raises:
            UsageError: The day has come already.
        """
        if until <= self._today():
            raise UsageError(f"{until} is not to come", hint="a case rests until a day after today")
        return self._act(case_id, "snoozed", {"until": until.isoformat(), "reason": _said(reason, "a snooze")})

    def wake(self, case_id: str, why: str = "its day has come") -> Case:
        """Take a case up again that rested."""
        return self._act(case_id, "woken", {"why": why})

    def resolve_flag(self, case_id: str, flag: str, how: str, evidence: str) -> Case:
        """Say how a red flag was resolved, and on which evidence: the matter is decided again with it.

        Raises:
            UsageError: The decision raised no such flag.
        """
        how, evidence = _said(how, "a resolution"), _said(evidence, "the evidence of a resolution")

        def told(matter: dict[str, Any], made: Decision) -> dict[str, Any]:
            flags = sorted({one.page for column in made.columns for one in column.flags})
            if flag not in flags:
                raise UsageError(
                    f"the decision raised no flag {flag!r}", hint=f"it raised {', '.join(flags) or 'none'}"
                )
            slot = {"by": self._actor, "on": self._today().isoformat(), "evidence": f"{how}: {evidence}"}
            return {**matter, "resolutions": {**matter.get("resolutions", {}), flag: slot}}

        return self._again(case_id, "flag_resolved", {"flag": flag, "how": how, "evidence": evidence}, told)

    def answer(self, case_id: str, fact: str, value: Any, evidence: str, about: str = "") -> Case:  # noqa: ANN401 - whatever the question asks for
        """Answer a question that the decision left open: the matter is decided again with it.

        Args:
            case_id: The case.
            fact: As the question names it.
            value: What is so.
            evidence: On what that rests.
            about: The party or line, as the question names it.

        Raises:
            UsageError: The decision asks no such question.
        """
        evidence = _said(evidence, "the evidence of an answer")

        def told(matter: dict[str, Any], made: Decision) -> dict[str, Any]:
            asked = sorted({(one.fact, one.about) for column in made.columns for one in column.questions})
            if not any(fact == one and about in {"", who} for one, who in asked):
                raise UsageError(
                    f"the decision does not ask for {fact!r}{f' of {about}' if about else ''}",
                    hint=f"it asks for {', '.join(sorted({one for one, _ in asked})) or 'nothing'}",
                )
            said = {
                "fact": fact,
                "value": value,
                "by": self._actor,
                "on": self._today().isoformat(),
                "evidence": evidence,
            } | ({"about": about} if about else {})
            return {**matter, "answers": [*matter.get("answers", []), said]}

        return self._again(
            case_id, "answered", {"fact": fact, "about": about, "value": value, "evidence": evidence}, told
        )

    def decide_again(self, case_id: str, why: str) -> Case:
        """Decide the matter again, over the evidence and the law that are held now."""
        return self._again(case_id, "decided", {"why": _said(why, "a new decision")}, lambda matter, _: matter)

    def adjudicate(  # noqa: PLR0913, PLR0917 - what a decision on a name is
        self, case_id: str, party: str, body_id: str, decided: str, note: str, until: date | None = None
    ) -> Case:
        """Decide that a party is a body, or is not; it holds for these facts of both, and comes back when one of them changes.

        Args:
            case_id: The case.
            party: The label of the party in the decision.
            body_id: The body.
            decided: ``same`` or ``not_same``.
            note: Why.
            until: The last day on which it holds.
        """
        note, last = _said(note, "a decision on a name"), until.isoformat() if until else ""
        made = self._decision(self.get(case_id))
        line = self._deciding().adjudication(
            made, (party, body_id), decided, (self._actor, self._today().isoformat(), note, last)
        )
        told = {
            "party": party,
            "body": body_id,
            "decided": decided,
            "note": note,
            "until": last,
            "fingerprint": line.fingerprint,
        }
        return self._again(case_id, "adjudicated", told, lambda matter, _: matter, adjudicated=line)

    def propose(self, case_id: str, disposition: str, reason: str) -> Case:
        """Propose what to do. It needs the approval of another person.

        Raises:
            UsageError: No such disposition.
        """
        if disposition not in DISPOSITIONS:
            raise UsageError(f"no disposition {disposition!r}", hint=", ".join(DISPOSITIONS))
        with self._handle.writing():
            self._handle.hold()
            case = self.get(case_id)
            return self._act(
                case_id,
                "proposed",
                {
                    "disposition": disposition,
                    "reason": _said(reason, "a proposal"),
                    "decision": case.decision,
                    "outcome": case.outcome,
                },
            )

    def approve(self, case_id: str, reason: str = "", *, close: bool = True) -> Case:
        """Approve what somebody else proposed, and close the case unless something is still to be done.

        Raises:
            UsageError: Nothing is proposed, or by the same person.
        """
        with self._handle.writing():
            self._handle.hold()
            case = self._other(case_id, "approve")
            told = {
                "reason": reason,
                "decision": case.decision,
                "outcome": case.outcome,
                "disposition": case.proposal.disposition if case.proposal else "",
            }
            done = self._act(case_id, "approved", told)
            return self._act(case_id, "closed", {"reason": reason or "approved"}) if close else done

    def reject(self, case_id: str, reason: str) -> Case:
        """Reject what somebody else proposed: it goes back to review.

        Raises:
            UsageError: Nothing is proposed, or by the same person.
        """
        with self._handle.writing():
            self._handle.hold()
            self._other(case_id, "reject")
            return self._act(case_id, "rejected", {"reason": _said(reason, "a rejection")})

    def close(self, case_id: str, reason: str) -> Case:
        """Close a case whose disposition was approved.

        Raises:
            UsageError: No disposition was approved: to close is no way around the second pair of eyes.
        """
        with self._handle.writing():
            self._handle.hold()
            if not self.get(case_id).disposition:
                raise UsageError(
                    "a case is closed once what to do was approved",
                    hint="propose a disposition, and let somebody else approve it",
                )
            return self._act(case_id, "closed", {"reason": _said(reason, "closing")})

    def reopen(self, case_id: str, why: str, *, fingerprint: str = "") -> Case:
        """Open a closed case again; what was approved counts no longer.

        Args:
            case_id: The case.
            why: Why.
            fingerprint: Of the decision on a name that holds no longer, where it came back for that.
        """
        told = {"why": _said(why, "opening again")} | ({"fingerprint": fingerprint} if fingerprint else {})
        with self._handle.writing():
            return self._act(case_id, "reopened", told)

    def moved(self, case_id: str, made: Decision, why: str) -> Case:
        """Take a decision into a case that was made beside it; a closed case is opened again for it."""
        with self._handle.writing():
            self._handle.hold()
            self._handle.decisions.put(made, self._actor)
            if self.get(case_id).status == "closed":
                self.reopen(case_id, why)
            return self._act(case_id, "decided", {"why": why, "decision": made.id, "outcome": outcome_of(made)})

    def _other(self, case_id: str, verb: str) -> Case:
        case = self.get(case_id)
        if case.proposal is None:
            raise UsageError(f"there is nothing to {verb}", hint="somebody proposes a disposition first")
        if case.proposal.by == self._actor:
            raise UsageError(f"who proposed cannot {verb}: four eyes", hint="another approver is to look at it")
        return case

    def _act(self, case_id: str, kind: str, told: dict[str, Any]) -> Case:
        """One event on a case that allows it."""
        with self._handle.writing():
            self._handle.hold()
            case = self.get(case_id)
            if fault := refused(case, kind):
                raise UsageError(fault, hint="see the events of the case: countersight cases show")
            done = self._write(case_id, kind, told, case)
            if topic := _TOLD.get(kind):
                tell(
                    self._handle,
                    topic,
                    {
                        "title": done.title,
                        "summary": str(told.get("reason") or told.get("why") or ""),
                        "case": case_id,
                        "by": self._actor,
                    },
                )
        return done

    def _write(self, case_id: str, kind: str, told: dict[str, Any], case: Case | None = None) -> Case:
        entry = self._handle.ledger.append(
            f"case.{kind}", case_id, {"n": (case.events if case else 0) + 1, **told}, self._actor
        )
        found = step(case or Case(case_id), event_of(entry))
        self._handle.queue.put(row_of(found))
        return found

    def _again(
        self, case_id: str, kind: str, told: dict[str, Any], change: Change, *, adjudicated: Adjudication | None = None
    ) -> Case:
        """Decide outside the transaction, since others wait for it; and begin again where the case moved on meanwhile."""
        for _ in range(5):
            case = self.get(case_id)
            if fault := refused(case, kind):
                raise UsageError(fault, hint="see the events of the case: countersight cases show")
            old = self._decision(case)
            made = self._deciding().decide(change(old.matter, old), old, adjudicated)
            with self._handle.writing():
                self._handle.hold()
                if self.get(case_id).decision != case.decision:
                    continue
                if adjudicated is not None:
                    self._handle.adjudicated.put(*self._deciding().kept(adjudicated))
                self._handle.decisions.put(made, self._actor)
                if self._handle.matters.get(case.matter):
                    self._handle.matters.put(made.matter, self._actor)
                return self._act(case_id, kind, {**told, "decision": made.id, "outcome": outcome_of(made)})
        raise InputError("others changed the case again and again meanwhile", hint="look at it, and try again")

    def _deciding(self) -> Again:
        if self._screener is None:
            raise UsageError("nothing to decide with", hint="give Cases a screener")
        return Again(self._screener, self._handle, self._today())

    def _decision(self, case: Case) -> Decision:
        return read_decision(self._filed(case.decision))

    def _filed(self, decision_id: str) -> dict[str, Any]:
        found = self._handle.decisions.get(decision_id)
        if found is None:
            raise UsageError(f"there is no decision {decision_id!r}", hint="file it first")
        return found


def refused(case: Case, kind: str) -> str:
    """Why an event cannot happen to a case, or empty."""
    if case.status == "closed" and kind not in CLOSED_TO:
        return f"the case is closed: it cannot be {kind.replace('_', ' ')}"
    if case.status != "closed" and kind == "reopened":
        return "the case is not closed"
    if kind == "woken" and case.status != "snoozed":
        return "the case does not rest"
    if kind == "proposed" and case.proposal is not None:
        return f"{case.proposal.by} has proposed something already: approve or reject it first"
    return ""


def row_of(case: Case) -> InQueue:
    """What the queue shows of a case."""
    names = InQueue.__dataclass_fields__
    return InQueue(**{name: getattr(case, name) for name in names})


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise InputError(f"{what} needs words", hint="say it in a sentence")
    return text.strip()
