"""An example entity of a question, to what the matcher asks: names, identifiers, addresses, days, countries; nothing else of it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from countersight.api.yente.model import SCHEMATA, is_a, properties_of
from countersight.errors import InputError, UsageError
from countersight.match.asking import Facts, Party
from countersight.names.identifiers import valid_lei, valid_uscc
from countersight.sources.countries import country_code
from countersight.sources.ftm.tables import IDENTIFIERS, registration

MAX_VALUES: Final = 100
MAX_CHARS: Final = 1000
_NAMES: Final = ("name", "alias", "previousName", "abbreviation", "weakAlias")
_CODE: Final = 2
_KINDS: Final = {**IDENTIFIERS, "isin": "isin"}
_PROPERTIES: Final = {name: properties_of(name) for name in SCHEMATA}
_LEGAL: Final = frozenset({"LegalEntity", "Organization", "Company", "PublicBody"})
_FITTING: Final[dict[str, frozenset[str]]] = {
    "Thing": frozenset(SCHEMATA), "LegalEntity": _LEGAL | {"Person", "Project"}, "Organization": _LEGAL | {"Project"}, "Company": _LEGAL | {"Project"},
    "PublicBody": _LEGAL | {"Project"}, "Person": frozenset({"Person", "LegalEntity"}), "Vessel": frozenset({"Vessel"}), "Airplane": frozenset({"Airplane"}),
    "Vehicle": frozenset({"Vessel", "Airplane"}), "Asset": frozenset({"Company", "Vessel", "Airplane", "LegalEntity", "Organization"}),
    "Security": frozenset({"Company", "Organization", "LegalEntity"}), "Project": frozenset({"Project", "Organization", "LegalEntity"}),
}  # fmt: skip
"""What an example of a type may be. Lists do not tell a company from an organization, so that neither do we."""
FIRM: Final = frozenset(SCHEMATA)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question."""

    party: Party
    schema: str
    echo: dict[str, Any]
    """The example as it was read."""
    notes: tuple[str, ...] = ()

    @property
    def fitting(self) -> frozenset[str]:
        """Types that an answer may have."""
        return _FITTING.get(self.schema, FIRM)


def asked(example: Any) -> Asked:  # noqa: ANN401 - JSON holds anything
    """Read an example.

    Raises:
        InputError: It is not of the form of an entity.
        UsageError: Its type is not known.

    >>> found = asked({"schema": "Company", "properties": {"name": "Kestrelworks", "jurisdiction": ["China"], "colour": "red"}})
    >>> found.party.names, found.party.facts.country, found.echo["properties"]
    (('Kestrelworks',), 'CN', {'name': ['Kestrelworks'], 'jurisdiction': ['cn']})
    """
    if (
        not isinstance(example, dict)
        or not isinstance(example.get("schema"), str)
        or not isinstance(example.get("properties"), dict)
    ):
        raise InputError(
            "a query needs a schema and properties", hint='{"schema": "Company", "properties": {"name": ["..."]}}'
        )
    schema = example["schema"]
    known = _PROPERTIES.get(schema)
    if known is None:
        raise UsageError(f"Cannot parse example entity: no schema {schema!r}", hint=f"one of {', '.join(SCHEMATA)}")
    told: dict[str, list[str]] = {}
    for name, given in example["properties"].items():
        if name in known and (values := _cleaned(known[name].kind, given)):
            told[name] = values
    names = [one for name in _NAMES for one in told.get(name, ())]
    if not names and is_a(schema, "Person"):
        names = [" ".join(one for part in ("firstName", "middleName", "lastName") for one in told.get(part, ()))]
    echo = {"id": example["id"] if isinstance(example.get("id"), str) else None, "schema": schema, "properties": told}
    identifiers, notes = _identifiers(schema, told)
    country, jurisdiction = (
        _first(told, "country", "mainCountry", "jurisdiction").upper(),
        _first(told, "jurisdiction").upper(),
    )
    facts = Facts(
        "" if schema == "Person" else country[:_CODE],
        identifiers,
        tuple(told.get("address", ())),
        tuple(told.get("birthDate", ())),
        tuple(told.get("incorporationDate", ())),
        "" if schema == "Person" else jurisdiction,
    )
    return Asked(Party(tuple(one for one in names if one), facts), schema, echo, notes)


def _cleaned(kind: str, given: Any) -> list[str]:  # noqa: ANN401 - JSON holds anything
    """The values of a property as text, each once; a country as its code, or not at all."""
    values = given if isinstance(given, list) else [given]
    texts = [
        str(one).strip()[:MAX_CHARS]
        for one in values[:MAX_VALUES]
        if isinstance(one, str | int | float) and not isinstance(one, bool)
    ]
    if kind == "country":
        texts = [_country(one) for one in texts]
    return list(dict.fromkeys(one for one in texts if one))


def _country(text: str) -> str:
    """``cn``, or with a part of the country ``us-de``.

    >>> _country("CN"), _country("Russia"), _country("US-DE"), _country("somewhere")
    ('cn', 'ru', 'us-de', '')
    """
    head = text.partition("-")[0]
    if len(head) == _CODE and head.isascii() and head.isalpha():
        return text.lower()
    return country_code(text).lower()


def _first(told: dict[str, list[str]], *names: str) -> str:
    return next((told[name][0] for name in names if name in told), "")


def _identifiers(schema: str, told: dict[str, list[str]]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Kind to value, and what is not counted: of one kind the first value is looked up."""
    found: dict[str, str] = {}
    notes = []
    pairs = [(kind, value) for prop, kind in _KINDS.items() for value in told.get(prop, ())]
    for prop in ("registrationNumber", "idNumber", "taxNumber"):
        for value in told.get(prop, ()):
            kind = "uscc" if valid_uscc(value) else "lei" if valid_lei(value) else registration(schema)
            pairs.append((kind, value))
    for kind, value in pairs:
        if found.setdefault(kind, value) != value:
            notes.append(f"{kind} {value[:64]}: not counted, since the {kind} {found[kind][:64]} stands before it")
    return found, tuple(notes)
