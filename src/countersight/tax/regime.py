"""How a rulebook treats the PRC tax of a participant: what is denied, whether it may be deducted, and in which basket."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, Literal

from countersight.errors import InputError, Where

Method = Literal["none", "full_denial", "attributable", "factor"]


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
    """

    name: str
    method: Method = "none"
    deduction: bool = True
    separate_basket: bool = False
    subpart_f: bool = False
    factor: Fraction | None = None
    countries: frozenset[str] = frozenset({"CN"})


IN_FORCE: Final = Regime("us-in-force")
LITERAL: Final = Regime("us-dshra/literal", "full_denial")
"""Full denial, deduction allowed, no separate basket: the words of the proposal and nothing else."""
WORKABLE: Final = Regime("us-dshra/workable", "full_denial", separate_basket=True, subpart_f=True)
"""The same with a separate basket and a subpart F analogue, modelled on 901(j) and 952(a)(5)."""

KEYS: Final = ("method", "deduction", "separate_basket", "cfc_mode", "factor", "effective_from")


def with_variant(regime: Regime, raw: dict[str, Any] | None, factor: Fraction | None) -> Regime:
    """A profile with what a matter's ``regime`` says otherwise.

    Raises:
        InputError: A key or a value that is not known.
    """
    if not raw:
        return replace(regime, factor=factor if regime.method == "factor" else None)
    if unknown := sorted(set(raw) - set(KEYS)):
        raise InputError(f"regime has no {unknown[0]!r}", hint=f"known are {', '.join(KEYS)}", where=Where("regime", None, unknown[0]))
    method = raw.get("method") or regime.method
    if method not in {"none", "full_denial", "attributable", "factor"}:
        raise InputError(f"no method {method!r}", hint="full_denial, attributable or factor", where=Where("regime", None, "method"))
    deduction = raw.get("deduction")
    basket, mode = raw.get("separate_basket"), raw.get("cfc_mode", "" if regime.subpart_f else None)
    return replace(
        regime,
        method=method,
        deduction=regime.deduction if deduction is None else deduction == "allowed",
        separate_basket=regime.separate_basket if basket is None else bool(basket),
        subpart_f=regime.subpart_f if mode == "" else mode == "subpartF_analog",
        factor=factor if method == "factor" else None,
    )
