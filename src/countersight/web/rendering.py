"""Templates to pages: whoever reads, in which language and which light, and with which addresses; one door for all of it.

Every value goes through ``reports.markup.safe``. A page holds no script and no style of its own, so that the content security policy can
forbid both; the one style sheet and, where the build brought it, htmx are files beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, FunctionLoader, PrefixLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from countersight.access.principal import Principal
from countersight.reports import words
from countersight.reports.gathered import deciders, open_questions, sources
from countersight.reports.markup import address, cut, linked, safe, where_to_read
from countersight.reports.states import state
from countersight.reports.why import fact_words, not_so
from countersight.version import __version__
from countersight.web.catalogue import LANGUAGES, TAGS, translated
from countersight.web.countries import country
from countersight.web.links import Links
from countersight.web.wording import (
    GRADE,
    INFORMS,
    KIND,
    LIST,
    NATURE,
    PROP,
    ROLE,
    SCHEMA,
    SLOT,
    STANDING,
    STATUS,
    TONE,
)

THEMES: Final = ("auto", "light", "dark")
FOLDER: Final = Path(str(files("countersight.web")))
HTMX: Final = "htmx.min.js"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page, and how."""

    lang: str = "en"
    theme: str = "auto"
    here: str = "/"
    """The page's own address, to come back to after a switch of language or light."""
    who: Principal | None = None
    public: bool = False
    """The public edition: a static site, without anything that an office keeps for itself."""


def rendered(template: str, values: Mapping[str, Any], reader: Reader, link: Links) -> str:
    """A page as text."""
    bundled = asset(HTMX)
    return environment(reader.lang).get_template(template).render(
        **values, reader=reader, lang=reader.lang, tag=TAGS[reader.lang], theme=reader.theme, link=link, public=reader.public, htmx=bundled if not reader.public else "",
        css=asset("countersight.css"), partial_page=False,
    )  # fmt: skip


@cache
def asset(name: str) -> str:
    """The first digits of the hash of a file that pages use, so that a browser keeps it for as long as it is the same; nothing where it is not there."""
    found = next((path for folder in ("static", "vendor") if (path := FOLDER / folder / name).is_file()), None)
    return sha256(found.read_bytes()).hexdigest()[:12] if found else ""


def _source(folder: str, name: str) -> str | None:
    path = files(f"countersight.{folder}").joinpath("templates", name)
    return path.read_text(encoding="utf-8") if path.is_file() else None


@cache
def environment(lang: str) -> Environment:
    """The templates with the words of a language."""
    made = Environment(
        loader=ChoiceLoader([FunctionLoader(partial(_source, "web")), PrefixLoader({"reports": FunctionLoader(partial(_source, "reports"))})]),
        autoescape=select_autoescape(default=True, default_for_string=True), finalize=safe, undefined=StrictUndefined, auto_reload=False,
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    made.install_gettext_callables(partial(_one, lang), partial(_several, lang), newstyle=True)  # type: ignore[attr-defined]

    def told(table: Mapping[str, str]) -> dict[str, Markup]:
        return {key: escape(translated(value, lang)) for key, value in table.items()}

    made.globals.update(
        OUTCOME=told(words.OUTCOME), MEANS=told(words.MEANS), MARK=words.MARK, GROUP=told(words.GROUP), BAND=told(words.BAND), TONE=TONE, SLOT=told(SLOT),
        NOT=escape(translated(words.NOT, lang)), KIND=told(KIND), ROLE=told(ROLE), NATURE=told(NATURE), STANDING=told(STANDING), STATUS=told(STATUS), SCHEMA=told(SCHEMA),
        LIST=told(LIST), INFORMS=INFORMS, PROP=told(PROP), GRADE=told(GRADE), LANGUAGES=LANGUAGES, TAGS=TAGS, THEMES=THEMES, VERSION=__version__,
        column_title=lambda name: escape(translated(words.column_title(name), lang)), line_words=words.line_words, matter_words=words.matter_words, subject=words.subject,
        fact_words=fact_words, not_so=not_so, asked=words.asked, effects=words.effects, deciders=deciders, sources=sources, open_questions=open_questions,
        ordered=words.worst_first, state=state, where_to_read=where_to_read, address=address, country=lambda code: escape(country(code, lang)),
    )  # fmt: skip
    made.filters.update(
        facts=lambda instance: {fact.path: fact for fact in instance.facts}, cut=cut, linked=linked, upper_first=lambda text: text[:1].upper() + text[1:],
        told=lambda key, table: table.get(key, str(key).replace("_", " ")), number=lambda value: f"{value:,}", svg=Markup,
    )  # fmt: skip
    return made


def _one(lang: str, text: str) -> str:
    return translated(text, lang)


def _several(lang: str, one: str, many: str, count: int) -> str:
    """Chinese has one form for any number; the catalogue holds it under the words for many."""
    return translated(one if count == 1 and lang == "en" else many, lang)
