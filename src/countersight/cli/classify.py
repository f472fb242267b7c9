"""``countersight classify``: what is the item, by which words, and which codes a person should look at."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError

if TYPE_CHECKING:
    from countersight.products.classify import Classification, Score
    from countersight.products.controls import Control
    from countersight.products.finding import Hit

_STATES = {
    "covered": "inside a longer reading", "denied": "denied by the text", "names_another": "names what another thing is for", "constituent": "a part of the item, or what it is for",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Law:
    """For which country candidates are looked up, and in which list and chart: those bundled, or the published ones of a file."""

    country: str
    entries: dict[str, Control] | None = None
    marks: dict[str, frozenset[str]] | None = None


def _law(given: argparse.Namespace) -> _Law | None:
    from countersight.products.controls import read_ccl, read_chart
    from countersight.sources.countries import country_code

    if not given.to:
        if given.ccl or given.chart:
            raise InputError("--ccl and --chart say nothing without a country", hint="add --to CN")
        return None
    return _Law(given.to, read_ccl(given.ccl) if given.ccl else None, read_chart(given.chart, country_code) if given.chart else None)


def _codes(score: Score, text: str, law: _Law) -> list[dict[str, Any]]:
    from countersight.products.controls import need, proposals

    rows = []
    for one in proposals(score.node, text):
        says = need(one.candidate.code, law.country, law.entries, law.marks)
        rows.append({
            "eccn": one.candidate.code, "license_by_chart": says.need, "because": list(says.because), "note": one.candidate.note,
            "unconfirmed": one.candidate.unconfirmed, "contra": one.contra, "says": one.says,
        })  # fmt: skip
    return rows


def _score(score: Score, text: str, law: _Law | None) -> dict[str, Any]:
    from countersight.products.taxonomy import node

    known = node(score.node)
    if known is None:
        raise InputError(f"no node {score.node!r}", hint="the lexicon and the taxonomy are of different editions")
    row: dict[str, Any] = {
        "node": known.id, "name": known.name_en, "weight": score.weight, "because": dict(score.because), "definition": known.definition,
        "legitimate": known.legitimate, "risk": known.risk, "dual_use": known.dual_use, "hs6": list(known.hs6), "htsus": list(known.htsus),
    }  # fmt: skip
    if law:
        row["control_candidates"] = _codes(score, text, law)
    return row


def _hit(hit: Hit) -> dict[str, Any]:
    one = hit.concept
    return {"concept": one.id, "read": hit.read, "at": [hit.start, hit.end], "state": hit.state, "kind": one.kind, "gives": one.gives, "source": one.source}


def to_dict(text: str, found: Classification, given: argparse.Namespace) -> dict[str, Any]:
    """The whole answer, for JSON: the four axes apart, every hit, and what codes say."""
    from countersight.products.consistency import check
    from countersight.products.proposer import propose
    from countersight.products.specs import bands, comparison, specs
    from countersight.products.taxonomy import about

    proposal, law = propose(found), _law(given)
    return {
        "schema": "countersight.classify/1", "taxonomy": about()["version"], "text": text, "read_as": found.text, "truncated": found.truncated,
        "capability": {
            "asserted": [_score(one, found.text, law) for one in found.nodes],
            "review": [_score(one, found.text, law) for one in found.review],
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
        "notes": [{"code": one.code, "words": one.words} for one in check(found, given.hs or "", given.eccn or "")],
    }  # fmt: skip


def _proposal(proposal: dict[str, Any] | None) -> list[str]:
    if proposal is None:
        return []
    because = ", ".join(f"{name} {weight:+d}" for name, weight in proposal["because"].items())
    return [f"the linear model proposes that a person looks: {proposal['score']}, from {proposal['threshold']} on; it asserts nothing", f"{'':<16} because: {because}"]


def _configuration(told: dict[str, Any]) -> list[str]:
    measures = [f"comparison {told['comparison']}"] if told["comparison"] else []
    measures += [f"{one['what']} {one['value']} {one['unit']}" for one in told["measures"]]
    measures += [f"band {one}" for one in told["bands"]]
    return [f"configuration: {'; '.join(measures)}"] if measures else []


def _lines(answer: dict[str, Any]) -> list[str]:
    lines = [answer["text"], ""]
    for band, words in (("asserted", ""), ("review", "  for a person to look at")):
        for one in answer["capability"][band]:
            lines.append(f"{one['node']:<11} {one['weight']:>3}  {one['name']}{words}")
            lines.append(f"{'':<16} because: " + ", ".join(f"{name} {weight:+d}" for name, weight in one["because"].items()))
            if one["htsus"] and band == "asserted":
                lines.append(f"{'':<16} US tariff, for a broker to confirm: {', '.join(one['htsus'])}")
            for code in one.get("control_candidates", ()):
                marks = ", ".join(mark for mark, on in (("unconfirmed", code["unconfirmed"]), ("the text speaks against it", code["contra"])) if on)
                lines.append(f"{'':<16} {code['eccn']:<8} licence by the chart: {code['license_by_chart'].replace('_', ' ')}" + (f" ({marks})" if marks else ""))
    if not answer["capability"]["asserted"]:
        lines.append("no node is asserted: the text does not say; that is not the same as no surveillance product")
    lines += [*_proposal(answer["proposal"]), ""]
    lines += [f"read: {hit['read']!r} as {hit['concept']}" + (f" ({_STATES[hit['state']]})" if hit["state"] != "counts" else "") for hit in answer["hits"]]
    for name in ("design_intent", "context"):
        if answer[name]:
            lines.append(f"{name.replace('_', ' ')}: {'; '.join(answer[name])}")
    lines += _configuration(answer["configuration"])
    lines += [f"note: {one['words']}" for one in answer["notes"]]
    if any(one.get("control_candidates") for one in answer["capability"]["asserted"]):
        lines.append("control numbers are candidates: a person must confirm them; parts 744 and 746 stand beside the chart")
    return lines


def classify(given: argparse.Namespace) -> int:
    """Classify one text; exit code 1 where a node is asserted, or a person is asked to look."""
    from countersight.cli.output import write
    from countersight.products.classify import classify as read

    if not given.text.strip():
        raise InputError("an empty text", hint="give the description as the seller wrote it")
    found = read(given.text, given.hs or "")
    answer = to_dict(given.text, found, given)
    write(json.dumps(answer, ensure_ascii=False, indent=1) if given.format == "json" else "\n".join(_lines(answer)), given.out)
    return int(bool(found.nodes or found.review or answer["proposal"]))
