"""``countersight name`` and ``countersight who``: light on imports, because people type them and wait."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError

if TYPE_CHECKING:
    from countersight.match.adjudications import Adjudication
    from countersight.match.asking import Party
    from countersight.match.outcome import Match
    from countersight.match.why import Why
    from countersight.model.body import Body
    from countersight.store.snapshot import Snapshot


def name(given: argparse.Namespace) -> int:
    """Who is this?"""
    from countersight.app import open_adjudications, open_snapshot
    from countersight.cli.output import settings, tell, write
    from countersight.cli.party import party_of
    from countersight.match.asking import ask
    from countersight.reports.hits import hit_row

    party = party_of(given)
    decided = open_adjudications(Path(given.decided)) if given.decided else None
    snapshot = open_snapshot(settings(given.snapshot))
    on = given.on or date.today()  # noqa: DTZ011 - the user's own day
    answer = ask(snapshot, party, use=given.use, decided=decided)
    hits = [hit_row(one, body, on, _opened(given, snapshot, party, one)) for one in answer if (body := snapshot.body(one.body_id))]
    gone = [_gone(one, snapshot) for one, why in decided.of(party.question, snapshot).values() if one.decided == "not_same" and not why] if decided else []
    for note in answer.notes:
        tell(note)
    if given.format == "json":
        result = {
            "schema": "countersight.name/1", "name": given.text, "on": on.isoformat(), "snapshot": snapshot.content_hash, "looked_at": answer.found.looked_at,
            "hits": hits, "notes": list(answer.notes), "decided": gone,
        }  # fmt: skip
        write(json.dumps(result, indent=1, ensure_ascii=False), given.out)
        return int(bool(hits))
    write("\n".join(_told(hits, given.text, on, snapshot, gone)), given.out)
    return int(bool(hits))


def _opened(given: argparse.Namespace, snapshot: Snapshot, party: Party, hit: Match) -> Why | None:
    if not given.why:
        return None
    from countersight.match.why import why

    return why(snapshot, party, hit, given.use)


def _gone(one: Adjudication, snapshot: Snapshot) -> dict[str, str]:
    body = snapshot.body(one.body_id)
    return {"id": one.body_id, "name": body.caption if body else one.body_id, "decided": one.decided, "by": one.by, "day": one.day, "until": one.until, "note": one.note}


def _told(hits: list[dict[str, Any]], text: str, on: date, snapshot: Snapshot, gone: list[dict[str, str]]) -> list[str]:
    lines = []
    for hit in hits:
        lines.append(f"{hit['band'].upper():<9}{hit['name']}  [{hit['id']}]  {' '.join(hit['countries'])}".rstrip())
        lines.append(f"         because: {hit['reason']}" + (f" (as {hit['matched']})" if hit["matched"] != hit["name"] else ""))
        lines += _why(hit["why"]) if "why" in hit else []
        lines += [f"         {one['list']:<20} {one['state']:<20} {one['citation']}" for one in hit["designations"]]
        if not hit["designations"]:
            lines.append("         on no list: in the atlas for other reasons, see `countersight who`")
    if not hits:
        lines.append(f"nothing near {text!r} in this snapshot{', but for what was decided' if gone else ''}.")
    for one in gone:
        lines.append(f"not shown: {one['name']}  [{one['id']}]: decided, not the same ({one['by']}, {one['day']}): {one['note']}")
    partial = [row.list_id for row in snapshot.coverages() if not snapshot.covers(row.list_id, on)]
    if partial:
        lines.append(f"read on {on}. Not held in full for that day, so not finding a name there says nothing: {', '.join(partial)}.")
    return lines


def _why(opened: dict[str, Any]) -> list[str]:
    """The name that was met, what stands opposite what, what is left over, what agrees and conflicts, what would flip it."""
    from countersight.match.why import HOW
    from countersight.reports.shown import shown, width

    alias = opened["alias"]
    about = ", ".join(filter(None, (alias["kind"], alias["lang"], f"as {opened['stated_by']} has it" if opened["stated_by"] else "")))
    lines = [f"           compared   {shown(opened['asked'])}", f"           with       {shown(alias['text'])}  ({about})"]
    columns = max((width(left) for left, _, _ in opened["segments"]), default=0)
    second = max((width(right) for _, right, _ in opened["segments"]), default=0)
    for at, (left, right, how) in enumerate(opened["segments"]):
        head = "aligned" if at == 0 else ""
        lines.append(f"           {head:<10} {shown(left)}{' ' * (columns - width(left))}  {shown(right)}{' ' * (second - width(right))}  {HOW.get(how, how)}")
    for head, words in (("only asked", opened["mine"]), ("only there", opened["theirs"])):
        if words:
            lines.append(f"           {head:<10} {shown(', '.join(words))}")
    lines.append(f"           likelihood {opened['likelihood']:.2f} by these two names alone")
    for head, said in (("for it", opened["agreements"]), ("against it", opened["conflicts"]), ("would flip", opened["flips"])):
        lines += [f"           {head if at == 0 else '':<10} {shown(one)}" for at, one in enumerate(said)]
    if not opened["flips"]:
        lines.append("           would flip no single word, country or use")
    return lines


def named(snapshot: Snapshot, text: str) -> Body:
    """The one body of that name.

    Raises:
        InputError: No body has it, or none for certain; those near it are named.
    """
    from countersight.match.matcher import resolve

    found = resolve(snapshot, (text,), None, {})
    body = snapshot.body(found.match.body_id) if found.match else None
    if body is None:
        near = [f"{one.caption} [{one.id}]" for match in found.possible[:5] if (one := snapshot.body(match.body_id))]
        hint = f"near it: {'; '.join(near)}" if near else "`countersight name TEXT` looks further"
        raise InputError(f"no body {text!r} in this snapshot, by id or by name", hint=hint)
    return body


def who(given: argparse.Namespace) -> int:
    """The dossier of one body."""
    from countersight.app import open_snapshot
    from countersight.cli.output import settings, write
    from countersight.reports.dossier import dossier, lines, to_dict

    snapshot = open_snapshot(settings(given.snapshot))
    body = snapshot.body(given.id) or named(snapshot, given.id)
    found = dossier(snapshot, body, date.today())  # noqa: DTZ011 - the user's own day
    if given.format == "json":
        write(json.dumps(to_dict(found, snapshot), indent=1, ensure_ascii=False), given.out)
    else:
        write("\n".join(lines(found, snapshot)), given.out)
    return 0
