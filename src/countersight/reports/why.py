"""A decision in words, as a lawyer reads it: who the parties are, what each text says and why, what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from countersight.model.decision import Checked, Column, Decision, FactUsed, Finding, InstanceProof, ProofLine
from countersight.reports.shown import shown, wrapped
from countersight.reports.words import (
    BAND,
    GROUP,
    MARK,
    MEANS,
    NOT,
    OUTCOME,
    asked,
    column_title,
    effects,
    line_words,
    matter_words,
    worst_first,
)

WIDTH: Final = 118
"""Columns of the text; a file and a terminal get the same."""


def why(decision: Decision, only: str = "") -> str:
    """A decision as text: every column, or the one that is named."""
    matter = decision.matter
    lines = [*head(decision), *_listed(f"Line {number}: {line_words(line)}" for number, line in enumerate(matter.get("lines") or (), 1))]
    lines += [*_listed(f"In the papers: {text}" for text in matter.get("text") or ()), "", "Who the parties are", *_parties(decision)]
    for column in (one for one in decision.columns if only in {"", one.name}):
        lines += ["", *_column(column)]
    lines += ["", *wrapped(NOT, "", "", WIDTH), f"Decision {decision.id[:16]}, snapshot {decision.snapshot[:16]}, evidence up to {decision.known_at or 'an unknown day'}."]
    return "\n".join(lines)


def head(decision: Decision) -> list[str]:
    """The matter's name, underlined, and what it is."""
    name = wrapped(shown(decision.matter["id"]), "", "", WIDTH)
    return [*name, "=" * min(WIDTH, max(len(line) for line in name)), matter_words(decision)]


def _listed(items: Iterable[str], indent: str = "") -> Iterator[str]:
    for text in items:
        yield from wrapped(shown(text), indent, f"{indent}  ", WIDTH)


def _parties(decision: Decision) -> Iterator[str]:
    for row in decision.parties:
        roles = row["roles"].replace("_", " ")
        found = " ".join(filter(None, (BAND[row["band"]], shown(row["body"]))))
        yield from _listed((f"{shown(row['label'])} ({roles}): {found}: {shown(row['reason'])}",), "  ")


def _column(column: Column) -> Iterator[str]:
    title = f"{column_title(column.name)[0].upper()}{column_title(column.name)[1:]}: {OUTCOME[column.outcome]}"
    yield from wrapped(f"{title}: {MEANS[column.outcome]}" if column.outcome in MEANS else title, "", "  ", WIDTH)
    yield "-" * len(title)
    for number, one in enumerate(worst_first((*column.fired, *column.flags)), 1):
        yield from finding_lines(one, number)
    yield from _follows(column)
    if column.questions:
        yield "  Questions that would settle it"
        moving = asked(column)
        for question in sorted(column.questions, key=lambda one: one not in moving):
            note = f" {shown(question.note)}." if question.note else ""
            idle = "" if question in moving else "(moves nothing yet) "
            yield from wrapped(f"{idle}{shown(question.about)}: {question.ask}{note} [for {', '.join(question.pages)}; {question.fact}]", "    ? ", "      ", WIDTH)
    if column.checked:
        yield "  Looked at, and not met"
        for seen in column.checked:
            yield from wrapped(f"{seen.title} ({seen.page}): {'; '.join(not_so(seen))}", "    ✗ ", "      ", WIDTH)
    if column.not_looked_at:
        yield from wrapped(f"Red flags whose facts are not known: {', '.join(column.not_looked_at)}", "  ", "    ", WIDTH)
    if change := column.next_change:
        yield from wrapped(f"The law changes for these facts on {change.on} ({', '.join(change.pages)}). It then says: {OUTCOME[change.outcome]}", "  ", "    ", WIDTH)


def _follows(column: Column) -> Iterator[str]:
    """Effects, numbers and their working."""
    if told := effects(column):
        yield "  What follows, and what was worked out"
        for name, value in told:
            yield from wrapped(f"{name}: {shown(value)}", "    ", "      ", WIDTH)
    if column.working:
        yield "  The working"
        for step in column.working:
            parts = (step["basket"], step["what"], step["amount"], f"[{step['citation']}]" if step["citation"] else "")
            yield from wrapped(" ".join(filter(None, parts)), "    ", "      ", WIDTH)


def not_so(seen: Checked) -> list[str]:
    """Why a page did not fire: each condition once, with everything of which it is not so."""
    found: dict[str, list[str]] = {}
    for text in seen.because:
        about, mark, words = text.partition(": not so: ")
        found.setdefault(f"not so: {shown(words)}" if mark else "", []).append(shown(about))
    return [f"{words} ({'; '.join(abouts)})" if words else "; ".join(abouts) for words, abouts in found.items()]


def finding_lines(one: Finding, number: int = 0) -> Iterator[str]:
    """One finding with its proof; a number, where it stands in a list."""
    pad = f"  {number}. " if number else "  "
    rest = " " * len(pad)
    outcome = OUTCOME[one.outcome] if one.counts else f"not counted ({OUTCOME[one.outcome]})"
    yield from wrapped(f"{outcome}: {one.title}", pad, rest, WIDTH)
    kind = "a red flag" if one.flag else "a provision"
    yield from wrapped(f"{one.page}, {kind}; {'; '.join(one.citations)}; read in the source on {one.verified_on}; page {one.page_sha256[:12]}", rest, rest, WIDTH)
    if one.doubt:
        yield from wrapped(f"At most a review: {one.doubt}.", rest, rest, WIDTH)
    if one.license_policy:
        yield from wrapped(f"Licence policy: {one.license_policy}.", rest, rest, WIDTH)
    if one.resolution:
        told = one.resolution
        yield from wrapped(f"Resolved by {shown(told['by'])} on {told['on']}; evidence: {shown(told['evidence'])}.", rest, rest, WIDTH)
    elif one.flag and one.would_be != "note":
        yield from wrapped(f"Open until somebody settles it: {', '.join(one.slots)}.", rest, rest, WIDTH)
    for instance in one.instances:
        yield from wrapped(f"About {shown(instance.about)}:", rest, rest, WIDTH)
        yield from _proof(instance.proof, instance, len(rest) + 1)


def _proof(line: ProofLine, instance: InstanceProof, depth: int) -> Iterator[str]:
    pad = " " * depth
    cite = f" ({'; '.join(line.citations)})" if line.citations and line.kind in {"definition", "exception"} else ""
    words = " ".join(filter(None, (line.label, line.words or GROUP.get(line.kind, line.kind))))
    yield from wrapped(f"{shown(words)}{cite}", f"{pad}{MARK[line.value]} ", f"{pad}  ", WIDTH)
    facts = {fact.path: fact for fact in instance.facts}
    for path in line.facts:
        if path in facts:
            yield from wrapped(f"{fact_words(facts[path])} [{path}]", f"{pad}    = ", f"{pad}      ", WIDTH)
    for child in line.children:
        yield from _proof(child, instance, depth + 2)


def fact_words(fact: FactUsed) -> str:
    """A fact's value, the note beside it, and who says so, in one line."""
    value = "not known" if fact.value is None else shown(fact.value) + (" and perhaps more" if fact.open else "")
    sources = "; ".join(dict.fromkeys(shown(source["citation"]) for source in fact.sources))
    told = [f"{value}: {shown(fact.note)}" if fact.note else value]
    return ". Source: ".join([*told, sources] if sources else told)
