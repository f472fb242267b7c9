"""The classes of edges: shares of a whole, weights in a fund, kinds of control, and what only hints at a stake.

Sources write them, pages of law name them. A source may keep a word of its own for what it alone knows; no page counts it.
"""

from __future__ import annotations

from typing import Final

SHARES: Final = ("equity", "voting", "profit")
"""Parts of a whole: these are summed, each class by itself."""
WEIGHTS: Final = ("holding_weight",)
"""What part of a fund's net assets lies in the asset: not a part of the asset."""
HINTS: Final = ("consolidation",)
"""Accounts in which a body is consolidated: a sign of a stake of any size."""
TIES: Final = ("linked_to", "parent")
"""What an authority prints beside an entry of its list: "Linked To" (a tie, of which kind is not published), and the body
under which the list groups the entry. Neither is a shareholding."""
CONTROL: Final = (
    "control", "golden_share", "board_majority", "board_member", "vie_contract", "contract", "state_body_of", "management",
    "nominee", "nominator", "acting_in_concert", *HINTS, *TIES,
)  # fmt: skip
"""Kinds that a page may name as control; each counts for the pages that name it, and for no other."""
