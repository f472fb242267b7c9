"""The words of the pages in another language: a catalogue whose keys are the English words themselves.

What the law, a decision or a source says stays in the language in which it was written, and is marked as such; the catalogue holds the
words around it. A word that is missing is shown in English, and a test finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

LANGUAGES: Final[dict[str, str]] = {"en": "English", "zh": "中文"}
"""Language to its name in itself; the first is spoken where nothing else was asked for."""

TAGS: Final[dict[str, str]] = {"en": "en", "zh": "zh-Hans"}
"""As a page tells its language."""


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """English to the words of a language; empty for English."""
    if lang not in LANGUAGES or lang == "en":
        return {}
    text = files("countersight.web").joinpath("messages", f"{lang}.yaml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in yaml.safe_load(text).items()}


def translated(text: str, lang: str) -> str:
    """The words in a language, in English where it has none.

    >>> translated("Cases", "zh"), translated("Kestrel", "zh")
    ('案件', 'Kestrel')
    """
    return catalogue(lang).get(text, text)


def preferred(accepted: str) -> str:
    """The language that a browser asks for in ``Accept-Language``, among those that are spoken here.

    >>> preferred("de, zh-CN;q=0.9, en;q=0.8"), preferred(""), preferred("fr")
    ('zh', 'en', 'en')
    """
    asked: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            asked.append((-float(weight or 1), place, name.split("-")[0].casefold()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(asked) if name in LANGUAGES), "en")
