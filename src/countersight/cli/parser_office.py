"""The command line of an office: ledger, backup and restore, cases, watch."""

from __future__ import annotations

import argparse

from countersight.cli.parser import _DATABASE, _DEFAULT_SNAPSHOT, _command, _of_tenant, _out


def office(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Put them in."""
    parts = commands.add_parser("ledger", help="what was decided and done, in a chain of hashes: verify, show, head").add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = _command(parts, "verify", "ledger:verify", "find any change, removal or cut, and say where")
    parser.add_argument("--tenant", metavar="NAME", help="only that tenant (default: all)")
    parser.add_argument("--database", metavar="URL", help=_DATABASE)
    parser.add_argument("--copy", action="append", default=[], metavar="FILE", help="checkpoints that were kept elsewhere, TENANT.jsonl; may be given several times")
    parser.add_argument("--key", metavar="FILE", help="the public key (default: the one beside the checkpoints)")
    _out(parser, "table", "json")
    parser = _command(parts, "show", "ledger:show", "the entries of a ledger, without what they say")
    _of_tenant(parser, _DATABASE)
    parser.add_argument("--after", type=int, default=0, metavar="N", help="those behind entry N (default: from the first)")
    parser.add_argument("--kind", default="", metavar="KIND", help="decision, list.taken, ledger.purge ..., or a family: case.")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="at most N (default: 100)")
    _out(parser, "table", "json")
    parser = _command(parts, "head", "ledger:head", "the last signed checkpoint of each ledger: keep it where nobody who writes to the database can write")
    parser.add_argument("--tenant", metavar="NAME", help="only that tenant (default: all)")
    parser.add_argument("--database", metavar="URL", help=_DATABASE)
    parser.add_argument("--out", metavar="FILE", help="write to a file instead of standard output")
    parser = _command(commands, "backup", "ledger:backup", "write the whole office to one file: tables, ledger, checkpoints, signing key; others go on working")
    parser.add_argument("file", metavar="FILE", help="the backup; it appears whole or not at all")
    parser.add_argument("--database", metavar="URL", help=_DATABASE)
    parser = _command(commands, "restore", "ledger:restore", "restore a backup into an empty place, SQLite or PostgreSQL, and verify what came of it")
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument("--database", metavar="URL", help=_DATABASE)
    _cases(commands)
    _watch(commands)


def _cases(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parts = commands.add_parser("cases", help="the queue, its cases, evidence packs, retention").add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = _command(parts, "list", "cases:list_cases", "the queue, the newest first")
    _of_tenant(parser, _DATABASE)
    parser.add_argument("--status", choices=("open", "in_review", "awaiting_approval", "snoozed", "closed"), help="only with that status")
    parser.add_argument("--assignee", metavar="USER", help="only of that user")
    parser.add_argument("--matter", metavar="ID", help="only about that matter")
    parser.add_argument("--after", metavar="ID", help="those behind that case")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="at most N (default: 50)")
    _out(parser, "table", "json")
    parser = _command(parts, "show", "cases:show", "a case, and everything that happened to it")
    parser.add_argument("case", metavar="ID", help="the id of the case")
    _of_tenant(parser, _DATABASE)
    _out(parser, "table", "json")
    parser = _command(parts, "pack", "cases:pack", "the evidence pack of a case: verifies by itself on another machine, and replays")
    parser.add_argument("case", metavar="ID", help="the id of the case")
    _of_tenant(parser, _DATABASE)
    parser.add_argument("--snapshot", metavar="FOLDER", help=f"the snapshot that the decision names ({_DEFAULT_SNAPSHOT})")
    parser.add_argument("--whole", action="store_true", help="put in the whole snapshot, and not the records alone that the decision needs: that nothing else was near, only the whole shows")
    parser.add_argument("--out", metavar="FILE", help="the ZIP")
    parser = _command(parts, "verify-pack", "cases:verify_pack", "verify an evidence pack that somebody brings")
    parser.add_argument("file", metavar="PACK.zip", help="the pack")
    parser.add_argument("--key", metavar="FILE", help="the public key of who made it, got another way")
    parser = _command(parts, "rebuild", "cases:rebuild", "build the queue again out of the ledger")
    _of_tenant(parser, _DATABASE)
    parser = _command(parts, "retain", "cases:retain", "let go what was kept as long as the office wants; hashes stay, and the ledger verifies")
    _of_tenant(parser, _DATABASE)
    parser.add_argument("--by", required=True, metavar="WHO", help="who lets it go")


def _watch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "watch", "watch:watch", "decide again what a list, the law or the day may have changed of what is watched; differences become cases, mail, webhooks and a feed")
    parser.add_argument("--add", metavar="FILE", help="watch every matter of a file, as screen reads it")
    parser.add_argument("--kind", choices=("parties", "shipment", "entry", "devices", "holdings", "research", "tax", "issuer"), help="with --add: what the rows are")
    parser.add_argument("--list", action="store_true", help="what is watched")
    parser.add_argument("--end", metavar="ID", help="watch that no longer")
    parser.add_argument("--preview", metavar="FOLDER", help="what that snapshot would change of what is watched and of open cases, before it is taken into use; nothing is written")
    parser.add_argument("--feed", action="store_true", help="what happened, as Atom")
    parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, a round every so often")
    _of_tenant(parser, _DATABASE)
    parser.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="ids or folders (default: all built in)")
    parser.add_argument("--snapshot", metavar="FOLDER", help=_DEFAULT_SNAPSHOT)
    _out(parser, "table", "json")
