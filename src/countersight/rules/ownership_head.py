"""What a page asks of ownership, in its front matter: the test of a party's owners, and the search for investors.

``ownership`` asks downwards from listed bodies: is this party owned by them? ``investors`` asks upwards from a listed issuer:
who invests in it? Every number of law stands here or in a dated parameter of the rulebook, none in code.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from countersight.errors import RulebookError
from countersight.model.lists import ABROAD, BY_ID, SURVEILLANCE
from countersight.model.stakes import CONTROL, HINTS, SHARES, WEIGHTS
from countersight.model.units import WHOLE, format_share, percent_to_units

CLASSES = (*SHARES, "control")
MODES = ("cascade", "listed_only", "multiplicative")
PARAM = "param."

Refuse = Callable[[str, str, str], RulebookError]
"""Makes a fault of a message, the key at which it stands, and a hint."""


@dataclass(frozen=True, slots=True)
class OwnershipTest:
    """What the ownership engine computes for a page: never a constant in code."""

    lists: tuple[str, ...]
    klass: str
    threshold: int
    """Units of 1e-8; the whole where the mode is ``listed_only``, which asks for no share."""
    strict: bool
    """True for more than, False for at least."""
    aggregate: bool
    mode: str
    control: tuple[str, ...]
    """Kinds of control that hand on the whole, whatever the share."""
    hints: tuple[str, ...] = ()
    """Kinds of records that say that there may be a stake of any size: accounts in which a body is consolidated."""


@dataclass(frozen=True, slots=True)
class ControlTest:
    """When somebody counts as standing behind a holder: by a share of a class, or by a kind of control."""

    klass: str
    threshold: int
    strict: bool
    control: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InvestorTest:
    """Who invests in a listed issuer, as a page states it."""

    lists: tuple[str, ...]
    klass: str
    """Of a stake in the issuer; empty leaves stakes out."""
    floor: int | str
    """A stake counts from here on, in units of 1e-8; or the name of a dated parameter of the rulebook."""
    control: ControlTest | None
    """How control of a holder is told; None leaves controllers out."""
    depth: int | None
    """How many steps above an issuer are looked at; None is all."""
    weight: str
    """The class of a weight in a fund's net assets; empty leaves funds out."""


def ownership_in_words(test: OwnershipTest) -> str:
    """An ownership test in a sentence.

    >>> ownership_in_words(OwnershipTest(("us.ofac.sdn",), "equity", 50_000_000, False, True, "cascade", ()))
    'at least 50% of equity, listed owners added together, counted in full down the chain; lists: us.ofac.sdn'
    >>> ownership_in_words(OwnershipTest(("us.uflpa",), "equity", 100_000_000, False, True, "listed_only", ()))
    'the listed bodies themselves and nobody through them, whatever the share; lists: us.uflpa'
    """
    lists = f"; lists: {', '.join(test.lists)}"
    if test.mode == "listed_only":
        return f"the listed bodies themselves and nobody through them, whatever the share{lists}"
    least = "any share" if (test.strict, test.threshold) == (True, 0) else f"{'more than' if test.strict else 'at least'} {format_share(test.threshold)}"
    reach = "counted in full down the chain" if test.mode == "cascade" else "multiplied along the chain"
    added = "listed owners added together" if test.aggregate else "one listed owner alone"
    control = f", or control ({', '.join(test.control)})" if test.control else ""
    hints = f"; a possible stake of any size where there is {', '.join(test.hints)}" if test.hints else ""
    return f"{least} of {test.klass}{control}, {added}, {reach}{hints}{lists}"


def investors_in_words(test: InvestorTest, floor: int | None) -> str:
    """A search for investors in a sentence.

    Args:
        test: The search.
        floor: Its floor on the day, where it is a dated parameter; None where the parameter has no value then.

    >>> investors_in_words(InvestorTest(("us.ofac.ns_cmic",), "", 0, None, None, "holding_weight"), 0)
    'any weight in a fund, along every chain of funds; lists: us.ofac.ns_cmic'
    """
    parts = []
    if test.klass:
        least = "an unknown least share" if floor is None else f"{format_share(floor)} or more" if floor else "any share"
        parts.append(f"{least} of {test.klass} in the issuer")
    if test.klass and test.control:
        kinds = f" or {', '.join(test.control.control)}" if test.control.control else ""
        parts.append(f"whoever controls such a holder ({'more than' if test.control.strict else 'at least'} {format_share(test.control.threshold)} of {test.control.klass}{kinds})")
    if test.weight:
        parts.append("any weight in a fund, along every chain of funds")
    steps = f"; at most {test.depth} steps up" if test.depth else ""
    return f"{'; '.join(parts)}{steps}; lists: {', '.join(test.lists)}"


def read_ownership(value: object, refuse: Refuse) -> OwnershipTest | None:
    """The key ``ownership``.

    Raises:
        RulebookError: An unknown key, list, class or kind of control, or no threshold where one is needed.
    """
    if value is None:
        return None
    known = ("aggregate", "class", "control", "hints", "lists", "mode", "op", "threshold")
    needed = {"lists"} if isinstance(value, dict) and value.get("mode") == "listed_only" else {"lists", "threshold"}
    if not isinstance(value, dict) or not needed <= set(value) <= set(known):
        hint = "without threshold only in mode listed_only"
        raise refuse(f"ownership has {', '.join(known)}; lists and threshold are needed", "ownership", hint)
    for key, choices in {"class": CLASSES, "op": (">", ">="), "mode": MODES, "aggregate": (True, False)}.items():
        _choice(value, key, choices, "ownership", refuse)
    control, hints = texts(value.get("control")), texts(value.get("hints"))
    lists = _lists(value, "ownership", refuse)
    if not lists or (value.get("control") and not control) or (value.get("hints") and not hints):
        raise refuse("ownership: lists, control and hints are lists of texts", "ownership", "")
    _kinds(control, CONTROL, "ownership: control", "ownership", refuse)
    _kinds(hints, HINTS, "ownership: hints", "ownership", refuse)
    return OwnershipTest(
        lists=lists,
        klass=value.get("class", "equity"),
        threshold=_share(value["threshold"], "threshold", "ownership", refuse) if "threshold" in value else WHOLE,
        strict=value.get("op", ">=") == ">",
        aggregate=bool(value.get("aggregate", True)),
        mode=value.get("mode", "cascade"),
        control=control,
        hints=hints,
    )


def read_investors(value: object, refuse: Refuse) -> InvestorTest | None:
    """The key ``investors``.

    Raises:
        RulebookError: As :func:`read_ownership`; and a depth that is no number of steps.
    """
    if value is None:
        return None
    known = ("class", "control", "depth", "floor", "lists", "weight")
    if not isinstance(value, dict) or not {"lists", "floor"} <= set(value) <= set(known):
        raise refuse(f"investors has {', '.join(known)}; lists and floor are needed", "investors", "floor: 0% where the law knows no least share")
    _choice(value, "class", ("none", *SHARES), "investors", refuse)
    _choice(value, "weight", ("none", *WEIGHTS), "investors", refuse)
    lists, depth, floor = _lists(value, "investors", refuse), value.get("depth"), value["floor"]
    if not lists:
        raise refuse("investors: lists is a list of texts", "investors", "")
    if depth is not None and (isinstance(depth, bool) or not isinstance(depth, int) or depth < 1):
        raise refuse(f"investors: depth is a number of steps, not {depth!r}", "investors", "leave it out to look at all")
    weight, klass = value.get("weight", WEIGHTS[0]), value.get("class", "equity")
    named = isinstance(floor, str) and floor.startswith(PARAM)
    return InvestorTest(
        lists=lists,
        klass="" if klass == "none" else klass,
        floor=floor if named else _share(floor, "floor", "investors", refuse),
        control=_control(value.get("control"), refuse),
        depth=depth,
        weight="" if weight == "none" else weight,
    )


def _control(value: object, refuse: Refuse) -> ControlTest | None:
    if value is None:
        return None
    known = {"class", "op", "threshold", "types"}
    if not isinstance(value, dict) or not {"threshold"} <= set(value) <= known:
        raise refuse(f"investors: control has {', '.join(sorted(known))}; threshold is needed", "investors", 'control: {class: voting, op: ">", threshold: 50%}')
    for key, choices in {"class": SHARES, "op": (">", ">=")}.items():
        _choice(value, key, choices, "investors: control", refuse)
    types = texts(value.get("types"))
    if value.get("types") and not types:
        raise refuse("investors: control: types is a list of texts", "investors", "")
    _kinds(types, CONTROL, "investors: control: types", "investors", refuse)
    return ControlTest(value.get("class", "voting"), _share(value["threshold"], "control: threshold", "investors", refuse), value.get("op", ">") == ">", types)


def _lists(value: dict[str, Any], key: str, refuse: Refuse) -> tuple[str, ...]:
    lists = texts(value["lists"])
    for name in lists:
        if name not in {*BY_ID, *ABROAD, SURVEILLANCE}:
            raise refuse(f"unknown list {name!r}", key, near(name, (*BY_ID, *ABROAD)))
    return lists


def _choice(value: dict[str, Any], key: str, choices: tuple[Any, ...], where: str, refuse: Refuse) -> None:
    if key in value and value[key] not in choices:
        raise refuse(f"{where}: {key} {value[key]!r} is not one of {', '.join(map(str, choices))}", where.split(":", maxsplit=1)[0], "")


def _kinds(given: Collection[str], known: tuple[str, ...], what: str, key: str, refuse: Refuse) -> None:
    """A kind that no source ever writes would never count, and so clear what it should not."""
    for name in given:
        if name not in known:
            raise refuse(f"{what} names {name!r}, a kind that no record has", key, near(name, known))


def _share(value: object, what: str, key: str, refuse: Refuse) -> int:
    try:
        if isinstance(value, str) and value.endswith("%"):
            return percent_to_units(value[:-1])
        problem = f"not {value!r}"
    except ValueError as fault:
        problem = str(fault)
    raise refuse(f"{key}: {what} is a percentage such as 50%: {problem}", f"{key}.{what}", "")


def texts(value: object) -> tuple[str, ...]:
    """Text, or a list of texts, as a tuple without blanks around; empty for anything else."""
    items = value if isinstance(value, list) else [value]
    found = tuple(item.strip() for item in items if isinstance(item, str) and item.strip())
    return found if len(found) == len(items) else ()


def near(word: str, known: tuple[str, ...]) -> str:
    """A hint: the word that is nearest, or all that there are."""
    found = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {found[0]!r}?" if found else f"one of {', '.join(known)}"
