"""A stored decision read back: out of the JSON that was written, the same decision to the letter, or an error."""

from __future__ import annotations

from typing import Any

from countersight.errors import InputError
from countersight.model.decision import (
    SCHEMA,
    Checked,
    Column,
    Decision,
    FactUsed,
    Finding,
    InstanceProof,
    NextChange,
    ProofLine,
    Question,
)


def read_decision(raw: object) -> Decision:
    """The decision that :meth:`Decision.to_dict` wrote.

    Raises:
        InputError: Not a decision, of another schema version, not whole, or changed after it was written.
    """
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        found = raw.get("schema") if isinstance(raw, dict) else type(raw).__name__
        raise InputError(f"not a decision of schema {SCHEMA!r}: {found!r}", hint="countersight screen FILE --format json --out decision.json")
    try:
        one = _decision({key: value for key, value in raw.items() if key != "id"})
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InputError(f"the decision is not whole: {fault}", hint="take the file as screen wrote it") from None
    if one.id != raw.get("id"):
        raise InputError(f"the decision on {one.matter.get('id')!r} was changed after it was written: its id is not the hash of its text", hint="take the file as screen wrote it, or screen again")
    return one


def _decision(raw: dict[str, Any]) -> Decision:
    return Decision(**{**raw, "parties": tuple(raw["parties"]), "columns": tuple(_column(one) for one in raw["columns"])})


def _column(raw: dict[str, Any]) -> Column:
    change = raw["next_change"]
    return Column(
        **{
            **raw,
            "fired": tuple(_finding(one) for one in raw["fired"]),
            "flags": tuple(_finding(one) for one in raw["flags"]),
            "not_looked_at": tuple(raw["not_looked_at"]),
            "checked": tuple(Checked(**_tupled(one)) for one in raw["checked"]),
            "questions": tuple(Question(**_tupled(one)) for one in raw["questions"]),
            "next_change": NextChange(**{**change, "pages": tuple(change["pages"])}) if change else None,
            "working": tuple(raw["working"]),
        }
    )


def _finding(raw: dict[str, Any]) -> Finding:
    lists = {key: tuple(raw[key]) for key in ("citations", "slots")}
    return Finding(**{**raw, **lists, "instances": tuple(_instance(one) for one in raw["instances"])})


def _instance(raw: dict[str, Any]) -> InstanceProof:
    return InstanceProof(**{**raw, "proof": _proof(raw["proof"]), "facts": tuple(FactUsed(**_tupled(one)) for one in raw["facts"])})


def _proof(raw: dict[str, Any]) -> ProofLine:
    return ProofLine(**{**raw, "facts": tuple(raw["facts"]), "citations": tuple(raw["citations"]), "children": tuple(_proof(one) for one in raw["children"])})


def _tupled(raw: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record, every list as a tuple."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
