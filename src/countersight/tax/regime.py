"""How a rulebook treats the PRC tax of a participant: what is denied, whether it may be deducted, and in which basket.

The values stand in the rulebook as dated parameters (``tax_method``, ``tax_deduction``, ``tax_separate_basket``,
``tax_cfc_mode``, ``tax_countries``), each with the enacted law that it is modelled on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal

from countersight.errors import InputError, Where
from countersight.rules import syntax
from countersight.rules.book import Rulebook

Method = Literal["none", "full_denial", "attributable", "factor"]
METHODS: Final[tuple[Method, ...]] = ("none", "full_denial", "attributable", "factor")
SUBPART_F: Final = "subpartF_analog"


@dataclass(frozen=True, slots=True)
class Regime:
    """The parameters of measure 2.

    Attributes:
        name: Of the column.
        method: none: law in force; full_denial: every PRC tax of a participant (901(j)); attributable: those that belong to the
            participation (908(a)(2)); factor: a share of the credit after its limit (908(a)(1)).
        deduction: Whether a denied tax may be deducted (901(j)(3) today; denied in S.327).
        separate_basket: Whether PRC income stands in a basket of its own (901(j)(1)(B)).
        subpart_f: Whether PRC income of a controlled corporation is included as subpart F income (952(a)(5)).
        factor: The share, for the method of that name.
        countries: Whose taxes are denied.
        effective: Denial reaches no day before it; None where the Act is read as in effect throughout.
    """

    name: str
    method: Method = "none"
    deduction: bool = True
    separate_basket: bool = False
    subpart_f: bool = False
    factor: Fraction | None = None
    countries: frozenset[str] = frozenset()
    effective: date | None = None


IN_FORCE: Final = Regime("us-in-force")
"""No denial: the credit as it stands."""

KEYS: Final = ("method", "deduction", "separate_basket", "cfc_mode", "factor", "effective_from")


def regime_of(book: Rulebook, profile: str, on: date) -> Regime:
    """What a rulebook does to the credit on a day: no denial, where it has no parameters of the second measure.

    Raises:
        InputError: A parameter says what no calculator knows.
    """
    name = f"{book.id}/{profile}" if profile else book.id
    if not {"tax_method", "tax_countries"} <= book.parameters.keys():
        return Regime(name)
    told = {key: _value(book, f"tax_{key}", profile, on) for key in ("method", "deduction", "separate_basket", "cfc_mode", "countries")}
    countries, enacted = told["countries"], _value(book, "enactment", profile, on)
    return Regime(
        name,
        _method(told["method"] or "none", f"{name}: tax_method"),
        deduction=told["deduction"] is True,
        separate_basket=told["separate_basket"] is True,
        subpart_f=told["cfc_mode"] == SUBPART_F,
        countries=frozenset(str(one) for one in countries) if isinstance(countries, tuple) else frozenset(),
        effective=enacted if isinstance(enacted, date) else None,
    )


def _value(book: Rulebook, name: str, profile: str, on: date) -> syntax.Literal:
    return book.parameters[name].on(on, profile, book.anchors).value if name in book.parameters else None


def _method(value: object, place: str) -> Method:
    for known in METHODS:
        if value == known:
            return known
    raise InputError(f"no method {value!r}", hint="full_denial, attributable or factor", where=Where("regime", None, place))


def with_variant(regime: Regime, raw: dict[str, Any] | None, factor: Fraction | None) -> Regime:
    """A profile with what a matter's ``regime`` says otherwise.

    Raises:
        InputError: A key or a value that is not known.
    """
    if not raw:
        return replace(regime, factor=factor if regime.method == "factor" else None)
    if unknown := sorted(set(raw) - set(KEYS)):
        raise InputError(f"regime has no {unknown[0]!r}", hint=f"known are {', '.join(KEYS)}", where=Where("regime", None, unknown[0]))
    method = _method(raw.get("method") or regime.method, "method")
    deduction = raw.get("deduction")
    if deduction not in {None, "allowed", "denied"}:
        raise InputError(f"no deduction {deduction!r}", hint="allowed or denied", where=Where("regime", None, "deduction"))
    basket, mode = raw.get("separate_basket"), raw.get("cfc_mode", "" if regime.subpart_f else None)
    if mode not in {"", None, "as_in_force", SUBPART_F}:
        raise InputError(f"no cfc_mode {mode!r}", hint=f"{SUBPART_F} or as_in_force", where=Where("regime", None, "cfc_mode"))
    return replace(
        regime,
        method=method,
        deduction=regime.deduction if deduction is None else deduction == "allowed",
        separate_basket=regime.separate_basket if basket is None else bool(basket),
        subpart_f=regime.subpart_f if mode == "" else mode == SUBPART_F,
        factor=factor if method == "factor" else None,
        effective=_effective(raw.get("effective_from")) or regime.effective,
    )


def _effective(raw: object) -> date | None:
    if raw is None or isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise InputError(f"not a day: {raw!r}", hint="2026-07-01", where=Where("regime", None, "effective_from")) from None
