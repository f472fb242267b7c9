"""``countersight classify FILE``: every line of a file, an inventory of devices for one: what it is, who made it, and how that is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from countersight.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from countersight.model.matter import Line
    from countersight.products.answered import Asked

_SHOWN = 20


def classify_file(given: argparse.Namespace, asked: Asked) -> int:
    """Classify every line of every matter of a file; exit code 2 where a row could not be read, 1 also where something points to one of the makers whom lists name."""
    from countersight.cli.output import tell, write
    from countersight.intake.devices import HOW
    from countersight.intake.read import read_matters

    if given.hs or given.eccn:
        raise UsageError("--hs and --eccn say something of one item, not of a file", hint="give them in columns of the file: hs, eccn")
    intake = read_matters(given.text, "devices")
    rows = [_row(f"{matter.id} line {number}", line, asked) for matter in intake.matters for number, line in enumerate(matter.lines or [], 1)]
    for note in intake.notes:
        if not any(how in note for how in HOW.values()):  # what names a maker stands with its line
            tell(note)
    for fault in intake.faults[:_SHOWN]:
        tell(str(fault))
    if len(intake.faults) > _SHOWN:
        tell(f"and {len(intake.faults) - _SHOWN} more rows that could not be read")
    found = any(row["capability"]["asserted"] or row["capability"]["review"] or any(one["id"] for one in row["evidence"]) for row in rows)
    answer = {"schema": "countersight.classify-file/1", "file": given.text, "lines": rows, "faults": len(intake.faults)}
    write(json.dumps(answer, ensure_ascii=False, indent=1) if given.format == "json" else "\n".join(text for row in rows for text in _told(row)), given.out)
    return 2 if intake.faults else int(found)


def _row(where: str, line: Line, asked: Asked) -> dict[str, Any]:
    from dataclasses import replace

    from countersight.measures.stated import stated as said
    from countersight.products.answered import to_dict
    from countersight.products.classify import classify
    from countersight.products.makers import evidence, maker_named

    text = "; ".join(part for part in (said(line.description), said(line.model), said(line.brand), said(line.use)) if part)
    answer = to_dict(text, classify(text, said(line.hs)), replace(asked, hs=said(line.hs), eccn=said(line.eccn)))
    found = evidence(mac=said(line.mac), fcc_id=said(line.fcc_id), model=said(line.model), firmware=said(line.firmware), brand=said(line.brand))
    return {
        "line": where, "text": text, "maker": maker_named(found) or "", "producer": said(line.producer),
        "evidence": [{"by": one.by, "read": one.read, "id": one.maker, "maker": one.name, "strength": one.strength, "unconfirmed": one.unconfirmed, "source": one.source} for one in found],
        "capability": answer["capability"], "notes": answer["notes"],
    }  # fmt: skip


def _told(row: dict[str, Any]) -> list[str]:
    from countersight.intake.devices import HOW

    lines = [f"{row['line']}: {row['text'] or 'not described'}"]
    scores = [(one, "") for one in row["capability"]["asserted"]] + [(one, "  for a person to look at") for one in row["capability"]["review"]]
    lines += [f"  {one['node']:<11} {one['weight']:>3}  {one['name']}{words}" for one, words in scores] or ["  no node is asserted: the text does not say; that is not the same as no surveillance product"]
    lines.append(f"  made by {row['producer']}" if row["producer"] else "  made by: not known")
    lines += [f"  {HOW[one['strength']]} {one['maker']} by {one['by']} {one['read']}" + (" (from memory, for a person to confirm)" if one["unconfirmed"] else "") for one in row["evidence"]]
    return [*lines, *(f"  note: {one['words']}" for one in row["notes"]), ""]
