"""The shapes of this wire format, for the description of the API. Answers are made as text and not through these models; tests hold the two together."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Entity(BaseModel):
    """A body, or what points at one, in the form of FollowTheMoney."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(examples=["hikvision"])
    caption: str
    schema_: str = Field(alias="schema", examples=["Company"])
    properties: dict[str, list[str | Entity]]
    datasets: list[str] = Field(description="sources that speak of it, and official lists that it is or was on")
    referents: list[str] = Field(description="other ids under which it was known")
    target: bool = Field(description="whether it is on a list in force that restricts")
    first_seen: str | None = Field(description="the first day that its records tell of")
    last_seen: str | None = Field(description="the edition of the newest source that holds it")
    last_change: str | None = Field(description="the last day that its records tell of")


class Feature(BaseModel):
    """Part of a score."""

    score: float
    detail: str | None
    query: str | None
    candidate: str | None
    weight: float


class Scored(Entity):
    """A body that an example may be."""

    score: float = Field(ge=0, le=1)
    features: dict[str, float]
    explanations: dict[str, Feature] = Field(description="countersight.detail is the reason in words")
    match: bool


class Example(BaseModel):
    """An entity as far as it is known."""

    id: str | None = None
    schema_: str = Field(alias="schema", examples=["Company"])
    properties: dict[str, str | list[Any]] = Field(examples=[{"name": ["Kestrelworks Optics"], "jurisdiction": ["cn"]}])


class MatchQuery(BaseModel):
    """Examples by keys that the caller chooses. ``weights`` and ``config`` of other algorithms are read over: the matcher has none."""

    queries: dict[str, Example | None] = Field(max_length=100)
    weights: dict[str, float] = Field(default_factory=dict)
    config: dict[str, str | int | float | bool | None] = Field(default_factory=dict)


class Total(BaseModel):
    """How many there are."""

    value: int
    relation: str = "eq"


class Matches(BaseModel):
    """The answer to one example."""

    status: int = 200
    results: list[Scored]
    total: Total = Field(description="how many reach the threshold")
    query: Example
    notes: list[str] = Field(default_factory=list, description="what was wrong with the example")


class FeatureDoc(BaseModel):
    """What a part of a score is."""

    description: str
    coefficient: float
    url: str | None


class MatchResponse(BaseModel):
    """The answers by key."""

    responses: dict[str, Matches]
    matcher: dict[str, FeatureDoc]
    limit: int


class FacetItem(BaseModel):
    """A value, and how many results have it."""

    name: str
    label: str
    count: int


class Facet(BaseModel):
    """The values of one column."""

    label: str
    values: list[FacetItem]


class SearchResponse(BaseModel):
    """A page of what a text finds."""

    results: list[Entity]
    facets: dict[str, Facet]
    total: Total
    limit: int
    offset: int


class Adjacent(BaseModel):
    """A page of what points at a body under one property."""

    results: list[Entity]
    total: Total
    limit: int
    offset: int


class AdjacentAll(BaseModel):
    """A body and what points at it."""

    entity: Entity
    adjacent: dict[str, Adjacent]


class StatementRow(BaseModel):
    """One thing that one source says of a body."""

    id: str
    entity_id: str
    canonical_id: str
    prop: str
    prop_type: str
    schema_: str = Field(alias="schema")
    value: str
    dataset: str
    target: bool
    first_seen: str
    last_seen: str
    lang: str | None
    original_value: str | None
    external: bool
    origin: str | None


class StatementResponse(BaseModel):
    """A page of statements."""

    results: list[StatementRow]
    total: Total
    limit: int
    offset: int


class Algorithm(BaseModel):
    """One way to compare."""

    name: str
    description: str
    features: dict[str, FeatureDoc]
    docs: dict[str, Any]


class Algorithms(BaseModel):
    """What ``algorithm=`` takes."""

    algorithms: list[Algorithm]
    default: str
    best: str


class Dataset(BaseModel):
    """What ``/match/{dataset}`` and its like may be asked about."""

    name: str
    title: str
    summary: str | None
    url: str | None
    load: bool
    entities_url: str | None
    version: str
    index_version: str | None
    index_current: bool = Field(
        description="false where what is held is not whole, or older than its list may be: not to be found in it says nothing"
    )
    children: list[str]


class Catalog(BaseModel):
    """All datasets."""

    datasets: list[Dataset]
    current: list[str]
    outdated: list[str]
    index_stale: bool
