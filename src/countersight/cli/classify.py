"""``countersight classify``: what is the item, by which words, and which codes a person should look at."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError

if TYPE_CHECKING:
    from countersight.products.answered import Asked

_STATES = {
    "covered": "inside a longer reading", "denied": "denied by the text", "names_another": "names what another thing is for", "constituent": "a part of the item, or what it is for",
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


def _nodes(answer: dict[str, Any]) -> list[str]:
    lines = []
    for band, words in (("asserted", ""), ("review", "  for a person to look at")):
        for one in answer["capability"][band]:
            lines.append(f"{one['node']:<11} {one['weight']:>3}  {one['name']}{words}")
            lines.append(f"{'':<16} because: " + ", ".join(f"{name} {weight:+d}" for name, weight in one["because"].items()))
            if one["htsus"] and band == "asserted":
                lines.append(f"{'':<16} US tariff, for a broker to confirm: {', '.join(one['htsus'])}")
            for code in one.get("control_candidates", ()):
                marks = ", ".join(mark for mark, on in (("unconfirmed", code["unconfirmed"]), ("the text speaks against it", code["contra"])) if on)
                lines.append(f"{'':<16} {code['eccn']:<8} licence by the chart: {code['license_by_chart'].replace('_', ' ')}" + (f" ({marks})" if marks else ""))
    return lines


def _lines(answer: dict[str, Any]) -> list[str]:
    lines = [answer["text"], "", *_nodes(answer)]
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


def _asked(given: argparse.Namespace) -> Asked:
    """What is told beside the text; the control list and the chart are those bundled, or the published ones of a file."""
    from countersight.products.answered import Asked
    from countersight.products.controls import read_ccl, read_chart
    from countersight.sources.countries import country_code

    if not given.to and (given.ccl or given.chart):
        raise InputError("--ccl and --chart say nothing without a country", hint="add --to CN")
    entries = read_ccl(given.ccl) if given.ccl else None
    marks = read_chart(given.chart, country_code) if given.chart else None
    return Asked(given.to or "", given.hs or "", given.eccn or "", entries, marks)


def is_file(text: str) -> bool:
    """Whether a text is rather the name of a file: one is there, or it has nothing but a name with the ending of one."""
    from pathlib import Path

    named = Path(text).suffix.casefold() in {".csv", ".tsv", ".xml", ".json", ".jsonl", ".xlsx", ".parquet"} and " " not in text.strip()
    try:
        return named or Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or a NUL in it: a text
        return False


def classify(given: argparse.Namespace) -> int:
    """Classify one text, or each line of a file; exit code 1 where a node is asserted, or a person is asked to look."""
    from countersight.cli.output import write
    from countersight.products.answered import to_dict
    from countersight.products.classify import classify as read

    if not given.text.strip():
        raise InputError("an empty text", hint="give the description as the seller wrote it")
    if is_file(given.text):
        from countersight.cli.classify_file import classify_file

        return classify_file(given, _asked(given))
    found = read(given.text, given.hs or "")
    answer = to_dict(given.text, found, _asked(given))
    write(json.dumps(answer, ensure_ascii=False, indent=1) if given.format == "json" else "\n".join(_lines(answer)), given.out)
    return int(bool(found.nodes or found.review or answer["proposal"]))
