"""The command line: every command and option, nothing else. Nothing heavy is imported here: `--help` answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import cast

from countersight.cli.one_command import Commands, Parser
from countersight.version import __version__

_EPILOG = "exit codes: 0 nothing fired, 1 findings, 2 usage or input error or failed rows, 3 data stale or refused, 4 a fault of ours"

_DEFAULT_SNAPSHOT = "default: $COUNTERSIGHT_SNAPSHOT, else that of the last update, else the starter atlas"

_DATABASE = "SQLAlchemy's address of the database (default: $COUNTERSIGHT_DATABASE, else office.sqlite in $COUNTERSIGHT_HOME or the user's folder of data)"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a day: {text!r}; write 2026-11-20") from None


def _command(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, job: str, words: str) -> argparse.ArgumentParser:
    module, function = job.split(":")
    end = "" if words.endswith("?") else "."
    parser = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + end, epilog=_EPILOG)
    parser.set_defaults(module=module, function=function)
    return parser


def _out(parser: argparse.ArgumentParser, *formats: str) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0], help=f"how to print (default: {formats[0]})")
    parser.add_argument("--out", metavar="FILE", help="write to a file instead of standard output")


def _law(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="us-in-force, us-dshra, us-dshra/literal, or a folder; may be given several times (default: all built in)")
    parser.add_argument("--enacted", type=_day, metavar="DAY", help="read the proposed Act as enacted on that day (default: as in effect throughout)")
    parser.add_argument("--snapshot", metavar="FOLDER", help=f"the snapshot to screen against ({_DEFAULT_SNAPSHOT})")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command line; only the command that it begins with is made, all of them where it begins with none."""
    if arguments and not arguments[0].startswith("-"):
        parser, known = _built(arguments[0])
        if known:
            return parser.parse_args(arguments)
    return build_parser().parse_args(arguments)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    return _built("")[0]


def _built(only: str) -> tuple[argparse.ArgumentParser, bool]:
    """The command line with one command, or with all of them, and whether there is any."""
    parser = Parser(
        prog="countersight",
        description="Screens matters against the trade in mass surveillance, with proof. It tracks no one.",
        epilog=_EPILOG,
    )
    from countersight.cli.parser_office import office

    parser.add_argument("--version", action="version", version=f"countersight {__version__}")
    commands = cast("Commands", parser.add_subparsers(title="commands", metavar="COMMAND", required=True, action=Commands))
    commands.only = only
    _demo(commands)
    _screen(commands)
    _names(commands)
    _owners(commands)
    _investors(commands)
    _rules(commands)
    _atlas(commands)
    office(commands)
    _replay(commands)
    _report(commands)
    _evaluate(commands)
    _classify(commands)
    _mid(commands)
    _taxonomy(commands)
    parts = _command(commands, "tax", "tax:tax", "the foreign tax credit of a year under the law in force and under the Act, line by line")
    parts.add_argument("files", nargs="+", metavar="FILE", help="taxable years as a table (CSV, XLSX, Parquet: see docs/tax.md), or matters of the kind tax as JSON or JSON lines")
    _law(parts)
    _out(parts, "table", "json", "xlsx")
    _issuers(commands)
    _service(commands)
    agents = _command(commands, "mcp", "mcp:mcp", "serve the tools of the screener to an agent over standard input and output (Model Context Protocol)")
    agents.add_argument("--decided", metavar="FILE", help="what reviewers decided of parties: the file that adjudicate writes")
    agents.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="us-in-force, us-dshra, us-dshra/literal, or a folder; may be given several times (default: all built in)")
    agents.add_argument("--snapshot", metavar="FOLDER", help=f"the snapshot to answer with ({_DEFAULT_SNAPSHOT})")
    schema = _command(commands, "schema", "schema:schema", "print the JSON Schema of a matter")
    schema.add_argument("--out", metavar="FILE", help="write to a file instead of standard output")
    return parser, bool(commands.choices)


def _service(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    database = _DATABASE
    parser = _command(commands, "serve", "serve:serve", "serve the API and the pages, on this machine alone or, with keys, for an office")
    parser.add_argument("--host", metavar="ADDRESS", help="the address to listen on (default: 127.0.0.1); any other takes --access keys")
    parser.add_argument("--port", type=int, metavar="N", help="the port (default: 8765)")
    parser.add_argument("--access", choices=("local", "keys"), default="local", help="local: one user, asked for nothing, on loopback alone; keys: everybody shows a key or signs in (default: local)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes that answer (default: 1)")
    parser.add_argument("--database", metavar="URL", help=database)
    parser.add_argument("--snapshot", metavar="FOLDER", help=f"the snapshot to answer with ({_DEFAULT_SNAPSHOT})")
    parser.add_argument("--log-level", choices=("debug", "info", "warning", "error"), default="info", help="how much to log, as JSON lines without personal data (default: info)")
    keys = commands.add_parser("keys", help="API keys of the service: add, list, revoke")
    parts = keys.add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = _command(parts, "add", "keys:add", "make an API key and print it, the only time that it can be seen")
    parser.add_argument("user", help="whose key it is; filed where there is no such user yet")
    parser.add_argument("--role", default="reader", metavar="ROLE", help="reader, analyst, approver or admin (default: reader)")
    parser.add_argument("--scope", action="append", default=[], metavar="SCOPE", help="fewer scopes than the role holds, for example match; may be given several times")
    parser.add_argument("--days", type=int, default=365, metavar="N", help="how long it lives (default: 365)")
    parser.add_argument("--label", default="", metavar="TEXT", help="what it is for")
    _of_tenant(parser, database)
    parser = _command(parts, "list", "keys:list_keys", "every key of a tenant, without what opens anything")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to print (default: table)")
    _of_tenant(parser, database)
    parser = _command(parts, "revoke", "keys:revoke", "withdraw a key")
    parser.add_argument("id", metavar="KEY", help="the id of the key, as list prints it")
    _of_tenant(parser, database)


def _of_tenant(parser: argparse.ArgumentParser, database: str) -> None:
    parser.add_argument("--tenant", default="local", metavar="NAME", help="the tenant (default: local)")
    parser.add_argument("--database", metavar="URL", help=database)


def _demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "demo", "demo:demo", "screen invented transactions over all six measures, with real listed parties and clean look-alikes")
    parser.add_argument("--out", metavar="FILE", help="also write the HTML report there")
    parser.add_argument("--csl", metavar="FILE", help="then screen the same against this full Consolidated Screening List (CSV)")
    parser.add_argument("--edition", type=_day, metavar="DAY", help="the day of that list's edition")


def _screen(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "screen", "screen:screen", "decide matters: what the law says of them, with proof and open questions")
    parser.add_argument("files", nargs="+", metavar="FILE", help="CSV, XLSX or Parquet (one row per line), JSON or JSON lines, or an inventory of devices; - reads standard input")
    parser.add_argument("--kind", metavar="KIND", help="what the rows of a table are: shipment (default), entry, parties, devices, holdings, issuer, research or tax")
    parser.add_argument("--support", metavar="FILE", help="research: the table of current and pending support; a sponsor that it lacks becomes a question")
    parser.add_argument("--ror", metavar="FILE", help="research: the data dump of the Research Organization Registry; institutions are looked up by all their names")
    parser.add_argument("--earlier", metavar="FILE", help="earlier deals of the same books, a file like FILE: an origin that moved after a listing, a new buyer in the place of a listed one")
    parser.add_argument("--map", metavar="FILE", help="what the headings of a table mean; where there is no such file yet, a proposal is written for you to correct")
    parser.add_argument("--bad-rows", metavar="FILE", help="write the rows that could not be read there, as CSV with row, column and hint")
    parser.add_argument("--decided", metavar="FILE", help="what reviewers decided of parties: the file that adjudicate writes")
    parser.add_argument("--as-of", type=_day, metavar="DAY", help="fills a missing date of a matter")
    parser.add_argument("--force-as-of", action="store_true", help="let --as-of override the dates that matters give")
    parser.add_argument("--why", action="store_true", help="with the table: print the proof of every finding, what was checked, and the questions")
    parser.add_argument("--why-not", metavar="WHAT", help="with the table: print why WHAT is not a hit: a page (ear.744.11), a list (us.bis.entity_list), or the name of a listed body")
    _law(parser)
    parser.add_argument("--format", metavar="NAME", default="table", help="table, json, jsonl, csv, parquet, html, xlsx (workpapers), pdf (a letter a matter), exposure (of portfolios), or a report that is installed (default: table)")
    parser.add_argument("--out", metavar="FILE", help="write to a file instead of standard output; a folder (it ends in /) takes any number of matters as Parquet, part by part, and goes on after a kill")
    parser.add_argument("--since", metavar="FOLDER", help="into a folder: take over what an earlier run decided of these matters, wherever no change of lists or law since then can reach, and decide the rest again")
    parser.add_argument("--workers", type=int, metavar="N", help="into a folder: processes that decide (default: one for each core)")


def _party(parser: argparse.ArgumentParser) -> None:
    """What may be told of a party beside its name."""
    parser.add_argument("--country", metavar="CC", help="the party's country (ISO 3166-1 alpha-2)")
    parser.add_argument("--id", action="append", default=[], metavar="KIND=VALUE", help="an identifier of the party, for example lei=5493001KJTIIGC8Y1R12 or uscc, isin, cusip, figi, cik, registration; may be given several times")
    parser.add_argument("--address", action="append", default=[], metavar="TEXT", help="an address of the party; may be given several times")
    parser.add_argument("--incorporated", action="append", default=[], metavar="DAY", help="its day of incorporation, perhaps in part: 2011-03-04, 2011-03, 2011")
    parser.add_argument("--jurisdiction", metavar="CC", default="", help="the law under which it is incorporated: CN, or US-DE")
    parser.add_argument("--born", action="append", default=[], metavar="DAY", help="a person's day of birth, perhaps in part; compared only where your own records hold one, official lists are read without it")
    parser.add_argument("--also", action="append", default=[], metavar="NAME", help="another name of the same party; may be given several times")


def _names(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "name", "names:name", "look up one name, in any script: who is this, and on which list?")
    parser.add_argument("text", help="the name as written")
    _party(parser)
    parser.add_argument("--decided", metavar="FILE", help="what reviewers decided: the file that adjudicate writes")
    parser.add_argument("--on", type=_day, metavar="DAY", help="read the lists on that day (default: today)")
    parser.add_argument("--use", choices=("strict", "balanced", "wide"), default="balanced", help="few false hits, or few misses (default: balanced)")
    parser.add_argument("--why", action="store_true", help="also show what stands opposite what, what speaks against, and what would flip it")
    parser.add_argument("--snapshot", metavar="FOLDER", help="the snapshot to look in")
    _out(parser, "table", "json")
    parser = _command(commands, "adjudicate", "adjudicate:adjudicate", "decide that a party and a body are the same, or that they are not: for these facts of both, and no others")
    parser.add_argument("text", nargs="?", metavar="NAME", help="the party's name as written")
    parser.add_argument("body", nargs="?", metavar="BODY", help="the body's id, as `name` prints it, or its name")
    _party(parser)
    parser.add_argument("--of", metavar="FILE", help="take the facts of the party from this file, that screen wrote as JSON or JSON lines; NAME is then the party's label there")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--same", dest="answer", action="store_const", const="same", help="they are one body")
    which.add_argument("--different", dest="answer", action="store_const", const="not_same", help="they are two")
    parser.add_argument("--by", metavar="WHO", help="who decides")
    parser.add_argument("--because", metavar="WHY", help="the reason, in a sentence")
    parser.add_argument("--until", type=_day, metavar="DAY", help="the last day on which the decision holds (default: until a fact changes)")
    parser.add_argument("--list", action="store_true", help="print what was decided, and what came back because a fact changed (exit 1 where any did)")
    parser.add_argument("--decided", metavar="FILE", required=True, help="the file in which you keep decisions: JSON lines, to which one is added")
    parser.add_argument("--snapshot", metavar="FOLDER", help="the snapshot to look in")
    _out(parser, "table", "json")
    parser = _command(commands, "who", "names:who", "everything held about one body, designations apart from other statements")
    parser.add_argument("id", metavar="ID", help="the body's id, as `name` prints it, or its name in any script")
    parser.add_argument("--snapshot", metavar="FOLDER", help="the snapshot to look in")
    _out(parser, "table", "json")


def _owners(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "owners", "owners:owners", "who stands behind a body: bounds, proof and what to ask, per ownership test of the law")
    parser.add_argument("id", metavar="ID", help="the body's id, as `name` prints it, or its name in any script")
    parser.add_argument("--rule", action="append", default=[], metavar="NAME", help="a page with an ownership test, for example ofac.50; may be given several times (default: every one)")
    parser.add_argument("--as-of", type=_day, metavar="DAY", help="the day on which ownership counts (default: today)")
    parser.add_argument("--known-at", type=_day, metavar="DAY", help="count only what was known on that day (default: all that is held)")
    parser.add_argument("--svg", metavar="FILE", help="also draw the holders with the proof there; - is standard output, and then nothing else is printed")
    parser.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="where the pages stand: ids or folders (default: all built in)")
    parser.add_argument("--snapshot", metavar="FOLDER", help=f"the snapshot to look in ({_DEFAULT_SNAPSHOT})")
    _out(parser, "table", "json")


def _investors(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "investors", "investors:investors", "who invests in a listed issuer: stakes, those who control a holder, and funds, per page that asks")
    parser.add_argument("id", nargs="*", metavar="ID", help="issuers by id or name (default: every body that the page's lists name on the day)")
    parser.add_argument("--rule", action="append", default=[], metavar="NAME", help="a page that asks for investors, for example dshra.s501.investor; may be given several times (default: every one)")
    parser.add_argument("--as-of", type=_day, metavar="DAY", help="the day on which stakes and listings count (default: today)")
    parser.add_argument("--known-at", type=_day, metavar="DAY", help="count only what was known on that day (default: all that is held)")
    parser.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="where the pages stand: ids or folders (default: all built in)")
    parser.add_argument("--snapshot", metavar="FOLDER", help=f"the snapshot to look in ({_DEFAULT_SNAPSHOT})")
    _out(parser, "table", "json")


def _rules(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = commands.add_parser("rules", help="the law as pages: list, show, check, diff, calendar")
    parts = rules.add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = _command(parts, "list", "rules:list_pages", "every page, with its citation, window and status")
    parser.add_argument("rulebook", nargs="*", help="default: all built in")
    parser.add_argument("--on", type=_day, metavar="DAY", help="only pages that speak on that day")
    _out(parser, "table", "json", "md")
    parser = _command(parts, "show", "rules:show_page", "one page as the program reads it: text, rule, windows, examples with their results")
    parser.add_argument("page", help="the page's id, for example ear.744.11 or RF-22")
    parser.add_argument("--rulebook", metavar="NAME", help="default: all built in")
    parser.add_argument("--sql", type=_day, metavar="DAY", help="print the page as the DuckDB expression of that day instead")
    parser = _command(parts, "check", "rules:check", "every fault of a rulebook, with file, line, column and hint")
    parser.add_argument("rulebook", nargs="*", help="ids or folders (default: all built in)")
    parser.add_argument("--today", type=_day, metavar="DAY", help="age verified_on against that day (default: today)")
    parser.add_argument("--strict", action="store_true", help="let warnings fail the check as well")
    parser = _command(parts, "diff", "rules:diff", "what differs between two rulebooks, or in one rulebook between two days")
    parser.add_argument("left", help="a rulebook id or folder, or an edition of the taxonomy (taxonomy@0.2)")
    parser.add_argument("right", nargs="?", help="another one; leave it out to compare two days")
    parser.add_argument("--from", dest="start", type=_day, metavar="DAY", help="the first day")
    parser.add_argument("--to", dest="end", type=_day, metavar="DAY", help="the second day")
    parser = _command(parts, "calendar", "rules_calendar:calendar", "what begins, ends or becomes doubtful in the next two years, in order")
    parser.add_argument("rulebook", nargs="*", help="default: all built in")
    parser.add_argument("--from", dest="start", type=_day, metavar="DAY", help="from that day on instead of from today")
    parser.add_argument("--to", dest="end", type=_day, metavar="DAY", help="before that day instead of in two years")
    parser.add_argument("--all", action="store_true", help="every day on record")
    parser.add_argument("--enacted", type=_day, metavar="DAY", help="with the proposed Act enacted on that day")
    _out(parser, "table", "json")


def _atlas(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    atlas = commands.add_parser("atlas", help="the evidence: update, build, info, diff, pairs, export, publish, key")
    parts = atlas.add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = _command(parts, "update", "atlas:update", "fetch the official lists, check them, and make a new snapshot the current one")
    parser.add_argument("source", nargs="*", metavar="SOURCE", help="for example csl; of the others the last good edition stays (default: all installed)")
    parser.add_argument("--from", dest="folder", metavar="FOLDER", help="take the files from there, by their published names; the network is not touched")
    parser.add_argument("--edition", type=_day, metavar="DAY", help="with --from: the day of the edition, where the files do not tell (default: the day they were last written)")
    parser.add_argument("--offline", action="store_true", help="build again from what is held; the network is not touched")
    parser.add_argument("--bundle", metavar="FILE", help="take the snapshot of a signed bundle instead")
    parser.add_argument("--key", metavar="FILE", help="with --bundle: the public key of who made it")
    parser.add_argument("--adjudications", metavar="FILE", help="JSON lines with what a person ruled about bodies that are possibly the same")
    parser.add_argument("--accept-shrink", metavar="REASON", help="believe a list that shrank, or misses what was expected; the reason is logged")
    parser.add_argument("--keep", type=int, default=3, metavar="N", help="snapshots to keep (default: 3)")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    parser = _command(parts, "build", "atlas:build", "build a snapshot out of the starter atlas and official lists")
    parser.add_argument("folder", help="where the snapshot goes; it appears whole or not at all")
    parser.add_argument("--csl", action="append", default=[], metavar="DAY=FILE", help="the Consolidated Screening List (CSV as published) and the day of its edition; several editions may be given")
    parser.add_argument("--list", action="append", default=[], metavar="SOURCE=DAY=PATH", help="any other list: the source (atlas update names them), the day of its edition, and its file, or the folder with its files; may be given several times")
    parser.add_argument("--no-starter", action="store_true", help="leave the starter atlas out")
    _evidence_of_build(parser)
    parser = _command(parts, "info", "atlas:info", "what a snapshot holds: counts, lists, editions, hash")
    parser.add_argument("--snapshot", metavar="FOLDER", help=_DEFAULT_SNAPSHOT)
    parser.add_argument("--verify", action="store_true", help="read every record back and compare the hash")
    _out(parser, "table", "json")
    parser = _command(parts, "export", "evidence:export", "write a snapshot as a signed bundle, for networks that are cut off, or its records as far as they may leave")
    parser.add_argument("--bundle", metavar="FILE", help="the bundle to write")
    parser.add_argument("--key", metavar="FILE", help="with --bundle: the private key to sign with (atlas key makes one)")
    parser.add_argument("--format", choices=("jsonl", "ftm"), help="how to write records: our own JSON lines (default), or entities of FollowTheMoney, with the catalogue index.json beside them")
    parser.add_argument("--validate", action="store_true", help="with --format ftm: hold every entity against the followthemoney package first (the extra countersight[ftm])")
    parser.add_argument("--out", metavar="FILE", help="the file for the records; - is standard output")
    parser.add_argument("--reuse", default="open", metavar="CLASSES", help="which records may leave: open, share_alike, noncommercial, several with commas (default: open)")
    parser.add_argument("--snapshot", metavar="FOLDER", help=_DEFAULT_SNAPSHOT)
    parser = _command(parts, "publish", "publish:publish", "write the public edition: dossiers, map, network, corrections and downloads as a static site (needs countersight[service])")
    parser.add_argument("folder", metavar="FOLDER", help="where it appears, whole or not at all; an earlier edition there is replaced")
    parser.add_argument("--reuse", default="open", metavar="CLASSES", help="which records may leave: open, share_alike, noncommercial, several with commas (default: open)")
    parser.add_argument("--reviews", metavar="FILE", help="the review log: its public entries stand among the corrections")
    parser.add_argument("--address", default="", metavar="URL", help="where it will be read, for the feed")
    parser.add_argument("--on", type=_day, metavar="DAY", help="the day of the edition (default: today)")
    parser.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="whose ownership tests the dossiers show (default: all built in)")
    parser.add_argument("--snapshot", metavar="FOLDER", help=_DEFAULT_SNAPSHOT)
    parser = _command(parts, "key", "atlas:key", "make a pair of keys to sign and to check bundles with")
    parser.add_argument("--out", required=True, metavar="FILE", help="the private key; the public one is written beside it, with .pub")
    _diff(parts)


def _evidence_of_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--adjudications", metavar="FILE", help="JSON lines with what a person ruled about bodies that are possibly the same")
    parser.add_argument("--reviews", metavar="FILE", help="the review log: replies, decisions and redactions are applied")
    parser.add_argument("--log", metavar="FILE", help="append to this log which statements are new and which are made no longer")
    parser.add_argument("--from-log", metavar="FILE", help="build out of such a log instead")
    parser.add_argument("--known-at", type=_day, metavar="DAY", help="with --from-log: as the log knew it on that day")


def _diff(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(parts, "diff", "evidence:diff", "what differs between two snapshots, and which matters it would move")
    parser.add_argument("old", metavar="OLD", help="a snapshot folder, or DAY=FILE with the Consolidated Screening List")
    parser.add_argument("new", metavar="NEW", help="another one")
    parser.add_argument("--against", metavar="FILE", help="name the matters, or stored decisions, of this file that would be decided otherwise")
    parser.add_argument("--as-of", type=_day, metavar="DAY", help="with --against: fills a missing date of a matter")
    parser.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="with --against: ids or folders (default: all built in)")
    _out(parser, "text", "json")
    parser = _command(parts, "pairs", "evidence:pairs", "bodies that are possibly the same, for a person to decide")
    parser.add_argument("--snapshot", metavar="FOLDER", help=_DEFAULT_SNAPSHOT)
    _out(parser, "table", "json")


def _replay(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "replay", "replay:replay_file", "decide stored decisions again: the same bit for bit, or what differs")
    parser.add_argument("file", metavar="DECISION.json", help="a file that screen wrote as JSON or JSON lines")
    parser.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="ids or folders (default: all built in)")
    parser.add_argument("--snapshot", metavar="FOLDER", help="the snapshot that the decision names")


def _issuers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "issuers", "issuers:issuers", "listed surveillance companies, by a code and never by name alone, and whom the fifth measure would hit")
    parser.add_argument("files", nargs="+", metavar="FILE", help="company_tickers_exchange.json, nasdaqlisted.txt, otherlisted.txt, or a table with ticker, name and exchange")
    parser.add_argument("--spill-over", action="store_true", help="count the investors, upward, that the literal words reach and a workable threshold leaves alone")
    parser.add_argument("--held", action="append", default=[], metavar="FILE", help="with --spill-over: positions (N-PORT, 13F, a custodian's table) whose holders are investors; may be given several times")
    parser.add_argument("--as-of", type=_day, metavar="DAY", help="the day on which stakes count (default: today)")
    parser.add_argument("--rulebook", action="append", default=[], metavar="NAME", help="where the readings stand: ids or folders (default: all built in)")
    parser.add_argument("--snapshot", metavar="FOLDER", help=f"the snapshot to look in ({_DEFAULT_SNAPSHOT})")
    _out(parser, "table", "json")


def _report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "report", "report:report", "stored decisions as a letter, workpapers or a page; nothing is decided again")
    parser.add_argument("file", metavar="DECISIONS.json", help="a file that screen wrote as JSON or JSON lines")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="only the decisions on that matter; may be given several times")
    parser.add_argument("--format", metavar="NAME", default="pdf", help="pdf (a letter a matter), xlsx (workpapers), html, csv, parquet, table, json or jsonl (default: pdf)")
    parser.add_argument("--out", metavar="FILE", help="write to a file instead of standard output")


def _classify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "classify", "classify:classify", "what is the item? words of a trade text, English or Chinese, to the taxonomy")
    parser.add_argument("text", metavar="TEXT", help="the description as the seller or the tender wrote it, not a translation; or a file: an inventory of devices (nmap -oX, CycloneDX JSON, CSV with mac, model, firmware, FCC ID), or matters")
    parser.add_argument("--hs", metavar="CODE", help="the tariff number declared for it: a weak prior, and checked against the words")
    parser.add_argument("--eccn", metavar="CODE", help="the control number declared for it: checked against the words")
    parser.add_argument("--to", metavar="CC", help="also list candidate control numbers and what the Country Chart says of that country (CN, HK, MO, TW)")
    parser.add_argument("--ccl", metavar="FILE", help="look candidates up in the published Commerce Control List, as JSON, instead of the entries bundled")
    parser.add_argument("--chart", metavar="FILE", help="and in the published Country Chart, as JSON, which holds every country")
    _out(parser, "table", "json")


def _mid(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "mid", "mid:mid", "the manufacturer identification code of a customs entry: made from a name and an address, and compared with the one declared")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the maker's name in letters, as the invoice writes it; without it the declared code is taken apart")
    parser.add_argument("--address", metavar="TEXT", help="its address, parts with commas: street and number, then the city")
    parser.add_argument("--city", metavar="NAME", help="which part is the city, where the address holds a district or a province too")
    parser.add_argument("--origin", metavar="CC", help="the country of origin of the goods, which need not be the maker's; a province for Canada: XO (default: that of --declared)")
    parser.add_argument("--declared", metavar="CODE", help="the code on the entry: say whether it is the one that name and address make, and where they part")
    _out(parser, "table", "json")


def _taxonomy(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parts = commands.add_parser("taxonomy", help="the kinds of product: list, show, diff").add_subparsers(title="commands", metavar="COMMAND", required=True)
    _out(_command(parts, "list", "taxonomy:list_nodes", "every node, with its dual use and its standing in the proposal of 2019"), "table", "json")
    _command(parts, "show", "taxonomy:show_node", "the page of one node: definition, ordinary uses, harm, codes, how it is read").add_argument("node", help="for example CAM-IP")
    parser = _command(parts, "diff", "taxonomy:diff", "what differs between two editions, node by node and concept by concept")
    parser.add_argument("left", metavar="OLD", help="a version that is kept, a file or a folder of one")
    parser.add_argument("right", metavar="NEW", nargs="?", help="default: this edition")


def _evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ev = commands.add_parser("eval", help="measure on labelled cases: scenarios, ownership, products, endusers, names")
    parts = ev.add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = _command(parts, "scenarios", "evaluate:scenarios", "worked scenarios: per row expected, got and why")
    parser.add_argument("path", metavar="PATH", help="YAML in the scenario form of the matter schema, or a folder of such files")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="only scenarios of that id; may be given several times")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N scenarios")
    parser.add_argument("--snapshot", metavar="FOLDER", help=_DEFAULT_SNAPSHOT)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to print (default: table)")
    parser.add_argument("--out", metavar="FILE", help="write every row with its result there, as JSON lines")
    parser = _command(parts, "products", "evaluate:products", "labelled trade texts: accuracy of the node, precision and recall of surveillance products")
    parser.add_argument("path", metavar="PATH", help="CSV with text,lang,nodes; nodes lists every acceptable taxonomy id, | between, or none")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N texts")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to print (default: table)")
    parser.add_argument("--out", metavar="FILE", help="write every text with its result and the words that decided there, as JSON lines")
    parser = _command(parts, "names", "evaluate_names:names", "labelled pairs of names: precision, recall, order, calibration, per kind")
    parser.add_argument("path", metavar="PATH", help="CSV with name1,name2,is_match[,schema,kind]; 1 is one body, 0 is two")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N pairs")
    parser.add_argument("--snapshot", metavar="FOLDER", help="two names that one body of this snapshot bears are one (default: by the strings alone)")
    parser.add_argument("--threshold", type=float, metavar="SCORE", help="a hit from this score on, 0 to 1 (default: the use balanced, with its hard conflicts)")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to print (default: table)")
    parser.add_argument("--out", metavar="FILE", help="write every pair with its score, band and reason there, as JSON lines")
    parser = _command(parts, "endusers", "evaluate:endusers", "labelled bodies: accuracy of government, organ, level and province, by name alone")
    parser.add_argument("path", metavar="PATH", help="CSV with name,is_gov,organ,level,province; empty cells are not labelled")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N bodies")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to print (default: table)")
    parser.add_argument("--out", metavar="FILE", help="write every body with its answers and the words that decided there, as JSON lines")
    parser = _command(parts, "ownership", "evaluate:ownership", "worked graphs of ownership: per check what differs")
    parser.add_argument("path", metavar="PATH", help="a case as JSON (nodes, edges, seeds, rule, expect), or a folder of cases")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N cases")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to print (default: table)")
    parser.add_argument("--out", metavar="FILE", help="write every check with its result there, as JSON lines")
