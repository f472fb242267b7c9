"""A decision in words on a terminal: what fired and why, what was checked, what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from countersight.model.decision import Checked, Column, Decision, FactUsed, Finding, InstanceProof, ProofLine
from countersight.reports.words import MARK, OUTCOME, column_title, worst_first


def why(decision: Decision, only: str = "") -> str:
    """A decision as text: every column, or the one that is named."""
    lines = [f"== {decision.matter['id']}: {decision.matter['kind']} of {decision.on}", *_parties(decision)]
    for column in (one for one in decision.columns if only in {"", one.name}):
        lines += ["", f"-- {column_title(column.name)} [{column.name}]: {OUTCOME[column.outcome]}", *_column(column)]
    lines += ["", f"decision {decision.id[:16]}, snapshot {decision.snapshot[:16]}, evidence up to {decision.known_at or 'unknown'}"]
    return "\n".join(lines)


def _parties(decision: Decision) -> Iterator[str]:
    for row in decision.parties:
        found = {"match": f"is {row['body']}", "possible": f"may be {row['body']}", "no": "not found on what is held"}[row["band"]]
        yield f"   {row['label']} ({row['roles']}): {found}: {row['reason']}"


def _column(column: Column) -> Iterator[str]:
    for one in worst_first((*column.fired, *column.flags)):
        yield from finding_lines(one)
    if column.questions:
        yield "   questions that would settle it:"
        yield from (f"     ? {one.about}: {one.ask}  [{one.fact}; {', '.join(one.pages)}]" for one in column.questions)
    if column.checked:
        yield "   checked, and not so:"
        yield from (f"     ✗ {one.page} {one.title}: {'; '.join(one.because)}" for one in column.checked)
    if column.not_looked_at:
        yield f"   red flags whose facts are not known: {', '.join(column.not_looked_at)}"
    if column.next_change:
        change = column.next_change
        yield f"   the law changes for these facts on {change.on} ({', '.join(change.pages)}): then {OUTCOME[change.outcome]}"


def finding_lines(one: Finding) -> Iterator[str]:
    """One finding with its proof."""
    kind = "red flag" if one.flag else "provision"
    yield f"   {OUTCOME[one.outcome]}  {one.page}  {one.title}  ({kind}; {'; '.join(one.citations)})"
    if one.doubt:
        yield f"     at most a review: {one.doubt}"
    if one.license_policy:
        yield f"     licence policy: {one.license_policy}"
    if one.resolution:
        yield f"     resolved by {one.resolution['by']} on {one.resolution['on']}: {one.resolution['evidence']}"
    for instance in one.instances:
        yield f"     about {instance.about}:"
        yield from _proof(instance.proof, instance, 3)
    yield f"     page {one.page_sha256[:12]}, verified {one.verified_on}"


def _proof(line: ProofLine, instance: InstanceProof, depth: int) -> Iterator[str]:
    pad = "  " * depth
    facts = {fact.path: fact for fact in instance.facts}
    cite = f"  ({'; '.join(line.citations)})" if line.citations and line.kind in {"definition", "exception"} else ""
    yield f"{pad}{MARK[line.value]} {line.label + ' ' if line.label else ''}{line.words or f'{line.kind} of'}{cite}"
    yield from (f"{pad}    {fact_words(facts[path])}" for path in line.facts if path in facts)
    for child in line.children:
        yield from _proof(child, instance, depth + 1)


def fact_words(fact: FactUsed) -> str:
    """A fact with its source in one line."""
    value = "not known" if fact.value is None else fact.value + (" …" if fact.open else "")
    sources = "; ".join(source["citation"] for source in fact.sources)
    tail = " · ".join(part for part in (sources, fact.note) if part)
    return f"{fact.path} = {value}" + (f"   [{tail}]" if tail else "")


def why_not(decision: Decision, page: str) -> str:
    """Why a page is not a hit, per column: an auditor's question.

    Returns:
        One paragraph per rulebook; where the page did fire, its proof.
    """
    lines = [f"== {decision.matter['id']}: {page} on {decision.on}"]
    for column in decision.columns:
        hits = [one for one in (*column.fired, *column.flags) if one.page == page]
        missed: list[Checked] = [one for one in column.checked if one.page == page]
        if hits:
            lines += [f"{column.name}: it is a hit:", *finding_lines(hits[0])]
        elif missed:
            lines.append(f"{column.name}: looked at, not a hit: {'; '.join(missed[0].because)}")
        elif page in column.not_looked_at:
            lines.append(f"{column.name}: a red flag whose facts are not known")
        else:
            lines.append(f"{column.name}: no such page speaks of a {decision.matter['kind']} on that day")
    return "\n".join(lines)
