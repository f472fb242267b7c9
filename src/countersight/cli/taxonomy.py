"""``countersight taxonomy list|show|diff``: what kinds of product there are, a page for each, and what changed between editions."""

from __future__ import annotations

import argparse
import json

from countersight.errors import UsageError

DIFFERENT = 1


def list_nodes(given: argparse.Namespace) -> int:
    """Every node with its standing."""
    from countersight.cli.output import write
    from countersight.products.editions import kept
    from countersight.products.taxonomy import about, nodes

    if given.format == "json":
        rows = [{"id": one.id, "name": one.name_en, "zh": list(one.name_zh), "dual_use": one.dual_use, "dshra": one.dshra, "definition": one.definition} for one in nodes()]
        write(json.dumps({"schema": "countersight.taxonomy/1", "version": about()["version"], "nodes": rows}, indent=1, ensure_ascii=False), given.out)
        return 0
    lines = [f"{one.id:<11} {one.dual_use:<6} {one.dshra:<8} {one.name_en}, {one.name_zh[0]}" for one in nodes()]
    lines.append(f"{len(nodes())} nodes; edition {about()['version']} of {about()['date']}; kept to compare with: {', '.join(kept())}")
    write("\n".join(lines), given.out)
    return 0


def show_node(given: argparse.Namespace) -> int:
    """The page of one node, in Markdown."""
    from countersight.products.pages import page
    from countersight.products.taxonomy import near, node

    known = node(given.node)
    if known is None:
        close = near(given.node)
        raise UsageError(f"no node {given.node!r}", hint=f"did you mean {close[0]}?" if close else "see: countersight taxonomy list")
    print(page(known).rstrip())
    return 0


def diff(given: argparse.Namespace) -> int:
    """What differs between two editions; exit code 1 where anything does."""
    return print_difference(given.left, given.right or "")


def print_difference(left: str, right: str) -> int:
    """Print what differs between two editions, by their names."""
    from countersight.products.editions import differences, edition

    found = differences(edition(left), edition(right))
    print("\n".join(map(str, found)) if found else "no difference")
    return DIFFERENT if found else 0
