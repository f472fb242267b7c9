"""Classification: what an item is by its description, and what kind of end user a body is by its names."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from countersight.access.asking import LawReader, Matcher
from countersight.api.problems import documented
from countersight.endusers.classify import classify_body, find_places, find_programmes
from countersight.errors import InputError
from countersight.products.answered import Asked, to_dict
from countersight.products.classify import classify
from countersight.products.taxonomy import about, nodes

router = APIRouter(prefix="/v1", tags=["classification"])


class Item(BaseModel):
    """An item, as its seller describes it."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=20_000, examples=["AI box, 8 TOPS, face recognition 1:N"])
    to: str = Field(default="", pattern=r"^([A-Z]{2})?$", description="the destination: then codes to look at are proposed")
    hs: str = Field(default="", max_length=20, description="the tariff code on the papers, which is checked against the words")
    eccn: str = Field(default="", max_length=20, description="the control number on the papers, which is checked as well")


class Classified(BaseModel):
    """What an item is: four axes apart, every hit with its place. Codes are candidates that a person must confirm."""

    schema_: str = Field(default="countersight.classify/1", alias="schema", serialization_alias="schema")
    taxonomy: str
    text: str
    read_as: str
    truncated: bool
    capability: dict[str, list[dict[str, Any]]]
    design_intent: list[str]
    configuration: dict[str, Any]
    context: list[str]
    hits: list[dict[str, Any]]
    derived: list[dict[str, Any]]
    proposal: dict[str, Any] | None
    notes: list[dict[str, str]]


Named = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class EndUserAsked(BaseModel):
    """A body by its names, and texts beside it."""

    model_config = ConfigDict(extra="forbid")
    names: list[Named] = Field(min_length=1, max_length=64, examples=[["武汉市公安局"]])
    texts: list[Annotated[str, StringConstraints(max_length=20_000)]] = Field(default_factory=list, max_length=64, description="uses, addresses: read for sensitive places and programmes")


class EndUserTold(BaseModel):
    """What kind of end user a body is, by its names alone, with the words that decided."""

    gov: str = Field(description="yes, no, conditional (look at the deal) or unknown")
    type: str
    organ: str
    level: str
    security: bool
    military: bool | None
    matched: str
    codes: list[str] = Field(description="divisions that the place in the name may be (GB/T 2260)")
    places: list[str]
    programmes: list[str]


class Node(BaseModel):
    """A kind of product."""

    id: str
    name: str
    zh: list[str]
    dual_use: str
    dshra: str
    definition: str


class Taxonomy(BaseModel):
    """Every kind of product."""

    version: str
    nodes: list[Node]


@router.post("/classify/items", responses=documented())
def classify_item(item: Item, _: Matcher) -> Classified:
    """What an item is, by which words, and which codes a person should look at. Nothing is kept."""
    if not item.text.strip():
        raise InputError("an empty text", hint="give the description as the seller wrote it")
    return Classified.model_validate(to_dict(item.text, classify(item.text, item.hs), Asked(item.to, item.hs, item.eccn)))


@router.post("/classify/endusers", responses=documented())
def classify_end_user(asked: EndUserAsked, _: Matcher) -> EndUserTold:
    """What kind of end user a body is, by its names; and the sensitive places and programmes that names and texts speak of. Nothing is kept."""
    told = classify_body(asked.names)._asdict()
    texts = [*asked.names, *asked.texts]
    return EndUserTold(**{**told, "codes": list(told["codes"]), "places": list(find_places(texts)), "programmes": list(find_programmes(texts))})


@router.get("/taxonomy", responses=documented())
def taxonomy(_: LawReader) -> Taxonomy:
    """Every kind of product that items are told apart by."""
    rows = [Node(id=one.id, name=one.name_en, zh=list(one.name_zh), dual_use=one.dual_use, dshra=one.dshra, definition=one.definition) for one in nodes()]
    return Taxonomy(version=str(about()["version"]), nodes=rows)
