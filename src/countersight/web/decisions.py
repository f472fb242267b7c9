"""A decision: what each column of law says, the proof that opens, questions that are answered in place, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from countersight.access.asking import AtDesk, CaseWorker, Decider, DecisionReader, InOffice
from countersight.cases.cases import Cases
from countersight.errors import CountersightError, InputError
from countersight.model.decision import Decision, Finding, Question
from countersight.model.fact_schema import FACTS
from countersight.reports import words
from countersight.reports.html import page as report_page
from countersight.reports.letter import letters
from countersight.reports.screening import Screening
from countersight.web.asking import Form, see, text
from countersight.web.deciding import HINTS, answered, filed, kind_of, typed
from countersight.web.links import Live
from countersight.web.pages import HEADERS, page

router = APIRouter()
ALONE: Final = HEADERS | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
"""For a report that holds its own style: it may do nothing else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, once, with its number in the form, the type of its answer, and who waits for it."""

    number: int
    question: Question
    kind: str
    hint: str
    waits: tuple[str, ...]
    moves: bool
    """False where only a page waits for it that counts for nothing."""
    says: str = ""
    """What is so where the answer is yes."""
    of_list: bool = False
    """True where it is asked only because a list is not held whole."""


def asked_of(one: Decision) -> list[Asked]:
    """The questions of all columns, each once; those that move something first."""
    waits: dict[tuple[str, str], list[tuple[str, Question, bool]]] = {}
    for column in one.columns:
        moving = words.asked(column)
        for each in column.questions:
            waits.setdefault((each.about, each.fact), []).append((column.name, each, each in moving))
    rows = sorted(waits.values(), key=lambda rows: (not any(moves for _, _, moves in rows), _of_list(rows[0][1])))
    return [
        Asked(number, rows[0][1], kind_of(rows[0][1]), HINTS.get(kind_of(rows[0][1]), ""), tuple(dict.fromkeys(name for name, _, _ in rows)), any(moves for _, _, moves in rows),
              FACTS[rows[0][1].fact].says if rows[0][1].fact in FACTS else "", _of_list(rows[0][1]))
        for number, rows in enumerate(rows)
    ]  # fmt: skip


def _of_list(question: Question) -> bool:
    return ".on." in question.fact or question.fact == "party.ofac_programs"


def matrix(one: Decision) -> list[tuple[Finding, dict[str, Finding]]]:
    """Every page that fired or raised a flag, with what it gives in which column; the worst first."""
    rows: dict[str, dict[str, Finding]] = {}
    for column in one.columns:
        for each in (*column.fired, *column.flags):
            rows.setdefault(each.page, {})[column.name] = each
    ranked = words.worst_first([min(cells.values(), key=lambda each: (not each.counts, list(words.OUTCOME).index(each.outcome))) for cells in rows.values()])
    return [(each, rows[each.page]) for each in ranked]


def moved(old: Decision, new: Decision) -> list[tuple[str, str, str]]:
    """What an answer moved: column, outcome before, outcome now."""
    before, now = old.outcomes(), new.outcomes()
    return [(name, before[name], now[name]) for name in now if name in before and before[name] != now[name]]


@router.get("/decisions/{decision_id}")
def show(request: Request, principal: DecisionReader, handle: AtDesk, decision_id: str, before: str = "") -> Response:
    """The page of a decision."""
    return _page(request, principal, handle, filed(handle, decision_id), before)


def _page(request: Request, principal: Any, handle: Any, one: Decision, before: str = "", fault: CountersightError | None = None, said: dict[str, str] | None = None) -> Response:  # noqa: ANN401, PLR0913, PLR0917 - the page with all that may stand on it
    handle.reads.note(principal.user, "decision", one.id, principal.key)
    old = filed(handle, before) if before and before != one.id else None
    cases = handle.queue.page(limit=20, matter=str(one.matter.get("id", ""))) if principal.may("cases:read") else []
    values: dict[str, Any] = {
        "section": "matters", "one": one, "asked_here": asked_of(one), "matrix": matrix(one), "old": old, "moved": moved(old, one) if old else [],
        "gone": [each for each in (asked_of(old) if old else []) if (each.question.about, each.question.fact) not in {(now.question.about, now.question.fact) for now in asked_of(one)}],
        "cases": [row for row in cases if one.id == row.decision] or cases[:3], "snapshot": one.snapshot, "fault": fault, "said": said or {},
        "others": [row for row in handle.decisions.page(limit=10, matter=str(one.matter.get("id", ""))) if row.id != one.id],
        "may_decide": principal.may("matters:decide"), "may_open": principal.may("cases:write"),
    }  # fmt: skip
    return page(request, "decision.html", values, status=200 if fault is None else 422)


def answers_in(form: Any, asked: list[Asked]) -> list[dict[str, Any]]:  # noqa: ANN401 - a form
    """The answers in a form, each with its evidence.

    Raises:
        InputError: An answer without evidence, or not of the type that the question asks for.
    """
    found = []
    for one in asked:
        told, evidence = text(form, f"value{one.number}"), text(form, f"evidence{one.number}", 600)
        if not told:
            continue
        if not evidence:
            raise InputError(f"{one.question.ask} An answer needs its evidence", hint="name the paper, the mail or the register in which it stands")
        about = {"about": one.question.about} if one.question.about and not one.question.fact.startswith(("tx.", "dest.", "route.")) else {}
        found.append({"fact": one.question.fact, "value": typed(one.question, told), "evidence": evidence} | about)
    if not found:
        raise InputError("no question was answered", hint="answer at least one, with its evidence")
    return found


@router.post("/decisions/{decision_id}/answers")
def answer(request: Request, office: InOffice, principal: Decider, handle: AtDesk, form: Form, decision_id: str) -> Response:  # noqa: PLR0913, PLR0917 - what a page that decides needs
    """Answer questions: a new decision, and in the case where there is one."""
    old = filed(handle, decision_id)
    try:
        answers = answers_in(form, asked_of(old))
        case = next((row for row in handle.queue.page(limit=50, matter=str(old.matter.get("id", ""))) if row.decision == old.id and row.status != "closed"), None)
        if case is not None and principal.may("cases:write"):
            with office.alone():
                for one in answers:
                    held = Cases(handle, principal.user, office.screener).answer(case.id, one["fact"], one["value"], one["evidence"], one.get("about", ""))
            return see(Live()("decisions", held.decision, before=old.id))
        made = answered(office, handle, principal, old, answers)
    except CountersightError as fault:
        return _page(request, principal, handle, old, fault=fault, said={key: text(form, key) for key in form})
    return see(Live()("decisions", made.id, before=old.id))


@router.post("/decisions/{decision_id}/case")
def open_case(principal: CaseWorker, handle: AtDesk, form: Form, decision_id: str) -> Response:
    """Open a case about it."""
    made = filed(handle, decision_id)
    case = Cases(handle, principal.user).open(made, str(made.matter.get("id", "")), text(form, "why"))
    return see(Live()("cases", case.id))


@router.get("/decisions/{decision_id}/letter.pdf")
def letter(principal: DecisionReader, handle: AtDesk, decision_id: str) -> Response:
    """The decision letter as PDF/UA."""
    one = filed(handle, decision_id)
    handle.reads.note(principal.user, "letter", one.id, principal.key)
    return Response(letters([one]), media_type="application/pdf", headers=HEADERS | _named(f"letter-{one.id[:12]}.pdf"))


@router.get("/decisions/{decision_id}/report.html")
def report(principal: DecisionReader, handle: AtDesk, decision_id: str) -> Response:
    """The decision as one page that needs nothing else."""
    one = filed(handle, decision_id)
    handle.reads.note(principal.user, "report", one.id, principal.key)
    return Response(report_page(Screening([one])), media_type="text/html; charset=utf-8", headers=ALONE | _named(f"decision-{one.id[:12]}.html"))


@router.get("/decisions/{decision_id}/decision.json")
def machine(principal: DecisionReader, handle: AtDesk, decision_id: str) -> Response:
    """The decision as data: ``countersight replay`` gives it back bit for bit."""
    one = filed(handle, decision_id)
    handle.reads.note(principal.user, "decision", one.id, principal.key)
    return JSONResponse(one.to_dict(), headers=HEADERS | _named(f"decision-{one.id[:12]}.json"))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
