"""From readings to what a decision keeps of them: findings with proof, pages checked, questions to ask."""

from __future__ import annotations

from datetime import date

from countersight.model.decision import Checked, FactUsed, Finding, InstanceProof, ProofLine, Question
from countersight.model.fact import Fact
from countersight.model.fact_schema import FACTS
from countersight.model.matter import Matter
from countersight.model.units import format_money, format_share
from countersight.rules.explain import Proof
from countersight.rules.reading import Instance, PageReading
from countersight.rules.window import Anchors
from countersight.screening.effects import put_in

_NO_ANCHORS: Anchors = {}
WORD = {True: "met", False: "not_met", None: "unknown"}


def value_text(path: str, fact: Fact) -> str | None:
    """A fact's value as text, in the unit of its type."""
    value, kind = fact.value, FACTS[path].type
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "{" + ", ".join(value) + "}"
    if kind == "share" and isinstance(value, int):
        return format_share(value)
    if kind == "money" and isinstance(value, int):
        return format_money(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def fact_used(path: str, fact: Fact | None) -> FactUsed:
    """A fact with its sources, as plain text."""
    says = FACTS[path].says
    if fact is None:
        return FactUsed(path, None, says, note="not stated")
    sources = []
    for one in fact.sources:
        pairs = (("citation", one.citation), ("nature", one.nature), ("url", one.url), ("seen", one.seen))
        row = {key: text for key, text in pairs if text}
        if row not in sources:
            sources.append(row)
    return FactUsed(path, value_text(path, fact), says, fact.open, fact.note, tuple(sources))


def proof_line(proof: Proof) -> ProofLine:
    """A proof as plain text."""
    children = tuple(proof_line(child) for child in proof.children)
    return ProofLine(proof.label, proof.words, proof.kind, WORD[proof.value], proof.expr, proof.facts, proof.citations, children)


def shown_of(proof: Proof) -> tuple[ProofLine, tuple[str, ...]]:
    """A proof as plain text, and the paths that it reads; worked out once, since all readings over equal facts share it."""
    if proof.shown is None:
        paths = dict.fromkeys(path for leaf in proof.leaves() for path in leaf.facts)
        proof.shown = proof_line(proof), tuple(paths)
    shown: tuple[ProofLine, tuple[str, ...]] = proof.shown
    return shown


def _instance(one: Instance) -> InstanceProof:
    line, read = shown_of(one.proof)
    facts = tuple(fact_used(path, one.facts.get(path)) for path in read)
    body = next((each.body_id for each in one.bindings if each.body_id), "")
    return InstanceProof(one.about, body, WORD[one.value], line, facts)


def weight(reading: PageReading, matter: Matter, *, proposed_book: bool) -> tuple[str, bool]:
    """The outcome that a page adds to its column, and whether it counts; the proof is not looked at."""
    page = reading.page
    outcome = {"needs_review": "review"}.get(reading.disposition, reading.disposition)
    counts = proposed_book or reading.phase.window.status != "proposed"
    if page.is_flag:
        if page.head.raises == "note" and reading.value is True:
            outcome = "note"
        counts = counts and reading.value is True and outcome != "note" and matter.resolutions.get(page.id) is None
    return outcome, counts


def finding(reading: PageReading, matter: Matter, *, proposed_book: bool, anchors: Anchors = _NO_ANCHORS) -> Finding:
    """What a page adds to a decision."""
    page, doubt = reading.page, reading.phase.doubt
    outcome, counts = weight(reading, matter, proposed_book=proposed_book)
    settled = matter.resolutions.get(page.id) if page.is_flag else None
    resolution = {"by": settled.by, "on": settled.on.isoformat(), "evidence": settled.evidence} if settled else {}
    told = [one for one in reading.instances if one.value is not False] or reading.instances[:1]
    instances = tuple(_instance(one) for one in told)
    return Finding(
        page=page.id,
        title=page.title,
        citations=tuple(dict.fromkeys(reading.citations)),
        measure=page.head.measure,
        outcome=outcome,
        would_be=page.outcome,
        value=WORD[reading.value],
        doubt=doubt,
        flag=page.is_flag,
        counts=counts,
        license_policy=page.head.license_policy,
        effect=put_in(page.head.effect, instances, anchors),
        verified_on=page.head.verified_on,
        page_sha256=page.sha256,
        instances=instances,
        slots=page.head.slots,
        resolution=resolution,
    )


def checked(reading: PageReading) -> Checked:
    """A page that did not fire, with the first condition that was not met, per binding."""
    because: dict[str, None] = {}
    told: dict[int, str] = {}
    for one in reading.instances:
        words = told.get(id(one.proof))
        if words is None:
            words = told[id(one.proof)] = _not_met(one.proof)
        because[f"{one.about}: not so: {words}" if words else one.about] = None
    if not reading.instances:
        because["nothing in the matter that the page speaks of"] = None
    return Checked(reading.page.id, reading.page.title, tuple(reading.citations), reading.page.is_flag, tuple(because))


def _not_met(proof: Proof) -> str:
    """The words of the first leaf that makes a proof false."""
    if proof.value is not False:
        return ""
    if proof.kind == "none":
        return proof.words
    for child in proof.children:
        if child.value is False:
            return _not_met(child) or child.words
    return proof.words


def questions(readings: list[PageReading]) -> tuple[Question, ...]:
    """What would settle the provisions that are open, each question once, in the order of the pages.

    Flags ask nothing by themselves: a flag whose facts are unknown is listed as not looked at.
    """
    found: dict[tuple[str, str], tuple[list[str], str]] = {}
    for reading in readings:
        if reading.value is not None or reading.page.is_flag:
            continue
        for one in reading.instances:
            for path in one.ask if one.value is None else ():
                fact = one.facts.get(path)
                pages, _ = found.setdefault((one.about_fact(path), path), ([], fact.note if fact else ""))
                if reading.page.id not in pages:
                    pages.append(reading.page.id)
    return tuple(
        Question(about, path, FACTS[path].ask, tuple(pages), note) for (about, path), (pages, note) in found.items()
    )
