"""Whether a stated purpose plainly contradicts what the goods can do: a cell-site simulator for a private home.

A fact about the words of the lines, so that it can be denied. It is true only of goods that have hardly any civil use (``dual_use: low``)
with a use of which every word is plainly private; whether another purpose fits the goods, a person says (RF-01).
"""

from __future__ import annotations

from typing import Final

from countersight.measures.item_facts import item_facts
from countersight.measures.stated import stated
from countersight.measures.uses import use_covered
from countersight.measures.world import computed
from countersight.model.fact import Fact
from countersight.model.matter import Matter
from countersight.products.taxonomy import node

_SHOWN: Final = 60


def purpose_facts(matter: Matter) -> dict[str, Fact]:
    """The fact about purposes; of shipments only."""
    if matter.kind != "shipment":
        return {}
    for line in matter.lines or ():
        if not stated(line.use) or use_covered(line.use, line.place).value is not False:
            continue
        found = item_facts(line).get("line.node")
        known = node(str(found.value)) if found is not None and found.value else None
        if known is not None and known.dual_use == "low":
            return {"tx.purpose_contradicts": computed(True, "the lines", f"{known.name_en} ({known.id}) for {stated(line.use)[:_SHOWN]!r}")}
    return {"tx.purpose_contradicts": computed(False, "the lines", "no stated use plainly contradicts its goods")}
