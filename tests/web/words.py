"""Every word that the pages ask the catalogue for: out of the templates, and out of the tables that templates go through by a variable."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from jinja2 import nodes

from countersight.access.principal import ROLES
from countersight.api.problems import TITLES
from countersight.cases.folding import DISPOSITIONS
from countersight.reports import words
from countersight.reports.provisions import MEASURES
from countersight.web import deciding, forms, views, wording
from countersight.web.rendering import environment

EVENTS = (
    "opened", "assigned", "due", "commented", "attached", "snoozed", "woken", "flag resolved", "answered", "decided", "adjudicated", "proposed", "approved", "rejected", "closed", "reopened",
    "text", "reason", "why", "how", "evidence", "name", "to", "day", "until", "disposition", "fact", "flag",
)  # fmt: skip
BY_VARIABLE = ("met", "not met", "unknown", "primary", "alias", "weak", "former", "short", "no file was chosen", "Above them", "Map of reported exports", "%(place)s: %(num)s programmes reported", "Programmes by supplier, as reported", "Network of holders, vendors, programmes and places", "definitions and exceptions")


def _calls(found: nodes.Node) -> Iterator[nodes.Call]:
    yield from found.find_all(nodes.Call)


def _text(node: object) -> str | None:
    return str(node.value) if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def of_templates() -> set[str]:
    """The words that templates write out themselves."""
    env = environment("en")
    told: set[str] = set()
    for folder in ("web", "reports"):
        for path in files(f"countersight.{folder}").joinpath("templates").iterdir():
            if not path.name.endswith(".html") or (folder == "reports" and path.name != "parts.html"):
                continue
            for call in _calls(env.parse(path.read_text(encoding="utf-8"))):
                name = getattr(call.node, "name", "")
                if name in {"_", "gettext"} and call.args and (text := _text(call.args[0])) is not None:
                    told.add(text)
                if name == "ngettext":
                    told.add(str(_text(call.args[1])))
    return told


def wanted() -> list[str]:
    """Everything, in order."""
    told = of_templates() | set(EVENTS) | set(BY_VARIABLE) | {words.NOT} | set(DISPOSITIONS.values()) | set(ROLES) | set(TITLES.values())
    tables = (words.OUTCOME, words.MEANS, words.GROUP, words.BAND, words.COLUMN, wording.KIND, wording.KIND_HELP, wording.ROLE, wording.NATURE, wording.STANDING, wording.STATUS, wording.SCHEMA, wording.PROP, wording.GRADE, wording.SLOT, views.HEADS, deciding.HINTS)
    for table in tables:
        told |= set(table.values())
    told |= {one for one in MEASURES if one}
    for kind in wording.KIND:
        form = forms.Draft(kind)
        for one in (*form.common, *form.own, *form.party, *form.line):
            told |= {one.label, one.hint} | {label for _, label in one.options}
    return sorted(told - {""})
