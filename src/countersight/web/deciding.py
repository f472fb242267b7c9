"""To decide from a page: a matter for the first time, or again with an answer; and to file both."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError

from countersight.access.office import Office
from countersight.access.principal import Principal
from countersight.cases.again import Again
from countersight.desk.desk import Handle
from countersight.errors import InputError, NotFoundError
from countersight.model.decision import Decision, Question
from countersight.model.fact_schema import FACTS
from countersight.model.matter import Matter
from countersight.model.stored import read_decision
from countersight.model.units import parse_money
from countersight.web.asking import today


def matter_read(raw: dict[str, Any]) -> Matter:
    """A matter out of a form.

    Raises:
        InputError: A field is not as it should be; every one of them is told.
    """
    try:
        return Matter.model_validate(raw)
    except ValidationError as fault:
        told = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in fault.errors()[:8])
        raise InputError(told, hint="a country is two capital letters; amounts are plain numbers") from None


def decided(office: Office, handle: Handle, principal: Principal, matter: Matter) -> Decision:
    """Decide a matter for the first time, and file it.

    Raises:
        InputError: The matter brings invented records.
    """
    if matter.given is not None:
        raise InputError("a matter of the office brings no invented records", hint="leave `given` out: scenarios are for countersight eval")
    with office.alone():
        made = Again(office.screener, handle, today()).first(matter, today())
    with handle.writing():
        handle.matters.put(made.matter, principal.user)
        handle.decisions.put(made, principal.user)
    return made


def answered(office: Office, handle: Handle, principal: Principal, old: Decision, answers: list[dict[str, Any]]) -> Decision:
    """Decide a matter again with more answers, and file it: a new decision, the old one stays."""
    matter = {**old.matter, "answers": [*old.matter.get("answers", []), *({**one, "by": principal.user, "on": today().isoformat()} for one in answers)]}
    with office.alone():
        made = Again(office.screener, handle, today()).decide(matter, old)
    with handle.writing():
        handle.matters.put(made.matter, principal.user)
        handle.decisions.put(made, principal.user)
    return made


def filed(handle: Handle, decision_id: str) -> Decision:
    """A decision of the tenant.

    Raises:
        NotFoundError: None of that id is filed.
    """
    found = handle.decisions.get(decision_id)
    if found is None:
        raise NotFoundError(f"no decision {decision_id[:16]!r} is filed", hint="see the list of decisions")
    return read_decision(found)


def typed(question: Question, text: str) -> Any:  # noqa: ANN401 - whatever the fact holds
    """What somebody typed as the value that a question asks for.

    Raises:
        InputError: It is not of the type of the fact.
    """
    kind = FACTS[question.fact].type
    try:
        if kind == "bool":
            return {"yes": True, "no": False}[text.casefold()]
        if kind == "int":
            return int(text)
        if kind == "money":
            return parse_money(text)
        if kind == "date":
            return date.fromisoformat(text).isoformat()
    except (ValueError, KeyError):
        raise InputError(f"{question.ask} {text[:60]!r} is no answer to it", hint=HINTS[kind]) from None
    return [one.strip() for one in text.replace("\n", ",").split(",") if one.strip()] if kind == "list<string>" else text


HINTS = {
    "bool": "yes or no", "int": "a whole number", "money": "an amount in dollars, such as 1250.00", "date": "a day, such as 2026-11-20",
    "share": "a percentage, such as 49.9", "list<string>": "one or several, parted by commas", "string": "a few words",
}  # fmt: skip


def kind_of(question: Question) -> str:
    """The type of the fact that a question asks for."""
    return FACTS[question.fact].type if question.fact in FACTS else "string"

