"""Replay a stored decision: the same inputs give the same decision to the letter, or the difference is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from countersight.errors import InputError
from countersight.match.adjudications import Adjudications, read_adjudications
from countersight.model.decision import SCHEMA, Decision
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.screening.one import Options, Screener
from countersight.store.snapshot import Snapshot
from countersight.version import __version__


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found. ``same`` is bit for bit; ``differs`` says where, in words."""

    same: bool
    stored_id: str
    new: Decision
    differs: tuple[str, ...]


def replay(stored: object, snapshot: Snapshot, books: Sequence[Rulebook], base: Sequence[Rulebook] = ()) -> Replay:
    """Decide a stored decision's matter again, under the same options.

    Args:
        stored: A decision as :meth:`Decision.to_dict` writes it.
        snapshot: The evidence held now.
        books: The rulebooks held now.
        base: Rulebooks that give their dated parameters and are not read.

    Raises:
        InputError: Not a decision, one of another schema version, or one in which something is missing.
    """
    whole, options, matter = restored(stored)
    new = Screener(snapshot, books, options, base).decide(matter)
    if snapshot.cut_of == whole["snapshot"]:  # the records of an evidence pack, which its signature ties to the whole
        new = replace(new, snapshot=snapshot.cut_of)
    fresh = json.loads(json.dumps(new.to_dict(), ensure_ascii=False))
    return Replay(fresh == whole, str(whole.get("id")), new, tuple(_differences(whole, fresh)))


def restored(stored: object) -> tuple[dict[str, Any], Options, Matter]:
    """A stored decision, the options under which it was made, and its matter.

    Raises:
        InputError: Not a decision, one of another schema version, or one in which something is missing.
    """
    if not isinstance(stored, dict) or stored.get("schema") != SCHEMA:
        found = stored.get("schema") if isinstance(stored, dict) else type(stored).__name__
        raise InputError(f"not a decision of schema {SCHEMA!r}: {found!r}", hint="countersight screen FILE --format json --out decision.json")
    try:
        options = Options(
            as_of=date.fromisoformat(stored["on"]),
            force_as_of=True,
            enacted=date.fromisoformat(stored["enacted"]) if stored["enacted"] else None,
            lists_complete=stored["lists_complete"],
            columns=frozenset(_name(column) for column in stored["columns"]),
            decided=_decided(stored.get("decided") or {}),
        )
        matter = Matter.model_validate(stored["matter"])
    except (KeyError, TypeError, ValueError) as fault:
        raise InputError(f"the decision is not whole: {fault}", hint="take the file as screen wrote it") from None
    return stored, options, matter


def _decided(told: dict[str, Any]) -> Adjudications | None:
    """What reviewers had decided, as it was read then."""
    lines = "\n".join(json.dumps(one) for one in told["adjudications"]) if told else ""
    return read_adjudications(lines, "decided", str(told["on"])) if told else None


def _name(column: dict[str, Any]) -> str:
    return f"{column['rulebook']}/{column['profile']}" if column["profile"] else str(column["rulebook"])


def _differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Causes first (program, evidence, law), then effects (outcomes, pages)."""
    found = []
    if old["program"] != __version__:
        found.append(f"program: was {old['program']}, is {__version__}")
    if old["snapshot"] != new["snapshot"]:
        found.append(f"evidence: was snapshot {old['snapshot'][:12]}, is {new['snapshot'][:12]}")
    now = {_name(column): column for column in new["columns"]}
    for column in old["columns"]:
        name = _name(column)
        other = now.get(name)
        if other is None:
            found.append(f"{name}: this rulebook is not held any more")
            continue
        if column["sha256"] != other["sha256"]:
            found.append(f"{name}: the law pages differ (was {column['sha256'][:12]}, is {other['sha256'][:12]})")
        if column["outcome"] != other["outcome"]:
            found.append(f"{name}: outcome was {column['outcome']}, is {other['outcome']}")
        found.extend(f"{name}: {text}" for text in _pages(column, other))
    rest = {key for key in old if old[key] != new.get(key)} - {"id", "program", "snapshot", "columns"}
    found.extend(f"{key} differs" for key in sorted(rest))
    if old != new and not found:
        found.append("the stored text differs from what these inputs give: it was changed after it was written")
    return found


def _pages(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    before = {one["page"]: one for one in (*old["fired"], *old["flags"])}
    after = {one["page"]: one for one in (*new["fired"], *new["flags"])}
    found = [f"{page} fired and does not now" for page in before if page not in after]
    found += [f"{page} fires now and did not" for page in after if page not in before]
    for page, one in before.items():
        if page in after and one != after[page]:
            what = "page text" if one["page_sha256"] != after[page]["page_sha256"] else "finding"
            found.append(f"{page}: the {what} differs")
    return found
