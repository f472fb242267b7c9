"""A share, a stake and a standing in words, the same on a terminal and in a drawing."""

from __future__ import annotations

from countersight.model.body import Edge
from countersight.model.units import WHOLE, format_share
from countersight.ownership.answer import Standing

STANDINGS: dict[Standing, str] = {
    "listed": "listed itself",
    "owned": "owned",
    "possible": "possibly owned",
    "undisclosed": "open: holders that nobody has named may be listed",
    "holders_unknown": "open: no holder is known",
    "not_owned": "not owned, on the evidence held",
}

_CLASSES = {"equity": "", "voting": "of the votes", "profit": "of the profit", "holding_weight": "of the holder's net assets", "consolidation": "consolidated in its accounts"}
_TIES = {
    "linked_to": "linked to, in the words of its entry; how is not published",
    "parent": "parent, as the list groups its entries",
}
_FINE = 10_000
"""A hundredth of a percent: an end one unit off such a number is an open end."""


def share_in_words(lo: int, hi: int) -> str:
    """A range of a share.

    >>> share_in_words(25_000_001, 50_000_000), share_in_words(0, 100_000_000), share_in_words(25_000_000, 49_999_999)
    ('over 25% to 50%', 'an unknown share', '25% to under 50%')
    >>> share_in_words(0, 40_000_000), share_in_words(50_000_001, 100_000_000), share_in_words(1, 1)
    ('up to 40%', 'over 50%', '0.000001%')
    """
    if lo == hi:
        return format_share(lo)
    if (lo, hi) == (0, WHOLE):
        return "an unknown share"
    least = f"over {format_share(lo - 1)}" if lo % _FINE == 1 else format_share(lo)
    most = f"under {format_share(hi + 1)}" if hi % _FINE == _FINE - 1 else format_share(hi)
    if lo == 0:
        return most if most.startswith("under") else f"up to {most}"
    if hi == WHOLE:
        return least if least.startswith("over") else f"at least {least}"
    return f"{least} to {most}"


def stake_in_words(edge: Edge) -> str:
    """The share of an edge with its class.

    >>> stake_in_words(Edge("x", "a", "voting", 60_000_000, 60_000_000)), stake_in_words(Edge("x", "a", "golden_share", 0, WHOLE))
    ('60% of the votes', 'control: golden share')
    """
    if edge.klass in _TIES:
        told = _TIES[edge.klass]
    elif edge.klass in _CLASSES:
        plain = _CLASSES[edge.klass]
        told = plain if edge.klass == "consolidation" else f"{share_in_words(edge.lo, edge.hi)} {plain}".strip()
    else:
        told = "control" if edge.klass == "control" else f"control: {edge.klass.replace('_', ' ')}"
    return f"{told} (indirect, in sum)" if edge.indirect else told
