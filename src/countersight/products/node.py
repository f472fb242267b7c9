"""What a node of the taxonomy says of a kind of product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A control number under which such a product may fall. A person has to confirm it for the product at hand.

    Attributes:
        code: The entry or paragraph of the Commerce Control List, or EAR99.
        unconfirmed: Named from memory; the entry's text was not read for this kind of product.
        note: On what it depends.
        contra: Keywords that speak against the candidate, because the entry leaves such a product out.
    """

    code: str
    unconfirmed: bool = False
    note: str = ""
    contra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A kind of product, by what it can do: the first of four axes. The other three are said beside it, as questions.

    Attributes:
        id: Short name in capitals.
        name_en: English name.
        name_zh: Chinese terms, the usual one first.
        definition: What belongs here.
        dual_use: high: mostly ordinary civil use; low: hard to use without targeting persons.
        dshra: How the proposal of 2019 reaches it: core by itself, context with its user, enabling as a part.
        design_intent: What such a product is usually made for.
        configuration: What of its set-up matters: features and measures to ask for.
        context: What around it makes it worse.
        hs6: Headings of the Harmonized System 2022, six digits, most usual first. Fit is a judgement.
        htsus: Numbers of the US tariff, as rulings write them.
        cpc: Patent classes in which such things are found.
        eccn: Candidate control numbers.
        proposed: Control entries that are proposed only. A proposal is no candidate: nothing may be classified under it.
        keywords: English words of product texts.
        risk: How it harms.
        legitimate: Ordinary uses.
        state_list: The capability as the State Department's list names it, or empty.
        image_processing_chip: One of the chips that the proposal of 2019 names.
    """

    id: str
    name_en: str
    name_zh: tuple[str, ...]
    definition: str
    dual_use: Literal["high", "medium", "low"]
    dshra: Literal["core", "context", "enabling"]
    hs6: tuple[str, ...]
    eccn: tuple[Candidate, ...]
    keywords: tuple[str, ...]
    risk: str
    legitimate: str
    design_intent: str = ""
    configuration: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    htsus: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    proposed: str = ""
    state_list: str = ""
    image_processing_chip: bool = False

    @property
    def state2020(self) -> bool:
        """Whether the capability is on the State Department's list (draft of 2019, guidance of 2020-09-30)."""
        return bool(self.state_list)
