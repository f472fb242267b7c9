"""A name that is asked about, with what is made of it once, however many names it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countersight.match.parts import Parts, parts
from countersight.match.tokens import Tokens, tokens
from countersight.names.letters import romanise
from countersight.names.normalise import Script, fold, script

if TYPE_CHECKING:
    from countersight.store.listed import Listed

PERSON = "Person"


class Query:
    """A written name of a party.

    >>> asked = Query("Kestrelworks Optics Co., Ltd.")
    >>> asked.script, asked.parts.core, asked.tokens(person=False).kinds
    ('latin', 'kestrelworks optics', 'dgll')
    """

    __slots__ = ("_organisation", "_parts", "_person", "script", "text")

    def __init__(self, text: str) -> None:
        """Args: the name as written."""
        self.text = text
        self.script: Script = script(text)
        self._parts: Parts | None = None
        self._organisation: Tokens | None = None
        self._person: Tokens | None = None

    @property
    def parts(self) -> Parts:
        """Taken apart, as the rules ask for it."""
        if self._parts is None:
            self._parts = parts(romanise(fold(self.text)))
        return self._parts

    def tokens(self, *, person: bool) -> Tokens:
        """Laid out, as the score asks for it."""
        found = self._person if person else self._organisation
        if found is None:
            found = tokens(self.text, person=person)
            if person:
                self._person = found
            else:
                self._organisation = found
        return found


def script_of(one: Listed) -> Script:
    """The script of a name on a list, found once."""
    if one.script is None:
        one.script = script(one.text)
    found: Script = one.script
    return found


def parts_of(one: Listed) -> Parts:
    """The parts of a name on a list, made once."""
    if one.parts is None:
        one.parts = parts(romanise(fold(one.text)))
    found: Parts = one.parts
    return found


def tokens_of(one: Listed) -> Tokens:
    """The tokens of a name on a list, made once."""
    if one.tokens is None:
        one.tokens = tokens(one.text, person=one.schema == PERSON)
    found: Tokens = one.tokens
    return found
