"""A decision as the plain data that the letter's template sets: every text made safe, cut, and parted by language.

A text is a list of ``[language, words]``; the template never sees markup, so nothing that a file says can steer it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, Final

from countersight.model.decision import Column, Decision, Finding, InstanceProof, ProofLine
from countersight.reports import words
from countersight.reports.gathered import deciders, open_questions, sources
from countersight.reports.markup import address, runs, where_to_read
from countersight.reports.shown import shown
from countersight.reports.why import fact_words, not_so

Text = list[list[str]]
Data = dict[str, Any]

STATUS: Final = {"met": "met", "not_met": "not met", "unknown": "not known"}
"""The value of a line of a proof in words: a letter is also read aloud."""

REPLY: Final = (
    "Whoever is named here may ask for a correction, or for a reply to be shown beside a statement: by an issue titled 'right of reply' at the project, "
    "or in private as its SECURITY.md describes; and to whoever sent this letter. A contested statement is marked as such while it is looked at. "
    "What is wrong is corrected with a new record and a note; nothing is silently edited."
)
MOST_FACTS: Final = 400


def say(value: object, most: int = MOST_FACTS) -> Text:
    """A value as the letter says it.

    >>> say("Dahua 大华")
    [['', 'Dahua '], ['zh', '大华']]
    """
    return [[kind, part if kind else _LONG.sub(_broken, part)] for kind, part in runs(shown(value, most))]


_LONG: Final = re.compile(r"\S{25,}")


def _broken(word: re.Match[str]) -> str:
    """A word that no line holds, with places at which it may break; they are not seen, and a copy of the text holds them."""
    return "\u200b".join(textwrap.wrap(word[0], 12, break_on_hyphens=False))


def letter(one: Decision) -> Data:
    """Everything that the letter on one decision says, in its order."""
    matter = one.matter
    return {
        "id": say(matter["id"], 160),
        "plain_id": shown(matter["id"], 160),
        "what": say(words.matter_words(one)),
        "lines": [say(words.line_words(line)) for line in matter.get("lines") or ()],
        "details": [[say(name), say(value)] for name, value in _details(matter)],
        "papers": [say(text) for text in matter.get("text") or ()],
        "parties": [_party(row) for row in one.parties],
        "reviewed": [say("; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in each.items() if value), 600) for each in one.decided.get("adjudications", ())],
        "columns": [_row(column) for column in one.columns],
        "sections": [_section(column) for column in one.columns],
        "questions": [
            {"about": say(each.about), "ask": say(f"{each.ask} {each.note}".strip()), "waits": say("; ".join(each.waits))} for each in open_questions(one)
        ],
        "sources": [
            {"cite": say(row.citation), "url": address(row.url) or where_to_read(row.citation), "nature": say(row.nature), "seen": row.seen or "not stated", "pages": ", ".join(row.pages)}
            for row in sources(one)
        ],
        "hashes": _hashes(one),
        "not": words.NOT,
        "reply": REPLY,
    }


_DETAILS: Final = ("position", "project", "issuer")
"""Parts of a matter that are plain names and values; what is nested in them stands in the findings that read it."""


def _details(matter: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for part in _DETAILS:
        for name, value in (matter.get(part) or {}).items():
            if isinstance(value, str | int):
                yield name.replace("_pct", ", percent").replace("_", " "), {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _party(row: dict[str, str]) -> Data:
    found = f"{words.BAND[row['band']]} {row['body']}".strip()
    return {"label": say(row["label"]), "roles": row["roles"].replace("_", " "), "found": say(found), "reason": say(row["reason"])}


def _row(column: Column) -> Data:
    """A row of the matrix: what one column of law says."""
    by = ", ".join(each.page for each in deciders((*column.fired, *column.flags), column.outcome))
    change = column.next_change
    return {
        "title": _title(column),
        "proposed": column.proposed,
        "outcome": words.OUTCOME[column.outcome],
        "kind": column.outcome,
        "means": words.MEANS.get(column.outcome, ""),
        "by": by,
        "open": len(words.asked(column)),
        "flags": sum(one.counts for one in column.flags),
        "next": f"{change.on}: {words.OUTCOME[change.outcome]}" if change else "none on record",
    }


def _title(column: Column) -> str:
    title = words.column_title(column.name)
    return title[:1].upper() + title[1:]


def _section(column: Column) -> Data:
    """One column in full: findings with their proofs, what follows, what was checked."""
    return {
        "title": _title(column),
        "outcome": words.OUTCOME[column.outcome],
        "kind": column.outcome,
        "findings": [_finding(one) for one in words.worst_first((*column.fired, *column.flags))],
        "effects": [[say(name), say(value)] for name, value in words.effects(column)],
        "working": [
            {"what": say(" ".join(filter(None, (step["basket"], step["what"])))), "amount": say(step["amount"]), "cite": say(step["citation"])} for step in column.working
        ],
        "checked": [say(f"{seen.title} ({seen.page}): {'; '.join(not_so(seen))}", 600) for seen in column.checked],
        "unknown_flags": ", ".join(column.not_looked_at),
    }


def _finding(one: Finding) -> Data:
    status = "red flag" if one.flag else "provision"
    told = []
    if one.doubt:
        told.append(say(f"At most a review: {one.doubt}."))
    if one.license_policy:
        told.append(say(f"Licence policy: {one.license_policy}."))
    if one.resolution:
        told.append(say(f"Resolved by {one.resolution['by']} on {one.resolution['on']}; evidence: {one.resolution['evidence']}."))
    elif one.flag and one.would_be != "note":
        told.append(say(f"Open until somebody settles it: {', '.join(one.slots)}."))
    if not one.counts and not one.resolution:
        told.append(say("Shown for information: a proposal, a note, or a page that does not count on this day. It moves nothing."))
    return {
        "outcome": words.OUTCOME[one.outcome] if one.counts else f"not counted ({words.OUTCOME[one.outcome]})",
        "kind": one.outcome if one.counts else "note",
        "title": say(one.title),
        "page": one.page,
        "status": f"{status}, {STATUS[one.value]}; read in the source on {one.verified_on}; page {one.page_sha256[:12]}",
        "cites": [{"cite": say(cite), "url": where_to_read(cite)} for cite in one.citations],
        "told": told,
        "proofs": [{"about": say(each.about), "status": STATUS[each.value], "lines": list(_proof(each.proof, each, 0))} for each in one.instances],
    }


def _proof(line: ProofLine, instance: InstanceProof, depth: int) -> Iterator[Data]:
    """The lines of a proof, each with its depth: the template indents them."""
    cite = f" ({'; '.join(line.citations)})" if line.citations and line.kind in {"definition", "exception"} else ""
    text = " ".join(filter(None, (line.label, line.words or words.GROUP.get(line.kind, line.kind)))) + cite
    facts = {fact.path: fact for fact in instance.facts}
    known = [{"path": path, "says": say(fact_words(facts[path]))} for path in line.facts if path in facts]
    yield {"depth": min(depth, 8), "value": STATUS[line.value], "words": say(text), "facts": known}
    for child in line.children:
        yield from _proof(child, instance, depth + 1)


def _hashes(one: Decision) -> list[list[str]]:
    rows = [["Decision", one.id], ["Snapshot of the evidence", one.snapshot]]
    rows += [[f"Pages of law: {column.name}", column.sha256] for column in one.columns]
    more = f"evidence up to {one.known_at or 'an unknown day'}" + ("; lists read as held whole" if one.lists_complete else "") + (f"; the Act read as enacted on {one.enacted}" if one.enacted else "")
    return [*rows, ["Program", f"{one.program}, {one.schema}; {more}"]]


def every_text(value: object) -> Iterable[str]:
    """Every text in the data, so that the letter's maker can see which signs it holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from every_text(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every_text(inner)
