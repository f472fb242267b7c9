"""``countersight name`` and ``countersight who``: light on imports, because people type them and wait."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError

if TYPE_CHECKING:
    from countersight.match.outcome import Match
    from countersight.model.body import Body
    from countersight.store.snapshot import Snapshot


def _found(match: Match, body: Body, on: date) -> dict[str, Any]:
    from countersight.cli.dossier import state

    listed = [
        {"list": one.list_id, "state": state(one, on), "from": one.start, "to": one.end, "citation": one.citation, "scope": one.scope}
        for one in body.designations
    ]
    return {
        "id": body.id, "name": body.caption, "band": match.band, "score": match.score, "reason": match.reason,
        "matched": match.name_matched, "likelihood": match.evidence.likelihood or None, "segments": [list(one) for one in match.evidence.segments],
        "conflicts": list(match.evidence.conflicts), "flips": list(match.evidence.flips), "countries": list(body.countries), "designations": listed,
    }  # fmt: skip


def name(given: argparse.Namespace) -> int:
    """Who is this?"""
    from countersight.app import open_snapshot
    from countersight.cli.output import settings, write
    from countersight.match.matcher import resolve

    snapshot = open_snapshot(settings(given.snapshot))
    on = given.on or date.today()  # noqa: DTZ011 - the user's own day
    found = resolve(snapshot, (given.text,), given.country, {}, use=given.use)
    hits = [_found(one, body, on) for one in ((found.match,) if found.match else ()) + found.possible if (body := snapshot.body(one.body_id))]
    if given.format == "json":
        result = {"schema": "countersight.name/1", "name": given.text, "on": on.isoformat(), "snapshot": snapshot.content_hash, "looked_at": found.looked_at, "hits": hits}
        write(json.dumps(result, indent=1, ensure_ascii=False), given.out)
        return int(bool(hits))
    write("\n".join(_told(hits, given.text, on, snapshot, why=given.why)), given.out)
    return int(bool(hits))


def _told(hits: list[dict[str, Any]], text: str, on: date, snapshot: Snapshot, *, why: bool) -> list[str]:
    lines = []
    for hit in hits:
        lines.append(f"{hit['band'].upper():<9}{hit['name']}  [{hit['id']}]  {' '.join(hit['countries'])}".rstrip())
        lines.append(f"         because: {hit['reason']}" + (f" (as {hit['matched']})" if hit["matched"] != hit["name"] else ""))
        lines += _why(hit) if why else []
        lines += [f"         {one['list']:<20} {one['state']:<20} {one['citation']}" for one in hit["designations"]]
        if not hit["designations"]:
            lines.append("         on no list: in the atlas for other reasons, see `countersight who`")
    if not hits:
        lines.append(f"nothing near {text!r} in this snapshot.")
    partial = [row.list_id for row in snapshot.coverages() if not snapshot.covers(row.list_id, on)]
    if partial:
        lines.append(f"read on {on}. Not held in full for that day, so not finding a name there says nothing: {', '.join(partial)}.")
    return lines


def _why(hit: dict[str, Any]) -> list[str]:
    """What stands opposite what, what speaks against, what would flip it."""
    likely = f"{hit['likelihood']:.2f}" if hit["likelihood"] else "not computed: a rule or an identifier decides"
    lines = [f"         compared as: {hit['matched']}", f"         likelihood by spelling: {likely}"]
    lines += [f"           {left:<24} {how:<10} {right}" for left, right, how in hit["segments"]]
    lines += [f"         against: {one}" for one in hit["conflicts"]]
    return lines + [f"         {one}" for one in hit["flips"]]


def _named(snapshot: Snapshot, text: str) -> Body:
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
    from countersight.cli.dossier import dossier, lines, to_dict
    from countersight.cli.output import settings, write

    snapshot = open_snapshot(settings(given.snapshot))
    body = snapshot.body(given.id) or _named(snapshot, given.id)
    found = dossier(snapshot, body, date.today())  # noqa: DTZ011 - the user's own day
    if given.format == "json":
        write(json.dumps(to_dict(found, snapshot), indent=1, ensure_ascii=False), given.out)
    else:
        write("\n".join(lines(found, snapshot)), given.out)
    return 0
