"""What a classification answers, as plain data: the four axes apart, every hit with its place, and the codes that a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from countersight.errors import InputError
from countersight.products.classify import Classification, Score
from countersight.products.consistency import check
from countersight.products.controls import Control, need, proposals
from countersight.products.finding import Hit
from countersight.products.proposer import propose
from countersight.products.specs import bands, comparison, specs
from countersight.products.taxonomy import about, node


@dataclass(frozen=True, slots=True)
class Asked:
    """What was told beside the text: the destination (ISO 3166-1), for which codes are proposed, and the codes on the papers, which are checked.

    ``entries`` and ``marks`` are a published control list and country chart; without them those bundled are read.
    """

    to: str = ""
    hs: str = ""
    eccn: str = ""
    entries: dict[str, Control] | None = None
    marks: dict[str, frozenset[str]] | None = None


NOTHING: Final = Asked()


def _codes(score: Score, text: str, asked: Asked) -> list[dict[str, Any]]:
    rows = []
    for one in proposals(score.node, text):
        says = need(one.candidate.code, asked.to, asked.entries, asked.marks)
        rows.append({
            "eccn": one.candidate.code, "license_by_chart": says.need, "because": list(says.because), "note": one.candidate.note,
            "unconfirmed": one.candidate.unconfirmed, "contra": one.contra, "says": one.says,
        })  # fmt: skip
    return rows


def _score(score: Score, text: str, asked: Asked) -> dict[str, Any]:
    known = node(score.node)
    if known is None:
        raise InputError(f"no node {score.node!r}", hint="the lexicon and the taxonomy are of different editions")
    row: dict[str, Any] = {
        "node": known.id, "name": known.name_en, "weight": score.weight, "because": dict(score.because), "definition": known.definition,
        "legitimate": known.legitimate, "risk": known.risk, "dual_use": known.dual_use, "hs6": list(known.hs6), "htsus": list(known.htsus),
    }  # fmt: skip
    if asked.to:
        row["control_candidates"] = _codes(score, text, asked)
    return row


def _hit(hit: Hit) -> dict[str, Any]:
    one = hit.concept
    return {"concept": one.id, "read": hit.read, "at": [hit.start, hit.end], "state": hit.state, "kind": one.kind, "gives": one.gives, "source": one.source}


def to_dict(text: str, found: Classification, asked: Asked = NOTHING) -> dict[str, Any]:
    """The whole answer, for JSON: the four axes apart, every hit, and what codes say."""
    proposal = propose(found)
    return {
        "schema": "countersight.classify/1", "taxonomy": about()["version"], "text": text, "read_as": found.text, "truncated": found.truncated,
        "capability": {
            "asserted": [_score(one, found.text, asked) for one in found.nodes],
            "review": [_score(one, found.text, asked) for one in found.review],
        },
        "design_intent": list(found.design_intent),
        "configuration": {
            "comparison": comparison(text) or None, "bands": list(bands(text)),
            "measures": [{"what": one.what, "value": str(one.value), "unit": one.unit, "read": one.read} for one in specs(text)],
        },
        "context": list(found.context),
        "hits": [_hit(hit) for hit in found.hits],
        "derived": [{"concept": one.id, "gives": one.gives} for one in found.derived],
        "proposal": {"score": proposal.score, "threshold": proposal.threshold, "because": dict(proposal.because)} if proposal else None,
        "notes": [{"code": one.code, "words": one.words} for one in check(found, asked.hs, asked.eccn)],
    }  # fmt: skip
