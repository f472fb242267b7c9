"""A name that is asked about, with what is made of it once, however many names it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countersight.match.parts import Parts, parts
from countersight.match.quick import parts_of_text, parts_read, tokens_of_text, tokens_read
from countersight.match.tokens import Tokens, tokens
from countersight.names.letters import romanise
from countersight.names.normalise import Script, fold, script

if TYPE_CHECKING:
    from countersight.match.kernel_read import Read
    from countersight.store.listed import Listed

PERSON = "Person"


class Query:
    """A written name of a party.

    >>> asked = Query("Kestrelworks Optics Co., Ltd.")
    >>> asked.script, asked.parts.core, asked.tokens(person=False).kinds
    ('latin', 'kestrelworks optics', 'dgll')
    """

    __slots__ = ("_organisation", "_parts", "_person", "_read", "script", "text")

    def __init__(self, text: str, whole: Read | None = None) -> None:
        """Args: the name as written, and as it was read, if it was."""
        self.text = text
        self._read = whole
        self.script: Script = script(text)
        self._parts: Parts | None = None
        self._organisation: Tokens | None = None
        self._person: Tokens | None = None

    @property
    def parts(self) -> Parts:
        """Taken apart, as the rules ask for it."""
        if self._parts is None:
            quick = parts_read(self._read) if self._read is not None else parts_of_text(self.text)
            self._parts = quick or parts(romanise(fold(self.text)))
        return self._parts

    def tokens(self, *, person: bool) -> Tokens:
        """Laid out, as the score asks for it."""
        found = self._person if person else self._organisation
        if found is None:
            quick = tokens_read(self._read, person=person) if self._read is not None else tokens_of_text(self.text, person=person)
            found = quick or tokens(self.text, person=person)
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


def parts_of_name(text: str) -> Parts:
    """The parts of a name as written."""
    return parts_of_text(text) or parts(romanise(fold(text)))


def parts_of(one: Listed) -> Parts:
    """The parts of a name on a list, made once."""
    if one.parts is None:
        one.parts = parts_of_name(one.text)
    found: Parts = one.parts
    return found


def tokens_of(one: Listed) -> Tokens:
    """The tokens of a name on a list, made once."""
    if one.tokens is None:
        person = one.schema == PERSON
        one.tokens = tokens_of_text(one.text, person=person) or tokens(one.text, person=person)
    found: Tokens = one.tokens
    return found
